/* query_test.h - what the tests of this folder share.
 * Owns: nothing. Order: query_start() first, world_close() last. Memory: the world's.
 * Fails: by the test program. Cost: a new folder each time. */
#ifndef QUERY_QUERY_TEST_H
#define QUERY_QUERY_TEST_H

#include "world.h"

/* A folder with an organisation and its people, without the areas' operations and hooks. */
void query_start(struct world *w, const char *name);

void history_tests(void);

#endif
