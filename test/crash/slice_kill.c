/* slice_kill.c - kill -9 on a process that works in a real folder: whatever it acknowledged is
 * there, and all holds together. Three programs in one: the test, and what it starts,
 * "write FOLDER" (steps of slice.h, each acknowledged) and "check FOLDER". */
#include <unistd.h>

#include "kill.h"
#include "slice.h"
#include "store/posix.h"
#include "tap.h"

enum { STEPS_A_RUN = 60, LOST = 1, DAMAGED = 2 };

static const struct app_parts no_parts;

static int tell(const struct world *world, const char *doing)
{
    const struct error *error = &world->call.error;

    (void)fprintf(stderr, "# %s: %s: %.*s (%s:%d)\n", doing, rc_name(error->rc), (int)error->text.n,
                  error->text.p == NULL ? "" : error->text.p,
                  error->file == NULL ? "" : error->file, error->line);
    return DAMAGED;
}

/* Each line acknowledges one more step. */
static int write_steps(struct world *world)
{
    int found = 0;

    if (slice_count(world, &found) != RC_OK || slice_tidy(world) != RC_OK)
        return tell(world, "what was left");
    for (int i = found; i < found + STEPS_A_RUN; i++) {
        if (slice_step(world, i) != RC_OK)
            return tell(world, "a step");
        if (dprintf(KILL_ACK_FD, "%d\n", i) < 0)
            return DAMAGED;
    }
    return 0;
}

static int check_steps(struct world *world)
{
    int found = 0;
    char line[32];

    if (slice_look(world, &found) != RC_OK)
        return tell(world, "the check");
    while (fgets(line, sizeof line, stdin) != NULL) {
        uint64_t step;
        if (!str_uint(str_trim(str_of(line)), INT32_MAX, &step))
            return DAMAGED;
        if (step >= (uint64_t)found)
            return LOST;
    }
    return 0;
}

static int as_child(const char *what, const char *folder)
{
    struct arena arena;
    struct call call;
    struct world world;
    struct app *app;
    int code = DAMAGED;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    if (app_load(&call, &arena, &no_parts, &app) != RC_OK)
        return DAMAGED;
    if (world_join(&world, posix_os(), folder, app) != RC_OK)
        code = tell(&world, "opening");
    else
        code = strcmp(what, "write") == 0 ? write_steps(&world) : check_steps(&world);
    world_close(&world);
    arena_fini(&arena);
    return code;
}

static void make_folder(const char *folder)
{
    struct world world;

    CHECK_INT(posix_os()->mkdir(posix_os()->data, folder), OS_OK);
    world_open(&world, posix_os(), folder, &no_parts);
    world_close(&world);
}

int main(int argc, char **argv)
{
    char folder[300], write[] = "write", check[] = "check";
    char *writer[] = {argv[0], write, folder, NULL}, *checker[] = {argv[0], check, folder, NULL};
    struct kill_plan plan = {.writer = writer,
                             .check = checker,
                             .run_ms_max = 400,
                             .calls_max = 2500,
                             .seconds_max = 3600,
                             .seed = 1};
    uint64_t runs = 0;

    if (!crypt_init())
        return 3;
    if (argc == 3 && (strcmp(argv[1], write) == 0 || strcmp(argv[1], check) == 0))
        return as_child(argv[1], argv[2]);
    if (argc != 2 || !str_uint(str_of(argv[1]), INT32_MAX, &runs)) {
        (void)fprintf(stderr, "Usage: slice_kill RUNS\n");
        return 2;
    }
    (void)snprintf(folder, sizeof folder, "%s/data", tap_folder());
    CASE("killed at any moment, a writer leaves all that it acknowledged");
    make_folder(folder);
    plan.runs = (long)runs;
    struct kill_result result = kill_run(&plan);
    tap_note("%ld runs, %ld killed, %ld acknowledged, %ld lost, %ld damaged", result.runs,
             result.killed, result.acknowledged, result.lost, result.damaged);
    CHECK_INT(result.runs, runs);
    CHECK(result.killed > result.runs / 2 && result.acknowledged > 0);
    CHECK_INT(result.lost, 0);
    CHECK_INT(result.damaged, 0);
    return tap_end();
}
