/* when.c - see when.h. */
#include "rules/when.h"

#include <assert.h>

enum { HOUR_MS = 3600000, DAYS_OF_WEEK = 7 };

bool when_valid(const struct when *when)
{
    if (when->minute < 0 || when->minute >= WHEN_MINUTES)
        return false;
    switch (when->every) {
    case EVERY_HOURS: return when->n >= 1 && when->n <= WHEN_HOURS_MAX;
    case EVERY_DAY: return true;
    case EVERY_WEEK: return when->n >= MONDAY && when->n <= SUNDAY;
    case EVERY_MONTH: return when->n >= 1 && when->n <= 31;
    }
    return false;
}

static int64_t moment(const struct when *when, const struct zone *zone, day on)
{
    return zone_moment(zone, on, when->minute * 60);
}

/* The day of the month in which d lies, moved by so many months. */
static day of_month(const struct when *when, day d, int months)
{
    struct date date = day_date(d);
    day first = day_add_months(day_of((struct date){date.year, date.month, 1}), months);
    day last = day_add_months(first, 1) - 1;
    day wanted = first + when->n - 1;

    return wanted < last ? wanted : last;
}

/* The k-th day of the rule, 0 being the one on or before that day (or of its month). */
static day nth_day(const struct when *when, day d, int k)
{
    switch (when->every) {
    case EVERY_WEEK:
        return d - ((int)day_weekday(d) - when->n + DAYS_OF_WEEK) % DAYS_OF_WEEK + k * DAYS_OF_WEEK;
    case EVERY_MONTH: return of_month(when, d, k);
    case EVERY_HOURS:
    case EVERY_DAY: break;
    }
    return d + k;
}

static int64_t by_hours(const struct when *when, int64_t utc_ms)
{
    int64_t step = (int64_t)when->n * HOUR_MS;
    int64_t rest = utc_ms % step;

    return utc_ms - (rest < 0 ? rest + step : rest);
}

int64_t when_last(const struct when *when, const struct zone *zone, int64_t utc_ms)
{
    assert(when_valid(when));
    if (when->every == EVERY_HOURS)
        return by_hours(when, utc_ms);
    day today = zone_today(zone, utc_ms);
    int k = 1;
    while (moment(when, zone, nth_day(when, today, k)) > utc_ms)
        k--;
    return moment(when, zone, nth_day(when, today, k));
}

int64_t when_next(const struct when *when, const struct zone *zone, int64_t utc_ms)
{
    assert(when_valid(when));
    if (when->every == EVERY_HOURS)
        return by_hours(when, utc_ms) + (int64_t)when->n * HOUR_MS;
    day today = zone_today(zone, utc_ms);
    int k = -1;
    while (moment(when, zone, nth_day(when, today, k)) <= utc_ms)
        k++;
    return moment(when, zone, nth_day(when, today, k));
}
