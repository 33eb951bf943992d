/* scenario.h - the core things that a person does, each to be tried while something fails.
 * Owns: what a scenario has prepared, in struct stage.
 * Order: prepare() in good times, act() once or, as long as it fails, again; verify() behind an
 *   act() that succeeded. world->call has its error.
 * Memory: prepare() keeps what it found by value, so that act() begins with an empty arena.
 * Fails: act() as the program does; the others check (tap.h). */
#ifndef TEST_CRASH_SCENARIO_H
#define TEST_CRASH_SCENARIO_H

#include "world.h"

enum { STAGE_HEX = 2 * ID_SIZE + 1, STAGE_ROWS = 3 };

struct stage {
    struct world *world;
    const struct app_parts *parts;
    struct id person, thing; /* thing: what the scenario is about; made by act() or before */
    struct id change;
    char person_hex[STAGE_HEX], worker_hex[STAGE_HEX], thing_code[40];
    int counted; /* what act() found right */
};

struct scenario {
    const char *name;
    void (*prepare)(struct stage *stage); /* NULL: nothing */
    enum rc (*act)(struct stage *stage);
    void (*verify)(struct stage *stage);
};

extern const struct scenario scenarios[];
extern const size_t scenarios_n;
extern const struct scenario scenario_setup; /* in a folder of world_make() alone */

#endif
