/* holds.c - see holds.h. */
#include "holds.h"

#include <limits.h>

#include "tap.h"

bool crash_holds(const struct crash_workload *workload, const struct crash_options *options)
{
    struct crash_result result = crash_run(workload, *options);

    CHECK_INT(result.lost, 0);
    CHECK_INT(result.damaged, 0);
    if (options->replay != NULL)
        return false;
    CHECK_INT(result.states, options->states);
    return true;
}

struct crash_result crash_control(const struct crash_workload *workload,
                                  struct crash_options options, long share)
{
    options.drop_every = 3;
    options.quiet = true;
    options.states = options.states / share + 1; /* a control needs fewer */
    struct crash_result result = crash_run(workload, options);
    CHECK(result.lost + result.damaged > 0);
    return result;
}

static void fails(struct crash_workload *workload, const struct crash_options *options,
                  const char *name, struct disk_fault fault)
{
    workload->name = name;
    struct crash_result result = crash_faults(workload, *options, fault);
    CHECK_INT(result.lost, 0);
    CHECK_INT(result.damaged, 0);
    if (options->states == LONG_MAX) /* every call was wanted */
        CHECK_INT(result.states, result.events);
}

void crash_fails(struct crash_workload workload, const struct crash_options *options,
                 const char *const names[2])
{
    CASE("the disk fails once: %s", names[0]);
    fails(&workload, options, names[0], (struct disk_fault){DISK_ANY, 0, 1, DISK_IO});
    CASE("the disk is full from some call on: %s", names[1]);
    fails(&workload, options, names[1],
          (struct disk_fault){DISK_WRITE | DISK_NAME, 0, 0, DISK_SHORT});
}
