/* verify_bench.c - how fast a log is read and proved: headers, parts, signatures. */
#include "bench.h"
#include "store/posix.h"

enum { ENTRIES = 200000, IN_ONE = 5000, SUBJECTS = 2000, SIZE = 350 };

struct bench {
    struct world world;
    struct id subjects[SUBJECTS];
};

/* One part of SIZE bytes each, as saving a person makes. */
static void append(struct bench *bench, unsigned first)
{
    struct txn txn CLEANUP(txn_end) = {0};
    static const char plain[SIZE] = "what a change says";
    struct world *world = &bench->world;
    struct call *call = &world->call;

    world_as(world, WORLD_WORKER);
    bench_must(call, txn_begin(call, call->store->db, &txn), "txn_begin");
    for (unsigned i = first; i < first + IN_ONE; i++) {
        struct log_part part = {bench->subjects[i % SUBJECTS], str_bytes(plain, SIZE)};
        struct log_entry entry = {.change = id_new(call),
                                  .operation = STR("record.save"),
                                  .operation_version = 1,
                                  .actor = call->actor->id,
                                  .parts = &part,
                                  .n = 1};
        bench_must(call, log_append(call, call->store->log, &entry), "log_append");
    }
    bench_must(call, txn_commit(&txn), "txn_commit");
}

static void measure(struct bench *bench, enum log_depth depth, const char *name, const char *goal)
{
    struct world *world = &bench->world;
    struct log_report report;
    double best = 0, busy = 0;
    char note[400];

    for (int i = 0; i < 2; i++) { /* the better of two: the first may find a cold file */
        world_as(world, WORLD_WORKER);
        double start = bench_seconds(), cpu = bench_cpu_seconds();
        bench_must(&world->call, log_verify(&world->call, world->call.store->db, depth, &report),
                   name);
        double speed = (double)report.entries / (bench_seconds() - start);
        best = speed > best ? speed : best;
        speed = (double)report.entries / (bench_cpu_seconds() - cpu);
        busy = speed > busy ? speed : busy;
    }
    (void)snprintf(note, sizeof note, "%.0f by processor time; 200,000 entries of 350 bytes", busy);
    bench_print(&(struct figure){name, "/s", goal, best, note});
}

int main(void)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char folder[BENCH_PATH];

    if (!crypt_init() || bench == NULL)
        return 1;
    bench_folder(folder);
    world_open(&bench->world, posix_os(), folder, &bench_parts);
    for (unsigned i = 0; i < SUBJECTS; i++)
        bench->subjects[i] = id_new(&bench->world.call);
    double start = bench_seconds();
    for (unsigned i = 0; i < ENTRIES; i += IN_ONE)
        append(bench, i);
    bench_print(&(struct figure){"entries appended", "/s", "-", ENTRIES / (bench_seconds() - start),
                                 "signed and sealed, 5,000 in a transaction"});
    bench_must(&bench->world.call,
               db_checkpoint(&bench->world.call, bench->world.call.store->db, true), "checkpoint");
    measure(bench, LOG_HEADERS, "headers verified", ">= 500000");
    measure(bench, LOG_PARTS, "entries verified with parts", ">= 150000");
    measure(bench, LOG_SIGNATURES, "entries verified with signatures", "-");
    world_close(&bench->world);
    bench_remove(folder);
    free(bench);
    return 0;
}
