/* law_pages.c - see law_pages.h: the pages of rules. Those of moved days: recount_pages.c. */
#include "casework/law_pages.h"

#include "base/lang.h"
#include "casework/pages.h"
#include "casework/recount.h"
#include "model/permission.h"
#include "web/control.h"
#include "web/field_control.h"
#include "web/part.h"

enum { FORM_ROWS = 4, FORM_TEXT = 4000 };

static const char *const asked[] = {"answer",   "number", "unit",    "events",  "valid_from",
                                    "valid_to", "ask_by", "said_by", "said_on", "note"};

enum { ASKED = sizeof asked / sizeof *asked };

static bool may_change(const struct web *web)
{
    return permission_holds(&web->call, PERMISSION_RULES_CHANGE, STR(""));
}

static struct str name_of(struct call *call, const struct procedure *procedure)
{
    return words_in(procedure->name, lang_code(call->lang));
}

static struct str law_path(struct web *web, const struct procedure *procedure, const char *rest)
{
    return str_format(web->call.arena, "/law/%.*s%s", (int)procedure->id.n, procedure->id.p, rest);
}

/* ---- all rules ---- */

static size_t unsaid(const struct law_term *terms, size_t n)
{
    size_t open = 0;

    for (size_t i = 0; i < n; i++)
        open += terms[i].check == NULL;
    return open;
}

static enum rc use_row(struct web *web, const struct laid *laid, const struct law_use *use)
{
    struct call *call = &web->call;
    struct law_term *terms;
    struct task task = {.title = name_of(call, use->procedure),
                        .path = law_path(web, use->procedure, "")};
    size_t n = 0;
    enum rc rc = law_terms(call, laid, use->procedure, &terms, &n);

    if (rc != RC_OK)
        return rc;
    size_t open = unsaid(terms, n);
    if (n == 0)
        return RC_OK; /* known in words alone */
    if (use->n != 0)
        task.about[0] = str_format(
            call->arena, lang_plural(call->lang, "%lld goes on here", "%lld go on here", use->n),
            (long long)use->n);
    task.about[1] = str_format(
        call->arena, lang_plural(call->lang, "%lld term", "%lld terms", (int64_t)n), (long long)n);
    task.tone = open == 0 ? TONE_OK : TONE_MUTE;
    task.status = open == 0 ? say(call, "all looked at")
                            : str_format(call->arena,
                                         lang_plural(call->lang, "%lld not looked at",
                                                     "%lld not looked at", (int64_t)open),
                                         (long long)open);
    part_task(&web->html, &task);
    return RC_OK;
}

static enum rc law_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "The rules this office uses"),
                        .back_path = STR("/"),
                        .back_label = say(call, "Today")};
    const struct nav_item links[] = {
        {STR("/law/list"), say(call, "A list on paper, for the lawyer"), NULL, false},
        {STR("/recount"), say(call, "Last days that would be others"), NULL, false},
    };
    struct law_use *uses;
    struct laid laid;
    size_t n;
    enum rc rc = laid_load(call, &laid);

    if (rc == RC_OK)
        rc = law_uses(call, &uses, &n);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    html_tag(&web->html, "p", "lead",
             say(call, "One hour with somebody who knows the law: is each term right, is it "
                       "another, or does nobody know? What is not known is asked, never guessed."));
    part_links(&web->html, links, may_change(web) ? 2 : 1);
    part_tasks(&web->html, say(call, "The most used first"));
    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = use_row(web, &laid, &uses[i]);
    part_tasks_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

/* ---- one procedure ---- */

static enum rc find(struct web *web, const struct procedure **out)
{
    *out = procedure_find(web->call.app->packs->procedures, page_typed(web, "procedure"));
    return *out == NULL ? fail(&web->call, RC_NOT_FOUND, NULL, "There is no such procedure.")
                        : RC_OK;
}

static void term_card(struct web *web, const struct procedure *procedure,
                      const struct law_term *term)
{
    struct call *call = &web->call;
    const struct fact facts[] = {
        {.label = say(call, "The term"), .value = laid_rule(call, term->term)},
        {.label = say(call, "Only if"), .value = term->term->when},
        {.label = say(call, "Article"), .value = term->term->article},
        {.label = say(call, "Read in"), .value = law_source(procedure, term->term)},
        {.label = say(call, "How sure"), .value = law_term_sure(call, term)},
        {.label = say(call, "Note"), .value = term->term->law.note},
    };
    struct button button = {.label = say(call, "Right, another, or not known"),
                            .weight = WEIGHT_OTHER};

    part_card(&web->html, law_place(call, procedure, term->place));
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    if (may_change(web)) {
        part_actions(&web->html);
        part_link_button(&web->html, &button,
                         str_format(call->arena, "%s?part=%s&stage=%zu&term=%zu",
                                    law_path(web, procedure, "/term").p,
                                    laid_part_code(term->place.part), term->place.stage,
                                    term->place.term));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
}

static enum rc procedure_page(struct web *web)
{
    struct call *call = &web->call;
    const struct procedure *procedure;
    struct law_term *terms;
    struct laid laid;
    size_t n;
    enum rc rc = find(web, &procedure);

    if (rc == RC_OK)
        rc = laid_load(call, &laid);
    if (rc == RC_OK)
        rc = law_terms(call, &laid, procedure, &terms, &n);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = name_of(call, procedure),
                        .back_path = STR("/law"),
                        .back_label = say(call, "The rules this office uses")};
    part_page(web, &page);
    if (n == 0)
        part_empty(&web->html, say(call, "No term is known of this procedure."), STR(""), STR(""));
    for (size_t i = 0; i < n; i++)
        term_card(web, procedure, &terms[i]);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- the list on paper ---- */

static enum rc paper_rows(struct web *web, const struct laid *laid,
                          const struct procedure *procedure)
{
    struct call *call = &web->call;
    const struct table_column columns[] = {
        {.label = say(call, "For")},     {.label = say(call, "The term")},
        {.label = say(call, "Read in")}, {.label = say(call, "How sure")},
        {.label = say(call, "Right?")},
    };
    struct law_term *terms;
    size_t n;
    enum rc rc = law_terms(call, laid, procedure, &terms, &n);

    if (rc != RC_OK || n == 0)
        return rc;
    part_table(&web->html, name_of(call, procedure), columns, 5);
    for (size_t i = 0; i < n; i++) {
        const struct procedure_term *term = terms[i].term;
        struct str rule = laid_rule(call, term);
        if (term->when.n != 0)
            rule = say(call, "%s (only if: %s)", str_z(call->arena, rule),
                       str_z(call->arena, term->when));
        part_row(&web->html);
        part_cell(&web->html, columns, 0, law_place(call, procedure, terms[i].place), STR(""));
        part_cell(&web->html, columns, 1, rule, STR(""));
        part_cell(&web->html, columns, 2,
                  term->article.n != 0 ? term->article : law_source(procedure, term), STR(""));
        part_cell(&web->html, columns, 3, law_term_sure(call, &terms[i]), STR(""));
        part_cell(&web->html, columns, 4, say(call, "☐ right  ☐ other: ______  ☐ not known"),
                  STR(""));
        part_row_end(&web->html);
    }
    part_table_end(&web->html);
    return RC_OK;
}

static enum rc list_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Rules to be looked at by a lawyer"),
                        .back_path = STR("/law"),
                        .back_label = say(call, "The rules this office uses")};
    struct law_use *uses;
    struct laid laid;
    size_t n;
    enum rc rc = laid_load(call, &laid);

    if (rc == RC_OK)
        rc = law_uses(call, &uses, &n);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "Print this page. Name and day of who looked at it: ____________________"));
    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = paper_rows(web, &laid, uses[i].procedure);
    part_page_end(web, &page);
    return rc;
}

/* ---- one term: what is said of it ---- */

struct asking {
    const struct procedure *procedure;
    struct laid_place place;
    const struct procedure_term *term;
    struct laid laid;
    struct record *record; /* as it would be written */
    bool *given;
    bool typed, preview;
};

static void preset(struct web *web, struct asking *a)
{
    static const char *const units[] = {"days", "working_days", "months", "years", "hours"};
    struct call *call = &web->call;
    struct value *events = arena_array(call->arena, EVENT_COUNT, sizeof *events);
    size_t n = 0;

    record_set(a->record, "procedure", v_text(a->procedure->id));
    record_set(a->record, "part", v_text(str_of(laid_part_code(a->place.part))));
    record_set(a->record, "stage", v_int((int64_t)a->place.stage));
    record_set(a->record, "term", v_int((int64_t)a->place.term));
    record_set(a->record, "rule",
               v_text(str_cut(str_format(call->arena, "%s: %s",
                                         str_z(call->arena, name_of(call, a->procedure)),
                                         str_z(call->arena, laid_rule(call, a->term))),
                              0, 400)));
    record_set(a->record, "said_on", v_int(call->today));
    if (a->term->term.length == 0 || events == NULL)
        return;
    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if ((a->term->from & UINT32_C(1) << i) != 0)
            events[n++] = v_text(str_of(procedure_event_name((enum procedure_event)i)));
    record_set(a->record, "number", v_int(a->term->term.length));
    record_set(a->record, "unit", v_text(str_of(units[a->term->term.unit])));
    record_set(a->record, "events", n == 0 ? v_null() : v_list(events, n));
}

static enum rc open_term(struct web *web, struct asking *a)
{
    struct call *call = &web->call;
    const struct kind *kind = page_kind(web, "rule_check");
    int64_t stage = 0, term = 0;
    enum rc rc = find(web, &a->procedure);

    if (rc != RC_OK)
        return rc;
    (void)web_number(web, "stage", &stage);
    (void)web_number(web, "term", &term);
    bool known = laid_part_find(page_typed(web, "part"), &a->place.part);
    a->place.stage = (size_t)stage;
    a->place.term = (size_t)term;
    struct procedure_terms terms = {NULL, 0};
    if (known)
        terms = laid_terms(a->procedure, a->place.part, a->place.stage);
    if (a->place.term >= terms.n)
        return fail(call, RC_NOT_FOUND, NULL, "There is no such term.");
    a->term = &terms.in[a->place.term];
    a->record = arena_alloc(call->arena, sizeof *a->record);
    a->given = arena_array(call->arena, kind->n, sizeof *a->given);
    if (a->record == NULL || a->given == NULL)
        return fail_memory(call);
    a->record->kind = kind;
    a->record->values = arena_array(call->arena, kind->n, sizeof *a->record->values);
    if (a->record->values == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < kind->n; i++)
        a->record->values[i] = v_null();
    preset(web, a);
    return laid_load(call, &a->laid);
}

/* What running clocks would become if this were written down. */
static enum rc show_preview(struct web *web, struct asking *a)
{
    struct call *call = &web->call;
    struct laid laid = {.n = a->laid.n + 1};
    struct recount_ask ask = {.laid = &laid, .procedure = a->procedure->id};
    struct clocks_moved moved = {NULL, 0, 0};
    bool more = false;

    laid.in = arena_array(call->arena, laid.n, sizeof(struct record *));
    if (laid.in == NULL)
        return fail_memory(call);
    laid.in[0] = a->record;
    for (size_t i = 0; i < a->laid.n; i++)
        laid.in[i + 1] = a->laid.in[i];
    enum rc rc = recount_batch(call, &ask, &moved, &more);
    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "What it would change"));
    html_tag(
        &web->html, "p", NULL,
        moved.n == 0
            ? say(call, "No last day that runs now would be another.")
            : str_format(call->arena,
                         lang_plural(call->lang, "%lld last day that runs would be another.",
                                     "%lld last days that run would be others.", (int64_t)moved.n),
                         (long long)moved.n));
    if (more)
        html_tag(&web->html, "p", NULL,
                 say(call, "Only the newest %d procedures were looked at.", RECOUNT_BATCH));
    if (moved.n != 0)
        html_tag(
            &web->html, "p", NULL,
            say(call, "Nothing moves by itself: each of them is accepted on a page of its own."));
    part_card_end(&web->html);
    return RC_OK;
}

static enum rc term_form(struct web *web, struct asking *a)
{
    struct call *call = &web->call;
    struct page page = {.title = law_place(call, a->procedure, a->place),
                        .back_path = law_path(web, a->procedure, ""),
                        .back_label = name_of(call, a->procedure)};
    struct form_options form = {.action = law_path(web, a->procedure, "/term")};
    struct field_form fields = {.web = web, .prefix = "f.", .record = a->record, .typed = a->typed};
    struct button look = {.label = say(call, "What would it change?"),
                          .weight = WEIGHT_OTHER,
                          .name = "act",
                          .value = STR("look")};
    struct button save = {.label = say(call, "Write it down"), .weight = WEIGHT_MAIN};
    enum rc rc = RC_OK;

    part_page(web, &page);
    html_tag(&web->html, "p", "lead", laid_rule(call, a->term));
    if (a->preview)
        rc = show_preview(web, a);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "part", page_typed(web, "part"));
    control_hidden(&web->html, "stage", page_typed(web, "stage"));
    control_hidden(&web->html, "term", page_typed(web, "term"));
    for (size_t i = 0; i < ASKED; i++)
        field_control(&fields, field_find(a->record->kind, str_of(asked[i])));
    part_actions(&web->html);
    part_button(&web->html, &save);
    part_button(&web->html, &look);
    part_actions_end(&web->html);
    part_form_end(&web->html, &form);
    part_page_end(web, &page);
    return rc;
}

static enum rc term_page(struct web *web)
{
    struct asking a = {.typed = false};
    enum rc rc = open_term(web, &a);

    return rc == RC_OK ? term_form(web, &a) : rc;
}

static void read_typed(struct web *web, struct asking *a)
{
    struct field_form fields = {.web = web, .prefix = "f.", .record = a->record, .typed = true};
    const struct kind *kind = a->record->kind;

    for (size_t i = 0; i < ASKED; i++) {
        const struct field *field = field_find(kind, str_of(asked[i]));
        struct value v;
        if (field_typed(&fields, field, &v))
            a->record->values[field->index] = v;
    }
    bool corrected = str_is(record_value(a->record, "answer").s, "corrected");
    for (size_t i = 1; i < 6 && !corrected; i++)
        record_set(a->record, asked[i], v_null());
    if (!str_is(record_value(a->record, "answer").s, "unknown"))
        record_set(a->record, "ask_by", v_null());
    for (size_t i = 0; i < kind->n; i++)
        a->given[i] = a->record->values[i].type != V_NULL;
}

static enum rc save_check(struct web *web, struct asking *a, struct outcome *outcome)
{
    struct call *call = &web->call;
    struct save_args save = {
        .kind = a->record->kind, .values = a->record->values, .given = a->given};
    struct operation_request request = {.operation = "record.save", .change = page_change(web)};
    enum rc rc = save_args_make(call, &save, &request.args);

    return rc == RC_OK ? operation_run(call, &request, outcome) : rc;
}

static enum rc term_post(struct web *web)
{
    struct call *call = &web->call;
    struct asking a = {.typed = true};
    const struct work_ask ask = {.work = &recount_work, .mark = STR("recount")};
    struct field_form fields = {.web = web, .prefix = "f."};
    struct outcome outcome;
    struct id job;
    enum rc rc = open_term(web, &a);

    if (rc != RC_OK)
        return rc;
    fields.record = a.record;
    read_typed(web, &a);
    a.preview = str_is(page_typed(web, "act"), "look") && call->fault_count == 0;
    if (a.preview)
        return term_form(web, &a);
    rc = call->fault_count != 0 ? call_faults(call) : save_check(web, &a, &outcome);
    if (rc == RC_INVALID) {
        field_faults(&fields, a.record->kind);
        call->error.rc = RC_OK; /* the faults stay: the form shows them */
        web_status(web, 422);
        return term_form(web, &a);
    }
    if (rc == RC_OK)
        rc = work_put(call, &ask, &job);
    return rc == RC_OK
               ? web_redirect_undo(web, law_path(web, a.procedure, ""), "saved", &outcome.change)
               : rc;
}

/* ---- routes ---- */

#define PROCEDURE_PARAM                                            \
    {                                                              \
        "procedure", PARAM_CODE, 100, true, false, N_("Procedure") \
    }
#define TERM_PARAMS                                                     \
    PROCEDURE_PARAM, {"part", PARAM_CODE, 20, true, false, N_("Form")}, \
        {"stage", PARAM_NUMBER, 99, false, false, N_("Form")},          \
    {                                                                   \
        "term", PARAM_NUMBER, 99, false, false, N_("Form")              \
    }

static const struct param procedure_params[] = {PROCEDURE_PARAM, {0}};
static const struct param term_params[] = {TERM_PARAMS, {0}};
static const struct param check_params[] = {
    TERM_PARAMS,
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"act", PARAM_CODE, 10, false, false, N_("What to do")},
    {"f.*", PARAM_LONG, FORM_TEXT, false, true, N_("The form")},
    {0},
};

const struct route law_routes[] = {
    {METHOD_GET, PERMISSION_RULES_SEE, "/law", NULL, law_page, NULL, 0,
     "lists the rules that this office counts with"},
    {METHOD_GET, PERMISSION_RULES_SEE, "/law/list", NULL, list_page, NULL, 0,
     "lists the rules on paper, for a lawyer"},
    {METHOD_GET, PERMISSION_RULES_SEE, "/law/{procedure}", procedure_params, procedure_page, NULL,
     0, "shows the terms of a procedure and who confirmed them"},
    {METHOD_GET, PERMISSION_RULES_CHANGE, "/law/{procedure}/term", term_params, term_page, NULL, 0,
     "asks what is right of a term"},
    {METHOD_POST, PERMISSION_RULES_CHANGE, "/law/{procedure}/term", check_params, term_post, NULL,
     0, "writes down what was said of a term"},
};
const size_t law_routes_n = sizeof law_routes / sizeof *law_routes;
