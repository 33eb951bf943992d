/* small.h - which numbers of a column stand for so few people that they must not be read, and
 *   which others must be hidden with them because their sum is known.
 * Owns: nothing; pure. Order: any. Memory: none.
 * Fails: small_hide() by false where no hiding helps: then the column is left out.
 * Limits: none. Cost: n squared, for columns of some dozen rows.
 * Holds: whoever knows the marks, the open cells and the exact sum still has every number from 1
 *   to SMALL_LEAST - 1 left for each cell that is marked FEW (small_test.c plays the attacker).
 * Not here: several tables at once, and one report after the other: the gate for what is published
 *   (DESIGN 9) looks at them together. */
#ifndef RULES_SMALL_H
#define RULES_SMALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SMALL_LEAST = 5 };

enum small_mark {
    SMALL_OPEN, /* the number may be read */
    SMALL_FEW,  /* "<5" */
    SMALL_MORE, /* "5 or more": hidden so that the others cannot be worked out */
};

/* The cells of one column, whose sum is known. */
bool small_hide(const int64_t *cells, size_t n, enum small_mark *marks);

/* One number that is part of no sum. */
enum small_mark small_alone(int64_t n);

#endif
