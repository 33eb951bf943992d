/* first_sheet_pages.c - see first.h: the recovery sheets, printed and read back; then the folder
 * counts. */
#include "base/lang.h"
#include "model/session.h"
#include "roles/await.h"
#include "roles/first.h"
#include "roles/sheets.h"
#include "web/control.h"

enum { SHEETS_MS = 60000, SET_MAX = 2 * KEYRING_SET_ID };

static const char *const word_names[] = {"sheet1", "sheet2", "sheet3"};

static struct first *first_of(const struct web *web)
{
    return web->site->data;
}

/* Which of the sheets the first words of this one go with (document/sheet_pdf.c). */
static int goes_with(int sheet)
{
    return sheet == 0 ? 2 : 1;
}

static void sheet_field(struct web *web, int sheet)
{
    const struct first_answers *answers = first_of(web)->answers;
    struct call *call = &web->call;
    struct control control = {
        .name = str_of(word_names[sheet]),
        .label = say(call, "Sheet %d, under \"Words for use with sheet %d\": word %u", sheet + 1,
                     goes_with(sheet), answers->ask_sheet[sheet] + 1),
        .max = 40,
        .must = true};

    control.value = first_typed(web, word_names[sheet], "");
    control_text(&web->html, &control);
}

static enum rc sheets_page(struct web *web)
{
    const struct first *first = first_of(web);
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Recovery sheets")};
    struct form_options form = {.action = STR("/first/sheets")};
    struct button print = {.label = say(call, "Open the three sheets (PDF)"),
                           .weight = WEIGHT_OTHER};

    if (!first->answers->made)
        return web_redirect(web, STR("/"), NULL);
    first_page(web, &page, FIRST_SHEETS);
    html_tag(h, "p", NULL,
             say(call, "When all passphrases are lost, any two of three sheets open the data. "
                       "Print them now and keep each in another place: one with a lawyer, or "
                       "with a partner in another town. They are shown only now, and stored "
                       "nowhere."));
    part_link_button(h, &print, STR("/first/sheets/print"));
    html_tag(h, "p", NULL,
             say(call,
                 "Their set has the number %s. Sheets with another number are worth "
                 "nothing: destroy them.",
                 first->answers->sheets.set));
    part_form(web, &form);
    control_hidden(h, "set", str_of(first->answers->sheets.set));
    for (int i = 0; i < KEYRING_SHEETS; i++)
        sheet_field(web, i);
    first_buttons(web, &form, true);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- on paper ---- */

static enum rc printed(struct web *web, void *data, struct job_news *news)
{
    struct str pdf;

    (void)data;
    if (news->fd < 0)
        return fail(&web->call, RC_IO, "sheets", "The sheets could not be printed. Try again.");
    enum rc rc = channel_file_read(&web->call, news->fd, SHEETS_PDF_MAX, &pdf);
    channel_close(news->fd);
    return rc == RC_OK ? web_show(web, "application/pdf", pdf) : rc;
}

static enum rc print_page(struct web *web)
{
    struct first *first = first_of(web);
    struct call *call = &web->call;
    struct sheet_order order = {.organisation = str_of(first->answers->name)};
    struct await await = {
        .kind = sheets_job.name, .request = {.fd = -1}, .timeout_ms = SHEETS_MS, .done = printed};
    struct buf body;

    if (!first->answers->made)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = sheets_order(call, first->program.words, &first->answers->sheets, &order);
    if (rc != RC_OK)
        return rc;
    buf_init(&body, call->arena, SHEET_BYTES_MAX);
    sheet_put(&body, &order);
    await.request.body = buf_str(&body);
    return buf_ok(&body) ? await_job_of(web, &first->jobs, &await) : fail_memory(call);
}

/* ---- read back, and done ---- */

static enum rc finished(struct web *web, void *data, struct job_news *news)
{
    (void)data;
    return first_finished(web, news, first_of(web)->folder, "/first/people");
}

static enum rc not_finished(struct web *web, void *data, enum rc rc)
{
    struct call *call = &web->call;
    struct str text = call->error.text.n != 0 ? str_dup(call->arena, call->error.text)
                                              : say(call, "%s", lang_text(call->lang, rc_text(rc)));

    (void)data;
    first_of(web)->busy = false;
    call_forgive(call);
    web_status(web, rc_http(rc));
    fault_add(call, STR("sheet1"), "%s", text.p == NULL ? "" : text.p);
    return sheets_page(web);
}

static enum rc finish(struct web *web)
{
    struct first *first = first_of(web);
    struct call *call = &web->call;
    const struct first_answers *answers = first->answers;
    struct await await = {.kind = found_job.name,
                          .request = {.fd = -1},
                          .timeout_ms = FOUNDER_WALL_S * 1000,
                          .done = finished,
                          .failed = not_finished};
    enum rc rc =
        founder_put_finish(call, str_bytes(answers->root, CRYPT_KEY), str_of(answers->login),
                           session_device(call, web->request->agent), &await.request.body);

    if (rc == RC_OK)
        rc = await_job_of(web, &first->jobs, &await);
    first->busy = rc == RC_OK;
    return rc;
}

static struct str sheet_word(struct web *web, int sheet)
{
    const struct first *first = first_of(web);
    struct buf line;

    buf_init(&line, web->call.arena, WORDS_TEXT_MAX);
    words_encode(first->program.words, first->answers->sheets.share[sheet][0], &line);
    return first_word(buf_str(&line), first->answers->ask_sheet[sheet]);
}

static enum rc sheets_post(struct web *web)
{
    const struct first *first = first_of(web);
    struct call *call = &web->call;

    if (first->busy)
        return fail(call, RC_BUSY, NULL,
                    "The folder is being made at this moment. Go on in a few seconds.");
    if (first_goes_back(web))
        return web_redirect(web, STR("/first/words"), NULL);
    if (!first->answers->made)
        return web_redirect(web, STR("/"), NULL);
    if (!str_is(web_text(web, "set"), first->answers->sheets.set))
        return fail(call, RC_CONFLICT, NULL,
                    "New sheets were made meanwhile: set %s. Print them, and destroy the others.",
                    first->answers->sheets.set);
    for (int i = 0; i < KEYRING_SHEETS; i++)
        if (!first_same_word(web, web_text(web, word_names[i]), sheet_word(web, i)))
            fault_add(call, str_of(word_names[i]),
                      "This is not word %u of sheet %d. Look at the printed sheet once more.",
                      first->answers->ask_sheet[i] + 1, i + 1);
    if (call_faults(call) == RC_OK)
        return finish(web);
    call->error.rc = RC_OK;
    web_status(web, rc_http(RC_INVALID));
    return sheets_page(web);
}

static const struct param sheets_params[] = {
    {"do", PARAM_CODE, 8, false, false, NULL},
    {"set", PARAM_CODE, SET_MAX, false, false, NULL},
    {"sheet1", PARAM_TEXT, 160, false, false, N_("The word")},
    {"sheet2", PARAM_TEXT, 160, false, false, N_("The word")},
    {"sheet3", PARAM_TEXT, 160, false, false, N_("The word")},
    {0},
};

const struct route first_sheet_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/first/sheets", NULL, sheets_page, NULL, 0,
     "asks for words of the printed sheets"},
    {METHOD_POST, MAY_SIGNED_IN, "/first/sheets", sheets_params, sheets_post, sheets_page, 16384,
     "from now on the folder counts"},
    {METHOD_GET, MAY_SIGNED_IN, "/first/sheets/print", NULL, print_page, NULL, 0,
     "gives the recovery sheets as a PDF"},
};
const size_t first_sheet_routes_n = sizeof first_sheet_routes / sizeof *first_sheet_routes;
