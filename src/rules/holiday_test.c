/* holiday_test.c - Easters, days of months, and the days off of four countries as their governments
 * published them. */
#include "rules/countries_test.h"
#include "rules/easter.h"
#include "rules/month.h"
#include "tap.h"

void holiday_test(void);

static void easter_test(void)
{
    /* Well-known dates, both churches; those of 1583, 1818 (the earliest) and 1943 (the latest) are
     * Meeus' own examples of the western rule. */
    static const struct {
        int year;
        const char *western, *julian;
    } known[] = {
        {2014, "2014-04-20", "2014-04-20"}, {2016, "2016-03-27", "2016-05-01"},
        {2021, "2021-04-04", "2021-05-02"}, {2022, "2022-04-17", "2022-04-24"},
        {2023, "2023-04-09", "2023-04-16"}, {2024, "2024-03-31", "2024-05-05"},
        {2025, "2025-04-20", "2025-04-20"}, {2026, "2026-04-05", "2026-04-12"},
        {2027, "2027-03-28", "2027-05-02"}, {2028, "2028-04-16", "2028-04-16"},
        {2000, "2000-04-23", "2000-04-30"}, {1943, "1943-04-25", "1943-04-25"},
        {1818, "1818-03-22", "1818-04-26"}, {2100, "2100-03-28", "2100-05-02"},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        CASE("easter: %d", known[i].year);
        CHECK_INT(easter_western(known[i].year), test_day(known[i].western));
        CHECK_INT(easter_julian(known[i].year), test_day(known[i].julian));
    }
    CASE("easter: always a Sunday, within its weeks, the Julian one never before the western");
    for (int year = 1583; year <= 9998; year++) {
        day west = easter_western(year), east = easter_julian(year);
        CHECK_INT(day_weekday(west), SUNDAY);
        CHECK_INT(day_weekday(east), SUNDAY);
        CHECK(west >= day_of((struct date){year, 3, 22}) &&
              west <= day_of((struct date){year, 4, 25}));
        CHECK(year > 2200 || (east >= west && east <= west + 35));
    }
}

static void month_test(void)
{
    CASE("month: the nth weekday");
    CHECK_INT(month_nth_weekday(2026, 5, 1, SUNDAY), test_day("2026-05-03"));
    CHECK_INT(month_nth_weekday(2026, 3, NTH_LAST, SUNDAY), test_day("2026-03-29"));
    CHECK_INT(month_nth_weekday(2026, 2, 4, SUNDAY), test_day("2026-02-22"));
    CHECK_INT(month_nth_weekday(2026, 2, NTH_LAST, SUNDAY), test_day("2026-02-22"));
    CHECK_INT(month_nth_weekday(2024, 2, NTH_LAST, THURSDAY), test_day("2024-02-29"));
    CHECK_INT(month_nth_weekday(2026, 12, 1, TUESDAY), test_day("2026-12-01"));
}

/* Days off, weekends left out, as "01-01 01-02 ...". */
static struct str working_week_days_off(struct call *call, const struct calendar *calendar,
                                        int year)
{
    struct holidays list = {NULL, 0};
    struct buf text;
    day last = 0;

    CHECK_RC(call, holidays_of_year(call, calendar, HOLIDAY_PUBLIC, year, &list), RC_OK);
    buf_init(&text, call->arena, 4096);
    for (size_t i = 0; i < list.n; i++) {
        char date[DAY_TEXT];
        day on = list.items[i].on;
        if (calendar->weekend[day_weekday(on)] || on == last)
            continue;
        last = on;
        buf_format(&text, "%s%s", text.n == 0 ? "" : " ", day_format(last, date) + 5);
    }
    return buf_str(&text);
}

/* XK 2022 and 2024: "Festat zyrtare në Republikën e Kosovës", the government's calendars; MK 2026:
 * the ministry's list of days off; RS 2026 and 2027: the law's article 3a by hand. */
static const struct {
    const char *country;
    int year;
    const char *days;
} published[] = {
    {"XK", 2022, "01-03 01-04 01-07 02-17 04-11 04-18 04-25 05-02 05-03 05-09 07-11 12-26"},
    {"XK", 2024, "01-01 01-02 01-08 02-19 04-01 04-09 04-10 05-01 05-06 05-09 06-17 12-25"},
    {"XK", 2025, "01-01 01-02 01-07 02-17 03-31 04-09 04-21 05-01 05-09 06-06 12-25"},
    {"MK", 2026, "01-01 01-07 03-20 04-13 05-01 05-25 08-03 09-08 10-12 10-23 12-08"},
    {"MK", 2024, "01-01 01-08 04-10 05-01 05-06 05-24 08-02 09-09 10-11 10-23 12-09"},
    {"RS", 2026, "01-01 01-02 01-07 02-16 02-17 04-10 04-13 05-01 11-11"},
    {"RS", 2027, "01-01 01-07 02-15 02-16 04-30 05-03 05-04 11-11"},
    {"RS", 2023, "01-02 01-03 02-15 02-16 04-14 04-17 05-01 05-02"},
    {"LT", 2019, "01-01 03-11 04-22 05-01 06-24 08-15 11-01 12-24 12-25 12-26"},
    {"LT", 2020, "01-01 03-11 04-13 05-01 06-24 07-06 11-02 12-24 12-25"},
};

static void published_test(struct call *call)
{
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct term_country country = test_country(call, published[i].country);
        CASE("holiday: %s %d", published[i].country, published[i].year);
        CHECK_TEXT(working_week_days_off(call, country.calendar, published[i].year),
                   published[i].days);
    }
}

static void words_test(struct call *call)
{
    struct term_country xk = test_country(call, "XK");
    struct days_off days = {.calendar = xk.calendar};
    struct day_off off;

    CASE("holiday: why nobody works on a day");
    CHECK_RC(call, day_off(call, &days, test_day("2026-05-11"), &off), RC_OK);
    if (!CHECK(off.is && off.holiday != NULL))
        return;
    CHECK_TEXT(day_off_name(call, off.holiday->on, off.holiday), "Europe Day (day off instead)");
    CHECK_TEXT(holiday_why(call, off.holiday), "in place of 2026-05-09, a Saturday");
    CHECK_RC(call, day_off(call, &days, test_day("2026-05-09"), &off), RC_OK);
    CHECK_TEXT(day_off_name(call, test_day("2026-05-09"), off.holiday), "Europe Day");
    CHECK_RC(call, day_off(call, &days, test_day("2026-05-10"), &off), RC_OK);
    CHECK(off.is && off.holiday == NULL);
    CHECK_TEXT(day_off_name(call, test_day("2026-05-10"), NULL), "Sunday");
    CHECK_RC(call, day_off(call, &days, test_day("2026-05-12"), &off), RC_OK);
    CHECK(!off.is);
    CHECK_RC(call, day_off(call, &days, test_day("2027-03-10"), &off), RC_OK);
    CHECK_TEXT(holiday_why(call, off.holiday), "expected; the announcement prevails");

    CASE("holiday: what is not known yet is said");
    CHECK(calendar_gap(xk.calendar, 2026) == NULL);
    CHECK(calendar_gap(xk.calendar, 2028) != NULL);

    CASE("holiday: a year far away is refused");
    struct holidays list;
    CHECK_RC(call, holidays_of_year(call, xk.calendar, HOLIDAY_PUBLIC, 1899, &list), RC_INVALID);
    CHECK_RC(call, holidays_of_year(call, xk.calendar, HOLIDAY_PUBLIC, 2201, &list), RC_INVALID);
}

static void kinds_test(struct call *call)
{
    struct term_country mk = test_country(call, "MK");
    struct holidays list = {NULL, 0};

    CASE("holiday: a community's day is shown when asked for and is no day off");
    CHECK_RC(call, holidays_of_year(call, mk.calendar, HOLIDAY_COMMUNITY, 2026, &list), RC_OK);
    CHECK_INT(list.n, 1);
    CHECK_INT(list.items[0].on, test_day("2026-04-08"));
    struct days_off days = {.calendar = mk.calendar};
    struct day_off off;
    CHECK_RC(call, day_off(call, &days, test_day("2026-04-08"), &off), RC_OK);
    CHECK(!off.is);
}

static void odd_rules_test(struct call *call)
{
    static const struct holiday_rule rules[] = {
        {.kind = HOLIDAY_PUBLIC, .day = HOLIDAY_FIXED, .month = 2, .mday = 29},
        {.kind = HOLIDAY_PUBLIC,
         .day = HOLIDAY_FIXED,
         .month = 12,
         .mday = 31,
         .until = 2023,
         .substitution = SUBSTITUTE_WEEKEND_WORKING},
        {.kind = HOLIDAY_PUBLIC, .day = HOLIDAY_FIXED, .month = 1, .mday = 1},
        {.kind = HOLIDAY_PERSONAL, .day = HOLIDAY_OWN},
    };
    static const struct calendar calendar = {
        STR_INIT("ZZ"), {[SATURDAY] = true, [SUNDAY] = true}, rules, 4, NULL};

    CASE("holiday: a substitute goes over the end of the year and clear of its holidays");
    CHECK_TEXT(working_week_days_off(call, &calendar, 2024), "01-01 01-02 02-29");
    CHECK_TEXT(working_week_days_off(call, &calendar, 2023), "01-02");
    CHECK_TEXT(working_week_days_off(call, &calendar, 2025), "01-01");
}

static void check_list(const struct calendar *calendar, struct holidays list, int year)
{
    for (size_t i = 0; i < list.n; i++) {
        const struct holiday *h = &list.items[i];
        CHECK_INT(year_of(h->on), year);
        CHECK(i == 0 || h[-1].on <= h->on);
        if (!h->substitute)
            continue;
        CHECK(h->on > h->instead_of && h->on <= h->instead_of + 6);
        CHECK(!calendar->weekend[day_weekday(h->on)]);
        CHECK((i == 0 || h[-1].on != h->on) && (i + 1 == list.n || h[1].on != h->on));
    }
}

/* What the rules promise, over 60 years and four countries. */
static void property_test(struct call *call)
{
    static const char *const codes[] = {"MK", "RS", "XK", "LT"};

    CASE("holiday: in order, within the year, substitutes on days otherwise worked");
    for (size_t c = 0; c < 4; c++) {
        struct term_country country = test_country(call, codes[c]);
        for (int year = 2000; year < 2060; year++) {
            struct holidays list = {NULL, 0};
            CHECK_RC(call, holidays_of_year(call, country.calendar, HOLIDAY_PUBLIC, year, &list),
                     RC_OK);
            check_list(country.calendar, list, year);
        }
    }
}

void holiday_test(void)
{
    struct test_call test;

    test_call_init(&test);
    easter_test();
    month_test();
    published_test(&test.call);
    words_test(&test.call);
    kinds_test(&test.call);
    odd_rules_test(&test.call);
    property_test(&test.call);
    arena_fini(&test.arena);
}
