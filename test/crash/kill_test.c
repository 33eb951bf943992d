/* kill_test.c - the kill -9 harness finds a writer that promises too early, and no other. */
#include "kill.h"
#include "tap.h"

static struct kill_result hunt(const char *program, const char *how, const char *name, long runs)
{
    char start[300], path[300], mode[16], look[] = "check";
    char *writer[] = {start, mode, path, NULL}, *check[] = {start, look, path, NULL};
    struct kill_plan plan = {.writer = writer,
                             .check = check,
                             .runs = runs,
                             .run_ms_max = 20,
                             .calls_max = 1000,
                             .seconds_max = 60,
                             .seed = 1};

    (void)snprintf(start, sizeof start, "%s", program);
    (void)snprintf(path, sizeof path, "%s/%s", tap_folder(), name);
    (void)snprintf(mode, sizeof mode, "%s", how);
    struct kill_result result = kill_run(&plan);
    tap_note("%s: %ld runs, %ld killed, %ld acknowledged, %ld lost, %ld damaged", how, result.runs,
             result.killed, result.acknowledged, result.lost, result.damaged);
    CHECK_INT(result.runs, runs);
    return result;
}

int main(int argc, char **argv)
{
    enum { RUNS = 30 };

    if (argc != 2) {
        (void)fprintf(stderr, "Usage: kill_test KILL_DEMO\n");
        return 2;
    }
    CASE("an honest writer loses nothing");
    struct kill_result result = hunt(argv[1], "write", "honest", RUNS);
    CHECK(result.killed >= RUNS / 4 && result.acknowledged > 0);
    CHECK_INT(result.lost, 0);
    CHECK_INT(result.damaged, 0);

    CASE("so does an honest writer's child, killed with it");
    result = hunt(argv[1], "child", "child", RUNS);
    CHECK(result.killed >= RUNS / 4 && result.acknowledged > 0);
    CHECK_INT(result.lost, 0);
    CHECK_INT(result.damaged, 0);

    CASE("one who acknowledges before writing is found out");
    result = hunt(argv[1], "early", "early", RUNS);
    CHECK(result.lost > 0);

    CASE("one who writes halves is found out");
    result = hunt(argv[1], "halves", "halves", RUNS);
    CHECK(result.damaged > 0);

    CASE("a writer that fails by itself is no pass");
    result = hunt(argv[1], "write", "no/such/folder", 2);
    CHECK_INT(result.damaged, 2);
    CASE("a writer that cannot be started is no pass");
    result = hunt("/nonexistent/writer", "write", "none", 2);
    CHECK_INT(result.damaged, 2);
    return tap_end();
}
