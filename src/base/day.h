/* day.h - one day of the Gregorian calendar, as a number.
 * Owns: nothing; a day is a value. Day 0 is 1970-01-01; earlier days are negative.
 * Order: any. Memory: none. Pure: no clock and no time zone here (base/zone.h turns a moment
 *   into a day).
 * Fails: day_parse() alone, by returning false and leaving *out as it was.
 * Limits: years 1 to 9999, as in ISO 8601 without extensions. Cost: constant, no allocation.
 * Source: H. Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil).
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t day;

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct date {
    int year;  /* 1..9999 */
    int month; /* 1..12 */
    int mday;  /* 1..31, as the month has */
};

day day_of(struct date date);
struct date day_date(day d);
enum weekday day_weekday(day d);

/* The same day of the month n months later, or that month's last day if it has no such day. */
day day_add_months(day d, int n);

enum { DAY_TEXT = 11 };

/* Reads "2026-11-22", nothing before or after it. */
bool day_parse(const char *text, day *out);

/* Writes "2026-11-22" and a NUL; returns text. */
const char *day_format(day d, char text[static DAY_TEXT]);

/* The first and last day that have a four-digit year; a stored day lies between them. */
day day_min(void);
day day_max(void);

#endif
