/* records_test.h - what the tests of this folder share.
 * Owns: nothing. Order: any. Memory: the world's. Fails: as tap.h. */
#ifndef RECORDS_RECORDS_TEST_H
#define RECORDS_RECORDS_TEST_H

#include "model/work.h"
#include "tap.h"
#include "world.h"

/* A world in a folder of that name. */
void records_world(struct world *world, const char *name);
/* Gives the work its turns until it has finished; how many there were. */
int records_turns(struct world *world, const struct work *work, struct value args,
                  struct work_turn *turn);

void duplicate_work_test(void);
void together_test(void);

#endif
