/* table_bench.c - a table as an office has it, the whole way: read, columns known by headings,
 * every row looked at and compared with all who are here, and taken in. */
#include "bench.h"
#include "document/sheet_read.h"
#include "exchange/import.h"
#include "store/posix.h"

enum { ROWS = 20000, LINE = 200 };

static struct str table(struct call *call)
{
    static const char *const given[] = {"Senada", "Bajram", "Ana", "Emir", "Zumbula", "Ali"};
    static const char *const family[] = {"Demirova", "Krasniqi", "Osmani", "Jovanović"};
    struct buf out;

    buf_init(&out, call->arena, (size_t)ROWS * LINE);
    buf_z(&out, "Given name;Family name;Born;Sex;Phone;National number\n");
    for (unsigned i = 0; i < ROWS; i++)
        buf_format(&out, "%s%u;%s%u;%02u.%02u.%u;%s;070 %u;%u\n", given[i % 6], i % 40,
                   family[i % 4], i % 500, 1 + i % 28, 1 + i % 12, 1940 + i % 70,
                   i % 2 != 0 ? "f" : "m", 100000 + i, 500000 + i);
    return buf_str(&out);
}

static enum rc begin(struct call *call, struct record **out)
{
    struct import_order *order = arena_alloc(call->arena, sizeof *order);
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    const struct sheet_ask ask = {.separator = 0};
    const struct kind *kind = kind_find(call->app->registry, STR("person"));

    if (order == NULL || found == NULL)
        return fail_memory(call);
    enum rc rc = sheet_read_file(call, table(call), &ask, found);
    if (rc == RC_OK)
        rc = import_map_guess(call, kind, found->cells, &order->map);
    order->file_name = STR("register.csv");
    order->cells = found->cells;
    return rc == RC_OK ? import_begin(call, order, out) : rc;
}

typedef enum rc work(struct call *, struct import *, const struct import_budget *, bool *);

static void whole(struct world *world, const struct id *id, work *go)
{
    struct import *import;
    bool done = false;

    while (!done) {
        world_as(world, WORLD_LEAD);
        struct call *call = &world->call;
        const struct import_budget budget = {.alike = true};
        bench_must(call, import_open(call, id, call->arena, &import), "import_open");
        bench_must(call, go(call, import, &budget, &done), "import");
    }
}

int main(void)
{
    const struct app_parts parts = {import_operations, import_operations_n, NULL, 0};
    struct record *record = NULL;
    struct world world;
    char folder[BENCH_PATH];

    if (!crypt_init())
        return 1;
    bench_folder(folder);
    world_open(&world, posix_os(), folder, &parts);
    double start = bench_seconds();
    world_as(&world, WORLD_LEAD);
    bench_must(&world.call, begin(&world.call, &record), "import_begin");
    const struct id id = record->id;
    whole(&world, &id, import_check);
    double looked = bench_seconds() - start;
    whole(&world, &id, import_apply);
    double seconds = bench_seconds() - start;
    bench_print(&(struct figure){"rows looked at", "/s", ">= 1500", ROWS / looked,
                                 "read, mapped, checked, compared with all who are here"});
    bench_print(&(struct figure){"table, complete", "/s", ">= 1500", ROWS / seconds,
                                 "20,000 people of six columns from CSV to the log"});
    world_close(&world);
    bench_remove(folder);
    return 0;
}
