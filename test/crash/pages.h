/* pages.h - a database file as it is below the encryption: every page's bytes, also of free ones.
 * Owns: nothing. Order: any; what lies in the WAL alone is not seen. Memory: lives in the arena.
 * Fails: an empty text when the file cannot be read with this key. */
#ifndef TEST_CRASH_PAGES_H
#define TEST_CRASH_PAGES_H

#include "base/str.h"

struct str pages_read(struct arena *arena, const char *path, const unsigned char *key);

#endif
