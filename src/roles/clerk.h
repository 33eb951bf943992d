/* clerk.h - the clerk: checkpoints of the database, passwords of commands, the schedule, and the
 *   process that does long work (runner.h).
 * Owns: its link to the keeper and its open data. It alone moves the WAL into the files.
 * Order: clerk_run() is the role's function; it returns when the keeper says stop.
 * Memory: keys in locked memory. Fails: the exit code. Limits: one thing at a time.
 * Cost: sleeps but for CLERK_CHECKPOINT_MS, a third of a second while long work is done. */
#ifndef ROLES_CLERK_H
#define ROLES_CLERK_H

#include "process/role.h"
#include "roles/area.h"

enum { CLERK_CHECKPOINT_MS = 2000, CLERK_SCHEDULE_MS = 20000 };

int clerk_run(const struct role_start *start, const struct area *const *areas, size_t n);

#endif
