/* sandbox.h - what a job child may still do: compute, read what it was shown, answer.
 * Owns: nothing. Entering cannot be undone, also not by an exec.
 * Order: sandbox_limit(), then sandbox_enter(), both before the job sees its request.
 * Memory: profiles are static tables; paths are borrowed for the call.
 * Fails: RC_IO when this kernel cannot filter system calls: a job then does not run at all.
 *   A kernel without Landlock (before 5.13, or switched off) is no failure: reading is then held
 *   by the system-call filter and the user's rights alone; sandbox_landlock() says which it is.
 * Limits: what the profile says. Cost: about a millisecond.
 * What is refused answers EPERM, so that a library sees an ordinary refusal: network, exec, fork,
 * signals to others, tracing, mounting, namespaces, kernel modules, keys, clocks, io_uring, every
 * way to write a file by its name. A profile that only computes has a list of what is allowed.
 * Source: seccomp(2), landlock(7), setrlimit(2). */
#ifndef PROCESS_SANDBOX_H
#define PROCESS_SANDBOX_H

#include "base/call.h"

struct sandbox {
    bool threads;       /* may start threads of its own (pango does) */
    bool computes_only; /* allow-list instead of deny-list */
    bool silent; /* what a library says to stderr about somebody's file is nobody's to read */
    const char *const *read;         /* absolute paths it may read below; ends with NULL; or NULL */
    const char *const *read_in_data; /* names in the data folder it may read; the same */
};

struct sandbox_limits {
    size_t memory_bytes; /* private memory; the arena's cap as well */
    unsigned cpu_s;
    unsigned wall_s;     /* held by whoever started the job */
    size_t output_bytes; /* of one memory file */
};

MUST_USE enum rc sandbox_limit(struct call *call, const struct sandbox_limits *limits);
MUST_USE enum rc sandbox_enter(struct call *call, const struct sandbox *profile,
                               const char *folder);

/* The version of Landlock in this kernel; 0 is none. */
int sandbox_landlock(void);

/* For every process that holds keys: no core file, no reading by others of this user, no gain of
 * rights by exec, a closed pipe is an error and no signal. */
void sandbox_harden(void);

#endif
