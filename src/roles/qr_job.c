/* qr_job.c - see qr_job.h. */
#include "roles/qr_job.h"

#include "base/cbor.h"
#include "roles/await.h"

enum { QR_MS = 10000, SIDE_MAX = 177 };

static enum rc run(struct call *call, struct job_work *work)
{
    struct cbor in = cbor_open(work->request);
    struct str text = cbor_bytes(&in);
    struct buf out;
    struct qr qr;

    if (!cbor_done(&in))
        return fail(call, RC_INVALID, "job",
                    "A job was asked for something that it does not know.");
    enum rc rc = qr_make(call, text, &qr);
    if (rc != RC_OK)
        return rc;
    buf_init(&out, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&out, 2);
    cbor_put_uint(&out, qr.width);
    cbor_put_bytes(&out, str_bytes(qr.dark, qr.width * qr.width));
    work->result = buf_str(&out);
    return buf_ok(&out) ? RC_OK : fail_memory(call);
}

const struct job_kind qr_job = {
    .name = "qr",
    .at_once = 2,
    .limits = {.memory_bytes = 64 << 20, .cpu_s = 5, .wall_s = 10},
    .sandbox = {.computes_only = true},
    .run = run,
};

struct asking {
    enum rc (*then)(struct web *web, void *data, const struct qr *qr);
    void *data;
};

static enum rc made(struct web *web, void *data, struct job_news *news)
{
    struct asking *asking = data;
    struct cbor in = cbor_open(news->body);
    bool pair = cbor_array(&in) == 2;
    uint64_t width = cbor_uint(&in);
    struct str dark = cbor_bytes(&in);

    if (!cbor_done(&in) || !pair || width > SIDE_MAX || dark.n != width * width)
        return fail(&web->call, RC_CORRUPT, "qr", "A job gave a code that is none.");
    struct qr qr = {(size_t)width, (const unsigned char *)dark.p};
    return asking->then(web, asking->data, &qr);
}

enum rc qr_ask(struct web *web, struct str text,
               enum rc (*then)(struct web *web, void *data, const struct qr *qr), void *data)
{
    struct asking *asking = arena_alloc(web->call.arena, sizeof *asking);
    struct await await = {.kind = qr_job.name,
                          .request = {.fd = -1},
                          .timeout_ms = QR_MS,
                          .done = made,
                          .data = asking};
    struct buf out;

    if (asking == NULL)
        return fail_memory(&web->call);
    *asking = (struct asking){then, data};
    buf_init(&out, web->call.arena, QR_TEXT_MAX + 16);
    cbor_put_bytes(&out, text);
    if (!buf_ok(&out))
        return fail_memory(&web->call);
    await.request.body = buf_str(&out);
    return await_job(web, &await);
}

static void put_rows(struct html *h, const struct qr *qr)
{
    for (size_t y = 0; y < qr->width; y++)
        for (size_t x = 0; x < qr->width; x++) {
            size_t from = x;
            while (x < qr->width && qr->dark[y * qr->width + x] != 0)
                x++;
            if (x != from)
                buf_format(&h->buf, "M%zu %zuh%zuv1h-%zuz", from + QR_QUIET, y + QR_QUIET, x - from,
                           x - from);
        }
}

void qr_show(struct html *h, const struct qr *qr, struct str label)
{
    size_t side = qr->width + (size_t)2 * QR_QUIET;

    html_raw(h, "<svg class=\"qr\" role=\"img\"");
    html_attr(h, "aria-label", label);
    buf_format(&h->buf, " viewBox=\"0 0 %zu %zu\" width=\"240\" height=\"240\">", side, side);
    buf_format(&h->buf, "<path fill=\"#fff\" d=\"M0 0h%zuv%zuh-%zuz\"/><path fill=\"#000\" d=\"",
               side, side, side);
    put_rows(h, qr);
    html_raw(h, "\"/></svg>");
}
