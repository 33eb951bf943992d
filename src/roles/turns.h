/* turns.h - gives jobs of the table their turns, with the rights and the language of who asked.
 * Owns: nothing; the caller holds work_lock().
 * Order: turns_one() until there is nothing to do. Memory: an arena of its own for each turn.
 * Fails: as the table of jobs; a job's own failure is its result and no failure here.
 * Limits: TURN_MEMORY_MAX for one turn. Cost: two small transactions and the turn itself. */
#ifndef ROLES_TURNS_H
#define ROLES_TURNS_H

#include "roles/open.h"

enum { TURN_MEMORY_MAX = 512 << 20 };

struct turns {
    struct opened *opened;
    const struct os *os;
    const struct keyring *ring; /* NULL: work that needs it fails, and says so */
    void (*told)(void *data, const struct id *job, int64_t done, int64_t total); /* or NULL */
    void *data;
};

/* One turn of the job whose turn it is; *job is that one, *any false when there was none. */
MUST_USE enum rc turns_one(const struct turns *turns, struct id *job, bool *any);

#endif
