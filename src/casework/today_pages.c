/* today_pages.c - see today_pages.h. */
#include "casework/today_pages.h"

#include "base/lang.h"
#include "casework/letter_pages.h"
#include "casework/mediation_pages.h"
#include "casework/no_answer.h"
#include "casework/pages.h"
#include "casework/today.h"
#include "casework/together.h"
#include "model/packs.h"
#include "model/permission.h"
#include "web/control.h"
#include "web/part.h"
#include "web/record_path.h"

enum { VISITORS_MAX = 5, BODY_SHOWN = 2, FAR_DAYS = 3660 };

enum show { SHOW_DUE, SHOW_LATE, SHOW_TODAY, SHOW_SOON, SHOW_BODY, SHOWS };

static const char *const show_names[SHOWS] = {"due", "late", "today", "soon", "waiting"};
static const char *const whose_names[] = {
    [TODAY_ALL] = "all", [TODAY_TEAM] = "team", [TODAY_MINE] = "mine"};

struct view {
    enum today_whose whose;
    enum show show;
    int part; /* which of the headings below the page begins with */
    struct today_place after;
    bool first; /* nothing is left out above */
};

/* ---- the headings, in the order in which they stand ---- */

static const struct part {
    enum show show;
    unsigned groups;
    const char *heading;
} all_parts[] = {
    {SHOW_LATE, TODAY_LOSE, N_("Late: what may be lost")},
    {SHOW_TODAY, TODAY_LOSE, N_("Today: what may be lost")},
    {SHOW_LATE, TODAY_WORK, N_("Late")},
    {SHOW_TODAY, TODAY_WORK, N_("Today")},
    {SHOW_SOON, TODAY_LOSE, N_("Soon: what may be lost")},
    {SHOW_SOON, TODAY_WORK, N_("Soon")},
    {SHOW_BODY, TODAY_BODY, N_("No answer, and the time is over")},
};

enum { PARTS = sizeof all_parts / sizeof *all_parts };

static struct today_ask ask_for(const struct call *call, const struct view *view, enum show show,
                                unsigned groups)
{
    struct today_ask ask = {.whose = view->whose,
                            .groups = groups,
                            .from = day_min(),
                            .to = call->today - 1,
                            .after = {.source = -1}};

    if (show == SHOW_TODAY)
        ask.from = ask.to = call->today;
    if (show == SHOW_SOON) {
        ask.from = call->today + 1;
        ask.to = call->today + TODAY_SOON_DAYS;
    }
    return ask;
}

static bool is_wanted(const struct view *view, const struct part *part)
{
    return view->show == SHOW_DUE || view->show == part->show;
}

/* ---- addresses ---- */

static struct str address(struct web *web, enum today_whose whose, enum show show)
{
    return str_format(web->call.arena, "/today?whose=%s&show=%s", whose_names[whose],
                      show_names[show]);
}

static struct str next_address(struct web *web, const struct view *view)
{
    return str_format(web->call.arena, "%s&part=%d&source=%d&sort=%lld&rid=%lld",
                      address(web, view->whose, view->show).p, view->part, view->after.source,
                      (long long)view->after.sort, (long long)view->after.rid);
}

static int find_name(struct str name, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (str_is(name, names[i]))
            return i;
    return 0;
}

static void read_view(struct web *web, struct view *out)
{
    int64_t part = 0, source = 0;

    *out = (struct view){.whose =
                             (enum today_whose)find_name(page_typed(web, "whose"), whose_names, 3),
                         .show = (enum show)find_name(page_typed(web, "show"), show_names, SHOWS),
                         .after = {.source = -1},
                         .first = true};
    if (!web_number(web, "part", &part) || part >= PARTS)
        return;
    out->first = false;
    out->part = (int)part;
    if (web_number(web, "source", &source) && web_number(web, "rid", &out->after.rid) &&
        str_int(page_typed(web, "sort"), &out->after.sort))
        out->after.source = (int)source;
}

/* ---- the count sentence, the tiles, the filters ---- */

static int64_t count(struct web *web, const struct view *view, enum show show, unsigned groups)
{
    struct today_ask ask = ask_for(&web->call, view, show, groups);
    int64_t n = 0;

    if (today_count(&web->call, &ask, &n) != RC_OK)
        call_forgive(&web->call);
    return n;
}

struct counts {
    int64_t late, today, soon, body;
};

static struct str counted_today(struct call *call, int64_t n)
{
    if (n > TODAY_COUNT_MAX)
        return say(call, "More than %d things need you today.", TODAY_COUNT_MAX);
    return str_format(
        call->arena,
        lang_plural(call->lang, "%lld thing needs you today.", "%lld things need you today.", n),
        (long long)n);
}

static struct str counted_late(struct call *call, int64_t n)
{
    if (n > TODAY_COUNT_MAX)
        return say(call, "More than %d are late.", TODAY_COUNT_MAX);
    return str_format(call->arena, lang_plural(call->lang, "%lld is late.", "%lld are late.", n),
                      (long long)n);
}

static void sentence(struct web *web, const struct counts *counts)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    if (counts->today == 0 && counts->late == 0)
        return;
    html_raw(h, "<p class=\"lead\">");
    if (counts->today != 0)
        html_text(h, counted_today(call, counts->today));
    html_raw(h, " ");
    if (counts->late != 0)
        html_text(h, counted_late(call, counts->late));
    html_raw(h, "</p>");
}

/* "99 or more: late", where there are more than are counted. */
static struct tile tile(struct call *call, int64_t n, struct str label, struct str path)
{
    if (n > TODAY_COUNT_MAX)
        return (struct tile){TODAY_COUNT_MAX, say(call, "or more: %s", str_z(call->arena, label)),
                             path};
    return (struct tile){n, label, path};
}

static void tiles(struct web *web, const struct view *view, const struct counts *counts)
{
    struct call *call = &web->call;
    const struct tile all[] = {
        tile(call, counts->late, say(call, "late"), address(web, view->whose, SHOW_LATE)),
        tile(call, counts->today, say(call, "due today"), address(web, view->whose, SHOW_TODAY)),
        tile(call, counts->soon, say(call, "due within a week"),
             address(web, view->whose, SHOW_SOON)),
        tile(call, counts->body, say(call, "without an answer in time"), STR("/no-answer")),
    };

    part_tiles(&web->html, all, sizeof all / sizeof *all);
}

static void filters(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    const struct chip all[] = {
        {say(call, "All that I may see"), address(web, TODAY_ALL, view->show),
         view->whose == TODAY_ALL},
        {say(call, "My team's"), address(web, TODAY_TEAM, view->show), view->whose == TODAY_TEAM},
        {say(call, "Mine"), address(web, TODAY_MINE, view->show), view->whose == TODAY_MINE},
    };

    part_chips(&web->html, say(call, "Whose"), all, sizeof all / sizeof *all);
}

/* ---- a row ---- */

static struct str when(struct call *call, const struct today_row *row)
{
    struct str on = date_long(call, row->on);

    if (row->group == TODAY_LOSE)
        return say(call, "Last day: %s", on.p);
    if (row->minute >= 0)
        return str_format(call->arena, "%s, %02d:%02d", on.p, row->minute / 60, row->minute % 60);
    return on;
}

static struct str left(struct call *call, const struct today_row *row)
{
    if (row->group == TODAY_BODY && row->on < call->today)
        return say(call, "no answer, %s", page_days_left(call, row->on).p);
    return page_days_left(call, row->on);
}

/* The one thing to do next with it. */
/* The letter of that step; of a paper that no procedure has taken up, any. */
static struct str letter_path(struct web *web, const struct today_row *row)
{
    struct str what = str_of(row->what);
    struct move move = {.kind = str_is(what, "silence") ? MOVE_SILENCE
                                : str_is(what, "next")  ? MOVE_NEXT
                                                        : MOVE_FILE};
    struct id of;

    if (!str_is(row->record->kind->name, "clock") ||
        !id_of(record_value(row->record, "proceeding").s, &of))
        return page_case_path(web, row->of->code, "/letter");
    move.to =
        procedure_find(web->call.app->packs->procedures, record_text(row->record, "procedure"));
    return move.to == NULL ? page_case_path(web, row->of->code, "/letter")
                           : letter_step_path(web, row->of->code, &of, &move);
}

static void give_act(struct web *web, const struct today_row *row, struct task *task)
{
    struct call *call = &web->call;
    struct str what = str_of(row->what);
    bool change = permit_mask(kind_head(row->record->kind), call->actor, MAY_CHANGE) != 0;

    if (!change || row->of == NULL)
        return;
    if (str_is(what, "task")) {
        task->select = "row";
        task->value = str_hex(call->arena, id_str(&row->record->id));
        task->act = say(call, "Done");
        task->act_name = "one";
    } else if (str_is(what, "hearing")) {
        task->act = row->on < call->today ? say(call, "What came of it") : STR("");
        task->act_path = record_general_path(web, row->record, "/edit");
    } else if (str_is(what, "promise")) {
        promise_presses(web, row->record, task);
    } else if (str_is(what, "referral")) {
        task->act = say(call, "What came back");
        task->act_path = together_path(web, row->of, "/referral", row->record);
    } else if (row->group == TODAY_LOSE && !str_is(what, "act")) {
        task->act = say(call, "Write the letter");
        task->act_path = letter_path(web, row);
    }
}

static void show_row(struct web *web, const struct today_row *row)
{
    struct call *call = &web->call;
    struct task task = {.title = today_title(call, row),
                        .tone = page_tone(call, row->on),
                        .status = left(call, row),
                        .path = record_path(web, row->of == NULL ? row->record : row->of)};
    size_t n = 0;

    if (row->of != NULL) {
        task.about[n++] = row->of->code;
        task.about[n++] = row->person;
    }
    task.about[n++] = when(call, row);
    if (row->counted)
        task.about[n++] = row->firm ? say(call, "counted from a day that can be proved")
                                    : say(call, "provisional: the delivery is not proved");
    task.about[n++] = today_who(call, row);
    if (row->group == TODAY_BODY && task.tone == TONE_BAD)
        task.tone = TONE_WARN;
    give_act(web, row, &task);
    part_task(&web->html, &task);
}

static enum rc show_part(struct web *web, const struct part *part, struct view *view, size_t *room,
                         bool *tasks)
{
    struct call *call = &web->call;
    struct today_ask ask = ask_for(call, view, part->show, part->groups);
    struct today_page found;
    bool inner = part->show == SHOW_BODY && view->show == SHOW_DUE;

    ask.after = view->after;
    ask.limit = inner && *room > BODY_SHOWN ? BODY_SHOWN : *room;
    enum rc rc = today_list(call, &ask, &found);
    if (rc != RC_OK || found.n == 0)
        return rc;
    part_tasks(&web->html, str_of(lang_text(call->lang, part->heading)));
    for (size_t i = 0; i < found.n; i++) {
        show_row(web, &found.in[i]);
        *tasks |= str_is(str_of(found.in[i].what), "task");
    }
    part_tasks_end(&web->html);
    if (inner && found.more)
        part_link(&web->html, STR("/no-answer"), say(call, "All that nobody answered in time"));
    *room = found.more && !inner ? 0 : *room - found.n;
    if (found.more && !inner)
        view->after = found.next;
    return RC_OK;
}

/* Writes as many rows as a page has; what comes after stands in the view. */
static enum rc show_parts(struct web *web, struct view *view, bool *more, bool *tasks, size_t *rows)
{
    size_t room = TODAY_PAGE;
    enum rc rc = RC_OK;

    *more = false;
    for (; view->part < PARTS && rc == RC_OK; view->part++) {
        if (!is_wanted(view, &all_parts[view->part]))
            continue;
        if (room == 0) {
            *more = true;
            break;
        }
        rc = show_part(web, &all_parts[view->part], view, &room, tasks);
        if (rc == RC_OK && room == 0 && view->after.source != -1) {
            *more = true;
            break;
        }
        view->after = (struct today_place){.source = -1};
    }
    *rows = TODAY_PAGE - room;
    return rc;
}

/* ---- nothing is due ---- */

static void show_nothing(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct today_ask ask = ask_for(call, view, SHOW_SOON, TODAY_LOSE | TODAY_WORK);
    struct today_page found;

    ask.from = call->today + 1;
    ask.to = call->today + FAR_DAYS;
    ask.limit = 1;
    if (view->show != SHOW_DUE && view->show != SHOW_SOON) {
        part_empty(&web->html, say(call, "There is nothing of this."), say(call, "All that is due"),
                   address(web, view->whose, SHOW_DUE));
        return;
    }
    if (today_list(call, &ask, &found) != RC_OK) {
        call_forgive(call);
        found.n = 0;
    }
    part_empty(&web->html,
               found.n == 0
                   ? say(call, "Nothing is due.")
                   : say(call, "Nothing due. Next: %s.", date_long(call, found.in[0].on).p),
               STR(""), STR(""));
}

/* ---- beside it: who waits, what waits for a second person ---- */

static void show_visitors(struct web *web)
{
    struct call *call = &web->call;
    struct query query = {
        .kind = page_kind(web, "waiting"), .verb = MAY_SEE, .limit = VISITORS_MAX};
    struct query_page found;
    int64_t n;

    query.filters[query.n++] =
        (struct query_filter){.op = QUERY_IS, .value = v_text(STR("waiting"))};
    if (permit_mask(query.kind, call->actor, MAY_SEE) == 0)
        return;
    if (query_count(call, &query, &n) != RC_OK || n == 0) {
        call_forgive(call);
        return;
    }
    query.sort = field_find(query.kind, STR("came"));
    if (query_list(call, &query, &found) != RC_OK) {
        call_forgive(call);
        return;
    }
    part_tasks(&web->html, say(call, "Waiting here now"));
    for (size_t i = 0; i < found.n; i++) {
        struct task task = {.title = record_title(call, found.records[i]),
                            .about = {page_shown(call, found.records[i], "came"),
                                      page_shown(call, found.records[i], "area")},
                            .path = record_path(web, found.records[i])};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    if (n > (int64_t)found.n)
        part_link(&web->html, STR("/records/waiting"), say(call, "All visitors"));
}

/* Another person's proposals, which wait for an answer. */
static void show_proposals(struct web *web)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "proposal"), .verb = MAY_CHANGE};
    int64_t n = 0;

    query.filters[query.n++] =
        (struct query_filter){.op = QUERY_IS, .value = v_text(STR("waiting"))};
    if (permit_mask(query.kind, call->actor, MAY_CHANGE) == 0)
        return;
    if (query_count(call, &query, &n) != RC_OK)
        call_forgive(call);
    if (n != 0)
        part_link(&web->html, STR("/proposals"),
                  str_format(call->arena,
                             lang_plural(call->lang, "%lld change waits for a second person",
                                         "%lld changes wait for a second person", n),
                             (long long)n));
}

/* ---- the page ---- */

static void ways_on(struct web *web)
{
    struct call *call = &web->call;
    const struct nav_item links[] = {
        {STR("/week"), say(call, "The week on paper"), NULL, false},
        {STR("/letters/carry"), say(call, "Letters to carry today"), NULL, false},
        {STR("/calendar"), say(call, "In my own calendar"), NULL, false},
        {STR("/law"), say(call, "The rules this office uses"), NULL, false},
        {STR("/templates"), say(call, "Templates of letters"), NULL, false},
    };

    part_links(&web->html, links, permission_holds(call, PERMISSION_FEED_MAKE, STR("")) ? 4 : 1);
}

static void bulk(struct web *web)
{
    struct call *call = &web->call;
    struct button done = {.label = say(call, "Done"), .name = "act", .value = STR("done")};
    struct button drop = {
        .label = say(call, "Not needed any more"), .name = "act", .value = STR("dropped")};
    struct button mine = {.label = say(call, "I take it"), .name = "act", .value = STR("mine")};

    done.weight = drop.weight = mine.weight = WEIGHT_OTHER;
    part_bulk(&web->html);
    part_button(&web->html, &done);
    part_button(&web->html, &mine);
    part_button(&web->html, &drop);
    part_bulk_end(&web->html);
}

/* As the board counts: letters, not each term that ran out for one. */
static int64_t unanswered(struct web *web, const struct view *view)
{
    struct no_answer_ask ask = {.show = NO_ANSWER_ALL, .mine = view->whose == TODAY_MINE};
    int64_t n = 0;

    if (no_answer_count(&web->call, &ask, &n) != RC_OK)
        call_forgive(&web->call);
    return n;
}

static struct counts counted(struct web *web, const struct view *view)
{
    const unsigned due = TODAY_LOSE | TODAY_WORK;

    return (struct counts){.late = count(web, view, SHOW_LATE, due),
                           .today = count(web, view, SHOW_TODAY, due),
                           .soon = count(web, view, SHOW_SOON, due),
                           .body = unanswered(web, view)};
}

static void show_head(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct button make = {.label = say(call, "New case"), .weight = WEIGHT_MAIN, .icon = "plus"};
    struct button talk = {
        .label = say(call, "I spoke with somebody"), .weight = WEIGHT_OTHER, .icon = "phone"};
    struct counts counts = counted(web, view);

    sentence(web, &counts);
    tiles(web, view, &counts);
    filters(web, view);
    if (permit_mask(page_kind(web, "case"), call->actor, MAY_MAKE) != 0) {
        part_actions(&web->html);
        part_link_button(&web->html, &make, STR("/case/new"));
        part_link_button(&web->html, &talk, STR("/talk"));
        part_actions_end(&web->html);
    }
    show_visitors(web);
    show_proposals(web);
}

static enum rc show(struct web *web, struct view *view)
{
    struct form_options form = {.action = STR("/today")};
    struct view began = *view;
    size_t rows = 0;
    bool more = false, tasks = false;

    show_head(web, view);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "whose", str_of(whose_names[view->whose]));
    control_hidden(&web->html, "show", str_of(show_names[view->show]));
    enum rc rc = show_parts(web, view, &more, &tasks, &rows);
    if (rc != RC_OK)
        return rc;
    if (rows == 0)
        show_nothing(web, &began);
    if (tasks)
        bulk(web);
    part_form_end(&web->html, &form);
    if (more || !began.first)
        part_pager(&web->html, STR(""),
                   began.first ? STR("") : address(web, view->whose, view->show),
                   more ? next_address(web, view) : STR(""));
    ways_on(web);
    return RC_OK;
}

void today_home(struct web *web)
{
    struct view view = {.after = {.source = -1}, .first = true};

    if (page_kind(web, "case")->hidden ||
        permit_mask(page_kind(web, "case"), web->call.actor, MAY_SEE) == 0) {
        show_visitors(web);
        show_proposals(web);
        return;
    }
    if (show(web, &view) != RC_OK)
        call_forgive(&web->call);
}

static enum rc today_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Today, %s", date_long(call, call->today).p)};
    struct view view;

    read_view(web, &view);
    part_page(web, &page);
    enum rc rc = show(web, &view);
    part_page_end(web, &page);
    return rc;
}

/* ---- done ---- */

static enum rc take_ids(struct web *web, struct each_args *each)
{
    struct id *ids = arena_array(web->call.arena, TODAY_PAGE + 1, sizeof *ids);
    struct str hex = web_text(web, "one");
    size_t at = 0;

    if (ids == NULL)
        return fail_memory(&web->call);
    each->ids = ids;
    if (hex.n != 0) {
        each->n += str_unhex(hex, ids[0].b, sizeof ids->b);
        return RC_OK;
    }
    while (each->n < TODAY_PAGE && web_each(web, "row", &at, &hex))
        each->n += str_unhex(hex, ids[each->n].b, sizeof ids->b);
    return each->n != 0
               ? RC_OK
               : fail(&web->call, RC_INVALID, "row", "Nothing was selected. Tick the tasks first.");
}

static enum rc done_tasks(struct web *web, struct outcome *out)
{
    struct call *call = &web->call;
    struct each_args each = {.kind = page_kind(web, "task"), .act = STR("move")};
    struct operation_request request = {.operation = "record.each", .change = page_change(web)};
    struct str act = page_typed(web, "act");
    enum rc rc = take_ids(web, &each);

    each.value = v_text(str_is(act, "dropped") ? STR("dropped") : STR("done"));
    if (str_is(act, "mine") && page_typed(web, "one").n == 0) {
        each.act = STR("set");
        each.field = field_find(each.kind, STR("who"));
        each.value = id_value(&call->actor->id);
    }
    if (rc == RC_OK)
        rc = each_args_make(call, &each, &request.args);
    return rc == RC_OK ? operation_run(call, &request, out) : rc;
}

static enum rc done_post(struct web *web)
{
    struct outcome outcome = {.nothing = false};
    struct view view;
    bool promise;
    enum rc rc = promise_pressed(web, &promise, &outcome.change);

    if (rc == RC_OK && !promise)
        rc = done_tasks(web, &outcome);
    if (rc != RC_OK)
        return rc;
    read_view(web, &view);
    struct str back = address(web, view.whose, view.show);
    return outcome.nothing ? web_redirect(web, back, "same")
                           : web_redirect_undo(web, back, "saved", &outcome.change);
}

/* ---- routes ---- */

#define VIEW_PARAMS                                               \
    {"whose", PARAM_CODE, 10, false, false, N_("Whose")},         \
        {"show", PARAM_CODE, 10, false, false, N_("Page")},       \
        {"part", PARAM_NUMBER, PARTS, false, false, N_("Page")},  \
        {"source", PARAM_NUMBER, 10, false, false, N_("Page")},   \
        {"sort", PARAM_CODE, 20, false, false, N_("Page")},       \
    {                                                             \
        "rid", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page") \
    }

static const struct param view_params[] = {VIEW_PARAMS, {0}};
static const struct param done_params[] = {
    VIEW_PARAMS,
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"row", PARAM_ID, 32, false, true, N_("Selected")},
    {"one", PARAM_ID, 32, false, false, N_("Selected")},
    {"act", PARAM_CODE, 20, false, false, N_("What to do")},
    PROMISE_PARAMS,
    {0},
};

const struct route today_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/today", view_params, today_page, NULL, 0,
     "shows what is due, what a person may lose first"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/today", done_params, done_post, NULL, 0,
     "writes tasks down as done"},
};
const size_t today_routes_n = sizeof today_routes / sizeof *today_routes;
