/* rebuild_bench.c - all tables made anew from the log. Two of five changes make a person, three
 * edit one. Without --full fewer changes, and the time for a million extrapolated from them. */
#include "bench.h"
#include "model/rebuild.h"
#include "store/posix.h"

enum { MILLION = 1000000, SOME = 100000, IN_ONE = 5000, KEPT = 50000 };

struct known {
    struct id id, base;
    int64_t rev;
};

struct bench {
    struct world world;
    const struct kind *kind;
    unsigned people;
    struct known known[KEPT]; /* people that later changes edit */
};

/* As change.c makes it of a new person. */
static struct edit make_person(struct bench *bench, struct edit_field fields[8])
{
    struct world *world = &bench->world;
    struct person_row row;
    unsigned number = ++bench->people;

    bench_person(world, number, &row);
    for (int i = 0; i < 5; i++)
        fields[i] = (struct edit_field){row.fields[i]->key, v_null(), row.values[i]};
    fields[5] = (struct edit_field){STR(".code"), v_null(),
                                    v_text(str_format(&world->arena, "NI-P-2026-%u", number))};
    fields[6] = (struct edit_field){STR(".code_n"), v_null(), v_int(2026000000LL + number)};
    return (struct edit){.record = id_new(&world->call), .act = EDIT_MAKE, .rev = 1, .n = 7};
}

/* Of a change to a person's birth and sex. */
static struct edit edit_person(struct bench *bench, unsigned i, struct edit_field fields[8])
{
    struct known *known = &bench->known[i * 7919U % (bench->people < KEPT ? bench->people : KEPT)];
    const struct field *born = field_find(bench->kind, STR("born"));
    const struct field *sex = field_find(bench->kind, STR("sex"));
    struct value *date = bench_array(&bench->world.call, 2, sizeof *date);

    date[0] = v_int(3000 + i % 9000);
    date[1] = v_int(3);
    fields[0] = (struct edit_field){born->key, v_null(), v_list(date, 2)};
    fields[1] = (struct edit_field){sex->key, v_null(), v_text(i % 2 == 0 ? STR("f") : STR("m"))};
    return (struct edit){
        .record = known->id, .act = EDIT_SET, .rev = ++known->rev, .base = known->base, .n = 2};
}

static void append(struct bench *bench, unsigned i)
{
    struct call *call = &bench->world.call;
    struct edit_field fields[8];
    bool is_new = i % 5 < 2;
    struct edit edit = is_new ? make_person(bench, fields) : edit_person(bench, i, fields);
    struct edits edits = {STR("because"), &edit, 1};
    struct buf out;

    edit.kind = bench->kind->name;
    edit.kind_version = (unsigned)bench->kind->version;
    edit.fields = fields;
    buf_init(&out, call->arena, LOG_PART_MAX);
    edits_put(&out, &edits);
    struct log_part part = {edit.record, buf_str(&out)};
    struct log_entry entry = {.change = id_new(call),
                              .operation = STR("record.save"),
                              .operation_version = 1,
                              .actor = call->actor->id,
                              .parts = &part,
                              .n = 1};
    bench_must(call, log_append(call, call->store->log, &entry), "log_append");
    if (is_new)
        bench->known[(bench->people - 1) % KEPT] = (struct known){edit.record, entry.change, 1};
}

static void make_log(struct bench *bench, unsigned changes)
{
    struct call *call = &bench->world.call;

    for (unsigned first = 0; first < changes; first += IN_ONE) {
        struct txn txn CLEANUP(txn_end) = {0};
        world_as(&bench->world, WORLD_WORKER);
        bench_must(call, txn_begin(call, call->store->db, &txn), "txn_begin");
        for (unsigned i = first; i < first + IN_ONE; i++)
            append(bench, i);
        bench_must(call, txn_commit(&txn), "txn_commit");
    }
}

static void measure(struct bench *bench, unsigned changes)
{
    struct world *world = &bench->world;
    double before = bench_peak_mb(), start = bench_seconds();

    world_system(world);
    bench_must(&world->call, rebuild(&world->call), "rebuild");
    double seconds = bench_seconds() - start;
    bench_print(&(struct figure){"rebuild of a million changes", "s", "<= 300",
                                 seconds * MILLION / changes,
                                 changes == MILLION ? "measured" : "from 100,000: times ten"});
    bench_print(&(struct figure){"rebuild, memory at its peak", "MB", "-", bench_peak_mb(),
                                 before < bench_peak_mb() ? "resident" : "resident; as before it"});
    bench_print(&(struct figure){"rebuild, largest WAL", "MB", "-",
                                 (double)bench_bytes(world->folder, "khetane.db-wal") / (1 << 20),
                                 "needed beside the file while it runs"});
}

int main(void)
{
    struct bench *bench = calloc(1, sizeof *bench);
    unsigned changes = bench_is_full() ? MILLION : SOME;
    char folder[BENCH_PATH];

    if (!crypt_init() || bench == NULL)
        return 1;
    bench_folder(folder);
    world_open(&bench->world, posix_os(), folder, &bench_parts);
    bench->kind = kind_find(bench->world.app->registry, STR("person"));
    make_log(bench, changes);
    measure(bench, changes);
    world_close(&bench->world);
    bench_remove(folder);
    free(bench);
    return 0;
}
