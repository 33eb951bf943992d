/* crash.h - runs a workload on the simulated disk, cuts the power everywhere, checks what is left.
 * Owns: the disks of a run.
 * Order: crash_run(): setup() and steps 0, 1, ... once on one disk; stop(); then for each state a
 *   crashed copy of the disk is handed to check(). States are shared out over forked processes,
 *   one for each processor; a replay stays in this process, so that a debugger sees it.
 * Memory: what setup() allocates in its call's arena lives to the end of the run; the arena of a
 *   step or check is given back behind it.
 * Fails: a run that cannot be made (setup or a step fails, no process, an unreadable replay) says
 *   so on stderr and counts as one damaged state, never as a pass.
 * Limits: CRASH_STEPS_MAX steps. Cost: disk_crash() and check() for each state, nothing else.
 * Not here: how a disk loses power (disk.h), real processes and kill -9 (kill.h). */
#ifndef TEST_CRASH_CRASH_H
#define TEST_CRASH_CRASH_H

#include "base/call.h"
#include "disk.h"

enum { CRASH_STEPS_MAX = 100000 };

struct crash_workload {
    const char *name;
    int steps;
    bool cut_setup; /* also cut while setup() runs */
    /* Opens the store on call->os. What it sets in the call (db, app, actor, lang) stays set for
     * every step; *state is for what does not fit there. */
    enum rc (*setup)(struct call *call, void **state);
    enum rc (*step)(struct call *call, void *state, int i); /* acknowledged once it is RC_OK */
    void (*stop)(struct call *call, void *state); /* closes what setup() opened before it failed */
    /* Opens the store on the crashed disk of call->os, looks at everything, closes it again, and
     * says in *found how many of the steps 0, 1, ... are there, whole and without a gap; -1: there
     * is no store, setup() was undone. Acknowledged is what must be there at least, -1 inside
     * setup(). Any other rc than RC_OK: it cannot be opened, or what it holds is damaged. */
    enum rc (*check)(struct call *call, int acknowledged, int *found);
};

struct crash_options {
    const struct app *app; /* what every call of the run gets, if it needs one */
    long states;
    uint64_t seed;
    unsigned drop_every; /* the negative control: see disk_drop_syncs() */
    const char *replay;  /* one state: seed:event:mode:draw as printed; NULL: all */
    bool quiet;          /* losses are wanted: do not print the states */
};

struct crash_result {
    long states;
    long lost;       /* an acknowledged step, or setup(), is not there */
    long damaged;    /* unopenable, damaged, steps that were never begun, or the checker died */
    size_t events;   /* in the journal */
    double state_ms; /* of the processor: building the disk and checking it */
    double build_ms; /* of that, building */
};

struct crash_result crash_run(const struct crash_workload *workload, struct crash_options options);

/* The n-th call of the disk fails, for as many n as there are states, spread over all the calls
 * that the workload makes; more states than calls: each of them. Every n has a run of its own
 * that ends with the first step that fails; it has to say RC_FULL or RC_IO. What that run left is
 * checked as after a new start and as after a power cut, on a disk that is well again.
 * fault.at is not looked at; result.events are the calls. In this process alone. */
struct crash_result crash_faults(const struct crash_workload *workload,
                                 struct crash_options options, struct disk_fault fault);

/* For a program's main: --states N, --seed N, --replay S:E:M:D; false: not understood. */
bool crash_arguments(int argc, char **argv, struct crash_options *options);

#endif
