/* register_bench.c - how long a number of a register takes while eight write on one folder and the
 * clerk moves the WAL into the file; and that none is given twice and none left out. */
#include "bench.h"
#include "casework/area.h"
#include "casework/register.h"
#include "store/posix.h"

enum { WRITERS = 8, LINES = 250, CLERK_MS = 2000 };

struct writers {
    struct world world;
    struct store *clerk;
    double tidied;
    double *ms;
};

static void open_own(struct world *world, bool clerk)
{
    struct store_options options = {
        .folder = world->folder, .ring = world->ring, .checkpoints = clerk};

    bench_must(&world->call, store_open(&world->call, &options, &world->call.store), "store_open");
}

static void write_line(struct world *world)
{
    struct register_order order = {.change = id_new(&world->call)};
    struct call *call = &world->call;
    struct outcome outcome;
    struct save save;

    bench_must(call, save_init(call, app_kind(call, "register_entry"), &save), "save_init");
    save_text(&save, "about", STR("Electricity bill"));
    save_text(&save, "with_name", STR("Elektro"));
    bench_must(call, register_run_line(call, &order, STR("in"), &save, &outcome), "register.line");
}

static void write_lines(void *arg, unsigned which)
{
    struct writers *writers = arg;

    open_own(&writers->world, false);
    for (unsigned i = 0; i < LINES; i++) {
        double start = bench_seconds();
        world_as(&writers->world, WORLD_WORKER);
        write_line(&writers->world);
        writers->ms[which * LINES + i] = (bench_seconds() - start) * 1e3;
    }
    store_close(writers->world.call.store);
}

static void tidy(void *arg)
{
    struct writers *writers = arg;
    struct call *call = &writers->world.call;

    if (writers->clerk == NULL) {
        open_own(&writers->world, true);
        writers->clerk = call->store;
    }
    if (bench_seconds() - writers->tidied < CLERK_MS / 1e3)
        return;
    bench_must(call, db_checkpoint(call, writers->clerk->db, false), "checkpoint");
    writers->tidied = bench_seconds();
}

/* How many of the numbers 1 to all are not there. */
static double left_out(struct world *world)
{
    const struct kind *kind = app_kind(&world->call, "register_entry");
    int year = day_date(world->call.today).year;
    double missing = 0;

    for (int64_t i = 1; i <= (int64_t)WRITERS * LINES; i++) {
        int64_t place = register_place((struct register_number){year, i, 1}), found = 0;
        struct table_series series = {
            .kind = kind, .number = field_find(kind, STR("place")), .low = place, .high = place};
        bench_must(&world->call, table_last(&world->call, world->call.store->db, &series, &found),
                   "table_last");
        missing += found == place ? 0 : 1;
    }
    return missing;
}

int main(void)
{
    const struct app_parts parts = {casework_area.operations, *casework_area.operations_n,
                                    casework_area.hooks, *casework_area.hooks_n};
    struct writers writers = {.ms = bench_shared(sizeof(double) * WRITERS * LINES)};
    struct crowd crowd = {WRITERS, write_lines, tidy, &writers};
    struct world *world = &writers.world;
    char folder[BENCH_PATH];

    if (!crypt_init())
        return 1;
    bench_folder(folder);
    world_open(world, posix_os(), folder, &parts);
    store_close(world->call.store); /* an open database never crosses a fork */
    world->call.store = NULL;
    (void)bench_crowd(&crowd);
    struct spread spread = bench_spread(writers.ms, (size_t)WRITERS * LINES);
    const struct figure figures[] = {
        {.name = "register number, p50, 8 writers", .value = spread.p50, .unit = "ms", .goal = "-"},
        {.name = "register number, p95, 8 writers",
         .value = spread.p95,
         .unit = "ms",
         .goal = "<= 10"},
        {.name = "register numbers left out or doubled of 2,000",
         .value = left_out(world),
         .unit = "",
         .goal = "<= 0"},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        bench_print(&figures[i]);
    world_close(world);
    bench_remove(folder);
    return 0;
}
