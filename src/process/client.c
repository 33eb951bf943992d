/* client.c - see client.h. */
#include "process/client.h"

#include <unistd.h>

#include "base/lang.h"
#include "process/door.h"

enum { SEND_MS_MAX = 5000, SECRETS_MAX = 4096 };

enum rc client_open(struct call *call, const char *folder, struct client *out)
{
    int channel = door_connect(folder);

    if (channel < 0)
        return fail(call, RC_NOT_FOUND, folder, "No server of yours runs on %s.", folder);
    out->channel = channel;
    return RC_OK;
}

void client_close(struct client *client)
{
    if (client->channel >= 0)
        (void)close(client->channel);
    client->channel = -1;
}

/* Sends the question and gives the item that comes with the answer. */
static enum rc ask(struct call *call, const struct client *client, unsigned type, struct buf *body,
                   struct str *item)
{
    struct message message = {.type = type, .fd = -1};
    struct answer answer;

    if (body != NULL) {
        if (!buf_ok(body))
            return fail(call, RC_LIMIT, "server", "The password is too long.");
        message.body = buf_str(body);
    }
    enum rc rc = channel_send(call, client->channel, &message, SEND_MS_MAX);
    if (rc == RC_NOT_FOUND) /* refused at the door: the reason may still be there to read */
        call_forgive(call);
    else if (rc != RC_OK)
        return rc;
    rc = channel_receive(call, client->channel, CLIENT_WAIT_MS, &message);
    if (rc != RC_OK)
        return rc;
    message_drop(&message);
    struct cbor in = cbor_open(message.body);
    size_t n = cbor_array(&in);
    if (message.type != DOOR_ANSWER || n != 2 || !answer_get(&in, &answer))
        return fail(call, RC_CORRUPT, "server",
                    "The server's answer was not understood. Is it of another version?");
    *item = cbor_skip(&in);
    return answer_fail(call, &answer);
}

enum rc client_status(struct call *call, struct client *client, struct server_status *out)
{
    struct server_status status;
    struct str item = {0};
    enum rc rc = ask(call, client, DOOR_STATUS, NULL, &item);

    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(item);
    size_t n = cbor_array(&in);
    status.unlocked = cbor_bool(&in);
    status.stopping = cbor_bool(&in);
    status.port = (uint16_t)cbor_uint(&in);
    status.near_port = (uint16_t)cbor_uint(&in);
    status.trust_port = (uint16_t)cbor_uint(&in);
    status.pid = cbor_int(&in);
    status.workers = cbor_int(&in);
    status.jobs = cbor_int(&in);
    status.waiting = cbor_int(&in);
    status.landlock = cbor_int(&in);
    status.idle_lock_s = cbor_int(&in);
    status.light = cbor_int(&in);
    status.backup_ms = cbor_int(&in);
    if (n != 13 || !cbor_done(&in))
        return fail(call, RC_CORRUPT, "server",
                    "The server's answer was not understood. Is it of another version?");
    *out = status;
    return RC_OK;
}

enum rc client_lock(struct call *call, struct client *client)
{
    struct str item = {0};

    return ask(call, client, DOOR_LOCK, NULL, &item);
}

enum rc client_unlock(struct call *call, struct client *client, struct str passphrase)
{
    struct buf body;
    struct str item = {0};

    buf_init(&body, call->arena, SECRETS_MAX);
    cbor_put_array(&body, 2);
    cbor_put_text(&body, lang_code(call->lang));
    cbor_put_bytes(&body, passphrase);
    return ask(call, client, DOOR_UNLOCK, &body, &item);
}

enum rc client_keys(struct call *call, struct client *client, struct str user, struct str password,
                    struct str *key)
{
    struct buf body;
    struct str item = {0};

    buf_init(&body, call->arena, SECRETS_MAX);
    cbor_put_array(&body, 3);
    cbor_put_text(&body, lang_code(call->lang));
    cbor_put_text(&body, user);
    cbor_put_bytes(&body, password);
    enum rc rc = ask(call, client, DOOR_KEYS, &body, &item);
    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(item);
    size_t n = cbor_array(&in);
    struct str got = cbor_bytes(&in);
    (void)cbor_text(&in);
    if (n != 2 || !cbor_done(&in))
        return fail(call, RC_CORRUPT, "server",
                    "The server's answer was not understood. Is it of another version?");
    *key = got;
    return RC_OK;
}
