/* when.h - what is done again and again: each so many hours, daily, weekly or monthly, at a time of
 *   the organisation's own clock.
 * Owns: nothing; pure. Order: any. Memory: none kept. Fails: never; a rule out of range is a
 *   programmer's error (when_valid() says).
 * Limits: 1 to 168 hours; the times of zone.h. Cost: constant.
 * A time that a clock put forward skips counts as what the unchanged clock would have shown; one
 * that a clock put back shows twice counts once. A month without such a day: its last day. */
#ifndef RULES_WHEN_H
#define RULES_WHEN_H

#include "rules/zone.h"

enum every { EVERY_HOURS, EVERY_DAY, EVERY_WEEK, EVERY_MONTH };

enum { WHEN_HOURS_MAX = 168, WHEN_MINUTES = 24 * 60 };

struct when {
    enum every every;
    int n;      /* of hours: how many; of a week: enum weekday; of a month: its day, 1 to 31 */
    int minute; /* of the day, 0 to 1439; hours count from 00:00 UTC of 1970-01-01 */
};

bool when_valid(const struct when *when);
/* The newest time that is not after the moment, and the first that is. */
int64_t when_last(const struct when *when, const struct zone *zone, int64_t utc_ms);
int64_t when_next(const struct when *when, const struct zone *zone, int64_t utc_ms);

#endif
