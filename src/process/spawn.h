/* spawn.h - starts this same program again in another role.
 * Owns: nothing; the caller owns the child until child_reap() or child_wait() named its end.
 * Order: spawn(), then child_reap() when SIGCHLD came, or child_wait().
 * Memory: texts of sentences in call->arena.
 * Fails: spawn(): RC_IO or RC_LIMIT (too many processes) with the system's reason.
 * Limits: SPAWN_FDS_MAX descriptors, SPAWN_ARGS_MAX arguments.
 * Cost: a posix_spawn(); nothing of this process is copied, so that its keys are not either.
 * The child starts as "khetane --role ROLE PARENT ARGS..." with two variables of environment, an
 * empty signal mask, a process group of its own (so that Ctrl-C reaches the keeper alone), null as
 * input, the error output as output, the given descriptors from SPAWN_FD on and no others. It ends
 * when its parent does (role.h). */
#ifndef PROCESS_SPAWN_H
#define PROCESS_SPAWN_H

#include <sys/types.h>

#include "base/call.h"

enum { SPAWN_FD = 3, SPAWN_FDS_MAX = 4, SPAWN_ARGS_MAX = 16 };

struct spawn {
    const char *role;
    const char *const *args; /* ends with NULL; or NULL */
    int fds[SPAWN_FDS_MAX];  /* become SPAWN_FD, SPAWN_FD + 1, ...; stay open here */
    size_t fd_count;
};

MUST_USE enum rc spawn(struct call *call, const struct spawn *what, pid_t *out);

/* The status is as waitpid() gives it; true once for each child. */
bool child_reap(pid_t pid, int *status); /* if it has ended; does not wait */
bool child_wait(pid_t pid, int *status);
void child_kill(pid_t pid);                            /* at once; then child_wait() */
bool child_was_well(int status);                       /* it ended by itself with exit code 0 */
struct str child_ended(struct call *call, int status); /* "signal 9 (Killed)", "exit code 3" */

#endif
