/* sqlite_heap.h - SQLite's memory from a heap of the test's, so that its n-th block can fail.
 * Owns: the one pointer to that heap. Order: before the first db_open() of the process.
 * Memory: the heap is borrowed for as long as SQLite is used. Fails: never. */
#ifndef TEST_SQLITE_HEAP_H
#define TEST_SQLITE_HEAP_H

#include "base/arena.h"

void sqlite_heap_use(const struct heap *heap);

#endif
