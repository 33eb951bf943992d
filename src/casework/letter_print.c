/* letter_print.c - see letter_print.h. */
#include "casework/letter_print.h"

#include "base/cbor.h"
#include "document/docx_write.h"
#include "document/letter_pdf.h"
#include "document/odt_write.h"
#include "model/actor.h"
#include "model/field.h"
#include "store/blob.h"

enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_SIZE, FILE_ADDED, FILE_PARTS };

static void close_file(int *fd)
{
    struct message message = {.fd = *fd};

    message_drop(&message);
    *fd = -1;
}

/* ---- the order ---- */

/* The organisation's address, a line each, then how to reach it. */
static void put_head(struct call *call, const struct record *organisation, struct letter_head *head)
{
    struct str *lines = arena_array(call->arena, LETTER_HEAD_LINES_MAX, sizeof *lines);
    struct str address = record_text(organisation, "address");
    const struct str reach[] = {record_text(organisation, "phone"),
                                record_text(organisation, "e_mail")};

    head->name = record_text(organisation, "name");
    if (lines == NULL)
        return;
    while (address.n != 0 && head->n + 2 < LETTER_HEAD_LINES_MAX) {
        struct str line = str_trim(str_split(&address, '\n'));
        if (line.n != 0)
            lines[head->n++] = line;
    }
    for (size_t i = 0; i < sizeof reach / sizeof *reach; i++)
        if (reach[i].n != 0)
            lines[head->n++] = reach[i];
    head->lines = lines;
}

/* The first PNG among its files; others cannot stand on paper. */
static enum rc put_logo(struct call *call, const struct record *organisation, struct str *out)
{
    struct value files = record_value(organisation, "logo");
    struct blob blob = {.sealed = {.size = 0}};

    for (size_t i = 0; files.type == V_LIST && i < files.list.n; i++) {
        const struct value *row = files.list.items[i].list.items;
        if (!str_is(row[FILE_TYPE].s, "image/png") || row[FILE_SIZE].i > LETTER_LOGO_MAX)
            continue;
        memcpy(blob.id, row[FILE_BLOB].s.p, sizeof blob.id);
        memcpy(blob.sealed.key, row[FILE_KEY].s.p, sizeof blob.sealed.key);
        return blob_get(call, call->store->folder, &blob, LETTER_LOGO_MAX, out);
    }
    return RC_OK;
}

enum rc letter_print_head(struct call *call, struct letter_head *out)
{
    const struct kind *kind = app_kind(call, "organisation");
    struct record *organisation;
    enum rc rc =
        table_load_rid(call, call->store->db, app_table(call->app, kind), 1, &organisation);

    *out = (struct letter_head){.n = 0};
    if (rc != RC_OK)
        return rc;
    put_head(call, organisation, out);
    return put_logo(call, organisation, &out->logo);
}

enum rc letter_print_of(struct call *call, const struct record *letter, struct letter_print *out)
{
    *out = (struct letter_print){.two_copies = true, .stamp_box = true, .made_ms = call->now_ms};
    enum rc rc = letter_read(call, letter, &out->doc);

    return rc == RC_OK ? letter_print_head(call, &out->head) : rc;
}

const struct letter_form_name letter_forms[LETTER_FORMS] = {
    [LETTER_PDF] = {"pdf", "application/pdf"},
    [LETTER_DOCX] = {"docx",
                     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    [LETTER_ODT] = {"odt", "application/vnd.oasis.opendocument.text"},
};

enum rc letter_print_send(struct call *call, const struct letter_print *print,
                          enum letter_form form, struct job_request *out)
{
    struct buf bytes, body;
    int file;

    buf_init(&bytes, call->arena, LETTER_BYTES_MAX + LETTER_LOGO_MAX);
    buf_init(&body, call->arena, 16);
    letter_print_put(&bytes, print);
    cbor_put_uint(&body, (uint64_t)form);
    if (!buf_ok(&bytes))
        return fail(call, RC_LIMIT, "letter", "The letter is longer than %d bytes. Shorten it.",
                    LETTER_BYTES_MAX);
    enum rc rc = channel_file(call, buf_str(&bytes), &file);
    if (rc == RC_OK)
        *out = (struct job_request){.body = buf_str(&body), .fd = file};
    return rc;
}

enum rc letter_print_wish(struct call *call, const struct record *letter,
                          const struct letter_wish *wish, struct job_request *out)
{
    struct letter_print print;
    enum rc rc = letter_print_of(call, letter, &print);

    print.two_copies = !wish->one_copy;
    return rc == RC_OK ? letter_print_send(call, &print, wish->form, out) : rc;
}

enum rc letter_print_order(struct call *call, const struct record *letter, struct job_request *out)
{
    return letter_print_wish(call, letter, &(struct letter_wish){.form = LETTER_PDF}, out);
}

/* ---- the job ---- */

static enum rc put_pdf(struct call *call, const struct paper_pdf *pdf, struct job_work *work)
{
    struct buf item;

    buf_init(&item, call->arena, 1024);
    cbor_put_array(&item, 2);
    cbor_put_uint(&item, pdf->pages);
    cbor_put_array(&item, pdf->missing_n);
    for (size_t i = 0; i < pdf->missing_n; i++)
        cbor_put_uint(&item, pdf->missing[i]);
    work->result = buf_str(&item);
    return buf_ok(&item) ? channel_file(call, pdf->bytes, &work->output) : fail_memory(call);
}

static enum rc put_office(struct call *call, const struct letter_print *print,
                          enum letter_form form, struct job_work *work)
{
    struct paper_pdf file = {.pages = 0};
    enum rc rc = form == LETTER_DOCX ? docx_write(call, print, &file.bytes)
                                     : odt_write(call, print, &file.bytes);

    return rc == RC_OK ? put_pdf(call, &file, work) : rc;
}

static enum rc run_print(struct call *call, struct job_work *work)
{
    struct cbor in = cbor_open(work->request);
    uint64_t form = cbor_null(&in) ? LETTER_PDF : cbor_uint(&in);
    struct letter_print print;
    struct paper_pdf pdf;
    struct str order;

    if (work->input < 0 || form >= LETTER_FORMS || !cbor_done(&in))
        return fail(call, RC_INVALID, "job", "A letter to be printed comes in a file.");
    enum rc rc = channel_file_read(call, work->input, LETTER_BYTES_MAX + LETTER_LOGO_MAX, &order);
    if (rc == RC_OK)
        rc = letter_print_read(call, order, &print);
    if (rc == RC_OK && form != LETTER_PDF)
        return put_office(call, &print, (enum letter_form)form, work);
    if (rc == RC_OK)
        rc = letter_pdf(call, &print, &pdf);
    return rc == RC_OK ? put_pdf(call, &pdf, work) : rc;
}

/* Measured: two pages need less than 48 MB, threads and fonts included; 200 pages 40 MB more, and a
 * PDF of the largest size twice its own. */
const struct job_kind letter_job = {
    .name = LETTER_JOB,
    .at_once = 2,
    .limits = {.memory_bytes = 256 << 20,
               .cpu_s = 20,
               .wall_s = 30,
               .output_bytes = LETTER_PDF_MAX + 4096},
    .sandbox = {.threads = true, .read = paper_fonts},
    .run = run_print,
};

enum rc letter_print_result(struct call *call, struct job_news *news, struct letter_pdf_result *out)
{
    struct cbor in = cbor_open(news->body);
    struct letter_pdf_result result = {.pages = 0};
    bool pair = cbor_array(&in) == 2;

    result.pages = (size_t)cbor_uint(&in);
    size_t n = cbor_array(&in);
    for (size_t i = 0; i < n && i < LETTER_SIGNS_MAX; i++)
        result.missing[result.missing_n++] = (uint32_t)cbor_uint(&in);
    if (!pair || !cbor_done(&in) || news->fd < 0)
        return fail(call, RC_IO, "letter", "The letter could not be printed. Try again.");
    enum rc rc = channel_file_read(call, news->fd, LETTER_PDF_MAX, &result.bytes);
    close_file(&news->fd);
    if (rc == RC_OK)
        *out = result;
    return rc;
}

/* ---- letter.print: [letter, rev, row of the field files] ---- */

static bool is_row(struct value row)
{
    return row.type == V_LIST && row.list.n == FILE_PARTS;
}

static enum rc apply_print(struct call *call, struct change *change, struct value args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("letter"));
    struct record *letter;
    struct id id;

    if (args.type != V_LIST || args.list.n != 3 || args.list.items[0].type != V_BYTES ||
        !id_of(args.list.items[0].s, &id) || args.list.items[1].type != V_INT ||
        !is_row(args.list.items[2]))
        return fail(call, RC_INVALID, "arguments", "The letter's order is not understood.");
    enum rc rc = change_open(call, change, kind, &id, args.list.items[1].i, &letter);
    if (rc != RC_OK)
        return rc;
    struct value files = record_value(letter, "files");
    size_t n = files.type == V_LIST ? files.list.n : 0;
    struct value *rows = arena_array(call->arena, n + 1, sizeof *rows);
    if (rows == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        rows[i] = files.list.items[i];
    rows[n] = args.list.items[2];
    record_set(letter, "files", v_list(rows, n + 1));
    if (str_is(letter->state, "draft")) /* what is registered or sent stays so, printed again */
        letter->state = STR("printed");
    return RC_OK;
}

const struct operation letter_print_operation = {"letter.print", 1,     "printed",   false,
                                                 false,          false, apply_print, NULL};

/* The revision that was printed is the one that must still be there: no edit in between is lost,
 * and none is said to have been printed. */
enum rc letter_print_keep(struct call *call, const struct record *letter, struct str pdf,
                          const struct id *change, struct outcome *out)
{
    struct str name = str_format(call->arena, "%.*s.pdf", (int)letter->code.n, letter->code.p);
    struct blob blob;
    enum rc rc = blob_put(call, call->store->folder, pdf, &blob);

    if (rc != RC_OK)
        return rc;
    const struct value row[FILE_PARTS] = {
        [FILE_BLOB] = v_bytes(str_bytes(blob.id, sizeof blob.id)),
        [FILE_KEY] = v_bytes(str_bytes(blob.sealed.key, sizeof blob.sealed.key)),
        [FILE_HASH] = v_bytes(str_bytes(blob.sealed.hash, sizeof blob.sealed.hash)),
        [FILE_NAME] = v_text(name),
        [FILE_TYPE] = v_text(STR("application/pdf")),
        [FILE_SIZE] = v_int(blob.sealed.plain_size),
        [FILE_ADDED] = v_int(call->now_ms),
    };
    const struct value args[] = {id_value(&letter->id), v_int(letter->rev),
                                 v_list(row, FILE_PARTS)};
    struct operation_request request = {
        .operation = "letter.print", .change = *change, .args = v_list(args, 3)};
    return operation_run(call, &request, out);
}

/* ---- the whole ---- */

enum rc letter_print_as(struct call *call, const struct job_source *jobs,
                        const struct record *letter, const struct letter_wish *wish,
                        struct letter_pdf_result *out)
{
    struct job_request request;
    struct job_news news;
    struct job job;
    enum rc rc = letter_print_wish(call, letter, wish, &request);

    if (rc != RC_OK)
        return rc;
    rc = job_start(call, jobs, LETTER_JOB, request, &job);
    close_file(&request.fd);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, &news);
    if (rc == RC_OK)
        rc = letter_print_result(call, &news, out);
    job_close(&job);
    return rc;
}

enum rc letter_print(struct call *call, const struct job_source *jobs, const struct record *letter,
                     struct letter_pdf_result *out)
{
    struct id change = id_new(call);
    struct outcome outcome;
    enum rc rc = letter_print_as(call, jobs, letter, &(struct letter_wish){LETTER_PDF, false}, out);

    return rc == RC_OK ? letter_print_keep(call, letter, out->bytes, &change, &outcome) : rc;
}

enum rc letter_printed(struct call *call, const struct record *letter, struct str *name,
                       struct str *pdf)
{
    struct value files = record_value(letter, "files");
    struct blob blob = {.sealed = {.size = 0}};

    if (files.type != V_LIST || files.list.n == 0)
        return fail(call, RC_NOT_FOUND, "letter", "This letter has not been printed yet.");
    const struct value *row = files.list.items[files.list.n - 1].list.items;
    memcpy(blob.id, row[FILE_BLOB].s.p, sizeof blob.id);
    memcpy(blob.sealed.key, row[FILE_KEY].s.p, sizeof blob.sealed.key);
    *name = row[FILE_NAME].s;
    return blob_get(call, call->store->folder, &blob, LETTER_PDF_MAX, pdf);
}
