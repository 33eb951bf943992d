/* sweep_test.c - the n-th call of the disk, or the n-th block of memory, fails in the middle of
 * each core scenario: a sentence, nothing half written, nothing leaked, and it works later. */
#include "crash.h"
#include "disk.h"
#include "model/rebuild.h"
#include "scenario.h"
#include "sqlite_heap.h"
#include "tap.h"

static const struct app_parts no_parts;

/* The stage, and what can go wrong on it. */
struct theatre {
    struct stage stage;
    struct world world;
    struct disk *disk;
    struct fault_heap *heap; /* of SQLite and of every call */
    long dense;              /* so many n are tried one by one, then ever fewer; 0: all */
    long tried, live;        /* live: blocks of SQLite's when nothing is open */
};

enum sort { DISK_ONCE, DISK_STAYS_FULL, HEAP_ONCE, HEAP_STAYS_EMPTY, SORTS };

static const char *const sorts[SORTS] = {"the disk fails once", "the disk gets full",
                                         "one block of memory is missing", "memory runs out"};

static void arm(struct theatre *t, enum sort sort, long n)
{
    struct disk_fault once = {DISK_ANY, n, 1, DISK_IO}, full = {DISK_WRITE, n, 0, DISK_SHORT};

    arena_fini(&t->world.arena); /* so that the first block counts too */
    if (sort == DISK_ONCE || sort == DISK_STAYS_FULL) {
        disk_fail(t->disk, sort == DISK_ONCE ? once : full);
        return;
    }
    t->heap->once = sort == HEAP_ONCE;
    t->heap->fail_at = t->heap->allocated + n;
}

/* Has it struck? */
static bool disarm(struct theatre *t, enum sort sort, long n)
{
    bool struck = disk_fault_calls(t->disk) >= n;

    if (sort == HEAP_ONCE || sort == HEAP_STAYS_EMPTY)
        struck = t->heap->allocated >= t->heap->fail_at;
    t->heap->fail_at = 0;
    disk_fail(t->disk, (struct disk_fault){.trouble = DISK_WELL});
    return struck;
}

/* In good times, as the system, without losing whose turn it is. */
static void digest(struct theatre *t, unsigned char out[static CRYPT_HASH])
{
    const struct actor *actor = t->world.call.actor;

    if (t->world.call.store == NULL)
        world_again(&t->world);
    world_system(&t->world);
    CHECK_RC(&t->world.call, tables_digest(&t->world.call, out), RC_OK);
    t->world.call.actor = actor;
}

static void compare_rebuilt(struct theatre *t)
{
    unsigned char living[CRYPT_HASH], rebuilt[CRYPT_HASH];

    digest(t, living);
    CHECK_RC(&t->world.call, rebuild(&t->world.call), RC_OK);
    digest(t, rebuilt);
    CHECK(memcmp(living, rebuilt, sizeof living) == 0);
}

static void check_error(struct theatre *t, enum sort sort, long n, enum rc rc)
{
    const struct error *error = &t->world.call.error;
    bool named = sort == DISK_ONCE         ? rc == RC_IO
                 : sort == DISK_STAYS_FULL ? rc == RC_FULL
                                           : rc == RC_MEMORY;

    tap_check(named && error->rc == rc && error->text.n != 0, __FILE__, __LINE__,
              "n = %ld: %s: %.*s (%s:%d)", n, rc_name(rc), (int)error->text.n,
              error->text.p == NULL ? "" : error->text.p, error->file == NULL ? "" : error->file,
              error->line);
    call_forgive(&t->world.call);
}

static void prepare(struct theatre *t, const struct scenario *scenario,
                    unsigned char before[static CRYPT_HASH])
{
    if (scenario->prepare != NULL)
        scenario->prepare(&t->stage);
    bool open = t->world.call.store != NULL;
    digest(t, before);
    if (!open)
        scenario->prepare(&t->stage); /* it is the one that closes the folder */
}

/* Every n-th fault until one does not strike: then the scenario went through. */
static void sweep(struct theatre *t, const struct scenario *scenario, enum sort sort)
{
    unsigned char before[CRYPT_HASH], after[CRYPT_HASH];
    bool prepared = false, struck = true;

    CASE("%s, and %s", scenario->name, sorts[sort]);
    for (long n = 1; struck; n += t->dense == 0 ? 1 : 1 + n / t->dense, t->tried++) {
        if (!prepared)
            prepare(t, scenario, before);
        arm(t, sort, n);
        enum rc rc = scenario->act(&t->stage);
        struck = disarm(t, sort, n);
        if (rc == RC_OK) {
            scenario->verify(&t->stage);
            prepared = false;
            continue;
        }
        if (!CHECK(struck)) {
            CHECK_RC(&t->world.call, rc, RC_OK);
            return;
        }
        check_error(t, sort, n, rc);
        prepared = t->world.call.store != NULL;
        digest(t, after);
        CHECK(memcmp(before, after, sizeof before) == 0);
    }
    compare_rebuilt(t);
}

static void change_heap(struct theatre *t)
{
    arena_fini(&t->world.arena);
    arena_init(&t->world.arena, &t->heap->heap, ARENA_MAX_DEFAULT);
}

static void raise_curtain(struct theatre *t)
{
    t->disk = disk_new(1);
    const struct os *os = disk_os(t->disk);
    CHECK_INT(os->mkdir(os->data, "/data"), OS_OK);
    CHECK_INT(os->mkdir(os->data, "/new"), OS_OK);
    CHECK_INT(os->mkdir(os->data, "/first"), OS_OK);
    world_make(&t->world, os, "/first", &no_parts);
    world_close(&t->world);
    t->live = t->heap->live;
    world_open(&t->world, os, "/data", &no_parts);
    change_heap(t);
    t->stage = (struct stage){.world = &t->world, .parts = &no_parts};
}

/* In a folder of its own for each sort, since it succeeds but once. */
static void sweep_setup(struct theatre *t)
{
    struct theatre fresh = {.disk = t->disk, .heap = t->heap, .dense = t->dense};
    const struct os *os = disk_os(t->disk);

    for (int sort = 0; sort < SORTS; sort++) {
        char folder[20];
        (void)snprintf(folder, sizeof folder, "/new/%d", sort);
        CHECK_INT(os->mkdir(os->data, folder), OS_OK);
        world_make(&fresh.world, os, folder, &no_parts);
        change_heap(&fresh);
        fresh.stage = (struct stage){.world = &fresh.world, .parts = &no_parts};
        sweep(&fresh, &scenario_setup, (enum sort)sort);
        world_close(&fresh.world);
    }
    t->tried += fresh.tried;
}

int main(int argc, char **argv)
{
    struct crash_options options = {.states = 5};
    struct fault_heap heap;
    struct theatre t = {.heap = &heap};

    if (!crash_arguments(argc, argv, &options)) {
        (void)fprintf(stderr, "Usage: sweep_test [--states DENSE]\n");
        return 2;
    }
    if (!crypt_init())
        return 3;
    fault_heap_init(&heap, 0);
    sqlite_heap_use(&heap.heap);
    CASE("a folder to work in");
    raise_curtain(&t);
    t.dense = options.states;
    sweep_setup(&t);
    for (int sort = 0; sort < SORTS; sort++)
        for (size_t i = 0; i < scenarios_n; i++)
            sweep(&t, &scenarios[i], (enum sort)sort);
    tap_note("%ld faults", t.tried);
    CASE("no block is leaked");
    world_close(&t.world);
    CHECK_INT(heap.live, t.live);
    disk_free(t.disk);
    return tap_end();
}
