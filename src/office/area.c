/* area.c - see area.h. */
#include "office/area.h"

#include "exchange/taken.h"
#include "office/backup_work.h"
#include "office/export_work.h"
#include "office/keeping_work.h"
#include "office/pages.h"
#include "office/upkeep.h"

enum { AT_NIGHT = 4 * 60 + 15, AT_NOON = 12 * 60 + 30 };

static const struct work *const works[] = {&backup_work, &restore_test_work, &verify_work,
                                           &tidy_work,   &keeping_work,      &export_work};
static const size_t works_n = sizeof works / sizeof *works;

/* At noon, when a machine that is switched off at night is on and has time. */
static const struct schedule_row schedule[] = {
    {"tidy", {EVERY_DAY, 0, AT_NIGHT}},
    {"keeping", {EVERY_DAY, 0, AT_NIGHT}},
    {RESTORE_TEST, {EVERY_WEEK, WEDNESDAY, AT_NOON}},
    {"verify", {EVERY_WEEK, THURSDAY, AT_NOON}},
};
static const size_t schedule_n = sizeof schedule / sizeof *schedule;

const struct area office_area = {
    .operations = taken_operations,
    .operations_n = &taken_operations_n,
    .routes = {{job_routes, &job_routes_n},
               {backup_routes, &backup_routes_n},
               {keeping_routes, &keeping_routes_n},
               {first_backup_routes, &first_backup_routes_n},
               {export_routes, &export_routes_n}},
    .home = backup_home,
    .works = works,
    .works_n = &works_n,
    .schedule = schedule,
    .schedule_n = &schedule_n,
    .schedule_more = backup_lines,
};
