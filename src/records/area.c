/* area.c - see area.h. */
#include "records/area.h"

#include "exchange/import.h"
#include "exchange/sheet_job.h"
#include "records/draft_pages.h"
#include "records/duplicate_work.h"
#include "records/exchange_pages.h"
#include "records/list.h"
#include "records/pages.h"
#include "records/together.h"

static const struct job_kind *const jobs[] = {&sheet_read_job, &sheet_write_job};
static const size_t jobs_n = sizeof jobs / sizeof *jobs;

static const struct work *const works[] = {&duplicate_work, &together_work, &together_undo_work};
static const size_t works_n = sizeof works / sizeof *works;

enum { AT_NIGHT = 4 * 60 + 45 };

static const struct schedule_row schedule[] = {
    {DUPLICATE_WORK, {EVERY_DAY, 0, AT_NIGHT}},
};
static const size_t schedule_n = sizeof schedule / sizeof *schedule;

const struct area records_area = {
    .home = records_home,
    .operations = import_operations,
    .operations_n = &import_operations_n,
    .jobs = jobs,
    .jobs_n = &jobs_n,
    .works = works,
    .works_n = &works_n,
    .schedule = schedule,
    .schedule_n = &schedule_n,
    .routes = {{list_routes, &list_routes_n},
               {list_act_routes, &list_act_routes_n},
               {together_routes, &together_routes_n},
               {draft_routes, &draft_routes_n},
               {find_routes, &find_routes_n},
               {file_routes, &file_routes_n},
               {form_routes, &form_routes_n},
               {proposal_routes, &proposal_routes_n},
               {record_routes, &record_routes_n},
               {suggest_routes, &suggest_routes_n},
               {history_routes, &history_routes_n},
               {match_routes, &match_routes_n},
               {exchange_routes, &exchange_routes_n},
               {field_routes, &field_routes_n}},
};
