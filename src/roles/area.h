/* area.h - what an area of work brings to the program: operations, hooks, commands, pages, jobs.
 * Owns: nothing; each area has one constant struct area, main.c lists them.
 * Order: any. Memory: static tables. Fails: never. Cost: none. */
#ifndef ROLES_AREA_H
#define ROLES_AREA_H

#include "cli/command.h"
#include "model/app.h"
#include "process/job.h"
#include "web/route.h"

struct area {
    const struct operation *const *operations;
    size_t operations_n;
    const struct derive_hook *hooks;
    size_t hooks_n;
    const struct command_table *commands; /* NULL: none */
    const struct route *routes;
    size_t routes_n;
    const struct job_kind *const *jobs;
    size_t jobs_n;
};

#endif
