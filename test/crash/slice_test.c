/* slice_test.c - power cuts and a failing disk under the whole engine: what was acknowledged is
 * there, the logs verify, rebuilt tables equal the living ones, attachments can be read. */
#include "disk.h"
#include "holds.h"
#include "slice.h"
#include "tap.h"

enum { STEPS = 2 * SLICE_ROUND };

#define FOLDER "/data"

static const struct app_parts no_parts;

static enum rc setup(struct call *call, void **state)
{
    const struct os *os = call->os;
    struct world *world = arena_alloc(call->arena, sizeof *world);

    if (world == NULL || os->mkdir(os->data, FOLDER) != OS_OK || os->sync_dir(os->data, "/") != 0)
        return fail(call, RC_IO, FOLDER, NULL);
    world_open(world, os, FOLDER, &no_parts);
    *state = world;
    return RC_OK;
}

static enum rc step(struct call *call, void *state, int i)
{
    struct world *world = state;
    enum rc rc = slice_step(world, i);

    call->error = world->call.error;
    return rc;
}

static void stop(struct call *call, void *state)
{
    (void)call;
    world_close(state);
}

/* Also says that work can go on. */
static enum rc look(struct world *world, struct call *call, int *found)
{
    enum rc rc = world_join(world, call->os, FOLDER, call->app);

    if (rc == RC_OK)
        rc = slice_look(world, found);
    if (rc == RC_OK)
        rc = slice_step(world, *found);
    call->error = world->call.error;
    call->error.text = str_dup(call->arena, call->error.text);
    return rc;
}

static enum rc check(struct call *call, int acknowledged, int *found)
{
    struct world world;

    (void)acknowledged;
    enum rc rc = look(&world, call, found);
    world_close(&world);
    return rc;
}

int main(int argc, char **argv)
{
    struct crash_workload workload = {"slice", STEPS, false, setup, step, stop, check};
    struct crash_options options = {.states = 500, .seed = 1};
    struct arena arena;
    struct call call;
    struct app *app;
    struct disk *disk;

    if (!crash_arguments(argc, argv, &options)) {
        (void)fprintf(stderr, "Usage: slice_crash [--states N] [--seed N] [--replay S:E:M:D]\n");
        return 2;
    }
    if (!crypt_init())
        return 3;
    disk = disk_new(1); /* for its clock alone */
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, disk_os(disk));
    CASE("the kinds are loaded");
    CHECK_RC(&call, app_load(&call, &arena, &no_parts, &app), RC_OK);
    options.app = app;

    CASE("no acknowledged change is lost, and all holds together");
    if (crash_holds(&workload, &options)) {
        CASE("dropped syncs are found out");
        (void)crash_control(&workload, options, 20);
    }
    arena_fini(&arena);
    disk_free(disk);
    return tap_end();
}
