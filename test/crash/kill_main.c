/* kill_main.c - kill.h for the command line; see the usage below. */
#include <limits.h>

#include "base/str.h"
#include "kill.h"

static const char usage[] =
    "Usage: kill_run [--runs N] [--ms N] [--calls N] [--seconds N] [--seed N]\n"
    "                WRITER... -- CHECK...\n"
    "Kills WRITER -9 at random moments and system calls. It writes a line to file descriptor 3\n"
    "for each thing that it has promised to keep; CHECK reads them all on stdin and exits with 0,\n"
    "or with 1 if one is lost.\n";

/* Takes the options off the front; the place of the first other argument, or 0. */
static int options(int argc, char **argv, struct kill_plan *plan)
{
    int i = 1;

    for (; i + 1 < argc && str_starts(str_of(argv[i]), STR("--")); i += 2) {
        struct str name = str_of(argv[i]);
        uint64_t n;
        if (!str_uint(str_of(argv[i + 1]), INT_MAX, &n))
            return 0;
        if (str_is(name, "--runs"))
            plan->runs = (long)n;
        else if (str_is(name, "--ms"))
            plan->run_ms_max = (long)n;
        else if (str_is(name, "--calls"))
            plan->calls_max = (long)n;
        else if (str_is(name, "--seconds"))
            plan->seconds_max = (long)n;
        else if (str_is(name, "--seed"))
            plan->seed = n;
        else
            return 0;
    }
    return i;
}

int main(int argc, char **argv)
{
    struct kill_plan plan = {
        .runs = 50, .run_ms_max = 1000, .calls_max = 20000, .seconds_max = 600, .seed = 1};
    int writer = options(argc, argv, &plan), check = writer;

    while (check != 0 && check < argc && !str_is(str_of(argv[check]), "--"))
        check++;
    if (writer == 0 || check == writer || check + 1 >= argc) {
        (void)fputs(usage, stderr);
        return 2;
    }
    argv[check] = NULL;
    plan.writer = argv + writer;
    plan.check = argv + check + 1;
    struct kill_result result = kill_run(&plan);
    (void)printf("%ld runs, %ld killed, %ld acknowledged, %ld lost, %ld damaged\n", result.runs,
                 result.killed, result.acknowledged, result.lost, result.damaged);
    return result.lost + result.damaged != 0;
}
