/* institution_pages.c - of institution.h: one body, how it answers, whom one talks to there. */
#include "base/lang.h"
#include "casework/institution.h"
#include "casework/pages.h"
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

/* "11 of 12" and "6 days", or that nothing is known yet. */
static void figures(struct web *web, const struct institution_figures *f)
{
    struct call *call = &web->call;
    size_t answers = f->in_time + f->late + f->silent;
    struct str none = say(call, "none yet");
    const struct fact facts[] = {
        {.label = say(call, "Procedures before it"),
         .value = f->proceedings_n == 0 ? none : of_many(call, f->running, f->proceedings_n)},
        {.label = say(call, "Answered in time"),
         .value = answers == 0 ? none : of_many(call, f->in_time, answers)},
        {.label = say(call, "No answer, and the time is over"),
         .value = str_format(call->arena, "%zu", f->silent)},
        {.label = say(call, "Days until the answer, in the middle"),
         .value = f->median_days < 0
                      ? none
                      : str_format(call->arena,
                                   lang_plural(call->lang, "%lld day", "%lld days", f->median_days),
                                   (long long)f->median_days)},
        {.label = say(call, "Promises kept"),
         .value = f->promises == 0 ? none : of_many(call, f->kept, f->promises)},
    };

    part_card(&web->html, say(call, "How it answers"));
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    html_tag(&web->html, "p", "hint",
             f->more ? say(call, "Of the newest %d procedures that you may see.", INSTITUTION_MAX)
                     : say(call, "Of what you may see. The first number of procedures is of those "
                                 "that go on."));
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
        struct task task = {.title = field_words(call, first, record_get(found.records[i], first)),
                            .path = record_path(web, found.records[i]),
                            .about = {page_shown(call, found.records[i], second)}};
        part_task(&web->html, &task);
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
    proceedings(web, &f);
    rc = part_list(web, of, "institution_contact", "role");
    if (rc == RC_OK)
        rc = part_list(web, of, "institution_agreement", "what");
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
