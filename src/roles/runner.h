/* runner.h - the process that does long work while a server runs: started by the clerk when a job
 *   waits, given the root key, gone when none is left.
 * Owns: in the clerk a struct runner: the child and the channel to it. In the child its open data
 *   and DIR/jobs.lock.
 * Order: runner_poll() each turn of the clerk's loop, with its data open; runner_end() before the
 *   clerk ends. runner_run() is the role's function.
 * Memory: the key is borrowed and sent in a message from locked memory.
 * Fails: runner_poll() as the table of jobs; a child that ends badly is started again after
 *   RUNNER_PAUSE_MS. Limits: one child. Cost: about 15 MB while it runs, nothing else.
 * Why a process: work may take minutes and hundreds of megabytes, may be stopped at any moment by
 * ending it, and the clerk must answer meanwhile (doc/decisions/jobs.md). */
#ifndef ROLES_RUNNER_H
#define ROLES_RUNNER_H

#include "process/role.h"
#include "roles/area.h"

enum { RUNNER_PAUSE_MS = 10000, RUNNER_GRACE_MS = 3000, RUNNER_POLL_MS = 300 };

struct runner {
    pid_t pid;        /* 0: none */
    int channel;      /* -1: none */
    int64_t start_us; /* not before this, of os->tick_us */
    int64_t stop_us;  /* a stop was seen then; 0: none */
};

/* Starts, hears and stops as the table of jobs wants it; *busy: a child is at work. */
MUST_USE enum rc runner_poll(struct call *call, struct runner *runner, struct str root, bool *busy);
void runner_end(struct runner *runner);

int runner_run(const struct role_start *start, const struct area *const *areas, size_t n);

#endif
