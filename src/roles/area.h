/* area.h - what an area of work brings to the program: operations, hooks, pages, jobs.
 * Owns: nothing; each area has one constant struct area, main.c lists them.
 * Order: any. Memory: static tables. Fails: never. Cost: none. */
#ifndef ROLES_AREA_H
#define ROLES_AREA_H

#include "model/app.h"
#include "process/job.h"
#include "web/route.h"

/* One table of an area; n stands beside the rows, in the file that has them. */
struct area {
    const struct operation *const *operations;
    const size_t *operations_n;
    const struct derive_hook *hooks;
    const size_t *hooks_n;
    const struct route *routes[2]; /* up to two tables of pages */
    const size_t *routes_n[2];
    const struct job_kind *const *jobs;
    const size_t *jobs_n;
};

static inline size_t area_n(const size_t *n)
{
    return n == NULL ? 0 : *n;
}

#endif
