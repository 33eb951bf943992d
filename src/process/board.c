/* board.c - see board.h. */
#include "process/board.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "process/spawn.h"
#include "process/wire.h"

void board_init(struct board *board, struct job_table table, const char *folder)
{
    *board = (struct board){.table = table, .folder = folder};
}

/* Tells the asker; one who is gone or takes nothing is left alone. */
static void say_end(struct call *call, int channel, enum job_end end, int status)
{
    struct buf body;

    buf_init(&body, call->arena, 64);
    cbor_put_array(&body, 2);
    cbor_put_uint(&body, end);
    cbor_put_int(&body, status);
    struct message message = {.type = JOB_ENDED, .body = buf_str(&body), .fd = -1};
    if (buf_ok(&body) && channel_send(call, channel, &message, 0) != RC_OK)
        call_forgive(call);
}

static void say_failure(struct call *call, int channel, enum rc rc)
{
    struct answer answer = answer_of(call, rc);
    struct buf body;

    call_forgive(call);
    buf_init(&body, call->arena, MESSAGE_BODY_MAX);
    answer_put(&body, &answer);
    struct message message = {.type = JOB_FAILED, .body = buf_str(&body), .fd = -1};
    if (buf_ok(&body) && channel_send(call, channel, &message, 0) != RC_OK)
        call_forgive(call);
}

static size_t count(const struct board *board, const struct job_kind *kind, bool running)
{
    size_t n = 0;

    for (size_t i = 0; i < board->n; i++)
        n += board->jobs[i].kind == kind && (board->jobs[i].pid != 0) == running;
    return n;
}

static void drop(struct board *board, size_t i)
{
    (void)close(board->jobs[i].channel);
    board->n--;
    memmove(&board->jobs[i], &board->jobs[i + 1], (board->n - i) * sizeof board->jobs[0]);
}

/* The asker of a waiting job has closed its end. */
static bool is_given_up(int channel)
{
    struct pollfd poll_fd = {.fd = channel};

    return poll(&poll_fd, 1, 0) > 0 && (poll_fd.revents & POLLHUP) != 0;
}

/* False: it is not on the board any more. */
static bool start(struct call *call, struct board *board, size_t i)
{
    struct board_job *job = &board->jobs[i];

    if (!is_given_up(job->channel)) {
        enum rc rc = job_spawn(call, job->kind, board->folder, job->channel, &job->pid);
        if (rc == RC_OK) {
            job->until_us =
                call->os->tick_us(call->os->data) + job->kind->limits.wall_s * (int64_t)1000000;
            return true;
        }
        say_failure(call, job->channel, rc);
    }
    drop(board, i);
    return false;
}

static void start_waiting(struct call *call, struct board *board)
{
    for (size_t i = 0; i < board->n;) {
        const struct board_job *job = &board->jobs[i];
        bool may = job->pid == 0 && count(board, job->kind, true) < job->kind->at_once;
        if (!may || start(call, board, i))
            i++;
    }
}

void board_ask(struct call *call, struct board *board, struct str name, int channel)
{
    const struct job_kind *kind = job_kind_find(board->table, name);
    bool known = kind != NULL && kind->at_once != 0;

    if (!known || count(board, kind, false) >= BOARD_WAITING_MAX || board->n == BOARD_JOBS_MAX) {
        say_end(call, channel, known ? JOB_TOO_MANY : JOB_NO_SUCH, 0);
        (void)close(channel);
        return;
    }
    board->jobs[board->n++] =
        (struct board_job){.kind = kind, .channel = channel, .until_us = INT64_MAX};
    start_waiting(call, board);
}

static bool end_job(struct call *call, struct board *board, size_t i, bool wait)
{
    struct board_job *job = &board->jobs[i];
    int status = 0;

    if (job->pid == 0 || !(wait ? child_wait(job->pid, &status) : child_reap(job->pid, &status)))
        return false;
    if (!child_was_well(status))
        say_end(call, job->channel, job->end, status);
    drop(board, i);
    return true;
}

void board_reap(struct call *call, struct board *board)
{
    for (size_t i = 0; i < board->n;)
        if (!end_job(call, board, i, false))
            i++;
    start_waiting(call, board);
}

void board_tick(struct call *call, struct board *board)
{
    int64_t now_us = call->os->tick_us(call->os->data);

    for (size_t i = 0; i < board->n; i++) {
        struct board_job *job = &board->jobs[i];
        if (job->pid == 0 || job->until_us > now_us)
            continue;
        job->end = JOB_TIME_UP;
        job->until_us = INT64_MAX;
        (void)kill(job->pid, SIGKILL);
    }
}

int64_t board_next_us(const struct board *board)
{
    int64_t next_us = INT64_MAX;

    for (size_t i = 0; i < board->n; i++)
        if (board->jobs[i].until_us < next_us)
            next_us = board->jobs[i].until_us;
    return next_us;
}

void board_clear(struct call *call, struct board *board, enum job_end end)
{
    for (size_t i = 0; i < board->n;) {
        struct board_job *job = &board->jobs[i];
        if (job->pid == 0) {
            say_end(call, job->channel, end, 0);
            drop(board, i);
            continue;
        }
        job->end = end;
        job->until_us = INT64_MAX;
        (void)kill(job->pid, SIGKILL);
        i++;
    }
}

size_t board_running(const struct board *board)
{
    size_t n = 0;

    for (size_t i = 0; i < board->n; i++)
        n += board->jobs[i].pid != 0;
    return n;
}

void board_fini(struct call *call, struct board *board)
{
    board_clear(call, board, JOB_LOCKED);
    while (board->n != 0)
        if (!end_job(call, board, 0, true))
            drop(board, 0); /* it was not ours to wait for */
}
