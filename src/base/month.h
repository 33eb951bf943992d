/* month.h - the name of a month as people write it, in any language of ours.
 * Owns: a table of names. Order: any. Memory: the arena, for folding.
 * Fails: 0 for what is no month, or may be two ("rug" in Lithuanian), or without memory.
 * Limits: from MONTH_LETTERS_MIN letters on. Cost: one pass over the table.
 * Properties: each month's name in each of our languages is read as that month (month_test.c).
 * Source: CLDR 48, month names wide and abbreviated, as they stand alone and in a date. */
#ifndef BASE_MONTH_H
#define BASE_MONTH_H

#include "base/str.h"

enum { MONTHS = 12, MONTH_LETTERS_MIN = 3 };

/* 1 to 12: "March", "mar", "март", "марта", "prill", "kovo", "KOVAS". Names alone, no numbers. */
int month_read(struct arena *arena, struct str name);

#endif
