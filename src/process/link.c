/* link.c - see link.h. */
#include "process/link.h"

#include <signal.h>

#include "base/lang.h"

enum { SEND_MS_MAX = 1000 }; /* the keeper waits for nobody and so answers at once */

void link_open(struct link *link, int channel)
{
    *link = (struct link){.channel = channel};
    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
}

static bool read_body(const struct message *message, struct link_news *news)
{
    struct cbor in = cbor_open(message->body);
    int64_t grace_ms;

    switch (message->type) {
    case LINK_LOCKED: news->heard = LINK_HEARD_LOCKED; return cbor_null(&in);
    case LINK_KEYS:
        news->heard = LINK_HEARD_KEYS;
        if (cbor_array(&in) != 2)
            return false;
        news->key = cbor_bytes(&in);
        news->holder = cbor_text(&in);
        return cbor_done(&in);
    case LINK_STOP:
        news->heard = LINK_HEARD_STOP;
        grace_ms = cbor_int(&in);
        news->grace_ms = (int)grace_ms;
        return cbor_done(&in) && grace_ms >= 0 && grace_ms == news->grace_ms;
    case LINK_UNLOCKED:
        news->heard = LINK_HEARD_UNLOCKED;
        if (cbor_array(&in) != 2)
            return false;
        news->ticket = cbor_uint(&in);
        return answer_get(&in, &news->answer) && cbor_done(&in);
    case LINK_CHECK:
        news->heard = LINK_HEARD_CHECK;
        if (cbor_array(&in) != 4)
            return false;
        news->ticket = cbor_uint(&in);
        news->lang = cbor_text(&in);
        news->user = cbor_text(&in);
        news->password = cbor_bytes(&in);
        return cbor_done(&in);
    default: return false;
    }
}

enum rc link_next(struct call *call, struct link *link, int wait_ms, struct link_news *out)
{
    struct link_news news = {0};
    struct message message;
    enum rc rc = channel_receive(call, link->channel, wait_ms, &message);

    if (rc == RC_NOT_FOUND)
        news.heard = LINK_HEARD_STOP;
    if (rc == RC_NOT_FOUND || rc == RC_BUSY) {
        call_forgive(call);
        *out = news;
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    message_drop(&message);
    if (!read_body(&message, &news))
        return fail(call, RC_CORRUPT, "link", "A message of the keeper was not understood.");
    *out = news;
    return RC_OK;
}

static enum rc send_body(struct call *call, const struct link *link, unsigned type,
                         struct buf *body)
{
    if (body != NULL && !buf_ok(body))
        return fail_memory(call);
    struct message message = {
        .type = type, .body = body == NULL ? STR("") : buf_str(body), .fd = -1};
    return channel_send(call, link->channel, &message, SEND_MS_MAX);
}

enum rc link_unlock(struct call *call, struct link *link, struct str passphrase, uint64_t *ticket)
{
    struct buf body;

    if (passphrase.n > LINK_SECRET_MAX)
        return fail(call, RC_LIMIT, "passphrase", "A passphrase has at most %d bytes.",
                    LINK_SECRET_MAX);
    buf_init(&body, call->arena, LINK_SECRET_MAX + 100);
    cbor_put_array(&body, 3);
    cbor_put_uint(&body, link->tickets + 1);
    cbor_put_text(&body, lang_code(call->lang));
    cbor_put_bytes(&body, passphrase);
    enum rc rc = send_body(call, link, LINK_UNLOCK, &body);
    if (rc == RC_OK)
        *ticket = ++link->tickets;
    return rc;
}

enum rc link_lock(struct call *call, struct link *link)
{
    return send_body(call, link, LINK_LOCK, NULL);
}

enum rc link_active(struct call *call, struct link *link)
{
    return send_body(call, link, LINK_ACTIVE, NULL);
}

enum rc link_checked(struct call *call, struct link *link, uint64_t ticket,
                     const struct answer *answer)
{
    struct buf body;

    buf_init(&body, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&body, 2);
    cbor_put_uint(&body, ticket);
    answer_put(&body, answer);
    return send_body(call, link, LINK_CHECKED, &body);
}

enum rc link_light(struct call *call, struct link *link, int light, int64_t backup_ms)
{
    struct buf body;

    buf_init(&body, call->arena, 32);
    cbor_put_array(&body, 2);
    cbor_put_int(&body, light);
    cbor_put_int(&body, backup_ms);
    return send_body(call, link, LINK_LIGHT, &body);
}

struct job_source link_jobs(const struct link *link, struct job_table table, const char *folder)
{
    return (struct job_source){.table = table, .folder = folder, .keeper = link->channel};
}
