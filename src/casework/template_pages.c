/* template_pages.c - see template_pages.h. */
#include "casework/template_pages.h"

#include "base/lang.h"
#include "casework/letter_own.h"
#include "casework/pages.h"
#include "casework/save.h"
#include "model/app.h"
#include "model/permission.h"
#include "query/query.h"
#include "store/store.h"
#include "web/control.h"

enum { TEXT_ROWS = 28 };

static struct str template_path(struct web *web, struct str code, const char *rest)
{
    return str_format(web->call.arena, "/template/%.*s%s", (int)code.n, code.p, rest);
}

static enum rc own_country(struct call *call, struct str *out)
{
    struct record *own;
    enum rc rc = table_load_rid(call, call->store->db,
                                app_table(call->app, app_kind(call, "organisation")), 1, &own);

    if (rc == RC_OK)
        *out = record_text(own, "country");
    return rc;
}

static enum rc find_own(struct web *web, struct record **out)
{
    return query_code(&web->call, page_kind(web, "letter_template"), web_text(web, "code"), out);
}

/* ---- the list */

static bool stands(const struct record *record)
{
    return record_value(record, "language_by").type != V_NULL &&
           record_value(record, "law_by").type != V_NULL;
}

static void own_row(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct task task = {
        .title = record_title(call, record),
        .path = template_path(web, record->code, ""),
        .about = {page_shown(call, record, "sort_of"), page_shown(call, record, "language"),
                  page_shown(call, record, "procedure"), record->code},
        .tone = stands(record) ? TONE_OK : TONE_MUTE,
        .status = stands(record) ? say(call, "checked") : say(call, "draft, not checked")};

    part_task(&web->html, &task);
}

static void copy_form(struct web *web)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/template"), .get = true};
    struct button button = {.label = say(call, "Copy it"), .weight = WEIGHT_MAIN};

    part_card(&web->html, say(call, "Begin with a copy"));
    html_tag(&web->html, "p", NULL,
             say(call, "Choose the letter that comes nearest. The copy is yours to change; the "
                       "letter that comes with the program stays as it is."));
    part_form(web, &form);
    page_select(web, "letter_template", "sort_of", true);
    page_select(web, "letter_template", "language", true);
    part_form_send(&web->html, &form, &button);
    part_card_end(&web->html);
}

static enum rc list_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Templates of letters"),
                        .back_path = STR("/"),
                        .back_label = say(call, "Today")};
    struct record **own;
    size_t n;
    enum rc rc = own_list(call, STR(""), &own, &n);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    html_tag(&web->html, "p", "lead",
             say(call, "A letter is written from your own template, if there is one for it; else "
                       "from the one that comes with the program."));
    if (n != 0)
        part_tasks(&web->html, say(call, "Our own"));
    for (size_t i = 0; i < n; i++)
        own_row(web, own[i]);
    if (n != 0)
        part_tasks_end(&web->html);
    copy_form(web);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- one, shown, tried and changed */

struct editing {
    const struct record *record; /* NULL: a new one */
    struct str text, made_from;
    bool try; /* show what it gives */
    struct template_filled filled;
};

/* Tried on a case that the reader may see, else on the invented one. */
static enum rc try_on(struct web *web, const struct template *t, struct template_filled *out)
{
    struct call *call = &web->call;
    struct str code = str_trim(page_typed(web, "case"));
    struct letter_ask ask = {.language = template_info(t)->language};
    struct letter_facts *facts = arena_alloc(call->arena, sizeof *facts);
    struct record *of;

    if (code.n == 0)
        return own_try(call, t, out);
    if (facts == NULL)
        return fail_memory(call);
    enum rc rc = query_code(call, page_kind(web, "case"), code, &of);
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        fault_add(call, STR("case"), "There is no case '%.*s', or not for you.", (int)code.n,
                  code.p);
        return call_faults(call);
    }
    if (rc != RC_OK)
        return rc;
    ask.of = of->id;
    if (template_info(t)->procedure.n != 0)
        ask.procedure = procedure_find(call->app->packs->procedures, template_info(t)->procedure);
    rc = letter_facts_load(call, &ask, facts);
    facts->number = STR("…");
    struct template_facts view = letter_facts_view(facts);
    return rc == RC_OK ? template_fill(call, t, &view, out) : rc;
}

static enum rc tried(struct web *web, const struct editing *e)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str text = STR("");
    enum rc rc = letter_text(call, &e->filled.doc, &text);

    if (rc != RC_OK)
        return rc;
    part_card(h, say(call, "What it gives"));
    for (size_t i = 0; i < e->filled.missing_n; i++)
        part_note(h, TONE_WARN,
                  say(call, "%s is missing.",
                      str_z(call->arena, letter_fact_label(call, e->filled.missing[i].name))));
    html_raw(h, "<p class=\"story\"");
    html_attr(h, "lang", e->filled.doc.language);
    html_raw(h, ">");
    html_text(h, text);
    html_raw(h, "</p>");
    part_card_end(h);
    return RC_OK;
}

static void text_form(struct web *web, const struct editing *e)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = STR("/template")};
    struct control text = {.name = STR("text"),
                           .label = say(call, "The template"),
                           .hint = say(call, "A head of lines up to ---, then the parts of the "
                                             "letter. A fact stands in double braces."),
                           .value = e->text,
                           .must = true};
    struct control of = {.name = STR("case"),
                         .label = say(call, "Try it on the case with the number"),
                         .hint = say(call, "Left empty, it is tried on an invented case."),
                         .value = page_typed(web, "case"),
                         .max = 40};
    struct button look = {.label = say(call, "Check and try it"),
                          .weight = WEIGHT_OTHER,
                          .name = "act",
                          .value = STR("look")};
    struct button save = {.label = say(call, "Save the template"), .weight = WEIGHT_MAIN};

    if (e->record != NULL) {
        form.action = template_path(web, e->record->code, "");
        form.rev = str_format(call->arena, "%lld", (long long)e->record->rev);
    }
    part_form(web, &form);
    page_change_field(web);
    control_hidden(h, "made_from", e->made_from);
    control_long(h, &text, TEXT_ROWS);
    control_text(h, &of);
    part_actions(h);
    part_button(h, &save);
    part_button(h, &look);
    part_actions_end(h);
    part_form_end(h, &form);
}

static void one_button(struct web *web, struct str action, struct button button, struct str what)
{
    struct form_options form = {.action = action};

    part_form(web, &form);
    page_change_field(web);
    if (what.n != 0)
        control_hidden(&web->html, "what", what);
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

static const struct standing {
    const char *by, *on, *label, *words;
} standings[] = {
    {"language_by", "language_on", N_("For the language"), N_("I stand for the language")},
    {"law_by", "law_on", N_("For the law"), N_("I stand for the law")},
};

static void standing(struct web *web, const struct record *record, const struct standing *row)
{
    struct call *call = &web->call;
    bool nobody = record_value(record, row->by).type == V_NULL;
    struct fact fact = {.label = str_of(lang_text(call->lang, row->label)),
                        .value = say(call, "nobody yet")};

    if (!nobody)
        fact.value = str_format(call->arena, "%s, %s",
                                str_z(call->arena, page_link_title(call, record, row->by)),
                                str_z(call->arena, page_shown(call, record, row->on)));
    part_facts(&web->html, &fact, 1);
    if (nobody)
        one_button(web, template_path(web, record->code, "/stand"),
                   (struct button){.label = str_of(lang_text(call->lang, row->words)),
                                   .weight = WEIGHT_OTHER},
                   str_of(row->by));
}

static void side(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct button file = {
        .label = say(call, "Take it as a file"), .weight = WEIGHT_OTHER, .icon = "file-text"};

    part_card(h, say(call, "Who stands for it"));
    part_tag(h, stands(record) ? TONE_OK : TONE_WARN,
             stands(record) ? say(call, "checked") : say(call, "draft, not checked"));
    html_tag(h, "p", NULL,
             say(call, "Every page says that it is a draft, until somebody stands for the language "
                       "and somebody for the law. Another text takes both back."));
    for (size_t i = 0; i < sizeof standings / sizeof *standings; i++)
        standing(web, record, &standings[i]);
    part_actions(h);
    part_link_button(h, &file, template_path(web, record->code, "/file"));
    part_actions_end(h);
    one_button(web, template_path(web, record->code, "/retire"),
               (struct button){.label = say(call, "Use it no more"), .weight = WEIGHT_DANGER},
               STR(""));
    part_card_end(h);
}

static enum rc show(struct web *web, const struct editing *e)
{
    struct call *call = &web->call;
    struct page page = {.title = e->record == NULL ? say(call, "A template of our own")
                                                   : record_title(call, e->record),
                        .back_path = STR("/templates"),
                        .back_label = say(call, "Templates of letters")};
    enum rc rc = RC_OK;

    if (e->record != NULL)
        page.code = e->record->code;
    part_page(web, &page);
    part_columns(&web->html);
    if (e->try)
        rc = tried(web, e);
    text_form(web, e);
    part_columns_side(&web->html);
    if (e->record != NULL)
        side(web, e->record);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

/* Reads and checks; what is wrong stays as faults at the text, and the form is shown with them. */
static enum rc look(struct web *web, struct editing *e)
{
    struct template *t;
    enum rc rc = own_check(&web->call, "text", e->text, &t);

    if (rc == RC_OK)
        rc = try_on(web, t, &e->filled);
    e->try = rc == RC_OK;
    if (rc == RC_INVALID)
        web_status(web, 422);
    return rc == RC_OK || rc == RC_INVALID ? show(web, e) : rc;
}

static enum rc keep(struct web *web, struct editing *e)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct outcome outcome;
    struct save save;
    int64_t rev;
    enum rc rc = save_init(call, page_kind(web, "letter_template"), &save);

    if (rc != RC_OK)
        return rc;
    save_text(&save, "text", e->text);
    if (e->record == NULL)
        save_text(&save, "made_from", e->made_from);
    else
        save.args.id = &e->record->id;
    if (e->record != NULL && web_number(web, "rev", &rev))
        save.args.rev = rev;
    rc = save_run(call, &save, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return show(web, e);
    }
    return rc == RC_OK
               ? web_redirect(
                     web,
                     template_path(web, e->record == NULL ? outcome.code : e->record->code, ""),
                     "saved")
               : rc;
}

static enum rc take(struct web *web, struct editing *e)
{
    e->text = page_typed(web, "text");
    e->made_from = page_typed(web, "made_from");
    return str_is(page_typed(web, "act"), "look") ? look(web, e) : keep(web, e);
}

/* ---- a new one */

/* The country's own, else the one for all countries. */
static enum rc copy_of(struct web *web, struct editing *e)
{
    struct call *call = &web->call;
    struct str sort = page_typed(web, "sort_of"), tag = STR(""), code, country;
    enum rc rc = own_country(call, &country);

    if (rc != RC_OK || sort.n == 0)
        return rc;
    (void)letter_language(call, page_typed(web, "language"), &tag, &code);
    const struct str folders[] = {country, STR("common")};
    for (size_t i = 0; i < 2 && e->text.n == 0; i++) {
        e->made_from = str_format(call->arena, "%s/%s.%s", str_z(call->arena, folders[i]),
                                  str_z(call->arena, sort), str_z(call->arena, tag));
        if (i == 0 && country.n == 2)
            e->made_from =
                str_format(call->arena, "%c%c/%s.%s", country.p[0] | 0x20, country.p[1] | 0x20,
                           str_z(call->arena, sort), str_z(call->arena, tag));
        e->text = own_shipped(call, e->made_from);
    }
    return e->text.n != 0 ? RC_OK
                          : fail(call, RC_NOT_FOUND, NULL,
                                 "There is no template for this letter "
                                 "in this language.");
}

static enum rc new_page(struct web *web)
{
    struct editing e = {.record = NULL};
    enum rc rc = copy_of(web, &e);

    return rc == RC_OK ? show(web, &e) : rc;
}

static enum rc new_post(struct web *web)
{
    struct editing e = {.record = NULL};

    return take(web, &e);
}

/* ---- one that is there */

static enum rc own_page(struct web *web)
{
    struct editing e = {.record = NULL};
    struct template *t;
    struct record *record;
    enum rc rc = find_own(web, &record);

    if (rc != RC_OK)
        return rc;
    e.record = record;
    e.text = record_text(record, "text");
    rc = own_read(&web->call, record, &t);
    if (rc == RC_OK)
        rc = own_try(&web->call, t, &e.filled);
    e.try = rc == RC_OK;
    return rc == RC_OK || rc == RC_INVALID ? show(web, &e) : rc;
}

static enum rc own_post(struct web *web)
{
    struct editing e = {.record = NULL};
    struct record *record;
    enum rc rc = find_own(web, &record);

    e.record = record;
    return rc == RC_OK ? take(web, &e) : rc;
}

static enum rc stand_post(struct web *web)
{
    struct outcome outcome;
    struct record *record;
    enum rc rc = find_own(web, &record);

    if (rc == RC_OK) {
        struct letter_change which = {.letter = record->id, .change = page_change(web)};
        rc = own_stand(&web->call, &which, str_is(page_typed(web, "what"), "law_by"), &outcome);
    }
    return rc == RC_OK ? web_redirect_undo(web, template_path(web, record->code, ""), "saved",
                                           &outcome.change)
                       : rc;
}

static enum rc retire_post(struct web *web)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "record.retire", .change = page_change(web)};
    struct outcome outcome;
    struct record *record;
    enum rc rc = find_own(web, &record);

    if (rc == RC_OK)
        rc = record_args_make(call, record, STR(""), &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    return rc == RC_OK ? web_redirect_undo(web, STR("/templates"), "saved", &outcome.change) : rc;
}

static enum rc file_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *record;
    struct str text;
    enum rc rc = find_own(web, &record);

    if (rc == RC_OK)
        rc = own_text(call, record, &text);
    return rc == RC_OK
               ? web_download(web, "text/plain; charset=utf-8",
                              str_format(call->arena, "%s.txt", str_z(call->arena, record->code)),
                              text)
               : rc;
}

/* ---- routes */

#define CODE_PARAM                                        \
    {                                                     \
        "code", PARAM_CODE, 40, true, false, N_("Number") \
    }
#define TEXT_PARAMS                                                                       \
    {"act", PARAM_CODE, 10, false, false, N_("What to do")},                              \
        {"case", PARAM_TEXT, 40, false, false, N_("Try it on the case with the number")}, \
        {"change", PARAM_ID, 32, false, false, N_("Form")},                               \
        {"made_from", PARAM_TEXT, 100, false, false, N_("Copied from")},                  \
    {                                                                                     \
        "text", PARAM_LONG, TEMPLATE_BYTES_MAX, false, false, N_("The template")          \
    }

static const struct param copy_params[] = {
    {"language", PARAM_CODE, 40, false, false, N_("Language")},
    {"sort_of", PARAM_CODE, 40, false, false, N_("What sort of letter")},
    {0},
};
static const struct param new_params[] = {TEXT_PARAMS, {0}};
static const struct param code_params[] = {CODE_PARAM, {0}};
static const struct param own_params[] = {
    CODE_PARAM,
    TEXT_PARAMS,
    {"rev", PARAM_NUMBER, UINT32_MAX, false, false, N_("Form")},
    {0},
};
static const struct param act_params[] = {
    CODE_PARAM,
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"what", PARAM_CODE, 20, false, false, N_("What to do")},
    {0},
};

const struct route template_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/templates", NULL, list_page, NULL, 0,
     "lists the templates of letters"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/template", copy_params, new_page, NULL, 0,
     "shows a copy of a template, to change"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/template", new_params, new_post, NULL, 0,
     "tries or keeps a new template"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/template/{code}", code_params, own_page, NULL, 0,
     "shows a template of the office's own"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/template/{code}", own_params, own_post, NULL, 0,
     "tries or keeps the text of a template"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/template/{code}/file", code_params, file_page, NULL, 0,
     "gives a template as a file"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/template/{code}/retire", act_params, retire_post, NULL,
     0, "takes a template out of use"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/template/{code}/stand", act_params, stand_post, NULL, 0,
     "takes a template over by name"},
};
const size_t template_routes_n = sizeof template_routes / sizeof *template_routes;
