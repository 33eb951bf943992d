/* slots.h - do two printf formats take the same arguments?
 * Owns: nothing. Order: any. Memory: none. Fails: never.
 * Limits: SLOTS_MAX arguments; a format with more, with %n, or with a % that is no slot, is
 *   equal to none, not even to itself. %2$s may stand before %1$s. Cost: linear.
 * Source: ISO C 7.21.6.1; positions from POSIX fprintf. */
#ifndef BASE_SLOTS_H
#define BASE_SLOTS_H

#include "base/str.h"

enum { SLOTS_MAX = 12 };

bool slots_equal(const char *a, const char *b);

#endif
