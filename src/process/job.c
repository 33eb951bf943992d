/* job.c - see job.h. */
#include "process/job.h"

#include <assert.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lang.h"
#include "process/spawn.h"
#include "process/wire.h"

enum {
    ASK_MS_MAX = 10000,  /* a child waits so long for its request */
    SEND_MS_MAX = 10000, /* an asker that takes nothing for so long is given up */
};

const struct job_kind *job_kind_find(struct job_table table, struct str name)
{
    for (size_t i = 0; i < table.n; i++)
        if (str_is(name, table.kinds[i]->name))
            return table.kinds[i];
    return NULL;
}

/* The child's side. */

enum rc job_progress(struct call *call, const struct job_work *work, int64_t done, int64_t total)
{
    struct buf body;

    buf_init(&body, call->arena, 64);
    cbor_put_array(&body, 2);
    cbor_put_int(&body, done);
    cbor_put_int(&body, total);
    if (!buf_ok(&body))
        return fail_memory(call);
    struct message message = {.type = JOB_PROGRESS, .body = buf_str(&body), .fd = -1};
    return channel_send(call, work->channel, &message, SEND_MS_MAX);
}

enum rc job_part(struct call *call, const struct job_work *work, struct str item, int fd)
{
    struct message message = {.type = JOB_PART, .body = item, .fd = fd};

    return channel_send(call, work->channel, &message, SEND_MS_MAX);
}

static enum rc fail_protocol(struct call *call)
{
    return fail(call, RC_CORRUPT, "job", "A job and its asker did not understand each other.");
}

static enum rc take_request(struct call *call, const struct job_start_up *start,
                            struct job_work *work)
{
    struct message message;
    enum rc rc = channel_receive(call, work->channel, ASK_MS_MAX, &message);

    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(message.body);
    size_t n = cbor_array(&in);
    struct str lang = cbor_text(&in);
    call->practice = cbor_bool(&in);
    work->request = cbor_skip(&in);
    work->input = message.fd;
    if (message.type != JOB_ASK || n != 3 || !cbor_done(&in))
        return fail_protocol(call);
    if (start->lang != NULL)
        call->lang = start->lang(call, lang);
    return RC_OK;
}

static enum rc do_work(struct call *call, const struct job_start_up *start,
                       const struct job_kind *kind, struct job_work *work)
{
    bool free = kind->role != NULL;
    enum rc rc = free ? RC_OK : sandbox_limit(call, &kind->limits);

    if (rc == RC_OK && !free)
        rc = sandbox_enter(call, &kind->sandbox, start->folder);
    if (rc == RC_OK)
        rc = take_request(call, start, work);
    if (rc == RC_OK)
        rc = kind->run(call, work);
    return rc;
}

static enum rc tell_failure(struct call *call, int channel, enum rc failed)
{
    enum { ROOM = 2 * ANSWER_TEXT_MAX + 64 };
    struct answer answer = answer_of(call, failed);
    struct arena small;
    struct call telling;
    struct buf body;

    /* The job's own arena may be what is full. */
    arena_init(&small, &heap_libc, ROOM + (64 << 10));
    call_init(&telling, &small, call->os);
    buf_init(&body, &small, ROOM);
    answer_put(&body, &answer);
    struct message message = {.type = JOB_FAILED, .body = buf_str(&body), .fd = -1};
    enum rc rc = buf_ok(&body) ? channel_send(&telling, channel, &message, SEND_MS_MAX) : RC_MEMORY;
    arena_fini(&small);
    return rc;
}

/* The exit code tells the starter whether the asker has had its answer. */
int job_run(const struct job_start_up *start)
{
    const struct job_kind *kind = job_kind_find(start->table, str_of(start->kind));
    struct job_work work = {.channel = SPAWN_FD,
                            .folder = start->folder,
                            .input = -1,
                            .output = -1,
                            .data = start->data};
    struct arena arena;
    struct call call;

    if (kind == NULL || !str_eq(str_of(kind->role), str_of(start->role)))
        return rc_exit(RC_USAGE);
    arena_init(&arena, &heap_libc, kind->limits.memory_bytes);
    call_init(&call, &arena, start->os);
    enum rc rc = do_work(&call, start, kind, &work);
    if (rc == RC_OK) {
        struct message message = {.type = JOB_DONE, .body = work.result, .fd = work.output};
        rc = channel_send(&call, work.channel, &message, SEND_MS_MAX);
    }
    if (rc != RC_OK)
        rc = tell_failure(&call, work.channel, rc);
    return rc_exit(rc);
}

/* The asker's side. */

enum rc job_spawn(struct call *call, const struct job_kind *kind, const char *folder, int channel,
                  pid_t *out)
{
    const char *const args[] = {folder, kind->name, NULL};
    struct spawn what = {.role = kind->role == NULL ? "job" : kind->role,
                         .args = args,
                         .fds = {channel},
                         .fd_count = 1};

    return spawn(call, &what, out);
}

/* Gives "theirs" to a child, here or at the keeper's. */
static enum rc hand_over(struct call *call, const struct job_source *source, int theirs,
                         struct job *job)
{
    struct buf name;

    if (source->keeper < 0)
        return job_spawn(call, job->kind, source->folder, theirs, &job->pid);
    buf_init(&name, call->arena, 256);
    cbor_put_text(&name, str_of(job->kind->name));
    if (!buf_ok(&name))
        return fail_memory(call);
    struct message message = {.type = LINK_JOB, .body = buf_str(&name), .fd = theirs};
    return channel_send(call, source->keeper, &message, SEND_MS_MAX);
}

static enum rc ask(struct call *call, const struct job *job, struct job_request request)
{
    struct buf body;

    buf_init(&body, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&body, 3);
    cbor_put_text(&body, request.lang.n != 0 ? request.lang : lang_code(call->lang));
    cbor_put_bool(&body, call->practice);
    if (request.body.n == 0)
        cbor_put_null(&body);
    buf_add(&body, request.body);
    if (!buf_ok(&body))
        return request.body.n > MESSAGE_BODY_MAX / 2
                   ? fail(call, RC_LIMIT, "job", "A request of %zu bytes is too long for a job.",
                          request.body.n)
                   : fail_memory(call);
    struct message message = {.type = JOB_ASK, .body = buf_str(&body), .fd = request.fd};
    return channel_send(call, job->channel, &message, SEND_MS_MAX);
}

enum rc job_start(struct call *call, const struct job_source *source, const char *kind,
                  struct job_request request, struct job *out)
{
    struct job job = {.kind = job_kind_find(source->table, str_of(kind))};
    int ends[2];

    assert(job.kind != NULL);
    enum rc rc = channel_pair(call, ends);
    if (rc != RC_OK)
        return rc;
    job.channel = ends[0];
    job.until_us = source->keeper >= 0 ? INT64_MAX
                                       : call->os->tick_us(call->os->data) +
                                             job.kind->limits.wall_s * (int64_t)1000000;
    rc = hand_over(call, source, ends[1], &job);
    (void)close(ends[1]);
    if (rc == RC_OK)
        rc = ask(call, &job, request);
    if (rc == RC_NOT_FOUND) { /* refused or ended already: why, job_poll() will read */
        call_forgive(call);
        rc = RC_OK;
    }
    if (rc != RC_OK) {
        job_close(&job);
        return rc;
    }
    *out = job;
    return RC_OK;
}

static enum rc job_stopped(struct call *call, const struct job_kind *kind, int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return fail(call, RC_LIMIT, kind->name,
                    "The job \"%s\" was ended: it computed longer than %u seconds.", kind->name,
                    kind->limits.cpu_s);
    return fail(call, RC_IO, kind->name, "The job \"%s\" ended without an answer: %s.", kind->name,
                child_ended(call, status).p);
}

enum rc job_ended(struct call *call, const struct job_kind *kind, enum job_end end, int status)
{
    switch (end) {
    case JOB_STOPPED: return job_stopped(call, kind, status);
    case JOB_TIME_UP:
        return fail(call, RC_LIMIT, kind->name,
                    "The job \"%s\" was ended: it took longer than %u seconds.", kind->name,
                    kind->limits.wall_s);
    case JOB_TOO_MANY:
        return fail(call, RC_BUSY, kind->name,
                    "Too many jobs of this kind (%s) wait already. Try again in a moment.",
                    kind->name);
    case JOB_NO_SUCH:
        return fail(call, RC_DENIED, kind->name, "The job \"%s\" is not for asking.", kind->name);
    case JOB_LOCKED:
    case JOB_END_COUNT: break;
    }
    return fail(call, RC_LOCKED, kind->name, NULL);
}

static enum rc read_end(struct call *call, const struct job_kind *kind, struct cbor *in)
{
    size_t n = cbor_array(in);
    uint64_t end = cbor_uint(in);
    int64_t status = cbor_int(in);

    if (!cbor_done(in) || n != 2 || end >= JOB_END_COUNT || status != (int)status)
        return fail_protocol(call);
    return job_ended(call, kind, (enum job_end)end, (int)status);
}

static enum rc read_failure(struct call *call, struct cbor *in)
{
    struct answer answer;

    if (!answer_get(in, &answer) || !cbor_done(in) || answer.rc == RC_OK)
        return fail_protocol(call);
    return answer_fail(call, &answer);
}

static enum rc read_news(struct call *call, const struct job *job, const struct message *message,
                         struct job_news *out)
{
    struct job_news news = {.body = message->body, .fd = message->fd};
    struct cbor in = cbor_open(message->body);

    switch (message->type) {
    case JOB_PROGRESS:
        news.state = JOB_MOVES;
        if (cbor_array(&in) != 2)
            return fail_protocol(call);
        news.done = cbor_int(&in);
        news.total = cbor_int(&in);
        if (!cbor_done(&in))
            return fail_protocol(call);
        break;
    case JOB_PART: news.state = JOB_GAVE_PART; break;
    case JOB_DONE: news.state = JOB_IS_DONE; break;
    case JOB_FAILED: return read_failure(call, &in);
    case JOB_ENDED: return read_end(call, job->kind, &in);
    default: return fail_protocol(call);
    }
    *out = news;
    return RC_OK;
}

static bool time_is_up(struct call *call, const struct job *job)
{
    return call->os->tick_us(call->os->data) >= job->until_us;
}

/* Its channel is closed, or its time is up: why? */
static enum rc take_end(struct call *call, struct job *job)
{
    bool time_was_up = time_is_up(call, job);
    int status = 0;

    if (job->pid == 0)
        return fail(call, RC_IO, job->kind->name, "The job \"%s\" ended without an answer.",
                    job->kind->name);
    if (time_was_up)
        (void)kill(job->pid, SIGKILL);
    (void)child_wait(job->pid, &status);
    job->pid = 0;
    return job_ended(call, job->kind, time_was_up ? JOB_TIME_UP : JOB_STOPPED, status);
}

static int wait_of(struct call *call, const struct job *job, int wait_ms)
{
    int64_t left_ms = (job->until_us - call->os->tick_us(call->os->data)) / 1000 + 1;

    if (job->pid == 0 || (wait_ms >= 0 && wait_ms < left_ms))
        return wait_ms;
    return left_ms < 0 ? 0 : (int)left_ms;
}

enum rc job_poll(struct call *call, struct job *job, int wait_ms, struct job_news *out)
{
    struct message message;
    enum rc rc = channel_receive(call, job->channel, wait_of(call, job, wait_ms), &message);

    if (rc == RC_BUSY) {
        call_forgive(call);
        if (job->pid != 0 && time_is_up(call, job))
            return take_end(call, job);
        *out = (struct job_news){.state = JOB_WAITS, .fd = -1};
        return RC_OK;
    }
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        return take_end(call, job);
    }
    if (rc == RC_OK) {
        rc = read_news(call, job, &message, out);
        if (rc != RC_OK)
            message_drop(&message);
    }
    return rc;
}

enum rc job_wait(struct call *call, struct job *job, struct job_news *out)
{
    for (;;) {
        struct job_news news = {.fd = -1};
        enum rc rc = job_poll(call, job, -1, &news);
        if (rc != RC_OK)
            return rc;
        if (news.state == JOB_IS_DONE) {
            *out = news;
            return RC_OK;
        }
        if (news.fd >= 0)
            (void)close(news.fd);
    }
}

void job_close(struct job *job)
{
    int status;

    if (job->channel >= 0)
        (void)close(job->channel);
    if (job->pid > 0) {
        (void)kill(job->pid, SIGKILL);
        (void)child_wait(job->pid, &status);
    }
    job->channel = -1;
    job->pid = 0;
}
