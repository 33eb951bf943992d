/* zone.c - see zone.h. The readers return NULL or what is wrong, as a msgid. */
#include "rules/zone.h"

#include <assert.h>

#include "base/lang.h"
#include "rules/month.h"

#define N_(text) text /* a msgid, for script/messages to find */

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60, CHANGE_HOUR_MAX = 167, CHANGE_DEFAULT_H = 2 };

static bool take(struct str *rest, char c)
{
    if (rest->n == 0 || rest->p[0] != c)
        return false;
    *rest = str_cut(*rest, 1, rest->n);
    return true;
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes 1 to 3 digits of a number from min to max. */
static bool take_number(struct str *rest, int min, int max, int *out)
{
    int value = 0;
    size_t n = 0;

    for (; n < rest->n && n < 3 && is_digit(rest->p[n]); n++)
        value = value * 10 + (rest->p[n] - '0');
    if (n == 0 || value < min || value > max)
        return false;
    *rest = str_cut(*rest, n, rest->n);
    *out = value;
    return true;
}

/* "CET", or "<+03>" for names that are not letters alone. */
static const char *take_name(struct str *rest, char name[ZONE_NAME_MAX])
{
    bool quoted = take(rest, '<');
    size_t n = 0;

    while (n < rest->n) {
        char c = rest->p[n];
        if (!is_alpha(c) && !(quoted && (is_digit(c) || c == '+' || c == '-')))
            break;
        n++;
    }
    if (n < 3 || n >= ZONE_NAME_MAX)
        return N_("a name needs 3 to 15 letters, or <...> around letters, digits, + and -");
    memcpy(name, rest->p, n);
    name[n] = '\0';
    *rest = str_cut(*rest, n, rest->n);
    if (quoted && !take(rest, '>'))
        return N_("the name that < begins does not end with >");
    return NULL;
}

/* [+-]hh[:mm[:ss]] */
static bool take_time(struct str *rest, int hour_max, int *out)
{
    int hour, minute = 0, second = 0;
    bool minus = take(rest, '-');

    if (!minus)
        (void)take(rest, '+');
    if (!take_number(rest, 0, hour_max, &hour))
        return false;
    if (take(rest, ':')) {
        if (!take_number(rest, 0, 59, &minute))
            return false;
        if (take(rest, ':') && !take_number(rest, 0, 59, &second))
            return false;
    }
    *out = hour * HOUR_S + minute * MINUTE_S + second;
    *out = minus ? -*out : *out;
    return true;
}

static bool take_change_day(struct str *rest, struct zone_change *out)
{
    if (take(rest, 'J')) {
        out->kind = ZONE_NO_LEAP;
        return take_number(rest, 1, 365, &out->day_of_year);
    }
    if (!take(rest, 'M')) {
        out->kind = ZONE_OF_YEAR;
        return take_number(rest, 0, 365, &out->day_of_year);
    }
    int weekday;
    out->kind = ZONE_MONTH_WEEK;
    if (!take_number(rest, 1, 12, &out->month) || !take(rest, '.') ||
        !take_number(rest, 1, NTH_LAST, &out->week) || !take(rest, '.') ||
        !take_number(rest, 0, 6, &weekday))
        return false;
    out->weekday = (enum weekday)((weekday + SUNDAY) % 7); /* TZ counts from Sunday */
    return true;
}

static const char *take_change(struct str *rest, struct zone_change *out)
{
    out->second = CHANGE_DEFAULT_H * HOUR_S;
    if (!take(rest, ','))
        return N_("after summer time follow two rules, when it begins and ends, as in "
                  "CET-1CEST,M3.5.0,M10.5.0/3");
    if (!take_change_day(rest, out))
        return N_("the day of a change is Mmonth.week.weekday, Jday or day, as in M3.5.0");
    if (take(rest, '/') && !take_time(rest, CHANGE_HOUR_MAX, &out->second))
        return N_("the time of a change is hours, or hours:minutes, as in /3");
    return NULL;
}

static const char *take_summer(struct str *rest, struct zone *zone)
{
    const char *wrong = take_name(rest, zone->summer);
    int west_s;

    if (wrong != NULL)
        return wrong;
    zone->has_summer = true;
    zone->summer_s = zone->standard_s + HOUR_S;
    if (rest->n != 0 && rest->p[0] != ',') {
        if (!take_time(rest, 24, &west_s))
            return N_("the difference from UTC is hours, or hours:minutes, as in CET-1");
        zone->summer_s = -west_s;
    }
    wrong = take_change(rest, &zone->start);
    return wrong != NULL ? wrong : take_change(rest, &zone->end);
}

static const char *take_zone(struct str *rest, struct zone *zone)
{
    const char *wrong = take_name(rest, zone->standard);
    int west_s;

    if (wrong != NULL)
        return wrong;
    if (!take_time(rest, 24, &west_s))
        return N_("the difference from UTC is hours, or hours:minutes, as in CET-1");
    zone->standard_s = -west_s; /* TZ counts to the west */
    if (rest->n != 0)
        wrong = take_summer(rest, zone);
    if (wrong == NULL && rest->n != 0)
        wrong = "something stands behind its end";
    return wrong;
}

enum rc zone_parse(struct call *call, struct str text, struct zone *out)
{
    struct zone zone = {.has_summer = false};
    struct str rest = text;
    const char *wrong =
        text.n > ZONE_TEXT_MAX ? N_("it is longer than 120 characters") : take_zone(&rest, &zone);

    if (wrong != NULL)
        return fail(call, RC_INVALID, "zone", "\"%.*s\" is no time zone: %s.",
                    (int)(text.n > ZONE_TEXT_MAX ? ZONE_TEXT_MAX : text.n),
                    text.p == NULL ? "" : text.p, lang_text(call->lang, wrong));
    *out = zone;
    return RC_OK;
}

static day change_day(const struct zone_change *change, int year)
{
    static const int last_of_february = 59;
    day first = year_first(year);
    bool leap = year_first(year + 1) - first == 366;

    switch (change->kind) {
    case ZONE_MONTH_WEEK:
        return month_nth_weekday(year, change->month, change->week, change->weekday);
    case ZONE_NO_LEAP:
        return first + change->day_of_year - 1 + (leap && change->day_of_year > last_of_february);
    case ZONE_OF_YEAR: return first + change->day_of_year;
    }
    return first;
}

/* The last change of this kind that is not after the moment. A rule's hours may carry a change into
 * the next year or the one before, hence the look at four years. */
static int64_t last_change(const struct zone_change *change, int east_before_s, int year,
                           int64_t utc_s)
{
    int64_t at = 0;

    for (int y = year + 1; y >= year - 2; y--) {
        at = (int64_t)change_day(change, y) * DAY_S + change->second - east_before_s;
        if (at <= utc_s)
            break;
    }
    return at;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool is_summer(const struct zone *zone, int64_t utc_s)
{
    if (!zone->has_summer)
        return false;
    int year = year_of((day)floor_div(utc_s + zone->standard_s, DAY_S));

    return last_change(&zone->start, zone->standard_s, year, utc_s) >=
           last_change(&zone->end, zone->summer_s, year, utc_s);
}

static int east_at(const struct zone *zone, int64_t utc_s)
{
    return is_summer(zone, utc_s) ? zone->summer_s : zone->standard_s;
}

struct local_time zone_local(const struct zone *zone, int64_t utc_ms)
{
    int64_t utc_s = floor_div(utc_ms, 1000);

    assert(utc_s >= (int64_t)year_first(ZONE_YEAR_MIN) * DAY_S &&
           utc_s < (int64_t)year_first(ZONE_YEAR_MAX + 1) * DAY_S);
    bool summer = is_summer(zone, utc_s);
    int east_s = summer ? zone->summer_s : zone->standard_s;
    int64_t local_s = utc_s + east_s;
    day on = (day)floor_div(local_s, DAY_S);

    return (struct local_time){on, (int)(local_s - (int64_t)on * DAY_S), east_s, summer};
}

int64_t zone_moment(const struct zone *zone, day on, int second)
{
    assert(on >= year_first(ZONE_YEAR_MIN) && on < year_first(ZONE_YEAR_MAX + 1));
    int64_t local_s = (int64_t)on * DAY_S + second;
    int standard_s = zone->standard_s;
    int summer_s = zone->has_summer ? zone->summer_s : standard_s;
    int more_s = summer_s > standard_s ? summer_s : standard_s;
    int less_s = summer_s > standard_s ? standard_s : summer_s;

    if (east_at(zone, local_s - more_s) == more_s)
        return (local_s - more_s) * 1000;
    return (local_s - less_s) * 1000; /* the only one, or skipped by a clock put forward */
}

day zone_today(const struct zone *zone, int64_t utc_ms)
{
    return zone_local(zone, utc_ms).on;
}

const char *zone_name(const struct zone *zone, const struct local_time *local)
{
    return local->summer ? zone->summer : zone->standard;
}
