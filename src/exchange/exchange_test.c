/* exchange_test.c - the tests of this folder; also the program that they start as a job. */
#include "exchange_test.h"

#include "exchange/sheet_job.h"
#include "exchange/taken.h"
#include "process/role.h"
#include "store/crypt.h"
#include "store/posix.h"

enum { IMPORT_OPERATIONS_MAX = 16 };

static const struct job_kind *const jobs[] = {&sheet_read_job, &sheet_write_job};

struct job_source test_jobs(const struct world *world)
{
    return (struct job_source){{jobs, 2}, world->folder, -1};
}

void test_start(struct world *world, const char *name)
{
    const struct operation *all[IMPORT_OPERATIONS_MAX];
    const struct app_parts parts = {all, import_operations_n + taken_operations_n, NULL, 0};
    char folder[OS_PATH_MAX];

    for (size_t i = 0; i < parts.operations_n; i++)
        all[i] = i < import_operations_n ? import_operations[i]
                                         : taken_operations[i - import_operations_n];
    (void)snprintf(folder, sizeof folder, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder), OS_OK);
    world_open(world, posix_os(), folder, &parts);
}

struct id test_import(struct world *world, const struct test_import *how, const char *csv)
{
    struct call *call = &world->call;
    struct import_order *order = arena_alloc(call->arena, sizeof *order);
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    const struct sheet_ask ask = {.separator = 0};
    struct record *record = NULL;

    CHECK_RC(call, sheet_read_file(call, str_of(csv), &ask, found), RC_OK);
    CHECK_RC(call,
             import_map_guess(call, kind_find(call->app->registry, str_of(how->kind)), found->cells,
                              &order->map),
             RC_OK);
    order->file_name = STR("table.csv");
    order->cells = found->cells;
    order->key = str_of(how->key);
    order->historic = how->historic;
    order->partial = how->partial;
    CHECK_RC(call, import_begin(call, order, &record), RC_OK);
    return record == NULL ? (struct id){{0}} : record->id;
}

int main(int argc, char **argv)
{
    const struct role_table table = {.os = posix_os(), .jobs = {jobs, 2}};

    if (!crypt_init())
        return 1;
    if (process_is_role(argc, argv))
        return process_role(argc, argv, &table);
    import_row_test();
    mail_test();
    whole_test();
    import_test();
    alike_test();
    return tap_end();
}
