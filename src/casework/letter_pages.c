/* letter_pages.c - see letter_pages.h. */
#include "casework/letter_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/delivery_pages.h"
#include "casework/letter_look.h"
#include "casework/letter_office_pages.h"
#include "casework/letter_print.h"
#include "casework/letter_template.h"
#include "casework/pages.h"
#include "casework/register_pages.h"
#include "model/app.h"
#include "model/field.h"
#include "model/permission.h"
#include "query/query.h"
#include "roles/await.h"
#include "web/control.h"
#include "web/part.h"

enum { LETTERS_MAX = 50, FACT_MAX = 2000, PART_MAX = 60000, PRINT_MS = 30000 };

static const struct kind *kind(const struct web *web, const char *name)
{
    return page_kind(web, name);
}

static struct str path_of(struct web *web, const char *format, struct str code)
{
    return str_format(web->call.arena, format, str_z(web->call.arena, code));
}

struct str letter_step_path(struct web *web, struct str case_code, const struct id *proceeding,
                            const struct move *move)
{
    struct arena *arena = web->call.arena;
    bool own = move->kind == MOVE_FILE || move->kind == MOVE_REMIND || move->to == NULL;
    const char *id = str_hex(arena, id_str(proceeding)).p;
    const char *sort = str_z(arena, letter_sort_of(move));

    return page_case_path(web, case_code,
                          own ? str_format(arena, "/letter?proceeding=%s&sort_of=%s", id, sort).p
                              : str_format(arena, "/letter?against=%s&procedure=%s&sort_of=%s", id,
                                           str_z(arena, move->to->id), sort)
                                    .p);
}

/* ---- in the page of a case */

static void letter_row(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct value written = record_value(letter, "written");
    const struct state *state = state_find(letter->kind, letter->state);
    struct task task = {
        .title = record_title(call, letter),
        .path = path_of(web, "/letter/%s", letter->code),
        .about = {letter->code, written.type == V_INT ? date_text(call, (day)written.i) : STR("")},
        .tone = TONE_MUTE,
        .status = state == NULL ? STR("") : label_text(call, &state->label)};

    part_task(&web->html, &task);
}

enum rc letters_of(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct query query = {
        .kind = kind(web, "letter"), .verb = MAY_SEE, .owner = &record->id, .limit = LETTERS_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK || found.n == 0)
        return rc;
    part_tasks(&web->html, say(call, "Letters"));
    for (size_t i = 0; i < found.n; i++)
        letter_row(web, found.records[i]);
    part_tasks_end(&web->html);
    return RC_OK;
}

/* ---- writing one */

static void choice_select(struct web *web, const char *name, struct str chosen, bool must)
{
    struct call *call = &web->call;
    const struct field *field = field_find(kind(web, "letter"), str_of(name));
    const struct choice_list *list = field->choices;
    struct pick *picks = arena_array(call->arena, list->n, sizeof *picks);
    struct control control = {
        .name = str_of(name), .label = label_text(call, &field->label), .must = must};

    if (picks == NULL)
        return;
    for (size_t i = 0; i < list->n; i++)
        picks[i] = (struct pick){list->choices[i].code, label_text(call, &list->choices[i].label),
                                 STR(""), str_eq(chosen, list->choices[i].code)};
    control_select(&web->html, &control, picks, list->n);
}

static struct str language_of(struct web *web)
{
    struct str code = page_typed(web, "language");

    if (code.n == 0 && letter_usual_language(&web->call, &code) != RC_OK)
        call_forgive(&web->call);
    return code;
}

/* What the step that led here says, carried along. */
static void carried(struct web *web)
{
    static const char *const names[] = {"proceeding", "against", "to"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (page_typed(web, names[i]).n != 0)
            control_hidden(&web->html, names[i], page_typed(web, names[i]));
}

/* A missing fact that the writer can give stands as a field; others say where they belong. */
static void missing_fields(struct web *web, const struct letter_preview *preview)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct control gaps = {.name = STR("gaps"),
                           .label = say(call, "Write it all the same; what is missing stays marked "
                                              "in the text")};

    if (preview->missing_n == 0)
        return;
    part_note(h, TONE_WARN, say(call, "These facts are missing for the letter."));
    for (size_t i = 0; i < preview->missing_n; i++) {
        const struct letter_missing *missing = &preview->missing[i];
        struct str name = str_format(call->arena, "fact.%s", str_z(call->arena, missing->fact));
        struct control control = {.name = name, .label = missing->label, .max = FACT_MAX};
        control.value = page_typed(web, name.p);
        if (missing->may_be_given)
            control_long(h, &control, 2);
        else
            part_note(h, TONE_INFO,
                      say(call, "%s: write it into the record of the person, case or organisation.",
                          str_z(call->arena, missing->label)));
    }
    control_check(h, &gaps, page_typed(web, "gaps").n != 0);
}

static enum rc write_form(struct web *web, const struct letter_preview *preview)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str code = web_text(web, "code");
    struct page page = {.title = say(call, "Write a letter"),
                        .code = code,
                        .back_path = path_of(web, "/case/%s", code),
                        .back_label = say(call, "The case")};
    struct form_options form = {.action = path_of(web, "/case/%s/letter", code)};
    struct button button = {.label = say(call, "Write the letter"), .weight = WEIGHT_MAIN};
    struct control procedure = {.name = STR("procedure"), .label = say(call, "Procedure")};
    struct pick *picks = arena_array(call->arena, PAGE_PICKS_MAX + 1, sizeof *picks);

    if (picks == NULL)
        return fail_memory(call);
    part_page(web, &page);
    part_columns(h);
    part_form(web, &form);
    page_change_field(web);
    carried(web);
    control_select(h, &procedure, picks, page_procedures(web, page_typed(web, "procedure"), picks));
    choice_select(web, "sort_of", page_typed(web, "sort_of"), false);
    choice_select(web, "language", language_of(web), true);
    if (preview != NULL)
        missing_fields(web, preview);
    part_form_send(h, &form, &button);
    part_columns_side(h);
    if (preview != NULL)
        letter_look(web, &preview->doc);
    part_columns_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc write_again(struct web *web)
{
    return write_form(web, NULL);
}

static void take_facts(struct web *web, struct letter_order *order)
{
    for (size_t i = 0; i < web->form.n && order->given_n < LETTER_GIVEN_MAX; i++) {
        const struct form_value *value = &web->form.fields[i];
        if (str_starts(value->name, STR("fact.")) && value->value.n != 0)
            order->given[order->given_n++] =
                (struct letter_given){str_cut(value->name, 5, value->name.n), value->value};
    }
}

static struct letter_order order_of(struct web *web, const struct record *of)
{
    struct letter_order order = {.of = of->id,
                                 .sort = page_typed(web, "sort_of"),
                                 .procedure = page_typed(web, "procedure"),
                                 .language = language_of(web)};

    (void)case_id(web, "proceeding", &order.proceeding);
    (void)case_id(web, "against", &order.against);
    (void)case_id(web, "to", &order.to);
    take_facts(web, &order);
    return order;
}

/* From a step it is known which letter it is: it stands there with what is missing. */
static enum rc write_page(struct web *web)
{
    struct call *call = &web->call;
    struct letter_preview *preview = arena_alloc(call->arena, sizeof *preview);
    struct record *record;
    enum rc rc = query_code(call, kind(web, "case"), web_text(web, "code"), &record);

    if (preview == NULL)
        return fail_memory(call);
    if (rc != RC_OK)
        return rc;
    if (page_typed(web, "procedure").n == 0 && page_typed(web, "sort_of").n == 0 &&
        page_typed(web, "proceeding").n == 0)
        return write_form(web, NULL);
    struct letter_order order = order_of(web, record);
    if (letter_preview(call, &order, preview) != RC_OK) {
        call_forgive(call);
        preview = NULL;
    }
    return write_form(web, preview);
}

static enum rc write_post(struct web *web)
{
    struct call *call = &web->call;
    struct letter_preview *preview = arena_alloc(call->arena, sizeof *preview);
    struct letter_order order;
    struct outcome outcome;
    struct record *record;
    enum rc rc = query_code(call, kind(web, "case"), web_text(web, "code"), &record);

    if (preview == NULL)
        return fail_memory(call);
    if (rc != RC_OK)
        return rc;
    order = order_of(web, record);
    order.gaps = web_flag(web, "gaps");
    order.change = page_change(web);
    rc = letter_preview(call, &order, preview);
    if (rc == RC_OK && preview->missing_n != 0 && !order.gaps) {
        web_status(web, 422);
        return write_form(web, preview);
    }
    if (rc == RC_OK)
        rc = letter_write(call, &order, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return write_form(web, NULL);
    }
    return rc == RC_OK ? web_redirect(web, path_of(web, "/letter/%s", outcome.code), "saved") : rc;
}

/* ---- a letter */

/* What a part is called where the letter itself has no heading for it. */
static const char *const place_labels[LETTER_PLACES] = {
    [LETTER_PLACE] = N_("Place and date"),
    [LETTER_SENDER] = N_("Who writes"),
    [LETTER_ADDRESSEE] = N_("To whom"),
    [LETTER_REFERENCES] = N_("Numbers"),
    [LETTER_SUBJECT] = N_("Subject"),
    [LETTER_BASIS] = N_("Legal basis"),
    [LETTER_TEXT] = N_("Text"),
    [LETTER_ENCLOSURES] = N_("Enclosures"),
    [LETTER_SIGNATURE] = N_("Signature"),
    [LETTER_FOOT] = N_("At the foot of each page"),
};

static enum rc part_field(struct web *web, const struct letter_doc *doc, enum letter_place place)
{
    struct call *call = &web->call;
    const struct letter_part *part = &doc->parts[place];
    struct control control = {.label = str_of(lang_text(call->lang, place_labels[place])),
                              .lang = doc->language,
                              .max = PART_MAX,
                              .part = true};
    unsigned rows = place == LETTER_TEXT ? 16 : part->n > 3 ? 4 : 2;
    enum rc rc = letter_part_source(call, part, &control.value);

    control.name = str_format(call->arena, "part.%s", letter_place_name(place));
    if (part->label.n != 0)
        control.label = part->label;
    if (rc == RC_OK)
        control_long(&web->html, &control, rows);
    return rc;
}

static enum rc edit_form(struct web *web, const struct record *letter, const struct letter_doc *doc)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = path_of(web, "/letter/%s", letter->code),
                                .rev = str_format(call->arena, "%lld", (long long)letter->rev)};
    struct button button = {.label = say(call, "Save the text"), .weight = WEIGHT_MAIN};
    enum rc rc = RC_OK;

    part_form(web, &form);
    for (int place = 0; place < LETTER_PLACES && rc == RC_OK; place++)
        rc = part_field(web, doc, (enum letter_place)place);
    part_form_send(h, &form, &button);
    return rc;
}

/* A form with one button: what it does stands on it. */
static void one_button(struct web *web, struct str action, struct str label, enum weight weight)
{
    struct form_options form = {.action = action};
    struct button button = {.label = label, .weight = weight};

    part_form(web, &form);
    page_change_field(web);
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

static void open_pdf(struct web *web, const struct record *letter)
{
    struct button open = {.label = say(&web->call, "Open the printed PDF"),
                          .weight = WEIGHT_OTHER,
                          .icon = "file-text"};

    part_actions(&web->html);
    part_link_button(&web->html, &open, path_of(web, "/letter/%s/pdf", letter->code));
    part_actions_end(&web->html);
}

/* Check, register, print: what comes next is the loudest. */
static void letter_side(struct web *web, const struct record *letter, const struct letter_doc *doc)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    bool checked = record_value(letter, "checked_by").type != V_NULL;
    bool numbered = record_text(letter, "number").n != 0;

    part_card(h, say(call, "Paper"));
    part_tag(h, checked ? TONE_OK : TONE_WARN,
             checked ? say(call, "checked") : say(call, "draft, not checked"));
    if (str_is(letter->state, "cancelled"))
        part_tag(h, TONE_BAD, say(call, "cancelled"));
    if (!checked)
        one_button(web, path_of(web, "/letter/%s/check", letter->code),
                   say(call, "I have checked language and law"),
                   numbered ? WEIGHT_OTHER : WEIGHT_MAIN);
    register_side(web, letter, doc, checked);
    one_button(web, path_of(web, "/letter/%s/print", letter->code), say(call, "Print as PDF"),
               numbered ? WEIGHT_MAIN : WEIGHT_OTHER);
    if (record_value(letter, "files").type != V_NULL)
        open_pdf(web, letter);
    part_card_end(h);
}

/* What was registered is read, not edited. */
static enum rc frozen_text(struct web *web, const struct letter_doc *doc)
{
    struct call *call = &web->call;
    struct str text;
    enum rc rc = letter_text(call, doc, &text);

    if (rc != RC_OK)
        return rc;
    part_note(&web->html, TONE_INFO,
              say(call, "This letter is in the register: its text stays as it is. To change it, "
                        "cancel the number and write a new letter."));
    html_raw(&web->html, "<div class=\"story\"");
    html_attr(&web->html, "lang", doc->language);
    html_raw(&web->html, ">");
    html_text(&web->html, text);
    html_raw(&web->html, "</div>");
    return RC_OK;
}

enum rc letter_show(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = record_title(call, letter), .code = letter->code};
    struct letter_doc doc;
    struct record *of;
    enum rc rc = query_get(call, kind(web, "case"), &letter->owner, &of);

    if (rc == RC_OK)
        rc = letter_read(call, letter, &doc);
    if (rc != RC_OK)
        return rc;
    page.back_path = path_of(web, "/case/%s", of->code);
    page.back_label = record_title(call, of);
    part_page(web, &page);
    part_columns(h);
    rc = record_text(letter, "number").n != 0 ? frozen_text(web, &doc)
                                              : edit_form(web, letter, &doc);
    part_columns_side(h);
    letter_side(web, letter, &doc);
    if (rc == RC_OK)
        rc = delivery_card(web, letter);
    if (rc == RC_OK)
        rc = letter_office_side(web, letter, of);
    part_columns_end(h);
    part_page_end(web, &page);
    return rc;
}

static enum rc find_letter(struct web *web, struct record **out)
{
    return query_code(&web->call, kind(web, "letter"), web_text(web, "code"), out);
}

static enum rc letter_page(struct web *web)
{
    struct record *letter;
    enum rc rc = find_letter(web, &letter);

    return rc == RC_OK ? letter_show(web, letter) : rc;
}

/* Every part that differs from what is kept becomes one change. */
static enum rc save_parts(struct web *web, const struct record *letter,
                          const struct letter_doc *doc)
{
    struct call *call = &web->call;
    struct letter_change which = {.letter = letter->id};
    struct outcome outcome;
    int64_t rev;
    enum rc rc = RC_OK;

    which.rev = web_number(web, "rev", &rev) ? rev : 0;
    for (int i = 0; i < LETTER_PLACES && rc == RC_OK; i++) {
        enum letter_place place = (enum letter_place)i;
        struct str name = str_format(call->arena, "part.%s", letter_place_name(place));
        struct str sent = form_find(&web->form, name), kept;
        rc = letter_part_source(call, &doc->parts[place], &kept);
        if (rc != RC_OK || sent.p == NULL || str_eq(str_trim(sent), str_trim(kept)))
            continue;
        which.change = id_new(call);
        rc = letter_edit(call, &which, place, sent, &outcome);
        which.rev = 0; /* it was the right one, and has moved on by our own change */
    }
    return rc;
}

static enum rc letter_post(struct web *web)
{
    struct letter_doc doc;
    struct record *letter;
    enum rc rc = find_letter(web, &letter);

    if (rc == RC_OK)
        rc = letter_read(&web->call, letter, &doc);
    if (rc == RC_OK)
        rc = save_parts(web, letter, &doc);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return letter_show(web, letter);
    }
    return rc == RC_OK ? web_redirect(web, path_of(web, "/letter/%s", letter->code), "saved") : rc;
}

static enum rc check_post(struct web *web)
{
    struct record *letter;
    struct outcome outcome;
    enum rc rc = find_letter(web, &letter);

    if (rc == RC_OK) {
        struct letter_change which = {.letter = letter->id, .change = page_change(web)};
        rc = letter_check(&web->call, &which, &outcome);
    }
    return rc == RC_OK ? web_redirect(web, path_of(web, "/letter/%s", letter->code), "saved") : rc;
}

/* ---- printing */

struct printing {
    const struct record *letter;
    struct id change;
};

static enum rc printed(struct web *web, void *data, struct job_news *news)
{
    struct printing *printing = data;
    struct call *call = &web->call;
    struct letter_pdf_result result;
    struct outcome outcome;
    enum rc rc = letter_print_result(call, news, &result);

    if (rc == RC_OK)
        rc = letter_print_keep(call, printing->letter, result.bytes, &printing->change, &outcome);
    return rc == RC_OK
               ? web_redirect(web, path_of(web, "/letter/%s", printing->letter->code), "saved")
               : rc;
}

static enum rc print_post(struct web *web)
{
    struct call *call = &web->call;
    struct printing *printing = arena_alloc(call->arena, sizeof *printing);
    struct await print = {
        .kind = LETTER_JOB, .timeout_ms = PRINT_MS, .done = printed, .data = printing};
    struct record *letter;
    enum rc rc = find_letter(web, &letter);

    if (printing == NULL)
        return fail_memory(call);
    if (rc == RC_OK)
        rc = letter_print_order(call, letter, &print.request);
    if (rc != RC_OK)
        return rc;
    *printing = (struct printing){letter, page_change(web)};
    rc = await_job(web, &print);
    channel_close(print.request.fd);
    return rc;
}

static enum rc pdf_page(struct web *web)
{
    struct str name, pdf;
    struct record *letter;
    enum rc rc = find_letter(web, &letter);

    if (rc == RC_OK)
        rc = letter_printed(&web->call, letter, &name, &pdf);
    return rc == RC_OK ? web_show(web, "application/pdf", pdf) : rc;
}

/* ---- routes */

#define WHICH_PARAMS                                                          \
    {"against", PARAM_ID, 32, false, false, N_("Against what came of")},      \
        {"language", PARAM_CODE, 40, false, false, N_("Language")},           \
        {"procedure", PARAM_CODE, 100, false, false, N_("Procedure")},        \
        {"proceeding", PARAM_ID, 32, false, false, N_("Procedure")},          \
        {"sort_of", PARAM_CODE, 40, false, false, N_("What sort of letter")}, \
    {                                                                         \
        "to", PARAM_ID, 32, false, false, N_("To which body")                 \
    }

static const struct param ask_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    WHICH_PARAMS,
    {0},
};

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {0},
};

static const struct param write_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"fact.*", PARAM_LONG, FACT_MAX, false, true, N_("Fact")},
    {"gaps", PARAM_FLAG, 0, false, false, N_("Write it all the same")},
    WHICH_PARAMS,
    {0},
};

static const struct param edit_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"part.*", PARAM_LONG, PART_MAX, false, true, N_("Text")},
    {"rev", PARAM_NUMBER, UINT32_MAX, false, false, N_("Form")},
    {0},
};

static const struct param act_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {0},
};

const struct route letter_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/letter", ask_params, write_page, NULL, 0,
     "asks for a letter"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/letter", write_params, write_post,
     write_again, 0, "writes a letter for a case"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/letter/{code}", code_params, letter_page, NULL, 0,
     "shows a letter's text"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letter/{code}", edit_params, letter_post, letter_page,
     0, "saves a letter's text"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letter/{code}/check", act_params, check_post, NULL, 0,
     "takes a letter over by name"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/letter/{code}/pdf", code_params, pdf_page, NULL, 0,
     "shows a printed letter"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letter/{code}/print", act_params, print_post, NULL, 0,
     "prints a letter"},
};
const size_t letter_routes_n = sizeof letter_routes / sizeof *letter_routes;
