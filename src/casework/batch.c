/* batch.c - see batch.h. */
#include "casework/batch.h"

#include "base/cbor.h"
#include "casework/letter_print.h"
#include "casework/register.h"
#include "document/letter_pdf.h"
#include "query/query.h"

enum rc batch_find(struct call *call, struct str name, struct batch *out)
{
    struct query query = {.kind = app_kind(call, "letter"), .verb = MAY_SEE, .limit = BATCH_MAX};
    struct query_page found;

    query.filters[query.n++] = (struct query_filter){
        .field = field_find(query.kind, STR("batch")), .op = QUERY_IS, .value = v_text(name)};
    enum rc rc = query_list(call, &query, &found);
    if (rc == RC_OK && found.n == 0)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    out->n = 0;
    for (size_t i = 0; rc == RC_OK && i < found.n; i++) /* the newest come first */
        out->in[out->n++] = found.records[found.n - 1 - i];
    return rc;
}

/* One id for each letter, of the form's own: a double click changes nothing twice. */
static struct id change_of(struct id first, size_t i)
{
    first.b[0] = (unsigned char)(first.b[0] ^ (unsigned char)(i + 1));
    return first;
}

enum rc batch_check(struct call *call, const struct batch *batch, struct id change)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < batch->n && rc == RC_OK; i++) {
        struct letter_change which = {batch->in[i]->id, batch->in[i]->rev, change_of(change, i)};
        struct outcome outcome;
        if (record_value(batch->in[i], "checked_by").type == V_NULL)
            rc = letter_check(call, &which, &outcome);
    }
    return rc;
}

enum rc batch_register(struct call *call, const struct batch *batch, struct id change)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < batch->n && rc == RC_OK; i++) {
        struct register_order order = {
            .of = batch->in[i]->id, .rev = batch->in[i]->rev, .change = change_of(change, i)};
        struct outcome outcome;
        if (record_text(batch->in[i], "number").n == 0)
            rc = register_run_letter(call, &order, &outcome);
    }
    return rc;
}

/* ---- paper: the order is [form, [letter, ...]], what comes back [PDF, ...] */

static enum rc put_letters(struct call *call, const struct batch *batch, struct buf *out)
{
    enum rc rc = RC_OK;

    cbor_put_array(out, batch->n);
    for (size_t i = 0; i < batch->n && rc == RC_OK; i++) {
        struct letter_print print;
        struct buf one;
        buf_init(&one, call->arena, LETTER_BYTES_MAX + LETTER_LOGO_MAX);
        rc = letter_print_of(call, batch->in[i], &print);
        if (rc == RC_OK)
            letter_print_put(&one, &print);
        cbor_put_bytes(out, buf_str(&one));
    }
    return rc;
}

enum rc batch_order(struct call *call, const struct batch *batch, enum batch_form form,
                    struct job_request *out)
{
    struct buf bytes;
    int file;

    buf_init(&bytes, call->arena, BATCH_PDF_MAX);
    cbor_put_array(&bytes, 2);
    cbor_put_uint(&bytes, (uint64_t)form);
    enum rc rc = put_letters(call, batch, &bytes);
    if (rc == RC_OK && !buf_ok(&bytes))
        rc = fail(call, RC_LIMIT, "letters", "These letters are too long to be printed at once.");
    if (rc == RC_OK)
        rc = channel_file(call, buf_str(&bytes), &file);
    if (rc == RC_OK)
        *out = (struct job_request){.fd = file};
    return rc;
}

static enum rc draw_each(struct call *call, const struct letter_print *prints, size_t n,
                         struct buf *out)
{
    enum rc rc = RC_OK;

    cbor_put_array(out, n);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct paper_pdf pdf;
        rc = letter_pdf(call, &prints[i], &pdf);
        if (rc == RC_OK)
            cbor_put_bytes(out, pdf.bytes);
    }
    return rc;
}

static enum rc draw_one(struct call *call, const struct letter_print *prints, size_t n,
                        struct buf *out)
{
    struct paper_pdf pdf;
    enum rc rc = letter_pdf_all(call, prints, n, &pdf);

    cbor_put_array(out, 1);
    if (rc == RC_OK)
        cbor_put_bytes(out, pdf.bytes);
    return rc;
}

static enum rc read_letters(struct call *call, struct cbor *in, struct letter_print **prints,
                            size_t *n)
{
    enum rc rc = RC_OK;

    *n = cbor_array(in);
    *prints = arena_array(call->arena, *n + 1, sizeof **prints);
    if (*prints == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < *n && rc == RC_OK; i++)
        rc = letter_print_read(call, cbor_bytes(in), &(*prints)[i]);
    return rc;
}

static enum rc run_letters(struct call *call, struct job_work *work)
{
    struct letter_print *prints;
    struct str order;
    struct buf out;
    size_t n;

    if (work->input < 0)
        return fail(call, RC_INVALID, "job", "Letters to be printed come in a file.");
    enum rc rc = channel_file_read(call, work->input, BATCH_PDF_MAX, &order);
    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(order);
    bool pair = cbor_array(&in) == 2;
    uint64_t form = cbor_uint(&in);
    rc = pair ? read_letters(call, &in, &prints, &n) : RC_OK;
    if (rc == RC_OK && (!pair || !cbor_done(&in) || n == 0 || n > BATCH_MAX || form > BATCH_ONE))
        return fail(call, RC_INVALID, "job", "The order to print is not understood.");
    if (rc != RC_OK)
        return rc;
    buf_init(&out, call->arena, BATCH_PDF_MAX);
    rc = form == BATCH_ONE ? draw_one(call, prints, n, &out) : draw_each(call, prints, n, &out);
    if (rc == RC_OK && !buf_ok(&out))
        rc = fail(call, RC_LIMIT, "letters", "These letters are too long to be printed at once.");
    return rc == RC_OK ? channel_file(call, buf_str(&out), &work->output) : rc;
}

const struct job_kind batch_job = {
    .name = BATCH_JOB,
    .at_once = 1,
    .limits = {.memory_bytes = 768 << 20,
               .cpu_s = 60,
               .wall_s = 120,
               .output_bytes = BATCH_PDF_MAX + 4096},
    .sandbox = {.threads = true, .read = paper_fonts},
    .run = run_letters,
};

static enum rc read_back(struct call *call, struct job_news *news, struct cbor *out)
{
    struct message message = {.fd = news->fd};
    struct str bytes;

    if (news->fd < 0)
        return fail(call, RC_IO, "letters", "The letters could not be printed. Try again.");
    enum rc rc = channel_file_read(call, news->fd, BATCH_PDF_MAX, &bytes);
    message_drop(&message);
    news->fd = -1;
    if (rc == RC_OK)
        *out = cbor_open(bytes);
    return rc;
}

enum rc batch_keep(struct call *call, const struct batch *batch, struct job_news *news,
                   struct id change)
{
    struct cbor in;
    enum rc rc = read_back(call, news, &in);

    if (rc == RC_OK && cbor_array(&in) != batch->n)
        return fail(call, RC_IO, "letters", "The letters could not be printed. Try again.");
    for (size_t i = 0; i < batch->n && rc == RC_OK; i++) {
        struct id one = change_of(change, i);
        struct outcome outcome;
        rc = letter_print_keep(call, batch->in[i], cbor_bytes(&in), &one, &outcome);
    }
    return rc;
}

enum rc batch_sheet(struct call *call, struct job_news *news, struct str *pdf)
{
    struct cbor in;
    enum rc rc = read_back(call, news, &in);

    if (rc == RC_OK && cbor_array(&in) != 1)
        return fail(call, RC_IO, "letters", "The letters could not be printed. Try again.");
    if (rc == RC_OK)
        *pdf = cbor_bytes(&in);
    return rc;
}
