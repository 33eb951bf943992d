/* letter_office_pages.c - see letter_office_pages.h. */
#include "casework/letter_office_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/letter_back.h"
#include "casework/letter_print.h"
#include "casework/pages.h"
#include "model/permission.h"
#include "query/query.h"
#include "roles/await.h"
#include "store/blob.h"
#include "web/control.h"
#include "web/part.h"

enum {
    JOB_MS = 30000,
    SEND_MAX = 24 << 20, /* of a form: more is refused before it is read */
    FILES_SHOWN = 20,
};

enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME };

static struct str path_of(struct web *web, const struct record *letter, const char *rest)
{
    return str_format(web->call.arena, "/letter/%s%s", str_z(web->call.arena, letter->code), rest);
}

static enum rc find_letter(struct web *web, struct record **out)
{
    return query_code(&web->call, page_kind(web, "letter"), web_text(web, "code"), out);
}

/* ---- on the page of the letter */

static void put_says(struct web *web, const struct letter_back *back)
{
    struct str rest = letter_back_says(&web->call, back);

    html_tag(&web->html, "p", NULL, str_split(&rest, '\n'));
    if (rest.n == 0)
        return;
    html_raw(&web->html, "<ul>");
    while (rest.n != 0)
        html_tag(&web->html, "li", NULL, str_split(&rest, '\n'));
    html_raw(&web->html, "</ul>");
}

/* The newest first; what is said is of that one. */
static enum rc put_taken(struct web *web, const struct record *letter, const struct record *of)
{
    struct call *call = &web->call;
    struct value files = record_value(letter, "taken_back");
    struct nav_item links[FILES_SHOWN];
    struct letter_back back;
    size_t n = 0;

    for (size_t i = files.type == V_LIST ? files.list.n : 0; i > 0 && n < FILES_SHOWN; i--) {
        const struct value *row = files.list.items[i - 1].list.items;
        struct str file =
            str_format(call->arena, "/files/%s", str_hex(call->arena, row[FILE_BLOB].s).p);
        links[n++] = (struct nav_item){.path = page_case_path(web, of->code, file.p),
                                       .label = row[FILE_NAME].s};
    }
    if (n == 0)
        return RC_OK;
    html_tag(&web->html, "h3", NULL, say(call, "The document as it was sent"));
    part_links(&web->html, links, n);
    enum rc rc = letter_back_read(call, letter, &back);
    if (rc == RC_OK)
        put_says(web, &back);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc letter_office_side(struct web *web, const struct record *letter, const struct record *of)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct nav_item links[] = {
        {.path = path_of(web, letter, "/as/docx"), .label = say(call, "DOCX (Word, LibreOffice)")},
        {.path = path_of(web, letter, "/as/odt"), .label = say(call, "ODT (LibreOffice)")},
        {.path = path_of(web, letter, "/back"), .label = say(call, "Take back an edited document")},
    };

    bool may = case_may_change(call, of);
    if (!may && record_value(letter, "taken_back").type != V_LIST)
        return RC_OK;
    part_card(h, say(call, "Edit it elsewhere"));
    if (may)
        part_links(h, links, sizeof links / sizeof *links);
    enum rc rc = put_taken(web, letter, of);
    part_card_end(h);
    return rc;
}

/* ---- a document to be edited */

struct giving {
    const struct record *letter;
    enum letter_form form;
};

static enum rc given(struct web *web, void *data, struct job_news *news)
{
    const struct giving *giving = data;
    const struct letter_form_name *form = &letter_forms[giving->form];
    struct letter_pdf_result result;
    enum rc rc = letter_print_result(&web->call, news, &result);

    return rc == RC_OK
               ? web_download(web, form->type,
                              str_format(web->call.arena, "%s.%s",
                                         str_z(web->call.arena, giving->letter->code), form->name),
                              result.bytes)
               : rc;
}

static enum rc office_page(struct web *web)
{
    struct call *call = &web->call;
    struct giving *giving = arena_alloc(call->arena, sizeof *giving);
    struct await what = {.kind = LETTER_JOB, .timeout_ms = JOB_MS, .done = given, .data = giving};
    struct letter_wish wish = {.form = LETTER_FORMS, .one_copy = !web_flag(web, "two")};
    struct record *letter;
    enum rc rc = find_letter(web, &letter);

    if (giving == NULL)
        return fail_memory(call);
    for (int i = LETTER_DOCX; i < LETTER_FORMS; i++)
        if (str_is(web_text(web, "format"), letter_forms[i].name))
            wish.form = (enum letter_form)i;
    if (rc == RC_OK && wish.form == LETTER_FORMS)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK)
        rc = letter_print_wish(call, letter, &wish, &what.request);
    if (rc != RC_OK)
        return rc;
    *giving = (struct giving){letter, wish.form};
    rc = await_job(web, &what);
    channel_close(what.request.fd);
    return rc;
}

/* ---- and back */

static enum rc show_form(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Take back an edited document"),
                        .code = letter->code,
                        .back_path = path_of(web, letter, ""),
                        .back_label = record_title(call, letter)};
    const struct form_options form = {.action = path_of(web, letter, "/back"), .files = true};
    const struct button send = {.label = say(call, "Keep it as the document that was sent"),
                                .weight = WEIGHT_MAIN};
    const struct control file = {
        .name = STR("file"),
        .label = say(call, "The document"),
        .hint = say(call, "DOCX, ODT or PDF, up to %d MB.", OFFICE_FILE_MAX >> 20),
        .must = true};

    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "It is kept as it is and changed by nobody. The text here stays as it "
                       "stands; where the two differ is shown beside it."));
    part_form(web, &form);
    page_change_field(web);
    control_file(&web->html, &file, ".docx,.odt,.pdf", false);
    part_form_send(&web->html, &form, &send);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc back_page(struct web *web)
{
    struct record *letter;
    enum rc rc = find_letter(web, &letter);

    return rc == RC_OK ? show_form(web, letter) : rc;
}

static enum rc back_again(struct web *web)
{
    web_status(web, 422);
    return back_page(web);
}

/* What is wrong with the file stands at its field, and the page comes again. */
static enum rc refuse(struct web *web, void *data, enum rc rc)
{
    struct call *call = &web->call;
    struct str text = call->error.text;

    (void)data;
    if (rc != RC_INVALID && rc != RC_LIMIT)
        return rc;
    call_forgive(call);
    fault_add(call, STR("file"), "%s", str_z(call->arena, text));
    return back_again(web);
}

struct taking {
    const struct record *letter;
    struct letter_back_file file;
    struct id change;
};

static enum rc taken(struct web *web, void *data, struct job_news *news)
{
    struct taking *taking = data;
    struct letter_back back;
    struct outcome outcome;
    enum rc rc = letter_back_result(&web->call, news, &back);

    if (rc == RC_OK)
        rc = letter_back_keep(&web->call, taking->letter, &taking->file, &back, &taking->change,
                              &outcome);
    return rc == RC_OK ? web_redirect(web, path_of(web, taking->letter, ""), "saved") : rc;
}

static enum rc back_post(struct web *web)
{
    struct call *call = &web->call;
    struct taking *taking = arena_alloc(call->arena, sizeof *taking);
    const struct form_value *file = web_file(web, "file");
    struct await what = {.kind = LETTER_BACK_JOB,
                         .timeout_ms = JOB_MS,
                         .done = taken,
                         .failed = refuse,
                         .data = taking};
    struct record *letter;
    enum rc rc = find_letter(web, &letter);

    if (taking == NULL)
        return fail_memory(call);
    if (rc != RC_OK)
        return rc;
    if (file == NULL || file->value.n == 0) {
        fault_add(call, STR("file"), "Choose the document.");
        return back_again(web);
    }
    rc = letter_back_order(call, letter, file->value, &what.request);
    if (rc != RC_OK)
        return refuse(web, NULL, rc);
    *taking = (struct taking){letter, {file->file_name, file->value}, page_change(web)};
    rc = await_job(web, &what);
    channel_close(what.request.fd);
    return rc;
}

/* ---- routes */

static const struct param as_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"format", PARAM_CODE, 10, true, false, N_("Form")},
    {"two", PARAM_FLAG, 0, false, false, N_("Two copies")},
    {0},
};

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {0},
};

static const struct param back_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"file", PARAM_FILE, OFFICE_FILE_MAX, false, false, N_("The document")},
    {0},
};

const struct route letter_office_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/letter/{code}/as/{format}", as_params, office_page, NULL,
     0, "gives a letter to be edited elsewhere"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/letter/{code}/back", code_params, back_page, NULL, 0,
     "asks for an edited letter"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letter/{code}/back", back_params, back_post, back_again,
     SEND_MAX, "keeps an edited letter as it was sent"},
};
const size_t letter_office_routes_n = sizeof letter_office_routes / sizeof *letter_office_routes;
