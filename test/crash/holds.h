/* holds.h - what the tests of workloads share: nothing acknowledged is lost, the harness would see
 *   it if it were, a failing disk loses nothing either.
 * Owns: nothing. Order: crash_holds(); unless one state was replayed, the others.
 * Memory: as crash.h. Fails: by TAP; each is a CASE of the test that calls it.
 * Limits: as crash.h. Cost: as crash_run() and crash_faults(). */
#ifndef TEST_CRASH_HOLDS_H
#define TEST_CRASH_HOLDS_H

#include "crash.h"

/* Power cuts. False: one state alone was replayed, and there is no more to do. */
bool crash_holds(const struct crash_workload *workload, const struct crash_options *options);

/* The negative control: of a disk that drops every third sync something is lost or damaged. It
 * takes one state in so many; what was found is the answer. */
struct crash_result crash_control(const struct crash_workload *workload,
                                  struct crash_options options, long share);

/* The disk fails once; it is full from some call on. 'names' are the workload's for the two. */
void crash_fails(struct crash_workload workload, const struct crash_options *options,
                 const char *const names[2]);

#endif
