/* area.h - what an area of work brings to the program: operations, hooks, pages, jobs.
 * Owns: nothing; each area has one constant struct area, main.c lists them.
 * Order: any. Memory: static tables. Fails: never. Cost: none. */
#ifndef ROLES_AREA_H
#define ROLES_AREA_H

#include "model/app.h"
#include "model/work.h"
#include "process/job.h"
#include "roles/schedule.h"
#include "web/record_path.h"
#include "web/route.h"

/* One table of pages; n stands beside the rows, in the file that has them, as for all here. */
struct route_table {
    const struct route *routes;
    const size_t *n;
};

enum { AREA_ROUTE_TABLES = 60 };

struct area {
    const struct operation *const *operations;
    const size_t *operations_n;
    const struct derive_hook *hooks;
    const size_t *hooks_n;
    struct route_table routes[AREA_ROUTE_TABLES]; /* ends with an empty one, or full */
    const struct kind_page *kind_pages;           /* ends with {NULL, NULL}; NULL: none */
    void (*home)(struct web *web);                /* its part of the first page; or NULL */
    const struct job_kind *const *jobs;
    const size_t *jobs_n;
    const struct work *const *works; /* long work that people or the schedule ask for */
    const size_t *works_n;
    const struct schedule_row *schedule; /* what the clerk asks for by itself, at fixed times */
    const size_t *schedule_n;
    schedule_more *schedule_more; /* and what depends on the data; or NULL */
};

static inline size_t area_n(const size_t *n)
{
    return n == NULL ? 0 : *n;
}

#endif
