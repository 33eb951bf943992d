/* slice.h - work in a real data folder in numbered steps, and a look at what is left of it: the
 *   same for power cuts (slice_test.c) and for kill -9 (slice_kill.c).
 * Owns: nothing; works in an open world (world.h).
 * Order: slice_step() 0, 1, 2, ... each once; slice_look() at any time.
 * Memory: the world's arenas.
 * Fails: as the operations; slice_look() with RC_CORRUPT and a sentence where the folder does not
 *   hold together. world->call.error says more.
 * Limits: none. Cost: a step is one change; a look reads all and rebuilds all tables, some 10 ms.
 * A step finds what it needs by the change ids of the steps before, which are made from their
 * numbers, so that it goes on where another process or another disk was left. */
#ifndef TEST_CRASH_SLICE_H
#define TEST_CRASH_SLICE_H

#include "world.h"

/* One round: people, a case, its parts, letters with files, moving, undoing, erasing by two. */
enum { SLICE_ROUND = 19 };

MUST_USE enum rc slice_step(struct world *world, int i);

/* How many of the steps 0, 1, ... are there, without a gap and with nothing beside them. Checks
 * the database files, both logs, the rebuilt tables against the living ones, every attachment,
 * and that nothing is left of what was erased. */
MUST_USE enum rc slice_look(struct world *world, int *found);
/* The count alone, quickly. */
MUST_USE enum rc slice_count(struct world *world, int *found);

/* Removes the attachments that no record knows, as the clerk will. A look allows one for a step
 * that was cut: between two cuts there must be one tidying. */
MUST_USE enum rc slice_tidy(struct world *world);

#endif
