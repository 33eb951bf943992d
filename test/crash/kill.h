/* kill.h - kills a real process at a random moment, again and again, and checks what it left.
 * Owns: the processes it starts and one memory file with the acknowledgements.
 * Order: kill_run() alone. Each run starts the writer, kills it and all of its process group with
 *   SIGKILL, then starts the checker. Every second run kills at the n-th border of a system call
 *   (on the way in or out, of any thread or child, by ptrace), the others at a moment.
 * The writer has the writing end of a pipe as file descriptor KILL_ACK_FD and writes one line for
 *   each thing it has promised to keep, after it has promised. It goes on from what earlier runs
 *   left and may end by itself.
 * The checker reads all lines of all runs so far on stdin and exits with 0: all is there; 1: some
 *   of it is lost; anything else, a signal, or KILL_CHECK_MS over: damaged.
 * Fails: what cannot be started is damaged, never passed. Each bad run is named on stderr.
 * Limits: runs, the time of one and of all; a process that leaves the writer's group is not killed.
 * What kill -9 cannot show: the page cache survives, so a missing sync goes unseen (disk.h). */
#ifndef TEST_CRASH_KILL_H
#define TEST_CRASH_KILL_H

#include <stdint.h>

enum { KILL_ACK_FD = 3, KILL_CHECK_MS = 60000 };

struct kill_plan {
    char *const *writer; /* argv, NULL behind the last */
    char *const *check;
    long runs;
    long run_ms_max;  /* the latest moment of a kill */
    long calls_max;   /* the latest border of a system call; shrinks to what a writer makes */
    long seconds_max; /* no new run is begun after that */
    uint64_t seed;
};

struct kill_result {
    long runs, killed;  /* the others had ended by themselves */
    long acknowledged;  /* lines */
    long lost, damaged; /* runs */
};

struct kill_result kill_run(const struct kill_plan *plan);

#endif
