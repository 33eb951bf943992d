/* job.h - short work in a process of its own: limited, sandboxed, unable to harm who asked.
 * Owns: a struct job its channel and, when started here and not by a keeper, its child process.
 * Order: job_start(), job_poll() whenever job.channel is readable (or job_wait()) until JOB_DONE
 *   or a failure, job_close(). In the child: job_run() calls the kind's run(), once.
 * Memory: news and results live in call->arena; what job_start() is given is borrowed.
 * Fails: a job's own failure comes back as it was recorded there (rc, where, text); RC_BUSY when
 *   too many wait already; RC_LIMIT when it used up its time; RC_IO when it ended without an
 *   answer; else as channel.h.
 * Limits: each kind's own, in its table row; a request and a result of MESSAGE_BODY_MAX bytes,
 *   more of either goes into a file (channel_file()). Cost: about 3 ms to start one.
 * A server's worker asks its keeper, which starts the job but never sees what is said; a command
 * without server starts the same job itself. */
#ifndef PROCESS_JOB_H
#define PROCESS_JOB_H

#include <sys/types.h>

#include "process/channel.h"
#include "process/sandbox.h"

/* What a job child has: filled by job_run() before run() is called. */
struct job_work {
    int channel;
    const char *folder; /* the data folder; readable as far as the profile says */
    struct str request; /* one CBOR item */
    int input;          /* a file that came with it, or -1 */
    struct str result;  /* one CBOR item, for the asker; empty is null */
    int output;         /* a file to go with it, or -1 */
    const void *data;   /* of a kind with a role of its own: what that role brought */
};

struct job_kind {
    const char *name;
    unsigned at_once; /* in one server, more wait; 0: for the keeper itself, nobody may ask */
    struct sandbox_limits limits;
    struct sandbox sandbox;
    enum rc (*run)(struct call *call, struct job_work *work);
    const char *role; /* NULL: "job"; else a role of its own (main.c), which is not confined, since
                         it writes files: its at_once is 0, and a server's worker never asks it */
};

struct job_table {
    const struct job_kind *const *kinds;
    size_t n;
};

const struct job_kind *job_kind_find(struct job_table table, struct str name);

/* The child's side. Both return RC_NOT_FOUND when the asker is gone: then end. */
MUST_USE enum rc job_progress(struct call *call, const struct job_work *work, int64_t done,
                              int64_t total);
MUST_USE enum rc job_part(struct call *call, const struct job_work *work, struct str item, int fd);

/* What it takes to be a job child (role.h): the arguments behind the role, the language. */
struct job_start_up {
    struct job_table table;
    const struct os *os;
    const struct lang *(*lang)(struct call *call, struct str code); /* or NULL: English */
    const char *folder;
    const char *kind;
    const char *role; /* NULL: "job" */
    const void *data; /* for the kind, as job_work.data */
};

int job_run(const struct job_start_up *start); /* the exit code */

/* The asker's side. */
struct job_source {
    struct job_table table;
    const char *folder;
    int keeper; /* the channel to it (link.h), or -1: jobs are started here */
};

struct job {
    const struct job_kind *kind;
    int channel;
    pid_t pid;        /* 0: a keeper's child */
    int64_t until_us; /* of os->tick_us: when its time is up; a keeper counts for itself */
};

struct job_request {
    struct str body; /* one CBOR item */
    int fd;          /* a file that goes with it, or -1 */
    struct str lang; /* of the sentences it may fail with; empty is the call's */
};

enum job_state { JOB_WAITS, JOB_MOVES, JOB_GAVE_PART, JOB_IS_DONE };

struct job_news {
    enum job_state state;
    int64_t done, total; /* JOB_MOVES */
    struct str body;     /* JOB_GAVE_PART, JOB_IS_DONE */
    int fd;              /* the file that came with it; the caller closes it; or -1 */
};

MUST_USE enum rc job_start(struct call *call, const struct job_source *source, const char *kind,
                           struct job_request request, struct job *out);
/* The next news, waiting up to wait_ms (0: not at all); JOB_WAITS when there is none yet. */
MUST_USE enum rc job_poll(struct call *call, struct job *job, int wait_ms, struct job_news *out);
/* Until it is done or fails, passing over progress and parts. */
MUST_USE enum rc job_wait(struct call *call, struct job *job, struct job_news *out);
void job_close(struct job *job); /* also ends it when it was started here */

/* How a job came to an end without an answer of its own. */
enum job_end { JOB_STOPPED, JOB_TIME_UP, JOB_TOO_MANY, JOB_NO_SUCH, JOB_LOCKED, JOB_END_COUNT };

/* RC_IO, RC_LIMIT, RC_BUSY, RC_DENIED, RC_LOCKED with a sentence; status is the child's. */
enum rc job_ended(struct call *call, const struct job_kind *kind, enum job_end end, int status);
/* Starts the child on this end of its channel; for job_start() and the keeper. */
MUST_USE enum rc job_spawn(struct call *call, const struct job_kind *kind, const char *folder,
                           int channel, pid_t *out);

#endif
