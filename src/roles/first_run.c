/* first_run.c - see first.h: the command's side, which reads nothing that a browser says. */
#include "base/cbor.h"
#include "process/keeper.h"
#include "process/spawn.h"
#include "process/vault.h"
#include "process/wire.h"
#include "roles/first.h"
#include "store/folder.h"

enum { READY_MS = 20000 };

struct starting {
    int listener, ends[2];
    uint16_t port;
    pid_t child;
};

static enum rc start_child(struct call *call, const char *folder, struct starting *in)
{
    const char *const args[] = {folder, NULL};
    enum rc rc = channel_pair(call, in->ends);

    if (rc != RC_OK)
        return rc;
    const struct spawn what = {
        .role = "first", .args = args, .fds = {in->ends[1], in->listener}, .fd_count = 2};
    rc = spawn(call, &what, &in->child);
    channel_close(in->ends[1]);
    if (rc != RC_OK)
        channel_close(in->ends[0]);
    return rc;
}

static enum rc say_address(struct call *call, const struct starting *in,
                           void (*tell)(struct str sentence))
{
    struct message message;
    enum rc rc = channel_receive(call, in->ends[0], READY_MS, &message);

    if (rc != RC_OK)
        return rc;
    struct cbor body = cbor_open(message.body);
    struct str secret = cbor_text(&body);
    message_drop(&message);
    if (message.type != FIRST_READY || !cbor_done(&body))
        return fail(call, RC_CORRUPT, "first", NULL);
    tell(say(call, "This folder is new. Set it up in a browser of this computer, at this address, "
                   "which is for you alone:"));
    tell(str_format(call->arena, "http://127.0.0.1:%u/begin/%s", in->port,
                    str_z(call->arena, secret)));
    return RC_OK;
}

/* What the keeper takes: [key, holder]. */
static enum rc take_keys(struct call *call, struct str key, struct str holder,
                         struct first_result *out)
{
    struct buf item;

    buf_init(&item, call->arena, KEYS_MAX);
    cbor_put_array(&item, 2);
    cbor_put_bytes(&item, key);
    cbor_put_text(&item, holder);
    struct str bytes = buf_str(&item);
    out->locked = bytes.n == 0 ? NULL : crypt_secret_new(bytes.n);
    if (out->locked == NULL)
        return fail_memory(call);
    memcpy(out->locked, bytes.p, bytes.n);
    out->keys = str_bytes(out->locked, bytes.n);
    return RC_OK;
}

static enum rc take_done(struct call *outer, struct call *call, const struct starting *in,
                         struct first_result *out)
{
    struct message message;
    enum rc rc = channel_receive(call, in->ends[0], -1, &message);

    if (rc != RC_OK)
        return rc;
    struct cbor body = cbor_open(message.body);
    size_t n = cbor_array(&body);
    struct str folder = cbor_text(&body), key = cbor_bytes_n(&body, CRYPT_KEY);
    struct str holder = cbor_text(&body);
    message_drop(&message);
    if (message.type != FIRST_DONE || !cbor_done(&body) || n != 3)
        return fail(call, RC_CORRUPT, "first", NULL);
    folder = str_dup(outer->arena, folder);
    if (folder.p == NULL)
        return fail_memory(call);
    out->folder = folder.p;
    return take_keys(call, key, holder, out);
}

/* The key passes through locked memory alone. */
static enum rc wait_done(struct call *call, struct starting *in, struct first_result *out)
{
    struct call inner;
    struct arena secret;
    int status = 0;

    arena_init(&secret, &heap_secret, 1 << 20);
    call_init(&inner, &secret, call->os);
    enum rc rc = take_done(call, &inner, in, out);
    arena_fini(&secret);
    if (rc != RC_OK)
        child_kill(in->child);
    (void)child_wait(in->child, &status);
    if (rc == RC_NOT_FOUND)
        return fail(call, RC_IO, "first", "Setting up ended before it was done: %s.",
                    child_ended(call, status).p);
    return rc == RC_OK ? RC_OK : fail(call, rc, NULL, NULL);
}

static enum rc run(struct call *call, const char *folder, struct starting *in,
                   void (*tell)(struct str sentence), struct first_result *out)
{
    enum rc rc = start_child(call, folder, in);

    if (rc != RC_OK)
        return rc;
    rc = say_address(call, in, tell);
    if (rc != RC_OK)
        child_kill(in->child);
    if (rc == RC_OK)
        rc = wait_done(call, in, out);
    else
        (void)child_wait(in->child, &(int){0});
    channel_close(in->ends[0]);
    return rc;
}

enum rc first_serve(struct call *call, const char *folder, uint16_t port,
                    void (*tell)(struct str sentence), struct first_result *out)
{
    struct folder_lock lock = {.file = -1};
    struct starting in = {.listener = -1};
    enum rc rc = folder_make(call, folder);

    *out = (struct first_result){.folder = folder};
    if (rc == RC_OK)
        rc = folder_serve(call, folder, posix_pid(), &lock);
    if (rc == RC_OK)
        rc = found_settle(call, folder);
    if (rc == RC_OK)
        rc = keeper_listen(call, port, &in.listener, &in.port);
    if (rc == RC_OK)
        rc = run(call, folder, &in, tell, out);
    folder_lock_close(call, &lock);
    if (rc == RC_OK)
        out->listener = in.listener;
    else if (in.listener >= 0)
        channel_close(in.listener);
    return rc;
}

void first_result_end(struct first_result *result)
{
    crypt_secret_free(result->locked);
    result->locked = NULL;
}
