/* institution_pages.c - of institution.h: one body, how it answers, whom one talks to there. */
#include "base/lang.h"
#include "casework/institution.h"
#include "casework/pages.h"
#include "casework/together.h"
#include "model/packs.h"
#include "model/permission.h"
#include "web/control.h"
#include "web/field_control.h"
#include "web/part.h"
#include "web/record_path.h"

enum { SHOWN_MAX = 10, PARTS_SHOWN = 50 };

static struct str of_many(struct call *call, size_t some, size_t all)
{
    return say(call, "%zu of %zu", some, all);
}

static struct str number(struct call *call, size_t n)
{
    return str_format(call->arena, "%zu", n);
}

static struct str in_the_middle(struct call *call, int64_t days)
{
    return days < 0 ? say(call, "none yet") : together_days(call, days);
}

static void figures_hint(struct web *web, const struct institution_figures *f)
{
    struct call *call = &web->call;

    html_tag(&web->html, "p", "hint",
             f->more ? say(call, "Of the newest %d procedures that you may see.", INSTITUTION_MAX)
                     : say(call, "Of what you may see. The first number of procedures is of those "
                                 "that go on."));
}

/* "11 of 12" and "6 days", or that nothing is known yet. */
static void figures(struct web *web, const struct institution_figures *f)
{
    struct call *call = &web->call;
    size_t answers = f->in_time + f->late + f->silent;
    struct str none = say(call, "none yet");
    const struct fact facts[] = {
        {.label = say(call, "Procedures before it"),
         .value = f->proceedings_n == 0 ? none : of_many(call, f->running, f->proceedings_n)},
        {.label = say(call, "In how many cases"), .value = number(call, f->cases)},
        {.label = say(call, "Answered in time"),
         .value = answers == 0 ? none : of_many(call, f->in_time, answers)},
        {.label = say(call, "No answer, and the time is over"), .value = number(call, f->silent)},
        {.label = say(call, "Days until the answer, in the middle"),
         .value = in_the_middle(call, f->median_days)},
    };

    part_card(&web->html, say(call, "How it answers"));
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    figures_hint(web, f);
    part_card_end(&web->html);
}

static void promises(struct web *web, const struct institution_figures *f)
{
    struct call *call = &web->call;
    const struct fact facts[] = {
        {.label = say(call, "Promises kept"),
         .value = f->promises == 0 ? say(call, "none yet") : of_many(call, f->kept, f->promises)},
        {.label = say(call, "Kept late"), .value = number(call, f->kept_late)},
        {.label = say(call, "Not kept"), .value = number(call, f->broken)},
        {.label = say(call, "Not due yet"), .value = number(call, f->open)},
    };

    if (f->promises + f->open == 0)
        return;
    part_card(&web->html, say(call, "What it promised"));
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    part_card_end(&web->html);
}

static void referral_row(struct web *web, const struct record *referral)
{
    struct call *call = &web->call;
    const struct record *of = query_brief(call, referral->kind->owner, &referral->owner);
    const struct state *state = state_find(referral->kind, referral->state);
    struct task row = {.title = record_title(call, referral),
                       .path = of == NULL ? record_path(web, referral)
                                          : together_path(web, of, "/referral", referral),
                       .about = {of == NULL ? STR("") : of->code,
                                 page_shown(call, referral, "sent"),
                                 state == NULL ? STR("") : label_text(call, &state->label)}};

    part_task(&web->html, &row);
}

static void referrals(struct web *web, const struct institution_figures *f)
{
    struct call *call = &web->call;
    const struct fact facts[] = {
        {.label = say(call, "Taken up"), .value = of_many(call, f->accepted, f->referrals_n)},
        {.label = say(call, "Days until it was taken up, in the middle"),
         .value = in_the_middle(call, f->accept_days)},
        {.label = say(call, "Declined"), .value = number(call, f->refused)},
        {.label = say(call, "Expected"), .value = number(call, f->expected)},
        {.label = say(call, "Late, or without an answer"), .value = number(call, f->overdue)},
    };

    if (f->referrals_n == 0)
        return;
    part_card(&web->html, say(call, "What we handed over to it"));
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    part_tasks(&web->html, STR(""));
    for (size_t i = 0; i < f->referrals_n && i < SHOWN_MAX; i++)
        referral_row(web, f->referrals[i]);
    part_tasks_end(&web->html);
    part_card_end(&web->html);
}

static void proceeding_row(struct web *web, const struct record *proceeding)
{
    struct call *call = &web->call;
    const struct record *of = query_brief(call, proceeding->kind->owner, &proceeding->owner);
    struct str id = record_value(proceeding, "procedure").s;
    const struct procedure *procedure = procedure_find(call->app->packs->procedures, id);
    struct task task = {
        .title = procedure == NULL ? id : words_in(procedure->name, lang_code(call->lang)),
        .path = record_path(web, of == NULL ? proceeding : of),
        .about = {of == NULL ? STR("") : of->code, page_shown(call, proceeding, "their_number"),
                  page_shown(call, proceeding, "outcome")}};

    part_task(&web->html, &task);
}

static void proceedings(struct web *web, const struct institution_figures *f)
{
    if (f->proceedings_n == 0)
        return;
    part_tasks(&web->html, say(&web->call, "The newest procedures before it"));
    for (size_t i = 0; i < f->proceedings_n && i < SHOWN_MAX; i++)
        proceeding_row(web, f->proceedings[i]);
    part_tasks_end(&web->html);
}

/* "taken up within 3 days, answered within 10" of a memorandum that says so. */
static struct str agreed_days(struct call *call, const struct record *part)
{
    struct value accept = record_value(part, "accept_days");
    struct value answer = record_value(part, "answer_days");

    if (accept.type != V_INT || answer.type != V_INT)
        return accept.type == V_INT
                   ? say(call, "taken up within %s", together_days(call, accept.i).p)
               : answer.type == V_INT
                   ? say(call, "answered within %s", together_days(call, answer.i).p)
                   : STR("");
    return say(call, "taken up within %s, answered within %s", together_days(call, accept.i).p,
               together_days(call, answer.i).p);
}

static void part_row_of(struct web *web, const struct record *part, const struct field *first,
                        const char *second)
{
    struct call *call = &web->call;
    struct value until = record_value(part, "until");
    struct task task = {.title = field_words(call, first, record_get(part, first)),
                        .path = record_path(web, part),
                        .about = {page_shown(call, part, second), together_text(part, "phone"),
                                  agreed_days(call, part)}};

    if (until.type == V_INT)
        task.status = until.i < call->today
                          ? say(call, "ended on %s", date_text(call, (day)until.i).p)
                          : say(call, "until %s", date_text(call, (day)until.i).p);
    part_task(&web->html, &task);
}

/* Contacts, memoranda: what belongs to the body. */
static enum rc part_list(struct web *web, const struct record *of, const char *name,
                         const char *second)
{
    struct call *call = &web->call;
    const struct kind *kind = page_kind(web, name);
    struct query query = {.kind = kind, .verb = MAY_SEE, .owner = &of->id, .limit = PARTS_SHOWN};
    struct button add = {.label = say(call, "Add"), .weight = WEIGHT_OTHER, .icon = "plus"};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    part_tasks(&web->html, label_text(call, &kind->many));
    for (size_t i = 0; i < found.n; i++) {
        const struct field *first = kind->columns[0];
        part_row_of(web, found.records[i], first, second);
    }
    part_tasks_end(&web->html);
    if (permit_mask(of->kind, call->actor, MAY_CHANGE) == 0)
        return RC_OK;
    part_actions(&web->html);
    part_link_button(&web->html, &add,
                     str_format(call->arena, "/records/%s/new?of=%s", name,
                                str_hex(call->arena, id_str(&of->id)).p));
    part_actions_end(&web->html);
    return RC_OK;
}

static void reach(struct web *web, const struct record *of)
{
    static const char *const names[] = {"name_other", "sort_of",      "place", "address",
                                        "phones",     "mail",         "page",  "desk",
                                        "register",   "good_practice"};

    part_card(&web->html, say(&web->call, "How to reach it"));
    html_raw(&web->html, "<dl class=\"facts\">");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct field *field = field_find(of->kind, str_of(names[i]));
        if (record_get(of, field).type != V_NULL)
            field_fact(web, field, record_get(of, field));
    }
    html_raw(&web->html, "</dl>");
    part_link(&web->html, record_general_path(web, of, ""), say(&web->call, "All that is known"));
    part_card_end(&web->html);
}

static void conflict(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct value ties = record_value(of, "conflicts");

    if (institution_conflict(of, call->actor))
        part_note(&web->html, TONE_WARN,
                  say(call, "You have a tie to this body. Before you act, tell a lead, who "
                            "decides whether a colleague takes it."));
    else if (ties.type == V_LIST && ties.list.n != 0)
        part_note(&web->html, TONE_INFO,
                  say(call, "Colleagues with a tie to this body: %s",
                      str_z(call->arena, page_shown(call, of, "conflicts"))));
}

static enum rc institution_page(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = page_kind(web, "institution");
    struct institution_figures f;
    struct record *of;
    enum rc rc = query_code(call, kind, web_text(web, "code"), &of);

    if (rc == RC_OK)
        rc = institution_count(call, of, &f);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = record_title(call, of),
                        .code = of->code,
                        .back_path = STR("/records/institution"),
                        .back_label = label_text(call, &kind->many)};
    part_page(web, &page);
    conflict(web, of);
    part_columns(&web->html);
    figures(web, &f);
    promises(web, &f);
    referrals(web, &f);
    proceedings(web, &f);
    rc = part_list(web, of, "institution_contact", "role");
    if (rc == RC_OK)
        rc = part_list(web, of, "institution_agreement", "what");
    if (rc == RC_OK)
        rc = part_list(web, of, "institution_reply", "said");
    part_columns_side(&web->html);
    reach(web, of);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {0},
};

const struct route institution_routes[] = {
    {METHOD_GET, PERMISSION_INSTITUTION_SEE, "/institution/{code}", code_params, institution_page,
     NULL, 0, "shows a body, how it answers, and whom one talks to there"},
};
const size_t institution_routes_n = sizeof institution_routes / sizeof *institution_routes;
