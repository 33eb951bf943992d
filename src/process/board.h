/* board.h - the keeper's job board: starts what workers and clerk ask for, so many at a time.
 * Owns: its job children, and one end of each job's channel until that job is over, so that it
 *   can say why when the child cannot; what passes between asker and child it never reads.
 * Order: board_init(), board_ask() as requests come, board_reap() after SIGCHLD, board_tick()
 *   when board_next_us() has come, board_fini() at the end.
 * Memory: none kept. Sentences are made by the asker (job.h), in its language.
 * Fails: never as a whole; a request that cannot be met is answered on its own channel.
 * Limits: each kind's at_once running, BOARD_WAITING_MAX more of the kind waiting, then refused;
 *   BOARD_JOBS_MAX in all. Cost: linear in the jobs at work. */
#ifndef PROCESS_BOARD_H
#define PROCESS_BOARD_H

#include "process/job.h"

enum { BOARD_WAITING_MAX = 8, BOARD_JOBS_MAX = 64 };

struct board_job {
    const struct job_kind *kind;
    int channel;
    pid_t pid; /* 0: waits */
    int64_t until_us;
    enum job_end end; /* why, when the child ends without success */
};

struct board {
    struct job_table table;
    const char *folder;
    struct board_job jobs[BOARD_JOBS_MAX]; /* in the order of their coming */
    size_t n;
};

void board_init(struct board *board, struct job_table table, const char *folder);
void board_fini(struct call *call, struct board *board); /* ends all and waits for them */

/* Takes the channel, whatever comes of it. */
void board_ask(struct call *call, struct board *board, struct str name, int channel);
void board_reap(struct call *call, struct board *board);
void board_tick(struct call *call, struct board *board); /* ends what took too long */
int64_t board_next_us(const struct board *board);        /* of os->tick_us; INT64_MAX: never */
/* Refuses what waits and ends what runs; children still have to be reaped. */
void board_clear(struct call *call, struct board *board, enum job_end end);
size_t board_running(const struct board *board);

#endif
