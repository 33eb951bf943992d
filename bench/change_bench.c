/* change_bench.c - how long a durable change takes: one writer alone, and eight at once on one
 * folder while the clerk moves the WAL into the file, as in the server. */
#include "bench.h"
#include "store/posix.h"

enum { WRITERS = 8, CHANGES = 500, CLERK_MS = 2000 };

struct writers {
    struct world world;
    struct store *clerk; /* opened by the first tidy(), after the fork */
    double tidied;
    double *ms;      /* WRITERS * CHANGES */
    double *written; /* WRITERS: MB */
    double *cpu;     /* WRITERS: seconds */
};

/* A handle of this process alone; the clerk's does the checkpoints, a worker's none. */
static struct store *open_own(struct world *world, bool clerk)
{
    struct store_options options = {
        .folder = world->folder, .ring = world->ring, .checkpoints = clerk};

    bench_must(&world->call, store_open(&world->call, &options, &world->call.store), "store_open");
    return world->call.store;
}

/* Two of three changes make a person, one edits the person made last. */
static void write_changes(void *arg, unsigned which)
{
    struct writers *writers = arg;
    struct world *world = &writers->world;
    struct outcome outcome;

    (void)open_own(world, false);
    double written = bench_written_mb(), cpu = bench_cpu_seconds();
    for (unsigned i = 0; i < CHANGES; i++) {
        double start = bench_seconds();
        world_as(world, WORLD_WORKER);
        if (i % 3 == 2)
            bench_must(&world->call,
                       world_save(world, "person", &outcome.record, NULL, &outcome, "sex", "f",
                                  "born", i % 2 == 0 ? "1980" : "1981-03", NULL),
                       "record.save");
        else
            bench_save_person(world, which * CHANGES + i, &outcome);
        writers->ms[which * CHANGES + i] = (bench_seconds() - start) * 1e3;
    }
    writers->written[which] = bench_written_mb() - written;
    writers->cpu[which] = bench_cpu_seconds() - cpu;
    store_close(world->call.store);
}

static void tidy(void *arg)
{
    struct writers *writers = arg;
    struct call *call = &writers->world.call;

    if (writers->clerk == NULL)
        writers->clerk = open_own(&writers->world, true);
    if (bench_seconds() - writers->tidied < CLERK_MS / 1e3)
        return;
    bench_must(call, db_checkpoint(call, writers->clerk->db, false), "checkpoint");
    writers->tidied = bench_seconds();
}

static void print_one(const char *what, const char *who, double value, const struct figure *rest)
{
    struct figure figure = *rest;
    char name[80];

    (void)snprintf(name, sizeof name, "%s, %s", what, who);
    figure.name = name;
    figure.value = value;
    bench_print(&figure);
}

static void report(const struct writers *writers, unsigned n, double seconds, const char *who)
{
    struct spread spread = bench_spread(writers->ms, (size_t)n * CHANGES);
    const struct figure ms = {.unit = "ms", .goal = "-"};
    double mb = 0, cpu = 0;

    for (unsigned i = 0; i < n; i++) {
        mb += writers->written[i];
        cpu += writers->cpu[i];
    }
    print_one("change, p50", who, spread.p50, &ms);
    print_one("change, p95", who, spread.p95, &(struct figure){.unit = "ms", .goal = "<= 10"});
    print_one("change, p99", who, spread.p99, &(struct figure){.unit = "ms", .goal = "<= 25"});
    print_one("change, longest", who, spread.max, &ms);
    print_one("changes a second", who, (double)n * CHANGES / seconds,
              &(struct figure){.unit = "/s",
                               .goal = "-",
                               .note = "complete people made and edited, each change synced"});
    print_one("processor time of a change", who, cpu * 1e3 / n / CHANGES, &ms);
    print_one("written for a change", who, mb * 1024 / n / CHANGES,
              &(struct figure){.unit = "KB", .goal = "-"});
}

static void run(unsigned n, const char *who)
{
    struct writers writers = {.ms = bench_shared(sizeof(double) * WRITERS * CHANGES),
                              .written = bench_shared(sizeof(double) * WRITERS),
                              .cpu = bench_shared(sizeof(double) * WRITERS)};
    struct crowd crowd = {n, write_changes, tidy, &writers};
    struct world *world = &writers.world;
    char folder[BENCH_PATH];

    bench_folder(folder);
    world_open(world, posix_os(), folder, &bench_parts);
    store_close(world->call.store); /* an open database never crosses a fork */
    world->call.store = NULL;
    double seconds = bench_crowd(&crowd);
    report(&writers, n, seconds, who);
    world_close(world);
    bench_remove(folder);
}

int main(void)
{
    if (!crypt_init())
        return 1;
    run(1, "alone");
    run(WRITERS, "8 writers");
    return 0;
}
