/* zone.h - an organisation's time zone: a moment (milliseconds UTC) as a local day and time, and
 *   back.
 * Owns: nothing; a zone is a value, read from a POSIX TZ string such as
 *   "CET-1CEST,M3.5.0,M10.5.0/3". Pure: no table of the system and no environment is looked at.
 * Order: zone_parse() first. Memory: none kept.
 * Fails: zone_parse() with RC_INVALID and a sentence; a summer time without its rule is refused,
 *   because what POSIX leaves to the system there differs from one system to the next.
 * Limits: moments of the years ZONE_YEAR_MIN to ZONE_YEAR_MAX; a string knows one rule, so that
 *   days before a country's last change of rule come out by the new rule. Cost: constant.
 * Source: POSIX.1-2024, Base Definitions 8.3, "TZ"; hours of a rule from -167 to 167 as there. */
#ifndef RULES_ZONE_H
#define RULES_ZONE_H

#include "base/call.h"

enum { ZONE_NAME_MAX = 16, ZONE_TEXT_MAX = 120, ZONE_YEAR_MIN = 4, ZONE_YEAR_MAX = 9996 };

enum zone_day {
    ZONE_MONTH_WEEK, /* Mm.w.d: the w-th (5: last) weekday d of month m */
    ZONE_NO_LEAP,    /* Jn: day 1..365, 29 February is never counted */
    ZONE_OF_YEAR,    /* n: day 0..365, 29 February is counted */
};

/* When the clock is changed, each year. */
struct zone_change {
    enum zone_day kind;
    int month, week;
    enum weekday weekday;
    int day_of_year;
    int second; /* on the clock before the change; may lie outside of the day */
};

struct zone {
    char standard[ZONE_NAME_MAX], summer[ZONE_NAME_MAX]; /* "CET", "CEST" */
    int standard_s, summer_s;                            /* seconds east of Greenwich */
    bool has_summer;
    struct zone_change start, end; /* of summer time */
};

struct local_time {
    day on;
    int second; /* of the day, 0..86399 */
    int east_s; /* seconds that this clock is ahead of UTC */
    bool summer;
};

MUST_USE enum rc zone_parse(struct call *call, struct str text, struct zone *out);

struct local_time zone_local(const struct zone *zone, int64_t utc_ms);

/* The moment of a local time. Of the two that a clock put back shows, the earlier; of one that a
 * clock put forward skips, what the unchanged clock would have shown. */
int64_t zone_moment(const struct zone *zone, day on, int second);

day zone_today(const struct zone *zone, int64_t utc_ms);
const char *zone_name(const struct zone *zone, const struct local_time *local);

#endif
