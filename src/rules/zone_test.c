/* zone_test.c - what a TZ string says, the known changes of clocks, and back and forth. */
#include "rules/countries_test.h"
#include "rules/month.h"
#include "tap.h"

void zone_test(void);

static const struct {
    const char *text;
    int standard_s, summer_s;
    bool has_summer;
} readable[] = {
    {"UTC0", 0, 0, false},
    {"CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200, true},
    {"EET-2EEST,M3.5.0/3,M10.5.0/4", 7200, 10800, true},
    {"EST5EDT,M3.2.0,M11.1.0", -18000, -14400, true},
    {"<+03>-3", 10800, 0, false},
    {"<+0330>-3:30", 12600, 0, false},
    {"NST3:30NDT,M3.2.0,M11.1.0", -12600, -9000, true},
    {"IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0, true},
    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600, true},
    {"WART4WARST,J1/0,J365/25", -14400, -10800, true},
    {"AAA-24BBB-23:59:59,0/-167,365/167:59:59", 86400, 86399, true},
};

static const struct {
    const char *text, *problem;
} unreadable[] = {
    {"", "a name needs 3 to 15 letters"},
    {"CET", "the difference from UTC is hours"},
    {"ET-1", "a name needs 3 to 15 letters"},
    {"ABCDEFGHIJKLMNOPQ-1", "a name needs 3 to 15 letters"},
    {"<+03-3", "does not end with >"},
    {"CET-25", "the difference from UTC"},
    {"CET-1:60", "the difference from UTC"},
    {"CET-1CEST", "two rules, when it begins and ends"},
    {"CET-1CEST,M3.5.0", "two rules, when it begins and ends"},
    {"CET-1CEST,M13.5.0,M10.5.0", "the day of a change"},
    {"CET-1CEST,M3.6.0,M10.5.0", "the day of a change"},
    {"CET-1CEST,M3.5.7,M10.5.0", "the day of a change"},
    {"CET-1CEST,J0,J365", "the day of a change"},
    {"CET-1CEST,J366,J365", "the day of a change"},
    {"CET-1CEST,366,0", "the day of a change"},
    {"CET-1CEST,M3.5.0/168,M10.5.0", "the time of a change"},
    {"CET-1CEST,M3.5.0,M10.5.0/3 ", "something stands behind its end"},
    {":Europe/Skopje", "a name needs 3 to 15 letters"},
};

static void parse_test(struct call *call)
{
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        struct zone zone;
        CASE("zone: reads %s", readable[i].text);
        CHECK_RC(call, zone_parse(call, str_of(readable[i].text), &zone), RC_OK);
        CHECK_INT(zone.standard_s, readable[i].standard_s);
        CHECK_INT(zone.has_summer, readable[i].has_summer);
        CHECK_INT(zone.summer_s, readable[i].summer_s);
    }
    for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++) {
        struct zone zone = {.standard_s = 42};
        CASE("zone: refuses \"%s\"", unreadable[i].text);
        enum rc rc = zone_parse(call, str_of(unreadable[i].text), &zone);
        const char *text = call->error.text.p == NULL ? "" : call->error.text.p;
        tap_check(strstr(text, unreadable[i].problem) != NULL, __FILE__, __LINE__, "%s", text);
        CHECK_RC(call, rc, RC_INVALID);
        CHECK_INT(zone.standard_s, 42);
    }
}

/* Seconds UTC at which the clock changes, and its difference from UTC just before and then. */
static const struct {
    const char *zone;
    int64_t utc_s;
    int before_s, then_s;
} changes[] = {
    {"CET-1CEST,M3.5.0,M10.5.0/3", 1774746000, 3600, 7200}, /* 2026-03-29 01:00 UTC */
    {"CET-1CEST,M3.5.0,M10.5.0/3", 1792890000, 7200, 3600}, /* 2026-10-25 01:00 UTC */
    {"EET-2EEST,M3.5.0/3,M10.5.0/4", 1774746000, 7200, 10800},
    {"EET-2EEST,M3.5.0/3,M10.5.0/4", 1792890000, 10800, 7200},
    {"EST5EDT,M3.2.0,M11.1.0", 1772953200, -18000, -14400},     /* 2026-03-08 07:00 UTC */
    {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1775318400, 39600, 36000}, /* 2026-04-04 16:00 UTC */
    {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1791043200, 36000, 39600}, /* 2026-10-03 16:00 UTC */
    {"AAA0BBB,J60/0,J300/1", 1709251200, 0, 3600}, /* 2024-03-01, after a 29 February */
    {"AAA0BBB,59/0,300/1", 1709164800, 0, 3600},   /* 2024-02-29, the 60th day from 0 */
};

static void change_test(struct call *call)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct zone zone;
        int64_t ms = changes[i].utc_s * 1000;
        CASE("zone: the clock of %s at %lld", changes[i].zone, (long long)changes[i].utc_s);
        CHECK_RC(call, zone_parse(call, str_of(changes[i].zone), &zone), RC_OK);
        CHECK_INT(zone_local(&zone, ms - 1).east_s, changes[i].before_s);
        CHECK_INT(zone_local(&zone, ms).east_s, changes[i].then_s);
    }
}

static void moment_test(struct call *call)
{
    struct zone cet, always;

    CASE("zone: a time that the clock shows twice is the earlier, one that it skips the later");
    CHECK_RC(call, zone_parse(call, STR("CET-1CEST,M3.5.0,M10.5.0/3"), &cet), RC_OK);
    CHECK_INT(zone_moment(&cet, test_day("2026-10-25"), 9000) / 1000, 1792890000 - 1800);
    CHECK_INT(zone_moment(&cet, test_day("2026-03-29"), 9000) / 1000, 1774746000 + 1800);
    CASE("zone: today is a matter of the place");
    CHECK_INT(zone_today(&cet, INT64_C(1795301999999)), test_day("2026-11-21"));
    CHECK_INT(zone_today(&cet, INT64_C(1795302000000)), test_day("2026-11-22"));
    CHECK_INT(zone_today(&cet, -1), test_day("1970-01-01"));
    CASE("zone: its names");
    struct local_time summer = zone_local(&cet, INT64_C(1783468800000));
    CHECK_TEXT(str_of(zone_name(&cet, &summer)), "CEST");
    CASE("zone: summer time all year round");
    CHECK_RC(call, zone_parse(call, STR("EST5EDT,0/0,J365/25"), &always), RC_OK);
    for (int64_t s = 1767225600; s < 1767225600 + INT64_C(94867200); s += 40000)
        CHECK_INT(zone_local(&always, s * 1000).east_s, -14400);
}

/* Every local time that exists comes back to its moment; the sequence of local times never jumps
 * but by a change of the clock. */
static void round_trip_test(struct call *call)
{
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        struct zone zone;
        CASE("zone: there and back in %s", readable[i].text);
        CHECK_RC(call, zone_parse(call, str_of(readable[i].text), &zone), RC_OK);
        for (int64_t ms = INT64_C(1577836800000); ms < INT64_C(1735689600000);
             ms += INT64_C(3703701)) {
            struct local_time local = zone_local(&zone, ms);
            int64_t back = zone_moment(&zone, local.on, local.second);
            int64_t second = ms - ms % 1000;
            if (back == second)
                continue;
            struct local_time other = zone_local(&zone, back);
            tap_check(back < second && other.on == local.on && other.second == local.second,
                      __FILE__, __LINE__, "%lld came back as %lld", (long long)ms, (long long)back);
        }
    }
}

void zone_test(void)
{
    struct test_call test;

    test_call_init(&test);
    parse_test(&test.call);
    change_test(&test.call);
    moment_test(&test.call);
    round_trip_test(&test.call);
    arena_fini(&test.arena);
}
