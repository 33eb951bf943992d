/* month.h - days found by their place in a month or year.
 * Owns: nothing; pure. Order: any. Memory: none. Fails: never; arguments out of range are a
 *   programmer's error. Limits: years 1 to 9998. Cost: constant. */
#ifndef RULES_MONTH_H
#define RULES_MONTH_H

#include "base/day.h"

enum { NTH_LAST = 5 };

/* The first (1) to fourth such weekday of the month, or its last (NTH_LAST). */
day month_nth_weekday(int year, int month, int nth, enum weekday weekday);

day year_first(int year); /* 1 January */
int year_of(day d);

#endif
