/* pages.c - see pages.h: the list of cases, a new one, one case, a paper that reached it. */
#include "casework/pages.h"

#include "base/lang.h"
#include "casework/deadline.h"
#include "casework/hooks.h"
#include "casework/letter_pages.h"
#include "casework/opening.h"
#include "model/field.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/control.h"
#include "web/part.h"
#include "web/record_path.h"

enum {
    TEXT_MAX = 200,
    STORY_MAX = 8000,
    NUMBER_MAX = 99,
    SOON_DAYS = 3,
    HOME_CASES = 10,
    PICKS_MAX = PAGE_PICKS_MAX
};

static const struct kind *kind(const struct web *web, const char *name)
{
    return kind_find(web->call.app->registry, str_of(name));
}

static struct str case_path(struct web *web, struct str code, const char *rest)
{
    return str_format(web->call.arena, "/case/%s%s", str_z(web->call.arena, code), rest);
}

struct str page_typed(const struct web *web, const char *name)
{
    struct str text = form_find(&web->form, str_of(name));

    return text.p == NULL ? STR("") : text;
}

struct id page_change(struct web *web)
{
    struct id id = id_new(&web->call);

    (void)str_unhex(page_typed(web, "change"), id.b, sizeof id.b);
    return id;
}

void page_change_field(struct web *web)
{
    struct id id = page_change(web);

    control_hidden(&web->html, "change", str_hex(web->call.arena, id_str(&id)));
}

/* ---- words for days */

static struct str days_left(struct call *call, day due)
{
    long long n = (long long)due - call->today;

    if (n == 0)
        return say(call, "today");
    if (n > 0)
        return str_format(call->arena, lang_plural(call->lang, "in %lld day", "in %lld days", n),
                          n);
    return str_format(call->arena, lang_plural(call->lang, "%lld day late", "%lld days late", -n),
                      -n);
}

static enum tone tone_of(const struct call *call, day due)
{
    if (due < call->today)
        return TONE_BAD;
    return due - call->today <= SOON_DAYS ? TONE_WARN : TONE_INFO;
}

/* ---- the list */

static struct str link_title(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));
    struct id id;

    return id_of(record_get(record, field).s, &id) ? query_title(call, field->target, &id)
                                                   : STR("");
}

static struct str shown(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));

    return field_show(call, field, record_get(record, field));
}

static void case_row(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct value due = record_value(record, "next_due");
    struct task task = {
        .title = record_title(call, record),
        .path = case_path(web, record->code, ""),
        .about = {record->code, link_title(call, record, "person"), shown(call, record, "area")},
        .tone = TONE_MUTE};

    if (due.type == V_INT) {
        task.status = days_left(call, (day)due.i);
        task.tone = tone_of(call, (day)due.i);
        task.about[3] = say(call, "Last day: %s", date_long(call, (day)due.i).p);
    }
    part_task(&web->html, &task);
}

static void case_rows(struct web *web, const struct query_page *found, struct str heading)
{
    part_tasks(&web->html, heading);
    for (size_t i = 0; i < found->n; i++)
        case_row(web, found->records[i]);
    part_tasks_end(&web->html);
}

/* The next page begins after the last row's day and number. */
static struct str next_path(struct web *web, const struct query_page *found)
{
    if (!found->more)
        return STR("");
    return str_format(web->call.arena, "/cases?after=%lld&day=%lld", (long long)found->next.rid,
                      (long long)(found->next.sort.type == V_INT ? found->next.sort.i : 0));
}

static enum rc cases_page(struct web *web)
{
    struct call *call = &web->call;
    struct query query = {.kind = kind(web, "case"), .verb = MAY_SEE};
    struct page page = {.title = say(call, "Cases")};
    struct button button = {.label = say(call, "New case"), .weight = WEIGHT_MAIN, .icon = "plus"};
    struct query_page found;
    int64_t day_after = 0, count;

    query.sort = field_find(query.kind, STR("next_due"));
    if (web_number(web, "after", &query.after.rid) && web_number(web, "day", &day_after) &&
        day_after != 0)
        query.after.sort = v_int(day_after);
    enum rc rc = query_list(call, &query, &found);
    query.after = (struct query_after){0};
    if (rc == RC_OK)
        rc = query_count(call, &query, &count);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    if (found.n == 0) {
        part_empty(&web->html, say(call, "No cases yet. The first one takes a minute."),
                   say(call, "New case"), STR("/case/new"));
    } else {
        part_actions(&web->html);
        part_link_button(&web->html, &button, STR("/case/new"));
        part_actions_end(&web->html);
        case_rows(web, &found, say(call, "What is due comes first"));
        struct str said =
            count > QUERY_COUNT_MAX
                ? say(call, "More than %d cases", QUERY_COUNT_MAX)
                : str_format(call->arena, lang_plural(call->lang, "%lld case", "%lld cases", count),
                             (long long)count);
        part_pager(&web->html, said, STR(""), next_path(web, &found));
    }
    part_page_end(web, &page);
    return RC_OK;
}

void casework_home(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct query query = {.kind = kind(web, "case"), .verb = MAY_SEE, .limit = HOME_CASES};
    struct button make = {.label = say(call, "New case"), .weight = WEIGHT_MAIN, .icon = "plus"};
    struct query_page found;

    query.sort = field_find(query.kind, STR("next_due"));
    if (permit_mask(query.kind, call->actor, MAY_SEE) == 0 ||
        query_list(call, &query, &found) != RC_OK)
        return;
    if (permit_mask(query.kind, call->actor, MAY_MAKE) != 0) {
        part_actions(h);
        part_link_button(h, &make, STR("/case/new"));
        part_actions_end(h);
    }
    if (found.n == 0)
        part_empty(h, say(call, "Nothing is due."), STR(""), STR(""));
    else
        case_rows(web, &found, say(call, "What is due comes first"));
    if (found.more)
        part_link(h, STR("/cases"), say(call, "All cases"));
}

/* ---- choices for selects */

static size_t list_picks(struct call *call, const struct choice_list *list, struct str chosen,
                         struct pick *out)
{
    size_t n = 0;

    out[n++] = (struct pick){STR(""), say(call, "Choose"), STR(""), chosen.n == 0};
    for (size_t i = 0; list != NULL && i < list->n && n < PICKS_MAX; i++)
        out[n++] = (struct pick){list->choices[i].code, label_text(call, &list->choices[i].label),
                                 STR(""), str_eq(chosen, list->choices[i].code)};
    return n;
}

static void select_of(struct web *web, const char *kind_name, const char *name, bool must)
{
    struct call *call = &web->call;
    const struct field *field = field_find(kind(web, kind_name), str_of(name));
    struct pick *picks = arena_array(call->arena, PICKS_MAX + 1, sizeof *picks);
    struct control control = {
        .name = str_of(name), .label = label_text(call, &field->label), .must = must};

    if (picks == NULL)
        return;
    size_t n = list_picks(call, field->choices, page_typed(web, name), picks);
    control_select(&web->html, &control, picks, n);
}

static void text_control(struct web *web, const char *name, struct str label, bool must)
{
    struct control control = {.name = str_of(name), .label = label, .max = TEXT_MAX, .must = must};

    control.value = page_typed(web, name);
    control_text(&web->html, &control);
}

/* ---- a new case */

static enum rc new_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "New case"),
                        .back_path = STR("/cases"),
                        .back_label = say(call, "Cases")};
    struct form_options form = {.action = STR("/case/new")};
    struct button button = {.label = say(call, "Write the case down"), .weight = WEIGHT_MAIN};
    struct control story = {.name = STR("story"),
                            .label = say(call, "What happened, as told"),
                            .hint = say(call, "Only the team can read this."),
                            .max = STORY_MAX};
    struct control limited = {.name = STR("limited"),
                              .label = say(call, "Only the team may see that this case exists")};

    story.value = page_typed(web, "story");
    part_page(web, &page);
    part_errors(h);
    part_form(web, &form);
    page_change_field(web);
    text_control(web, "given", say(call, "Given name"), false);
    text_control(web, "family", say(call, "Family name"), false);
    text_control(web, "nickname", say(call, "Or only a nickname"), false);
    select_of(web, "case", "area", true);
    text_control(web, "what", say(call, "In a few words"), true);
    control_long(h, &story, 6);
    control_check(h, &limited, page_typed(web, "limited").n != 0);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc new_post(struct web *web)
{
    struct opening opening = {.given = page_typed(web, "given"),
                              .family = page_typed(web, "family"),
                              .nickname = page_typed(web, "nickname"),
                              .area = page_typed(web, "area"),
                              .what = page_typed(web, "what"),
                              .story = page_typed(web, "story"),
                              .limited = web_flag(web, "limited"),
                              .change = page_change(web)};
    struct outcome outcome;
    enum rc rc = case_open(&web->call, &opening, &outcome);

    if (rc == RC_INVALID) {
        web_status(web, 422);
        return new_page(web);
    }
    return rc == RC_OK ? web_redirect(web, case_path(web, outcome.code, ""), "saved") : rc;
}

/* ---- one case */

/* How sure a rule is, as people read it. */
static const char *const status_labels[] = {
    [LAW_VERIFIED] = N_("verified in the law's text"),
    [LAW_PARTLY] = N_("partly verified"),
    [LAW_UNVERIFIED] = N_("not confirmed"),
};

static void paper_count(struct web *web, const struct deadline *deadline)
{
    struct call *call = &web->call;
    struct count_step *steps = arena_array(call->arena, deadline->steps_n, sizeof *steps);
    struct fact facts[] = {
        {.label = say(call, "Rule"), .value = deadline->rule},
        {.label = say(call, "Article"), .value = deadline->article},
        {.label = say(call, "Source"), .value = deadline->source},
        {.label = say(call, "How sure"),
         .value = str_of(lang_text(call->lang, status_labels[deadline->status]))},
    };
    size_t n = 0;

    if (steps == NULL)
        return;
    for (size_t i = 0; i < deadline->steps_n; i++)
        steps[i] = (struct count_step){date_long(call, deadline->steps[i].on),
                                       deadline->steps[i].what, deadline->steps[i].why};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].value.n != 0)
            facts[n++] = facts[i];
    part_steps(&web->html, say(call, "How this day was counted"), steps, deadline->steps_n);
    part_fold(&web->html, say(call, "The rule, and where it stands"), false);
    part_facts(&web->html, facts, n);
    part_fold_end(&web->html);
}

/* The last day first, then what it hangs on. */
static void paper_day(struct web *web, const struct deadline *deadline)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    if (!deadline->counted) {
        part_note(h, TONE_WARN, deadline->why_not);
        return;
    }
    html_tag(h, "p", "due", say(call, "Last day: %s", date_long(call, deadline->due).p));
    part_actions(h);
    part_tag(h, tone_of(call, deadline->due), days_left(call, deadline->due));
    if (!deadline->firm)
        part_tag(h, TONE_WARN, say(call, "provisional"));
    part_actions_end(h);
    for (size_t i = 0; i < deadline->notes_n; i++)
        part_note(h, TONE_WARN, deadline->notes[i]);
}

static enum rc paper_card(struct web *web, const struct record *paper)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct deadline_ask ask;
    struct deadline deadline;
    struct str office = shown(call, paper, "from");

    part_card(h, str_format(call->arena, "%s%s%s", shown(call, paper, "what").p,
                            office.n == 0 ? "" : ", ", str_z(call->arena, office)));
    if (!paper_ask(paper, &ask)) {
        part_card_end(h);
        return RC_OK;
    }
    enum rc rc = deadline_of(call, &ask, &deadline);
    if (rc != RC_OK)
        return rc;
    struct fact facts[] = {
        {.label = say(call, "Procedure"),
         .value = words_in(deadline.procedure->name, lang_code(call->lang))},
        {.label = say(call, "Received"),
         .value = str_format(call->arena, "%s, %s", date_long(call, ask.received).p,
                             shown(call, paper, "how").p)},
        {.label = say(call, "What runs"), .value = deadline_stage(call, &deadline)},
    };
    paper_day(web, &deadline);
    part_facts(h, facts, sizeof facts / sizeof *facts);
    if (deadline.counted)
        paper_count(web, &deadline);
    part_card_end(h);
    return RC_OK;
}

static void next_box(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct value due = record_value(record, "next_due");
    struct button paper = {.label = say(call, "Add a paper"), .weight = WEIGHT_MAIN};
    struct button letter = {.label = say(call, "Write a letter"), .weight = WEIGHT_OTHER};

    if (due.type == V_INT)
        part_next(&web->html,
                  say(call, "Last day: %s (%s)", date_long(call, (day)due.i).p,
                      days_left(call, (day)due.i).p),
                  say(call, "The earliest last day of the papers below."));
    else
        part_next(&web->html, say(call, "Which paper does she hold, and when did it reach her?"),
                  say(call, "The last day comes before everything else."));
    part_actions(&web->html);
    part_link_button(&web->html, &paper, case_path(web, record->code, "/paper"));
    part_link_button(&web->html, &letter, case_path(web, record->code, "/letter"));
    part_actions_end(&web->html);
    part_next_end(&web->html);
}

static void case_facts(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    const struct state *state = state_find(record->kind, record->state);
    struct fact facts[] = {
        {.label = say(call, "Person"), .value = link_title(call, record, "person")},
        {.label = say(call, "Area"), .value = shown(call, record, "area")},
        {.label = say(call, "Responsible"), .value = link_title(call, record, "responsible")},
        {.label = say(call, "State"),
         .value = state == NULL ? STR("") : label_text(call, &state->label)},
        {.label = say(call, "Written down"),
         .value = date_text(call, (day)(record->made_ms / 86400000))},
    };

    struct nav_item links[] = {
        {.path = record_general_path(web, record, ""), .label = say(call, "All that is kept")},
        {.path = record_general_path(web, record, "/history"),
         .label = say(call, "What was changed")},
        {.path = record_general_path(web, record, "/readers"), .label = say(call, "Who looked")},
    };

    part_card(&web->html, say(call, "Facts"));
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    part_links(&web->html, links, sizeof links / sizeof *links);
    part_card_end(&web->html);
}

static enum rc papers_of(struct web *web, const struct record *record)
{
    struct query query = {.kind = kind(web, "case_paper"),
                          .verb = MAY_SEE,
                          .owner = &record->id,
                          .limit = PAPERS_MAX};
    struct query_page found;

    query.sort = field_find(query.kind, STR("last_day"));
    enum rc rc = query_list(&web->call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        rc = paper_card(web, found.records[i]);
    return rc;
}

static enum rc case_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct record *record;
    enum rc rc = query_code(call, kind(web, "case"), web_text(web, "code"), &record);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = record_title(call, record),
                        .code = record->code,
                        .back_path = STR("/cases"),
                        .back_label = say(call, "Cases")};
    struct str story = shown(call, record, "story");
    struct value limited = record_value(record, "limited");
    part_page(web, &page);
    if (limited.type == V_INT && limited.i != 0)
        part_tag_icon(h, TONE_WARN, "lock", say(call, "Only the team can see this case"));
    next_box(web, record);
    part_columns(h);
    rc = papers_of(web, record);
    if (rc == RC_OK)
        rc = letters_of(web, record);
    if (story.n != 0) {
        part_card(h, say(call, "What happened, as told"));
        html_tag(h, "p", "story", story);
        part_card_end(h);
    }
    part_columns_side(h);
    case_facts(web, record);
    part_columns_end(h);
    part_page_end(web, &page);
    return rc;
}

/* ---- a paper */

size_t page_procedures(struct web *web, struct str chosen, struct pick *out)
{
    struct call *call = &web->call;
    const struct kind *organisation = kind(web, "organisation");
    struct record *own;
    size_t n = 0;

    out[n++] = (struct pick){STR(""), say(call, "Choose"), STR(""), chosen.n == 0};
    if (table_load_rid(call, call->store->db, app_table(call->app, organisation), 1, &own) != RC_OK)
        return n;
    struct str country = record_value(own, "country").s;
    for (const struct procedure *p = procedure_first(call->app->packs->procedures);
         p != NULL && n < PICKS_MAX; p = p->after) {
        if (!str_starts(p->id, country))
            continue;
        out[n++] = (struct pick){p->id, words_in(p->name, lang_code(call->lang)), STR(""),
                                 str_eq(chosen, p->id)};
    }
    return n;
}

static struct date_parts typed_day(const struct web *web, const char *name)
{
    const struct str base = str_of(name);
    struct date_parts parts;

    parts.d = page_typed(web, str_format(web->call.arena, "%s.d", base.p).p);
    parts.m = page_typed(web, str_format(web->call.arena, "%s.m", base.p).p);
    parts.y = page_typed(web, str_format(web->call.arena, "%s.y", base.p).p);
    return parts;
}

static enum rc paper_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str code = web_text(web, "code");
    struct page page = {.title = say(call, "Which paper does she hold?"),
                        .code = code,
                        .back_path = case_path(web, code, ""),
                        .back_label = say(call, "The case")};
    struct form_options form = {.action = case_path(web, code, "/paper")};
    struct button button = {.label = say(call, "Count the last day"), .weight = WEIGHT_MAIN};
    struct control received = {.name = STR("received"),
                               .label = say(call, "Received on"),
                               .hint = say(call, "For example 27 11 2026"),
                               .must = true};
    struct control procedure = {.name = STR("procedure"),
                                .label = say(call, "Procedure"),
                                .hint = say(call, "What one wants to do about it."),
                                .must = true};
    struct control stage = {.name = STR("stage"),
                            .label = say(call, "Stage"),
                            .hint = say(call, "Leave empty for our own limit; 1, 2, 3 for a term "
                                              "of the office, in the order of the procedure."),
                            .value = page_typed(web, "stage"),
                            .max = 2};
    struct date_parts parts = typed_day(web, "received");
    struct pick *picks = arena_array(call->arena, PICKS_MAX + 1, sizeof *picks);

    if (picks == NULL)
        return fail_memory(call);
    part_page(web, &page);
    part_errors(h);
    part_form(web, &form);
    page_change_field(web);
    select_of(web, "case_paper", "what", true);
    control_date(h, &received, &parts);
    select_of(web, "case_paper", "how", true);
    control_select(h, &procedure, picks, page_procedures(web, page_typed(web, "procedure"), picks));
    control_text(h, &stage);
    text_control(web, "from", say(call, "From which office"), false);
    text_control(web, "number", say(call, "Their number"), false);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc paper_page(struct web *web)
{
    struct record *record;
    enum rc rc = query_code(&web->call, kind(web, "case"), web_text(web, "code"), &record);

    return rc == RC_OK ? paper_form(web) : rc;
}

static void give(struct save_args *save, struct value *values, bool *given, const char *name,
                 struct value v)
{
    const struct field *field = field_find(save->kind, str_of(name));

    values[field->index] = v;
    given[field->index] = true;
}

static struct value text_or_null(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

static enum rc paper_save(struct web *web, const struct record *record)
{
    static const char *const texts[] = {"what", "how", "procedure", "from", "number"};
    struct call *call = &web->call;
    struct save_args save = {.kind = kind(web, "case_paper"), .owner = &record->id};
    struct value *values = arena_array(call->arena, save.kind->n, sizeof *values);
    bool *given = arena_array(call->arena, save.kind->n, sizeof *given);
    struct operation_request request = {.operation = "record.save", .change = page_change(web)};
    struct outcome outcome;
    int64_t stage;
    day received;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        give(&save, values, given, texts[i], text_or_null(page_typed(web, texts[i])));
    if (web_day(web, "received", &received))
        give(&save, values, given, "received", v_int(received));
    if (web_number(web, "stage", &stage))
        give(&save, values, given, "stage", stage == 0 ? v_null() : v_int(stage));
    save.values = values;
    save.given = given;
    enum rc rc = save_args_make(call, &save, &request.args);
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

static enum rc paper_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *record;
    enum rc rc = query_code(call, kind(web, "case"), web_text(web, "code"), &record);

    if (rc == RC_OK)
        rc = paper_save(web, record);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return paper_form(web);
    }
    return rc == RC_OK ? web_redirect(web, case_path(web, record->code, ""), "saved") : rc;
}

/* ---- routes */

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {0},
};

static const struct param list_params[] = {
    {"after", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page")},
    {"day", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page")},
    {0},
};

static const struct param new_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"given", PARAM_TEXT, TEXT_MAX, false, false, N_("Given name")},
    {"family", PARAM_TEXT, TEXT_MAX, false, false, N_("Family name")},
    {"nickname", PARAM_TEXT, TEXT_MAX, false, false, N_("Or only a nickname")},
    {"area", PARAM_CODE, 40, false, false, N_("Area")},
    {"what", PARAM_TEXT, TEXT_MAX, false, false, N_("In a few words")},
    {"story", PARAM_LONG, STORY_MAX, false, false, N_("What happened, as told")},
    {"limited", PARAM_FLAG, 0, false, false, N_("Only the team may see that this case exists")},
    {0},
};

static const struct param paper_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"what", PARAM_CODE, 40, false, false, N_("Which paper")},
    {"received", PARAM_DAY, 0, false, false, N_("Received on")},
    {"how", PARAM_CODE, 40, false, false, N_("How it was received")},
    {"procedure", PARAM_CODE, 100, false, false, N_("Procedure")},
    {"stage", PARAM_NUMBER, NUMBER_MAX, false, false, N_("Stage")},
    {"from", PARAM_TEXT, TEXT_MAX, false, false, N_("From which office")},
    {"number", PARAM_TEXT, 100, false, false, N_("Their number")},
    {0},
};

const struct route casework_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/cases", list_params, cases_page, NULL, 0,
     "lists the cases one may see"},
    {METHOD_GET, PERMISSION_CASE_MAKE, "/case/new", NULL, new_page, NULL, 0, "asks for a new case"},
    {METHOD_POST, PERMISSION_CASE_MAKE, "/case/new", new_params, new_post, new_page, 0,
     "writes a new case down"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}", code_params, case_page, NULL, 0,
     "shows a case with its papers and last days"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/paper", code_params, paper_page, NULL, 0,
     "asks for a paper"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/paper", paper_params, paper_post,
     paper_form, 0, "adds a paper and counts its last day"},
};
const size_t casework_routes_n = sizeof casework_routes / sizeof *casework_routes;
