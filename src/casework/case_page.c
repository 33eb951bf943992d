/* case_page.c - see pages.h: one case. */
#include "base/lang.h"
#include "casework/beside.h"
#include "casework/case_parts.h"
#include "casework/deadline.h"
#include "casework/due.h"
#include "casework/hooks.h"
#include "casework/letter_pages.h"
#include "casework/next_parts.h"
#include "casework/pages.h"
#include "casework/people_pages.h"
#include "casework/person_pages.h"
#include "casework/proceeding_pages.h"
#include "casework/result_pages.h"
#include "casework/timeline.h"
#include "model/field.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/control.h"
#include "web/field_control.h"
#include "web/part.h"
#include "web/record_path.h"

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
    part_tag(h, page_tone(call, deadline->due), page_days_left(call, deadline->due));
    if (!deadline->firm)
        part_tag(h, TONE_WARN, say(call, "provisional"));
    part_actions_end(h);
    for (size_t i = 0; i < deadline->notes_n; i++)
        part_note(h, TONE_WARN, deadline->notes[i]);
}

static struct str begin_path(struct web *web, const struct record *of, const struct record *paper,
                             struct str procedure)
{
    struct arena *arena = web->call.arena;

    return page_case_path(web, of->code,
                          str_format(arena, "/procedure?paper=%s&procedure=%s",
                                     str_hex(arena, id_str(&paper->id)).p, str_z(arena, procedure))
                              .p);
}

static enum rc paper_card(struct web *web, const struct record *of, const struct record *paper)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct deadline_ask ask;
    struct deadline deadline;
    struct str office = page_shown(call, paper, "from");

    part_card(h, str_format(call->arena, "%s%s%s", page_shown(call, paper, "what").p,
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
                             page_shown(call, paper, "how").p)},
        {.label = say(call, "What runs"), .value = deadline_stage(call, &deadline)},
    };
    if (record_value(paper, "taken_up").type == V_NULL) {
        struct button begin = {.label = say(call, "Begin this procedure"), .weight = WEIGHT_OTHER};
        paper_day(web, &deadline);
        part_actions(h);
        if (case_may_change(call, of))
            part_link_button(h, &begin, begin_path(web, of, paper, ask.procedure));
        part_actions_end(h);
    }
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
    struct button begin = {.label = say(call, "Begin a procedure"), .weight = WEIGHT_OTHER};
    struct button letter = {.label = say(call, "Write a letter"), .weight = WEIGHT_OTHER};
    struct button came = {.label = say(call, "A paper came in"), .weight = WEIGHT_OTHER};

    if (due.type != V_INT && !case_may_change(call, record))
        return; /* nothing that she could do */
    if (due.type == V_INT)
        part_next(&web->html,
                  say(call, "Last day: %s (%s)", date_long(call, (day)due.i).p,
                      page_days_left(call, (day)due.i).p),
                  say(call, "The earliest last day of the papers below."));
    else
        part_next(&web->html, say(call, "Which paper does she hold, and when did it reach her?"),
                  say(call, "The last day comes before everything else."));
    if (case_may_change(call, record)) {
        part_actions(&web->html);
        part_link_button(&web->html, &paper, page_case_path(web, record->code, "/paper"));
        part_link_button(&web->html, &begin, page_case_path(web, record->code, "/procedure"));
        part_link_button(&web->html, &letter, page_case_path(web, record->code, "/letter"));
        part_link_button(&web->html, &came, page_case_path(web, record->code, "/incoming"));
        part_actions_end(&web->html);
    }
    part_next_end(&web->html);
}

/* A paper that no procedure has taken up sets an earlier day than all that the procedures know. */
static bool paper_first(const struct record *of, const struct proceedings *all)
{
    struct value due = record_value(of, "next_due");
    const struct proceeding_view *view;
    const struct move *move = proceedings_next(all, &view);

    return due.type == V_INT && (move == NULL || !move->counted || due.i < move->last);
}

/* What is to be done first: for a paper, a task or a step of the law. */
static enum rc first_box(struct web *web, const struct record *of, const struct proceedings *all)
{
    bool shown = false;
    enum rc rc = RC_OK;

    if (paper_first(of, all)) {
        next_box(web, of);
        return RC_OK;
    }
    rc = next_task(web, of, all, &shown);
    if (rc == RC_OK && !shown && !next_step(web, of, all))
        next_box(web, of);
    return rc;
}

static void case_facts(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    const struct state *state = state_find(record->kind, record->state);
    struct fact facts[] = {
        {.label = say(call, "Person"), .value = page_link_title(call, record, "person")},
        {.label = say(call, "Area"), .value = page_shown(call, record, "area")},
        {.label = say(call, "Responsible"), .value = page_link_title(call, record, "responsible")},
        {.label = say(call, "State"),
         .value = state == NULL ? STR("") : label_text(call, &state->label)},
        {.label = say(call, "Written down"),
         .value = date_text(call, (day)(record->made_ms / 86400000))},
    };

    struct nav_item links[] = {
        {.path = page_case_path(web, record->code, "/bundle"),
         .label = say(call, "Bundle for court")},
        {.path = page_case_path(web, record->code, "/court"), .label = say(call, "Court file")},
        {.path = page_case_path(web, record->code, "/photos"),
         .label = say(call, "Papers and photos, also from a telephone")},
        {.path = record_general_path(web, record, ""), .label = say(call, "All that is kept")},
        {.path = record_general_path(web, record, "/history"),
         .label = say(call, "What was changed")},
        {.path = record_general_path(web, record, "/readers"), .label = say(call, "Who looked")},
    };

    size_t n = 0, first = case_may_change(call, record) ? 0 : 1; /* she makes no bundle */

    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].value.n != 0) /* who looks in from outside reads no names of people */
            facts[n++] = facts[i];
    part_card(&web->html, say(call, "Facts"));
    part_facts(&web->html, facts, n);
    part_links(&web->html, links + first, sizeof links / sizeof *links - first);
    part_card_end(&web->html);
}

static enum rc papers_of(struct web *web, const struct record *record)
{
    struct query query = {.kind = page_kind(web, "case_paper"),
                          .verb = MAY_SEE,
                          .owner = &record->id,
                          .limit = PAPERS_MAX};
    struct query_page found;

    query.sort = field_find(query.kind, STR("last_day"));
    enum rc rc = query_list(&web->call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        rc = paper_card(web, record, found.records[i]);
    return rc;
}

static enum rc case_side(struct web *web, const struct record *record)
{
    enum rc rc = RC_OK;
    struct id person;

    case_facts(web, record);
    if (id_of(record_value(record, "person").s, &person))
        rc = person_reach_card(web, &person, record);
    if (rc == RC_OK)
        rc = people_card(web, record);
    if (rc == RC_OK)
        rc = other_cases_card(web, record);
    if (rc == RC_OK)
        rc = beside_case(web, record);
    if (rc == RC_OK)
        rc = parts_of(web, record);
    result_link(web, record);
    return rc;
}

static enum rc case_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct proceedings proceedings = {.n = 0};
    struct record *record;
    enum rc rc = query_code(call, page_kind(web, "case"), web_text(web, "code"), &record);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = record_title(call, record),
                        .code = record->code,
                        .back_path = STR("/cases"),
                        .back_label = say(call, "Cases")};
    struct str story = page_shown(call, record, "story");
    struct value limited = record_value(record, "limited");
    part_page(web, &page);
    if (limited.type == V_INT && limited.i != 0)
        part_tag_icon(h, TONE_WARN, "lock", say(call, "Only the team can see this case"));
    bool closed = result_box(web, record);
    rc = proceedings_of(call, record, &proceedings);
    if (rc == RC_OK && !closed)
        rc = first_box(web, record, &proceedings);
    part_columns(h);
    if (rc == RC_OK)
        procedure_cards(web, record, &proceedings);
    if (rc == RC_OK)
        rc = papers_of(web, record);
    if (rc == RC_OK)
        rc = letters_of(web, record);
    if (rc == RC_OK)
        rc = timeline_of(web, record, page_typed(web, "show"));
    if (story.n != 0) {
        part_card(h, say(call, "What happened, as told"));
        html_tag(h, "p", "story", story);
        part_card_end(h);
    }
    part_columns_side(h);
    if (rc == RC_OK)
        rc = case_side(web, record);
    part_columns_end(h);
    part_page_end(web, &page);
    return rc;
}

/* ---- routes */

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"show", PARAM_CODE, 20, false, false, N_("Show")},
    {0},
};

const struct route case_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}", code_params, case_page, NULL, 0,
     "shows a case with its papers and last days"},
};
const size_t case_routes_n = sizeof case_routes / sizeof *case_routes;
