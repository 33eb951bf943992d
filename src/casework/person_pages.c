/* person_pages.c - see person_pages.h. */
#include "casework/person_pages.h"

#include "base/lang.h"
#include "casework/attempts.h"
#include "casework/come_parts.h"
#include "casework/mandate_pages.h"
#include "casework/pages.h"
#include "casework/people.h"
#include "model/permission.h"
#include "web/field_control.h"
#include "web/record_path.h"

enum { LADDER_MAX = 40, MEMBERS_MAX = 40, CODE_MAX = 60 };

static const struct field *field_of(const struct record *record, const char *name)
{
    return field_find(record->kind, str_of(name));
}

static struct str person_path(struct web *web, const struct record *person)
{
    return str_format(web->call.arena, "/person/%s", str_z(web->call.arena, person->code));
}

/* ---- how to reach her */

/* Three in a row are a state, with what to do next. */
static void attempts_note(struct web *web, const struct record *person)
{
    struct call *call = &web->call;
    struct value n = record_value(person, "not_reached");
    struct str reach = record_value(person, "reach").s;

    if (n.type != V_INT || n.i == 0)
        return;
    if (n.i < ATTEMPTS_STATE) {
        part_note(&web->html, TONE_WARN,
                  str_format(call->arena,
                             lang_plural(call->lang, "Tried %lld time, not reached.",
                                         "Tried %lld times, not reached.", n.i),
                             (long long)n.i));
        return;
    }
    part_note(&web->html, TONE_BAD,
              str_format(call->arena,
                         lang_plural(call->lang, "Not reached, tried %lld time in a row.",
                                     "Not reached, tried %lld times in a row.", n.i),
                         (long long)n.i));
    html_tag(&web->html, "p", NULL,
             reach.n != 0
                 ? say(call, "Next: another way – %s. Or a visit, or another hour of the day.",
                       str_z(call->arena, reach))
                 : say(call, "Next: another way. Whom does she trust who could pass a message on? "
                             "Or a visit, or another hour of the day."));
}

static void attempt_button(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct form_options form = {
        .action = str_format(call->arena, "/case/%s/tried", str_z(call->arena, of->code))};
    struct button button = {
        .label = say(call, "Tried, not reached"), .weight = WEIGHT_OTHER, .icon = "phone"};

    part_form(web, &form);
    page_change_field(web);
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

/* Of somebody who must never be rung no number can be tapped. */
static void unlinked(struct web *web, const struct field *field, struct value v)
{
    struct html *h = &web->html;

    if (v.type == V_NULL)
        return;
    html_raw(h, "<div>");
    html_tag(h, "dt", NULL, label_text(&web->call, &field->label));
    html_tag(h, "dd", NULL, field_words(&web->call, field, v));
    html_raw(h, "</div>");
}

static void reach_body(struct web *web, const struct record *person, const struct record *of)
{
    enum { PHONES };
    static const char *const shown[] = {"phones", "reach", "languages", "reads_with_help"};
    struct call *call = &web->call;
    struct html *h = &web->html;

    if (record_flag(person, "never_ring"))
        part_note(h, TONE_BAD, say(call, "Never ring. Not from any telephone, not to any number."));
    attempts_note(web, person);
    html_raw(h, "<dl class=\"facts\">");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const struct field *field = field_of(person, shown[i]);
        if (field->hidden)
            continue;
        if (i == PHONES && record_flag(person, "never_ring"))
            unlinked(web, field, record_get(person, field));
        else
            field_fact(web, field, record_get(person, field));
    }
    html_raw(h, "</dl>");
    if (of != NULL && permission_holds(call, PERMISSION_CASE_CHANGE, STR("")))
        attempt_button(web, of);
}

enum rc person_reach_card(struct web *web, const struct id *id, const struct record *of)
{
    struct call *call = &web->call;
    struct record *person;
    enum rc rc = query_get(call, come_kind(web, "person"), id, &person);

    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "How to reach her safely"));
    reach_body(web, person, of);
    struct nav_item links[] = {
        {.path = person_path(web, person), .label = say(call, "Her papers and her cases")},
        {.path = STR("/slip"), .label = say(call, "Slip to take home")}};
    part_links(&web->html, links, 2);
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- the ladder: which paper cannot be had before which */

struct ladder {
    struct record *const *papers;
    size_t n;
};

static const struct record *paper_named(const struct ladder *ladder, struct str which)
{
    for (size_t i = 0; i < ladder->n; i++)
        if (str_eq(record_value(ladder->papers[i], "which").s, which))
            return ladder->papers[i];
    return NULL;
}

static bool is_there(const struct record *paper)
{
    return paper != NULL && str_is(record_value(paper, "has").s, "has");
}

/* What stands in the way of this one: what it needs and she does not have. */
static struct str missing_for(struct web *web, const struct ladder *ladder,
                              const struct record *paper)
{
    struct call *call = &web->call;
    const struct field *which = field_of(paper, "which");
    struct value needs = record_value(paper, "needs");
    struct buf out;

    buf_init(&out, call->arena, 2000);
    for (size_t i = 0; needs.type == V_LIST && i < needs.list.n; i++) {
        if (is_there(paper_named(ladder, needs.list.items[i].s)))
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        buf_add(&out, field_words(call, which, needs.list.items[i]));
    }
    return buf_str(&out);
}

static void ladder_row(struct web *web, const struct ladder *ladder, const struct record *paper)
{
    struct call *call = &web->call;
    struct str missing = missing_for(web, ladder, paper);
    struct str state = record_value(paper, "has").s;
    const struct field *which = field_of(paper, "which"), *has = field_of(paper, "has");
    bool there = is_there(paper), asked = str_is(state, "asked");
    struct task task = {.title = field_words(call, which, record_get(paper, which)),
                        .path = record_path(web, paper),
                        .about = {field_words(call, has, record_get(paper, has))},
                        .tone = there                     ? TONE_OK
                                : asked || missing.n != 0 ? TONE_MUTE
                                                          : TONE_WARN};

    if (!there && missing.n != 0)
        task.about[1] = say(call, "first: %s", str_z(call->arena, missing));
    if (!there && !asked && missing.n == 0)
        task.status = say(call, "ask for this first");
    part_task(&web->html, &task);
}

static enum rc ladder_of(struct web *web, const struct record *person)
{
    struct call *call = &web->call;
    struct query query = {.kind = come_kind(web, "identity_paper"),
                          .verb = MAY_SEE,
                          .owner = &person->id,
                          .limit = LADDER_MAX};
    struct button add = {
        .label = say(call, "Write a paper down"), .weight = WEIGHT_QUIET, .icon = "plus"};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    struct ladder ladder = {found.records, found.n};
    if (found.n == 0)
        part_note(&web->html, TONE_MUTE, say(call, "No paper of identity is written down yet."));
    else
        part_tasks(&web->html, STR(""));
    for (size_t i = found.n; i-- > 0;) /* as they were written down */
        ladder_row(web, &ladder, found.records[i]);
    if (found.n != 0)
        part_tasks_end(&web->html);
    part_link_button(&web->html, &add,
                     str_format(call->arena, "/records/identity_paper/new?of=%s",
                                str_hex(call->arena, id_str(&person->id)).p));
    return RC_OK;
}

/* Those who live with her, each with the own ladder; whom one may not see is left out. */
static enum rc household_ladders(struct web *web, const struct record *member,
                                 const struct record *person)
{
    struct call *call = &web->call;
    struct query query = {
        .kind = member->kind, .verb = MAY_SEE, .owner = &member->owner, .limit = MEMBERS_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
        struct record *other;
        struct id id;
        if (!id_of(record_value(found.records[i], "person").s, &id) || id_eq(&id, &person->id))
            continue;
        rc = query_get(call, person->kind, &id, &other);
        if (rc == RC_NOT_FOUND) {
            call_forgive(call);
            rc = RC_OK;
            continue;
        }
        if (rc != RC_OK)
            return rc;
        part_card(&web->html, record_title(call, other));
        rc = ladder_of(web, other);
        part_card_end(&web->html);
    }
    return rc;
}

static enum rc ladders(struct web *web, const struct record *person)
{
    struct call *call = &web->call;
    struct query query = {.kind = come_kind(web, "household_member"), .verb = MAY_SEE, .limit = 1};
    struct query_page found;

    query.filters[query.n++] = (struct query_filter){.field = field_find(query.kind, STR("person")),
                                                     .value = id_value(&person->id)};
    part_card(&web->html, say(call, "Papers of identity, and which comes first"));
    enum rc rc = ladder_of(web, person);
    part_card_end(&web->html);
    if (rc == RC_OK)
        rc = query_list(call, &query, &found);
    if (rc != RC_OK || found.n == 0)
        return rc;
    html_tag(&web->html, "h2", NULL, say(call, "In her household"));
    return household_ladders(web, found.records[0], person);
}

/* ---- the page */

static enum rc open_cases(struct web *web, const struct record *person, struct query_page *out)
{
    struct people_cases *all = arena_alloc(web->call.arena, sizeof *all);

    if (all == NULL)
        return fail_memory(&web->call);
    enum rc rc = people_cases(&web->call, &person->id, NULL, all);
    *out = (struct query_page){.records = all->in, .n = all->n};
    return rc;
}

static void cases_list(struct web *web, const struct query_page *found)
{
    if (found->n == 0)
        return;
    part_tasks(&web->html, say(&web->call, "Her cases"));
    for (size_t i = 0; i < found->n; i++) {
        struct task task = {.title = record_title(&web->call, found->records[i]),
                            .path = record_path(web, found->records[i]),
                            .about = {found->records[i]->code}};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
}

/* Where else she stands: her file to be read aloud, the form, all fields, what was changed. */
static void person_links(struct web *web, const struct record *person)
{
    struct call *call = &web->call;
    struct nav_item links[5];
    size_t n = 0;

    links[n++] =
        (struct nav_item){.path = str_format(call->arena, "%s/file", person_path(web, person).p),
                          .label = say(call, "Her file in plain words")};
    if (person->retired_ms == 0 && permit(call, person, MAY_CHANGE) == RC_OK)
        links[n++] = (struct nav_item){.path = record_general_path(web, person, "/edit"),
                                       .label = say(call, "Change")};
    else
        call_forgive(call);
    links[n++] = (struct nav_item){.path = record_general_path(web, person, ""),
                                   .label = say(call, "All that is kept")};
    links[n++] = (struct nav_item){.path = record_general_path(web, person, "/history"),
                                   .label = say(call, "What was changed")};
    links[n++] = (struct nav_item){.path = record_general_path(web, person, "/readers"),
                                   .label = say(call, "Who looked")};
    part_links(&web->html, links, n);
}

static void who_card(struct web *web, const struct record *person)
{
    static const char *const shown[] = {"names", "born", "sex", "lives_in", "responsible"};

    part_card(&web->html, say(&web->call, "Facts"));
    html_raw(&web->html, "<dl class=\"facts\">");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const struct field *field = field_of(person, shown[i]);
        if (!field->hidden)
            field_fact(web, field, record_get(person, field));
    }
    html_raw(&web->html, "</dl>");
    person_links(web, person);
    part_card_end(&web->html);
}

/* A record that is no longer in use is looked after on the general page. */
static void person_state(struct web *web, const struct record *person)
{
    struct call *call = &web->call;

    if (record_flag(person, "limited"))
        part_tag_icon(&web->html, TONE_WARN, "lock", say(call, "Only the team can see this"));
    if (person->retired_ms == 0)
        return;
    part_note(&web->html, TONE_WARN,
              id_is_none(&person->merged) ? say(call, "This record was put away.")
                                          : say(call, "This record was joined with another one."));
    part_link(&web->html, record_general_path(web, person, ""), say(call, "All that is kept"));
}

static enum rc person_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *person;
    struct query_page cases;
    enum rc rc = query_code(call, come_kind(web, "person"), web_text(web, "code"), &person);

    if (rc == RC_OK)
        rc = open_cases(web, person, &cases);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = person->code,
                        .heading = record_title(call, person),
                        .code = person->code,
                        .back_path = STR("/records/person"),
                        .back_label = say(call, "People")};
    part_page(web, &page);
    person_state(web, person);
    part_columns(&web->html);
    rc = ladders(web, person);
    cases_list(web, &cases);
    part_columns_side(&web->html);
    part_card(&web->html, say(call, "How to reach her safely"));
    reach_body(web, person, cases.n == 0 ? NULL : cases.records[0]);
    part_card_end(&web->html);
    if (rc == RC_OK)
        rc = mandates_card(web, person);
    who_card(web, person);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

static enum rc tried_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct outcome outcome;
    struct record *of;
    enum rc rc = query_code(call, come_kind(web, "case"), web_text(web, "code"), &of);

    if (rc == RC_OK)
        rc = attempt_write(call, &of->id, &change, &outcome);
    return rc == RC_OK ? web_redirect_undo(web, record_path(web, of), "made", &outcome.change) : rc;
}

static const struct param person_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Number")},
    {0},
};

static const struct param tried_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {0},
};

const struct route person_routes[] = {
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/tried", tried_params, tried_post, NULL, 0,
     "writes down that somebody was tried and not reached"},
    {METHOD_GET, PERMISSION_PERSON_SEE, "/person/{code}", person_params, person_page, NULL, 0,
     "shows how a person is reached safely, and her papers of identity"},
};
const size_t person_routes_n = sizeof person_routes / sizeof *person_routes;
