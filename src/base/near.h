/* near.h - the word that somebody probably meant: "Did you mean 'deadline'?"
 * Owns: nothing. Order: near_start(), near_try() with each candidate, then look at .found.
 * Memory: the words are borrowed. Fails: never; .found.p is NULL when nothing is near enough.
 * Limits: words longer than NEAR_WORD_MAX bytes are never near. Cost: product of the lengths.
 * Source: the optimal string alignment distance (Damerau 1964): insert, drop, change, swap. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include "base/str.h"

enum { NEAR_WORD_MAX = 40 };

struct near {
    struct str word;
    struct str found; /* the nearest candidate; among equals the first */
    size_t distance;  /* of found; what is further than a third of the word is not near */
};

void near_start(struct near *near, struct str word);
void near_try(struct near *near, struct str candidate);
size_t near_distance(struct str a, struct str b); /* SIZE_MAX if either is too long */

#endif
