/* sheets.c - see sheets.h. */
#include "roles/sheets.h"

#include "base/file.h"
#include "base/lang.h"
#include "roles/open.h"

/* ---- in the job ---- */

static enum rc run_sheets(struct call *call, struct job_work *work)
{
    struct sheet_order order;
    struct paper_pdf pdf;
    enum rc rc = sheet_read(call, work->request, &order);

    if (rc == RC_OK)
        rc = sheet_pdf(call, &order, &pdf);
    return rc == RC_OK ? channel_file(call, pdf.bytes, &work->output) : rc;
}

const struct job_kind sheets_job = {
    .name = "sheets",
    .at_once = 1,
    .limits = {.memory_bytes = 256 << 20,
               .cpu_s = 20,
               .wall_s = 30,
               .output_bytes = SHEETS_PDF_MAX},
    .sandbox = {.threads = true, .read = paper_fonts},
    .run = run_sheets,
};

/* ---- the order ---- */

/* The words of one share, and the code that a camera reads: set, number, all words. */
static enum rc fill_sheet(struct call *call, const struct word_list *words,
                          const struct keyring_sheets *sheets, int n, struct sheet *out)
{
    struct buf code;

    buf_init(&code, call->arena, WORDS_TEXT_MAX);
    buf_format(&code, "khetane %s %d", sheets->set, n + 1);
    for (int share = 0; share < KEYRING_SHEETS - 1; share++) {
        struct buf line;
        buf_init(&line, call->arena, WORDS_TEXT_MAX);
        words_encode(words, sheets->share[n][share], &line);
        struct str rest = buf_str(&line);
        for (int i = 0; i < SHEET_WORDS; i++) {
            out->words[share][i] = str_split(&rest, ' ');
            buf_char(&code, ' ');
            buf_add(&code, str_cut(out->words[share][i], 0, 4)); /* four letters tell a word */
        }
    }
    out->code = buf_str(&code);
    return out->code.p == NULL ? fail_memory(call) : RC_OK;
}

enum rc sheets_order(struct call *call, const struct word_list *words,
                     const struct keyring_sheets *sheets, struct sheet_order *out)
{
    enum rc rc = RC_OK;

    out->language = lang_code(call->lang);
    out->set = str_of(sheets->set);
    out->made = call->today;
    for (int i = 0; i < KEYRING_SHEETS && rc == RC_OK; i++)
        rc = fill_sheet(call, words, sheets, i, &out->sheets[i]);
    return rc;
}

static enum rc draw(struct call *call, const struct command_args *args,
                    const struct sheet_order *order, struct str *pdf)
{
    struct command_data *data = args->cli->data;
    struct job_source jobs = {program_job_table(&data->program), ".", -1};
    struct job_news news;
    struct job job;
    struct buf body;

    buf_init(&body, call->arena, SHEET_BYTES_MAX);
    sheet_put(&body, order);
    if (!buf_ok(&body))
        return fail_memory(call);
    enum rc rc = job_start(call, &jobs, sheets_job.name,
                           (struct job_request){.body = buf_str(&body), .fd = -1}, &job);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, &news);
    if (rc == RC_OK && news.fd < 0)
        rc = fail(call, RC_IO, "sheets", "The sheets could not be printed. Try again.");
    if (rc == RC_OK) {
        rc = channel_file_read(call, news.fd, SHEETS_PDF_MAX, pdf);
        channel_close(news.fd);
    }
    job_close(&job);
    return rc;
}

static enum rc write_file(struct call *call, const char *path, struct str bytes)
{
    const struct os *os = call->os;
    int file = os->open(os->data, path, OS_WRITE | OS_CREATE | OS_NEW);

    if (file < 0)
        return file_fail(call, file, "write", path);
    int error = os->write(os->data, file, bytes.p, bytes.n, 0);
    if (error == OS_OK)
        error = os->sync(os->data, file);
    (void)os->close(os->data, file);
    if (error == OS_OK)
        return RC_OK;
    (void)os->remove(os->data, path);
    return file_fail(call, error, "write", path);
}

enum rc sheets_print(struct call *call, const struct command_args *args, struct str organisation,
                     const struct keyring_sheets *sheets, const char *path)
{
    const struct word_list *words = ((struct command_data *)args->cli->data)->program.words;
    struct sheet_order order = {.organisation = organisation};
    struct arena *outer = call->arena, secret;
    struct str pdf;

    arena_init(&secret, &heap_secret, 16 << 20);
    call->arena = &secret;
    enum rc rc = sheets_order(call, words, sheets, &order);
    if (rc == RC_OK)
        rc = draw(call, args, &order, &pdf);
    if (rc == RC_OK)
        rc = write_file(call, path, pdf);
    call->arena = outer;
    if (rc != RC_OK)
        call->error.text = str_dup(outer, call->error.text);
    arena_fini(&secret);
    return rc;
}
