/* mandate_pages.c - see mandate_pages.h. */
#include "casework/mandate_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/come_parts.h"
#include "casework/save.h"
#include "model/actor.h"
#include "model/app.h"
#include "model/permission.h"
#include "store/store.h"
#include "web/record_path.h"

static struct str mandate_path(struct web *web, const struct record *person, const char *rest)
{
    return str_format(web->call.arena, "/person/%s/mandate%s", str_z(web->call.arena, person->code),
                      rest);
}

static struct str print_path(struct web *web, const struct record *person, const struct id *id)
{
    struct arena *arena = web->call.arena;

    return mandate_path(web, person,
                        str_format(arena, "/print?mandate=%s", str_hex(arena, id_str(id)).p).p);
}

static enum rc find_person(struct web *web, struct record **out)
{
    return query_code(&web->call, page_kind(web, "person"), web_text(web, "code"), out);
}

static struct page person_form_page(struct web *web, const struct record *person, struct str title)
{
    return (struct page){.title = title,
                         .code = person->code,
                         .back_path = str_format(web->call.arena, "/person/%s",
                                                 str_z(web->call.arena, person->code)),
                         .back_label = say(&web->call, "The person")};
}

/* ---- the card of the person's page */

static void mandate_row(struct web *web, const struct record *person, const struct record *mandate)
{
    struct call *call = &web->call;
    struct value until = record_value(mandate, "until");
    struct value taken = record_value(mandate, "withdrawn");
    struct task task = {.title = page_shown(call, mandate, "what_for"),
                        .about = {page_shown(call, mandate, "to"),
                                  say(call, "since %s", page_shown(call, mandate, "given").p)},
                        .path = record_general_path(web, mandate, ""),
                        .act = say(call, "Print"),
                        .act_path = print_path(web, person, &mandate->id)};

    if (until.type == V_INT)
        task.about[2] = say(call, "until %s", date_text(call, (day)until.i).p);
    if (taken.type == V_INT) {
        task.status = say(call, "taken back");
        task.tone = TONE_MUTE;
    } else if (until.type == V_INT && until.i < call->today) {
        task.status = say(call, "ended");
        task.tone = TONE_MUTE;
    } else if (record_value(mandate, "how").type == V_NULL) {
        task.status = say(call, "not signed yet");
        task.tone = TONE_WARN;
    }
    part_task(&web->html, &task);
}

enum rc mandates_card(struct web *web, const struct record *person)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "power_of_attorney"),
                          .verb = MAY_SEE,
                          .owner = &person->id,
                          .limit = MANDATES_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "Power of attorney"));
    if (found.n != 0)
        part_tasks(&web->html, STR(""));
    for (size_t i = 0; i < found.n; i++)
        mandate_row(web, person, found.records[i]);
    if (found.n != 0)
        part_tasks_end(&web->html);
    if (case_may_change(call, person)) {
        part_actions(&web->html);
        case_link(web, WEIGHT_OTHER, say(call, "Write one and print it"),
                  mandate_path(web, person, ""));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- the form */

static enum rc organisation(struct web *web, struct record **out)
{
    struct call *call = &web->call;

    return table_load_rid(call, call->store->db,
                          app_table(call->app, page_kind(web, "organisation")), 1, out);
}

static enum rc mandate_form(struct web *web, const struct record *person)
{
    struct call *call = &web->call;
    struct page page = person_form_page(web, person, say(call, "Power of attorney"));
    struct form_options form = {.action = mandate_path(web, person, "")};
    struct button button = {.label = say(call, "Save, and show the page to print"),
                            .weight = WEIGHT_MAIN};
    struct control what = {.name = STR("what_for"),
                           .label = say(call, "For what"),
                           .hint =
                               say(call, "As narrow as it can be: which procedure, before which "
                                         "office."),
                           .value = page_typed(web, "what_for"),
                           .max = 300,
                           .must = true};
    struct control to = {.name = STR("to"),
                         .label = say(call, "To whom"),
                         .value = page_typed(web, "to"),
                         .max = 200};
    struct record *own;
    enum rc rc = organisation(web, &own);

    if (rc != RC_OK)
        return rc;
    if (web->request->method == METHOD_GET)
        to.value = str_format(call->arena, "%s, %s", str_z(call->arena, call->actor->name),
                              str_z(call->arena, record_value(own, "name").s));
    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_text(&web->html, &what);
    control_text(&web->html, &to);
    case_day(web, "given", say(call, "Since"), v_int(call->today), true);
    case_day(web, "until", say(call, "Until"), v_null(), false);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc mandate_page(struct web *web)
{
    struct record *person;
    enum rc rc = find_person(web, &person);

    return rc == RC_OK ? mandate_form(web, person) : rc;
}

static enum rc mandate_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct record *person;
    struct outcome outcome;
    struct save save;
    enum rc rc = find_person(web, &person);

    if (rc == RC_OK)
        rc = save_init(call, page_kind(web, "power_of_attorney"), &save);
    if (rc != RC_OK)
        return rc;
    save.args.owner = &person->id;
    save_text(&save, "what_for", page_typed(web, "what_for"));
    save_text(&save, "to", page_typed(web, "to"));
    save_set(&save, "given", case_day_typed(web, "given"));
    save_set(&save, "until", case_day_typed(web, "until"));
    rc = call_faults(call);
    if (rc == RC_OK)
        rc = save_run(call, &save, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return mandate_form(web, person);
    }
    return rc == RC_OK ? web_redirect_undo(web, print_path(web, person, &outcome.record), "saved",
                                           &outcome.change)
                       : rc;
}

/* ---- the page to print */

#define GIVES N_("I give power of attorney to the person or organisation named here.")

/* A line to write on where nothing is known. */
static void line(struct html *h, struct str label, struct str value)
{
    html_raw(h, "<div>");
    html_tag(h, "dt", NULL, label);
    html_tag(h, "dd", value.n == 0 ? "blank" : NULL, value);
    html_raw(h, "</div>");
}

static struct str until_words(struct call *call, const struct record *mandate)
{
    struct value until = record_value(mandate, "until");

    return until.type == V_INT ? date_long(call, (day)until.i) : say(call, "until I take it back");
}

static void who_and_what(struct web *web, const struct record *person, const struct record *mandate)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct value given = record_value(mandate, "given");

    html_raw(h, "<dl class=\"facts\">");
    line(h, say(call, "My name"), record_title(call, person));
    line(h, say(call, "Born"), page_shown(call, person, "born"));
    line(h, say(call, "I live in"), page_shown(call, person, "lives_in"));
    line(h, say(call, "Number of my identity paper"), STR(""));
    html_raw(h, "</dl>");
    html_tag(h, "p", NULL, str_of(lang_text(call->lang, GIVES)));
    html_raw(h, "<dl class=\"facts\">");
    line(h, say(call, "To whom"), page_shown(call, mandate, "to"));
    line(h, say(call, "For what"), page_shown(call, mandate, "what_for"));
    line(h, say(call, "Since"), given.type == V_INT ? date_long(call, (day)given.i) : STR(""));
    line(h, say(call, "Until"), until_words(call, mandate));
    html_raw(h, "</dl>");
    html_tag(h, "p", NULL,
             say(call, "This page was read aloud to me in a language that I understand. I can take "
                       "it back at any time; it is enough that I say so."));
}

/* With a thumbprint the witnesses stand for what a signature would show. */
static void signatures(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    html_raw(h, "<dl class=\"facts\">");
    line(h, say(call, "Place and day"), STR(""));
    line(h, say(call, "Signature or thumbprint"), STR(""));
    html_raw(h, "</dl>");
    html_tag(h, "h2", NULL, say(call, "With a thumbprint: two witnesses"));
    html_raw(h, "<dl class=\"facts\">");
    for (int i = 1; i <= 2; i++) {
        line(h, say(call, "Witness %d: name", i), STR(""));
        line(h, say(call, "Number of the identity paper"), STR(""));
        line(h, say(call, "Signature"), STR(""));
    }
    html_raw(h, "</dl>");
}

/* The organisation's language, until another is chosen. */
static const struct lang *language_of(struct web *web, const struct record *own)
{
    struct str wanted = page_typed(web, "lang");
    struct value main = record_value(own, "language");

    if (wanted.n == 0 && main.type == V_TEXT)
        wanted = lang_of_locale(main.s);
    return come_lang(web->call.app, wanted);
}

static enum rc document(struct web *web, const struct record *person, const struct record *mandate,
                        const struct record *own)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct lang *mine = call->lang, *lang = language_of(web, own);

    come_languages(web, print_path(web, person, &mandate->id), lang);
    if (lang != NULL && lang_text(lang, GIVES) == lang_text(NULL, GIVES))
        part_note(h, TONE_WARN,
                  say(call, "These words are not translated yet: they stand in English."));
    call->lang = lang;
    html_raw(h, "<div class=\"mandate\"");
    html_attr(h, "lang", lang_code(lang));
    html_raw(h, ">");
    part_note(h, TONE_WARN,
              say(call, "Draft, not checked: no lawyer has confirmed this text yet. A court or "
                        "office may ask for a certified signature."));
    html_tag(h, "h2", NULL, say(call, "Power of attorney"));
    who_and_what(web, person, mandate);
    signatures(web);
    html_raw(h, "</div>");
    call->lang = mine;
    return RC_OK;
}

static enum rc print_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *person, *mandate, *own;
    struct id id;
    enum rc rc = find_person(web, &person);

    if (rc == RC_OK && !case_id(web, "mandate", &id))
        rc = fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK)
        rc = query_get(call, page_kind(web, "power_of_attorney"), &id, &mandate);
    if (rc == RC_OK && !id_eq(&mandate->owner, &person->id))
        rc = fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK)
        rc = organisation(web, &own);
    if (rc != RC_OK)
        return rc;
    struct page page = person_form_page(web, person, say(call, "Power of attorney"));
    part_page(web, &page);
    part_print_head(&web->html, page.name, date_text(call, call->today));
    html_tag(
        &web->html, "p", "acts",
        say(call, "Print this page, read it aloud, and keep a photo of it when it is signed."));
    rc = document(web, person, mandate, own);
    part_page_end(web, &page);
    return rc;
}

/* ---- routes */

static const struct param mandate_params[] = {
    {"code", PARAM_CODE, 60, true, false, N_("Number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"what_for", PARAM_TEXT, 300, false, false, N_("For what")},
    {"to", PARAM_TEXT, 200, false, false, N_("To whom")},
    {"given", PARAM_DAY, 0, false, false, N_("Since")},
    {"until", PARAM_DAY, 0, false, false, N_("Until")},
    {0},
};

static const struct param print_params[] = {
    {"code", PARAM_CODE, 60, true, false, N_("Number")},
    {"mandate", PARAM_ID, 32, true, false, N_("Power of attorney")},
    {"lang", PARAM_CODE, 20, false, false, N_("In which language")},
    {0},
};

const struct route mandate_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/person/{code}/mandate", mandate_params, mandate_page,
     NULL, 0, "asks what a person lets us do for her"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/person/{code}/mandate", mandate_params, mandate_post,
     mandate_page, 0, "writes a power of attorney down"},
    {METHOD_GET, PERMISSION_PERSON_SEE, "/person/{code}/mandate/print", print_params, print_page,
     NULL, 0, "shows a power of attorney to print and sign"},
};
const size_t mandate_routes_n = sizeof mandate_routes / sizeof *mandate_routes;
