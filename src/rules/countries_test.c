/* countries_test.c - see countries_test.h. */
#include "rules/countries_test.h"

#include "rules/month.h"
#include "tap.h"

#define NAME(text)                                              \
    {                                                           \
        &(const struct word){STR_INIT("en"), STR_INIT(text)}, 1 \
    }
#define FIXED(text, m, d, sub)                                                          \
    {                                                                                   \
        .kind = HOLIDAY_PUBLIC, .name = NAME(text), .day = HOLIDAY_FIXED, .month = (m), \
        .mday = (d), .substitution = (sub)                                              \
    }
#define EASTER(text, church, after, sub)                                              \
    {                                                                                 \
        .kind = HOLIDAY_PUBLIC, .name = NAME(text), .day = HOLIDAY_##church##_EASTER, \
        .days = (after), .substitution = (sub)                                        \
    }
#define LISTED(text, list, sub)                                                              \
    {                                                                                        \
        .kind = HOLIDAY_PUBLIC, .name = NAME(text), .day = HOLIDAY_LISTED, .listed = (list), \
        .listed_n = sizeof(list) / sizeof *(list), .every_year = true, .substitution = (sub) \
    }

/* Day numbers, because a day is no constant expression: 2022-05-02, 2024-04-10, 2025-03-30,
 * 2026-03-20, 2027-03-10. The first three were days of the past when this was written. */
static const struct listed_day fitr[] = {
    {19114, false}, {19823, false}, {20177, false}, {20532, false}, {20887, true}};
/* 2022-07-09, 2024-06-16, 2025-06-06, 2026-05-27, 2027-05-16 */
static const struct listed_day adha[] = {
    {19182, false}, {19890, false}, {20245, false}, {20600, false}, {20954, true}};

static const struct holiday_rule mk[] = {
    FIXED("New Year", 1, 1, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Orthodox Christmas", 1, 7, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Labour Day", 5, 1, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Saints Cyril and Methodius", 5, 24, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Republic Day", 8, 2, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Independence Day", 9, 8, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Day of the Uprising", 10, 11, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Day of the Revolutionary Struggle", 10, 23, SUBSTITUTE_SUNDAY_MONDAY),
    FIXED("Saint Clement of Ohrid", 12, 8, SUBSTITUTE_SUNDAY_MONDAY),
    EASTER("Orthodox Easter Monday", JULIAN, 1, SUBSTITUTE_SUNDAY_MONDAY),
    LISTED("Eid al-Fitr", fitr, SUBSTITUTE_SUNDAY_MONDAY),
    {.kind = HOLIDAY_COMMUNITY,
     .name = NAME("International Roma Day"),
     .who = NAME("Roma"),
     .day = HOLIDAY_FIXED,
     .month = 4,
     .mday = 8},
};
static const struct holiday_rule rs[] = {
    FIXED("New Year", 1, 1, SUBSTITUTE_SUNDAY_WORKING),
    FIXED("New Year", 1, 2, SUBSTITUTE_SUNDAY_WORKING),
    FIXED("Christmas", 1, 7, SUBSTITUTE_NONE),
    FIXED("Statehood Day", 2, 15, SUBSTITUTE_SUNDAY_WORKING),
    FIXED("Statehood Day", 2, 16, SUBSTITUTE_SUNDAY_WORKING),
    FIXED("Labour Day", 5, 1, SUBSTITUTE_SUNDAY_WORKING),
    FIXED("Labour Day", 5, 2, SUBSTITUTE_SUNDAY_WORKING),
    FIXED("Armistice Day", 11, 11, SUBSTITUTE_SUNDAY_WORKING),
    EASTER("Good Friday", JULIAN, -2, SUBSTITUTE_NONE),
    EASTER("Holy Saturday", JULIAN, -1, SUBSTITUTE_NONE),
    EASTER("Easter Sunday", JULIAN, 0, SUBSTITUTE_NONE),
    EASTER("Easter Monday", JULIAN, 1, SUBSTITUTE_NONE),
};
static const struct holiday_rule xk[] = {
    FIXED("New Year", 1, 1, SUBSTITUTE_WEEKEND_WORKING),
    FIXED("New Year", 1, 2, SUBSTITUTE_WEEKEND_WORKING),
    FIXED("Orthodox Christmas", 1, 7, SUBSTITUTE_WEEKEND_WORKING),
    FIXED("Independence Day", 2, 17, SUBSTITUTE_WEEKEND_WORKING),
    FIXED("Constitution Day", 4, 9, SUBSTITUTE_WEEKEND_WORKING),
    FIXED("Labour Day", 5, 1, SUBSTITUTE_WEEKEND_WORKING),
    FIXED("Europe Day", 5, 9, SUBSTITUTE_WEEKEND_WORKING),
    FIXED("Catholic Christmas", 12, 25, SUBSTITUTE_WEEKEND_WORKING),
    EASTER("Catholic Easter", WESTERN, 0, SUBSTITUTE_WEEKEND_WORKING),
    EASTER("Orthodox Easter", JULIAN, 0, SUBSTITUTE_WEEKEND_WORKING),
    LISTED("Eid al-Fitr", fitr, SUBSTITUTE_WEEKEND_WORKING),
    LISTED("Eid al-Adha", adha, SUBSTITUTE_WEEKEND_WORKING),
};
static const struct holiday_rule lt[] = {
    FIXED("New Year", 1, 1, SUBSTITUTE_NONE),
    FIXED("Restoration of the State", 2, 16, SUBSTITUTE_NONE),
    FIXED("Restoration of Independence", 3, 11, SUBSTITUTE_NONE),
    FIXED("Labour Day", 5, 1, SUBSTITUTE_NONE),
    FIXED("Joninės", 6, 24, SUBSTITUTE_NONE),
    FIXED("Statehood Day", 7, 6, SUBSTITUTE_NONE),
    FIXED("Žolinė", 8, 15, SUBSTITUTE_NONE),
    FIXED("All Saints", 11, 1, SUBSTITUTE_NONE),
    {.kind = HOLIDAY_PUBLIC,
     .name = NAME("All Souls"),
     .day = HOLIDAY_FIXED,
     .month = 11,
     .mday = 2,
     .since = 2020},
    FIXED("Christmas Eve", 12, 24, SUBSTITUTE_NONE),
    FIXED("Christmas", 12, 25, SUBSTITUTE_NONE),
    FIXED("Second day of Christmas", 12, 26, SUBSTITUTE_NONE),
    EASTER("Easter", WESTERN, 0, SUBSTITUTE_NONE),
    EASTER("Easter Monday", WESTERN, 1, SUBSTITUTE_NONE),
    {.kind = HOLIDAY_PUBLIC,
     .name = NAME("Mother's Day"),
     .day = HOLIDAY_NTH_WEEKDAY,
     .month = 5,
     .nth = 1,
     .weekday = SUNDAY},
};

#define CALENDAR(code, rules)                                        \
    {                                                                \
        STR_INIT(code), {[SATURDAY] = true, [SUNDAY] = true}, rules, \
            sizeof(rules) / sizeof *(rules), NULL                    \
    }

static const struct calendar calendars[] = {CALENDAR("MK", mk), CALENDAR("RS", rs),
                                            CALENDAR("XK", xk), CALENDAR("LT", lt)};

struct term_country test_country(struct call *call, const char *code)
{
    struct term_country country = {.rule = {.ends_on_working_day = true,
                                            .closes = {1020, 1020, 1020, 1020, 945, 1439, 1439},
                                            .law = {STR_INIT("a law of the tests"), LAW_VERIFIED}}};

    for (size_t i = 0; i < sizeof calendars / sizeof *calendars; i++) {
        if (str_is(calendars[i].country, code))
            country.calendar = &calendars[i];
    }
    country.rule.receipt_working_day = str_is(STR("LT"), code);
    struct str zone = country.rule.receipt_working_day ? STR("EET-2EEST,M3.5.0/3,M10.5.0/4")
                                                       : STR("CET-1CEST,M3.5.0,M10.5.0/3");
    CHECK_RC(call, zone_parse(call, zone, &country.zone), RC_OK);
    return country;
}

day test_day(const char *text)
{
    day d = 0;

    CHECK(day_parse(text, &d));
    return d;
}

static int64_t still(void *data)
{
    (void)data;
    return INT64_C(1795305600000); /* 2026-11-22 */
}

void test_call_init(struct test_call *test)
{
    static const struct os os = {.now_ms = still};

    arena_init(&test->arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&test->call, &test->arena, &os);
}
