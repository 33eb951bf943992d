/* card.c - see card.h. */
#include "roles/card.h"

#include "base/lang.h"
#include "roles/pictures.h"

enum { DAY_MS = 86400000 };

static enum rc run_card(struct call *call, struct job_work *work)
{
    struct card_order order;
    struct paper_pdf pdf;
    enum rc rc = card_read(call, work->request, &order);

    if (rc == RC_OK)
        rc = card_pdf(call, &order, &pdf);
    return rc == RC_OK ? channel_file(call, pdf.bytes, &work->output) : rc;
}

const struct job_kind card_job = {
    .name = "card",
    .at_once = 1,
    .limits = {.memory_bytes = 256 << 20, .cpu_s = 20, .wall_s = 30, .output_bytes = CARD_PDF_MAX},
    .sandbox = {.threads = true, .read = paper_fonts},
    .run = run_card,
};

struct str near_url(struct call *call, const struct near_facts *facts, bool by_number)
{
    struct str name = by_number ? facts->address : facts->host;

    return name.n == 0
               ? STR("")
               : str_format(call->arena, "https://%.*s:%u/", (int)name.n, name.p, facts->port);
}

struct str near_trust_url(struct call *call, const struct near_facts *facts)
{
    struct str name = facts->address.n != 0 ? facts->address : facts->host;

    return str_format(call->arena, "http://%.*s:%u/trust", (int)name.n, name.p, facts->trust_port);
}

enum rc card_order_of(struct call *call, const struct near_facts *facts, struct card_order *out)
{
    unsigned numbers[NETWORK_PICTURES];
    struct card_order order = {
        .language = lang_code(call->lang),
        .first = near_trust_url(call, facts),
        .then = near_url(call, facts, false),
        .or_then = near_url(call, facts, true),
        .sha256 = network_print(call->arena, facts->root.sha256, CERTIFICATE_SHA256),
        .sha1 = network_print(call->arena, facts->root.sha1, CERTIFICATE_SHA1),
        .until = (day)(facts->root.until_ms / DAY_MS),
    };

    network_pictures(&facts->root, numbers);
    for (size_t i = 0; i < CARD_PICTURES; i++) {
        const struct picture *picture = &pictures[numbers[i]];
        order.pictures[i].icon = str_of(picture->icon);
        order.pictures[i].name = str_of(lang_text(call->lang, picture->name));
    }
    if (order.first.p == NULL || order.then.p == NULL || order.or_then.p == NULL ||
        order.sha256.n == 0 || order.sha1.n == 0)
        return fail_memory(call);
    *out = order;
    return RC_OK;
}

enum rc card_request(struct call *call, const struct near_facts *facts, struct job_request *out)
{
    struct card_order order;
    struct buf body;
    enum rc rc = card_order_of(call, facts, &order);

    if (rc != RC_OK)
        return rc;
    buf_init(&body, call->arena, CARD_BYTES_MAX);
    card_put(&body, &order);
    if (!buf_ok(&body))
        return fail_memory(call);
    *out = (struct job_request){.body = buf_str(&body), .fd = -1};
    return RC_OK;
}

enum rc card_result(struct call *call, struct job_news *news, struct str *pdf)
{
    if (news->fd < 0)
        return fail(call, RC_IO, "card", "The card could not be printed. Try again.");
    enum rc rc = channel_file_read(call, news->fd, CARD_PDF_MAX, pdf);
    channel_close(news->fd);
    return rc;
}
