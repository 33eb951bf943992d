/* day_test.c - every day of the years 1 to 9999 against a count made day by day. */
#include <stdio.h>

#include "base/day.h"
#include "tap.h"

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int last_of(int y, int m)
{
    return m == 2 ? 28 + leap(y) : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

static bool one_day(day d, struct date date, enum weekday weekday)
{
    struct date back = day_date(d);
    char want[16], got[DAY_TEXT];
    day parsed = 0;

    (void)snprintf(want, sizeof want, "%04d-%02d-%02d", date.year, date.month, date.mday);
    return tap_check(day_of(date) == d && back.year == date.year && back.month == date.month &&
                         back.mday == date.mday && day_weekday(d) == weekday &&
                         str_is(str_of(day_format(d, got)), want) && day_parse(want, &parsed) &&
                         parsed == d,
                     __FILE__, __LINE__, "%s is counted wrongly", want);
}

static void all_days(void)
{
    day d = day_min();
    int weekday = MONDAY; /* 0001-01-01, counted back by the calendar's 400-year cycle */
    bool ok = true;

    CASE("every day from 0001-01-01 to 9999-12-31");
    for (int y = 1; y <= 9999 && ok; y++)
        for (int m = 1; m <= 12 && ok; m++)
            for (int i = 1; i <= last_of(y, m) && ok; i++) {
                ok = one_day(d++, (struct date){y, m, i}, (enum weekday)weekday);
                weekday = weekday == SUNDAY ? MONDAY : weekday + 1;
            }
    CHECK_INT(d - 1, day_max());
    CHECK_INT(d - day_min(), 3652059);
}

static const struct {
    const char *text;
    day d;
    enum weekday weekday;
} known[] = {
    {"1970-01-01", 0, THURSDAY},     {"1969-12-31", -1, WEDNESDAY},
    {"2000-02-29", 11016, TUESDAY},  {"1900-01-01", -25567, MONDAY},
    {"2026-11-22", 20779, SUNDAY},   {"1582-10-15", -141427, FRIDAY},
    {"9999-12-31", 2932896, FRIDAY}, {"0001-01-01", -719162, MONDAY},
};

static void known_days(void)
{
    CASE("days that others have counted");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        day d = 0;
        CHECK(day_parse(known[i].text, &d));
        CHECK_INT(d, known[i].d);
        CHECK_INT(day_weekday(d), known[i].weekday);
    }
}

static const char *const no_days[] = {
    "",           "2026",       "2026-1-01",   "2026-13-01",  "2026-00-01",
    "2026-01-00", "2026-02-29", "1900-02-29",  "2026-04-31",  "0000-01-01",
    "2026-01-32", "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-011",
    "+026-01-01", "2026-01-0a", "20260101",
};

static void refusals(void)
{
    CASE("what is no day is refused and changes nothing");
    for (size_t i = 0; i < sizeof no_days / sizeof *no_days; i++) {
        day d = 77;
        tap_check(!day_parse(no_days[i], &d) && d == 77, __FILE__, __LINE__, "\"%s\" is a day",
                  no_days[i]);
    }
}

static const struct {
    const char *from;
    int n;
    const char *to;
} months[] = {
    {"2026-01-31", 1, "2026-02-28"},  {"2028-01-31", 1, "2028-02-29"},
    {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"},
    {"2026-12-15", 1, "2027-01-15"},  {"2026-01-15", -1, "2025-12-15"},
    {"2026-03-31", -1, "2026-02-28"}, {"2026-05-31", 0, "2026-05-31"},
    {"2026-10-31", 25, "2028-11-30"}, {"0002-01-01", -12, "0001-01-01"},
};

static void adding_months(void)
{
    CASE("months later and earlier");
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        day d = 0;
        char text[DAY_TEXT];
        CHECK(day_parse(months[i].from, &d));
        CHECK_TEXT(str_of(day_format(day_add_months(d, months[i].n), text)), months[i].to);
    }
}

void day_test(void);
void day_test(void)
{
    all_days();
    known_days();
    refusals();
    adding_months();
}
