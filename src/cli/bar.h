/* bar.h - what is seen of long work: a bar on a screen, else a line now and then.
 * Owns: the line on the screen until bar_end().
 * Order: bar_begin(), hand bar.progress to the work, bar_end() whatever happened.
 * Memory: none. Fails: never; what cannot be written is lost. --quiet: nothing is seen.
 * Limits: the first second shows nothing; then a screen is written at most ten times a second, and
 *   anything else gets a line each ten seconds. Cost: a look at the clock each time it is told. */
#ifndef CLI_BAR_H
#define CLI_BAR_H

#include "base/progress.h"
#include "cli/command.h"

struct bar {
    struct progress progress; /* for the work */
    struct call *call;
    const struct command_args *args;
    const char *what; /* "backup": the command's own word, not translated */
    int64_t began_us, shown_us;
    bool shown;
};

void bar_begin(struct bar *bar, struct call *call, const struct command_args *args);
void bar_end(struct bar *bar);

#endif
