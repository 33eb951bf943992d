/* court_pages.c - see court_pages.h: the page itself, and which court it is. */
#include "casework/court_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/come_parts.h"
#include "casework/court.h"
#include "casework/moves_say.h"
#include "casework/proceeding.h"
#include "model/permission.h"

enum { TEXT_MAX = 200, DECISIONS_MAX = 60 };

static struct str part_path(struct web *web, const struct record *of, const char *form,
                            const char *name, const struct record *part)
{
    struct arena *arena = web->call.arena;

    return page_case_path(
        web, of->code,
        str_format(arena, "/court/%s?%s=%s", form, name, str_hex(arena, id_str(&part->id)).p).p);
}

/* "a, b, c" of what there is */
static struct str joined(struct call *call, const struct str *all, size_t n)
{
    struct buf out;

    buf_init(&out, call->arena, 4000);
    for (size_t i = 0; i < n; i++) {
        if (all[i].n == 0)
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        buf_add(&out, all[i]);
    }
    return buf_str(&out);
}

/* ---- hearings */

static struct str hearing_when(struct call *call, const struct record *hearing)
{
    struct value when = record_value(hearing, "when_held");

    if (when.type != V_INT)
        return STR("");
    return str_format(call->arena, "%s, %s", date_long(call, come_day(call, when.i)).p,
                      come_clock(call, when.i).p);
}

static struct str hearing_where(struct call *call, const struct record *hearing)
{
    const struct str all[] = {
        page_shown(call, hearing, "where"), page_shown(call, hearing, "number"),
        page_shown(call, hearing, "room"), page_shown(call, hearing, "judge")};

    return joined(call, all, sizeof all / sizeof *all);
}

static void next_hearing(struct web *web, const struct record *of, const struct court_hearings *all,
                         bool change)
{
    struct call *call = &web->call;
    const struct record *next = all->next;

    if (next == NULL) {
        part_next(&web->html, say(call, "No hearing is set."), STR(""));
    } else {
        const struct str about[] = {hearing_where(call, next), page_shown(call, next, "what_for"),
                                    page_shown(call, next, "bring")};
        part_next(&web->html,
                  say(call, "Next hearing: %s", str_z(call->arena, hearing_when(call, next))),
                  joined(call, about, sizeof about / sizeof *about));
    }
    part_actions(&web->html);
    if (change && next != NULL) {
        case_link(web, WEIGHT_MAIN, say(call, "What came of it"),
                  part_path(web, of, "outcome", "hearing", next));
        case_link(web, WEIGHT_OTHER, say(call, "Change"),
                  part_path(web, of, "hearing", "hearing", next));
    }
    if (change)
        case_link(web, next == NULL ? WEIGHT_MAIN : WEIGHT_OTHER, say(call, "Add a hearing"),
                  page_case_path(web, of->code, "/court/hearing"));
    part_actions_end(&web->html);
    part_next_end(&web->html);
}

static void hearing_row(struct web *web, const struct record *of, const struct record *hearing,
                        bool change)
{
    struct call *call = &web->call;
    struct value outcome = record_value(hearing, "outcome");
    struct value next = record_value(hearing, "next");
    struct task task = {.title = hearing_when(call, hearing),
                        .about = {hearing_where(call, hearing),
                                  page_link_title(call, hearing, "counsel"),
                                  page_shown(call, hearing, "said")},
                        .status = page_shown(call, hearing, "outcome"),
                        .tone = TONE_MUTE};

    if (next.type == V_INT)
        task.about[3] = say(call, "put off to %s", date_text(call, (day)next.i).p);
    if (outcome.type == V_NULL && record_value(hearing, "when_held").i < call->now_ms) {
        task.status = say(call, "what came of it is not written down");
        task.tone = TONE_WARN;
    }
    if (change) {
        task.path = part_path(web, of, "hearing", "hearing", hearing);
        task.act = say(call, "What came of it");
        task.act_path = part_path(web, of, "outcome", "hearing", hearing);
    }
    part_task(&web->html, &task);
}

static void hearings_card(struct web *web, const struct record *of,
                          const struct court_hearings *all, bool change)
{
    struct call *call = &web->call;

    if (all->n == 0)
        return;
    part_tasks(&web->html, say(call, "Hearings"));
    for (size_t i = 0; i < all->n; i++)
        hearing_row(web, of, all->in[i], change);
    part_tasks_end(&web->html);
}

/* ---- which court, which number, which judge */

static void court_card(struct web *web, const struct record *of, const struct proceeding_view *view,
                       bool change)
{
    struct call *call = &web->call;
    const struct record *proceeding = view->ask.proceeding;
    struct str body = page_link_title(call, proceeding, "body");
    struct fact facts[] = {
        {.label = say(call, "Court or body"),
         .value = body.n != 0 ? body : page_shown(call, proceeding, "body_name")},
        {.label = say(call, "Court number"), .value = page_shown(call, proceeding, "their_number")},
        {.label = say(call, "Judge or chamber"), .value = page_shown(call, proceeding, "judge")},
        {.label = say(call, "How it ended"), .value = page_shown(call, proceeding, "outcome")},
    };

    part_card(&web->html, words_in(view->ask.moves.procedure->name, lang_code(call->lang)));
    for (size_t i = 0; i < 3; i++)
        if (facts[i].value.n == 0)
            facts[i].value = say(call, "not written down yet");
    part_facts(&web->html, facts, facts[3].value.n == 0 ? 3 : 4);
    if (change) {
        part_actions(&web->html);
        case_link(web, WEIGHT_OTHER, say(call, "Change"),
                  part_path(web, of, "facts", "proceeding", proceeding));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
}

static void no_court(struct web *web, const struct record *of, bool change)
{
    struct call *call = &web->call;

    part_empty(&web->html,
               say(call,
                   "No procedure has begun in this case. Court, number and judge stand beside "
                   "each hearing until one has."),
               change ? say(call, "Begin a procedure") : STR(""),
               change ? page_case_path(web, of->code, "/procedure") : STR(""));
}

/* ---- decisions and what runs from them */

static const char *const decisions[] = {"decided", "delivered", "published", "final",
                                        "recommendation_received"};

static bool is_decision(const struct record *event)
{
    struct value what = record_value(event, "what");

    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++)
        if (what.type == V_TEXT && str_is(what.s, decisions[i]))
            return event->retired_ms == 0;
    return false;
}

/* "Appeal: last day 20 March 2026 (in 3 days)" for each term that was counted from that day. */
static struct str runs_from(struct call *call, const struct proceeding_view *view, day on)
{
    struct buf out;

    buf_init(&out, call->arena, 4000);
    for (size_t i = 0; i < view->moves.open_n; i++) {
        const struct move *move = &view->moves.open[i];
        if (!move->counted || move->clock == NULL || move->clock->from->on != on)
            continue;
        buf_z(&out, out.n == 0 ? "" : "; ");
        buf_add(&out, say(call, "%s: until %s (%s)", str_z(call->arena, move_title(call, move)),
                          date_long(call, move->last).p, page_days_left(call, move->last).p));
    }
    for (size_t i = 0; i < view->moves.barred_n; i++) {
        const struct move *move = &view->moves.barred[i];
        if (move->clock == NULL || move->clock->from->on != on)
            continue;
        buf_z(&out, out.n == 0 ? "" : "; ");
        buf_add(&out,
                say(call, "%s: the last day was %s", str_z(call->arena, move_title(call, move)),
                    date_long(call, move->last).p));
    }
    return buf_str(&out);
}

static void decision_row(struct web *web, const struct proceeding_view *view,
                         const struct record *event)
{
    struct call *call = &web->call;
    struct value on = record_value(event, "on");
    const struct str what[] = {page_shown(call, event, "what"), page_shown(call, event, "result")};
    const struct str how[] = {page_shown(call, event, "proof"), page_shown(call, event, "number")};
    struct str runs = runs_from(call, view, (day)on.i);
    struct task task = {.title = joined(call, what, 2),
                        .about = {date_long(call, (day)on.i), joined(call, how, 2),
                                  runs.n != 0 ? runs : say(call, "Nothing runs from this day.")}};

    part_task(&web->html, &task);
}

static void decisions_list(struct web *web, const struct proceedings *all)
{
    struct call *call = &web->call;
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < all->in[i].ask.n && n < DECISIONS_MAX; k++) {
            const struct record *event = all->in[i].ask.events[k];
            if (!is_decision(event))
                continue;
            if (n++ == 0)
                part_tasks(&web->html, say(call, "Decisions, and what runs from them"));
            decision_row(web, &all->in[i], event);
        }
    if (n != 0)
        part_tasks_end(&web->html);
}

/* Papers that no procedure has taken up. */
static enum rc papers_list(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "case_paper"),
                          .verb = MAY_SEE,
                          .owner = &of->id,
                          .limit = PAPERS_MAX};
    struct query_page found;
    enum rc rc;

    query.sort = field_find(query.kind, STR("received"));
    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("taken_up")), .op = QUERY_EMPTY};
    rc = query_list(call, &query, &found);
    if (rc != RC_OK || found.n == 0)
        return rc;
    part_tasks(&web->html, say(call, "Papers"));
    for (size_t i = 0; i < found.n; i++) {
        const struct record *paper = found.records[i];
        const struct str what[] = {page_shown(call, paper, "what"), page_shown(call, paper, "from"),
                                   page_shown(call, paper, "number")};
        struct value last = record_value(paper, "last_day");
        struct task task = {
            .title = joined(call, what, 3),
            .about = {say(call, "Received on %s", page_shown(call, paper, "received").p)}};
        if (last.type == V_INT)
            task.about[1] = say(call, "Last day: %s", date_long(call, (day)last.i).p);
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    return RC_OK;
}

/* ---- the page */

static enum rc court_body(struct web *web, const struct record *of, bool change)
{
    struct call *call = &web->call;
    struct court_hearings hearings;
    struct proceedings all = {.n = 0};
    enum rc rc = court_hearings(call, of, &hearings);

    if (rc == RC_OK)
        rc = proceedings_of(call, of, &all);
    if (rc != RC_OK)
        return rc;
    next_hearing(web, of, &hearings, change);
    part_columns(&web->html);
    if (all.n == 0)
        no_court(web, of, change);
    for (size_t i = 0; i < all.n; i++)
        court_card(web, of, &all.in[i], change);
    hearings_card(web, of, &hearings, change);
    decisions_list(web, &all);
    rc = papers_list(web, of);
    part_columns_side(&web->html);
    if (rc == RC_OK)
        rc = counsel_card(web, of, change);
    if (rc == RC_OK)
        rc = parties_card(web, of, change);
    part_columns_end(&web->html);
    return rc;
}

static enum rc court_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *of;
    enum rc rc = case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    struct page page = case_form_page(web, of, say(call, "Court file"), "");
    page.heading = record_title(call, of);
    part_page(web, &page);
    part_print_head(&web->html, page.name,
                    str_format(call->arena, "%s, %s", of->code.p, date_text(call, call->today).p));
    rc = court_body(web, of, case_may_change(call, of));
    part_page_end(web, &page);
    return rc;
}

/* ---- court, number and judge of a procedure */

static enum rc facts_form(struct web *web, const struct record *of, const struct record *proceeding)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, of, say(call, "Court, number and judge"), "/court");
    struct form_options form = {.action = page_case_path(web, of->code, "/court/facts")};
    struct button button = {.label = say(call, "Save"), .weight = WEIGHT_MAIN};

    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "proceeding", str_hex(call->arena, id_str(&proceeding->id)));
    case_text(web, proceeding, "body_name", say(call, "Court or body"));
    case_text(web, proceeding, "their_number", say(call, "Court number"));
    case_text(web, proceeding, "judge", say(call, "Judge or chamber"));
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc find_facts(struct web *web, struct record **of, struct record **proceeding)
{
    enum rc rc = case_of(web, of);

    if (rc == RC_OK)
        rc = case_part(web, *of, "proceeding", "proceeding", proceeding);
    return rc == RC_OK && *proceeding == NULL ? fail(&web->call, RC_NOT_FOUND, NULL, NULL) : rc;
}

static enum rc facts_page(struct web *web)
{
    struct record *of, *proceeding;
    enum rc rc = find_facts(web, &of, &proceeding);

    return rc == RC_OK ? facts_form(web, of, proceeding) : rc;
}

static enum rc facts_post(struct web *web)
{
    static const char *const fields[] = {"body_name", "their_number", "judge"};
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct record *of, *proceeding;
    struct outcome outcome;
    struct save save;
    enum rc rc = find_facts(web, &of, &proceeding);

    if (rc == RC_OK)
        rc = save_init(call, proceeding->kind, &save);
    if (rc != RC_OK)
        return rc;
    save.args.id = &proceeding->id;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        save_text(&save, fields[i], page_typed(web, fields[i]));
    rc = save_run(call, &save, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return facts_form(web, of, proceeding);
    }
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/court"), "saved",
                                           &outcome.change)
                       : rc;
}

/* ---- routes */

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {0},
};

static const struct param facts_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"proceeding", PARAM_ID, 32, true, false, N_("Procedure")},
    {"body_name", PARAM_TEXT, TEXT_MAX, false, false, N_("Court or body")},
    {"their_number", PARAM_TEXT, 100, false, false, N_("Court number")},
    {"judge", PARAM_TEXT, TEXT_MAX, false, false, N_("Judge or chamber")},
    {0},
};

const struct route court_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/court", code_params, court_page, NULL, 0,
     "shows the court file of a case: hearings, decisions, counsel"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/court/facts", facts_params, facts_page, NULL,
     0, "asks for court, number and judge of a procedure"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/court/facts", facts_params, facts_post,
     facts_page, 0, "writes down court, number and judge of a procedure"},
};
const size_t court_routes_n = sizeof court_routes / sizeof *court_routes;
