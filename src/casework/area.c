/* area.c - see area.h. */
#include "casework/area.h"

#include "casework/casework.h"
#include "casework/hooks.h"
#include "casework/letter_pages.h"
#include "casework/pages.h"

const struct area casework_area = {
    .operations = casework_operations,
    .operations_n = &casework_operations_n,
    .hooks = casework_hooks,
    .hooks_n = &casework_hooks_n,
    .routes = {casework_routes, letter_routes},
    .routes_n = {&casework_routes_n, &letter_routes_n},
    .jobs = casework_jobs,
    .jobs_n = &casework_jobs_n,
};
