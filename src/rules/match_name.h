/* match_name.h - how near are two names to each other? Folded keys and their roots; for match.c
 *   alone.
 * Owns: nothing; pure. Order: any. Memory: none kept. Fails: never.
 * Limits: keys longer than NAME_KEY_MAX are cut before they are compared by letters.
 * Cost: product of the lengths, at most. */
#ifndef RULES_MATCH_NAME_H
#define RULES_MATCH_NAME_H

#include "rules/match.h"

enum { NAME_KEY_MAX = 32 };

/* SAME, RELATED, NEAR, PART (an initial) or DIFFERENT. Symmetric. */
enum match_level name_level(const struct match_name *a, const struct match_name *b);

/* Jaro-Winkler, 0..1000; 1000 for equal texts alone. */
int name_likeness(struct str a, struct str b);

/* Do two rows of digits or signs differ in one place alone: another sign, one too many, or two
 * neighbours exchanged? */
bool one_slip(struct str a, struct str b);

#endif
