/* runner.c - see runner.h. */
#include "roles/runner.h"

#include "cli/say.h"
#include "process/spawn.h"
#include "process/wire.h"
#include "roles/turns.h"

enum { KEYS_MS = 10000, TOLD_US = 500000, SEND_MS = 0 };

/* ---- the clerk's side ---- */

static enum rc send_key(struct call *call, int channel, struct str root)
{
    struct buf body;

    buf_init(&body, call->arena, 64); /* the clerk's arena lies in locked memory */
    cbor_put_bytes(&body, root);
    if (!buf_ok(&body))
        return fail_memory(call);
    struct message message = {.type = RUN_KEYS, .body = buf_str(&body), .fd = -1};
    return channel_send(call, channel, &message, KEYS_MS);
}

static enum rc start(struct call *call, struct runner *runner, struct str root)
{
    const char *const args[] = {call->store->folder, NULL};
    int ends[2];
    enum rc rc = channel_pair(call, ends);

    if (rc != RC_OK)
        return rc;
    const struct spawn what = {.role = "runner", .args = args, .fds = {ends[1]}, .fd_count = 1};
    rc = spawn(call, &what, &runner->pid);
    channel_close(ends[1]);
    if (rc == RC_OK)
        runner->channel = ends[0];
    else
        channel_close(ends[0]);
    return rc == RC_OK ? send_key(call, runner->channel, root) : rc;
}

void runner_end(struct runner *runner)
{
    int status;

    if (runner->pid == 0)
        return;
    child_kill(runner->pid);
    (void)child_wait(runner->pid, &status);
    channel_close(runner->channel);
    *runner = (struct runner){.channel = -1};
}

static enum rc hear(struct call *call, const struct runner *runner)
{
    struct message message;

    while (channel_receive(call, runner->channel, 0, &message) == RC_OK) {
        struct cbor in = cbor_open(message.body);
        size_t n = cbor_array(&in);
        struct id job;
        bool named = id_of(cbor_bytes_n(&in, ID_SIZE), &job);
        int64_t done = cbor_int(&in), total = cbor_int(&in);
        message_drop(&message);
        if (message.type != RUN_MOVED || n != 3 || !named || !cbor_done(&in))
            continue;
        enum rc rc = work_moved(call, &job, done, total);
        if (rc != RC_OK)
            return rc;
    }
    call_forgive(call); /* nothing more to hear; its end is seen by child_reap() */
    return RC_OK;
}

/* A turn that is asked to end gets a moment to do so by itself. */
static enum rc stop(struct call *call, struct runner *runner)
{
    int64_t now_us = call->os->tick_us(call->os->data);
    struct id job;
    enum rc rc = work_to_stop(call, &job);

    if (rc == RC_NOT_FOUND) {
        runner->stop_us = 0;
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    if (runner->stop_us == 0)
        runner->stop_us = now_us;
    if (now_us - runner->stop_us < RUNNER_GRACE_MS * 1000LL)
        return RC_OK;
    runner_end(runner);
    return work_stopped(call);
}

static void reap(struct call *call, struct runner *runner)
{
    int status;

    if (runner->pid == 0 || !child_reap(runner->pid, &status))
        return;
    channel_close(runner->channel);
    *runner = (struct runner){.channel = -1};
    if (!child_was_well(status))
        runner->start_us = call->os->tick_us(call->os->data) + RUNNER_PAUSE_MS * 1000LL;
}

enum rc runner_poll(struct call *call, struct runner *runner, struct str root, bool *busy)
{
    enum rc rc = runner->pid == 0 ? RC_OK : hear(call, runner);
    bool any = false;

    reap(call, runner);
    if (rc == RC_OK && runner->pid != 0)
        rc = stop(call, runner);
    if (rc == RC_OK && runner->pid == 0)
        rc = work_any(call, &any);
    if (rc == RC_OK && any && runner->start_us <= call->os->tick_us(call->os->data))
        rc = start(call, runner, root);
    *busy = runner->pid != 0;
    return rc;
}

/* ---- the child ---- */

struct child {
    struct program program;
    struct opened opened;
    struct keyring *ring;
    const struct os *os;
    int channel;
    int64_t told_us;
};

static void told(void *data, const struct id *job, int64_t done, int64_t total)
{
    struct child *child = data;
    int64_t now_us = child->os->tick_us(child->os->data);
    struct arena arena;
    struct call call;
    struct buf body;

    if (now_us - child->told_us < TOLD_US)
        return;
    child->told_us = now_us;
    arena_init(&arena, &heap_libc, 64 << 10);
    call_init(&call, &arena, child->os);
    buf_init(&body, &arena, 128);
    cbor_put_array(&body, 3);
    cbor_put_bytes(&body, id_str(job));
    cbor_put_int(&body, done);
    cbor_put_int(&body, total);
    struct message message = {.type = RUN_MOVED, .body = buf_str(&body), .fd = -1};
    /* A clerk that has no time now misses this one, and gets the next. */
    if (channel_send(&call, child->channel, &message, SEND_MS) != RC_OK)
        call_forgive(&call);
    arena_fini(&arena);
}

static enum rc open_data(struct call *call, struct child *child, const char *folder,
                         struct str root)
{
    struct str bytes;
    enum rc rc = opened_root(call, &child->program, folder, root, false, &child->opened);

    if (rc == RC_OK)
        rc = keyring_read(call, folder, &bytes);
    return rc == RC_OK ? keyring_open_root(call, bytes, (const unsigned char *)root.p, &child->ring)
                       : rc;
}

static enum rc begin(struct call *call, struct child *child, const struct role_start *start)
{
    struct message message;
    enum rc rc = channel_receive(call, child->channel, KEYS_MS, &message);

    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(message.body);
    struct str root = cbor_bytes_n(&in, CRYPT_KEY);
    message_drop(&message);
    if (message.type != RUN_KEYS || !cbor_done(&in))
        return fail(call, RC_CORRUPT, "runner", "A message of the clerk was not understood.");
    return open_data(call, child, start->folder, root);
}

static enum rc work(struct call *call, struct child *child)
{
    const struct turns turns = {.opened = &child->opened,
                                .os = child->os,
                                .ring = child->ring,
                                .told = told,
                                .data = child};
    struct folder_lock lock;
    struct id job;
    bool any = true;

    opened_call(&child->opened, call);
    enum rc rc = work_lock(call, &lock);
    if (rc != RC_OK)
        return rc;
    while (rc == RC_OK && any)
        rc = turns_one(&turns, &job, &any);
    folder_lock_close(call, &lock);
    return rc;
}

static enum rc run(struct call *call, struct child *child, const struct role_start *start,
                   const struct area *const *areas, size_t n)
{
    enum rc rc = program_load(call, areas, n, &child->program);

    child->os = start->os;
    child->channel = start->channel;
    if (rc == RC_OK)
        rc = begin(call, child, start);
    if (rc == RC_OK)
        rc = work(call, child);
    keyring_close(child->ring);
    if (child->opened.store != NULL)
        opened_close(&child->opened);
    return rc;
}

int runner_run(const struct role_start *start, const struct area *const *areas, size_t n)
{
    struct child *child = calloc(1, sizeof *child);
    struct terminal terminal = terminal_real();
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_secret, 4 << 20);
    call_init(&call, &arena, start->os);
    enum rc rc = child == NULL ? fail_memory(&call) : run(&call, child, start, areas, n);
    if (rc != RC_OK && rc != RC_BUSY) /* busy: a command works through the jobs */
        say_error(&call, &terminal, false);
    if (child != NULL)
        arena_fini(&child->program.keep);
    free(child);
    arena_fini(&arena);
    return rc_exit(rc);
}
