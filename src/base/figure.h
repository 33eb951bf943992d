/* figure.h - days and numbers as the call's language writes them: the one place that knows.
 * Owns: a table of forms. Order: any. Memory: texts live in the call's arena.
 * Fails: never; {NULL, 0} when memory is out. Limits: digits behind the point: 0 to 6.
 * Cost: constant. A language that is not in the table is written as English.
 * Source: CLDR 48, medium dates with figures, decimal and group marks; years of four digits.
 * Not here: what people type (web/date.h, model/field.h). */
#ifndef BASE_FIGURE_H
#define BASE_FIGURE_H

#include "base/call.h"

struct str figure_day(struct call *call, day d); /* "22 Nov 2026", "22.11.2026 г.", "2026-11-22" */
struct str figure_month(struct call *call, int year, int month); /* "March 2024" */
struct str figure_minute(struct call *call, day d, int minute);  /* the day, then "14:30" */
bool figure_year_first(struct call *call);

/* A number times 10^digits: "1,250.50", "1.250,50". Whole numbers are not grouped: they may be
 * years or house numbers. */
struct str figure_number(struct call *call, int64_t scaled, int digits, bool grouped);

const char *figure_month_name(int month); /* 1 to 12; a msgid */

#endif
