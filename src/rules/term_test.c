/* term_test.c - terms counted by hand from the laws' own rules, and what holds for all of them. */
#include "rules/countries_test.h"
#include "rules/month.h"
#include "rules/term.h"
#include "tap.h"

void term_test(void);

static const struct {
    const char *name, *country, *event;
    struct term term;
    const char *due;
    size_t moved; /* days off at the end */
} cases[] = {
    {"ends on a working day", "RS", "2026-04-09", {15, TERM_DAYS}, "2026-04-24", 0},
    {"ends on Good Friday", "RS", "2026-03-26", {15, TERM_DAYS}, "2026-04-14", 4},
    {"ends on Europe Day, a Saturday", "XK", "2026-04-09", {30, TERM_DAYS}, "2026-05-12", 3},
    {"a month from the 31st", "MK", "2027-01-31", {1, TERM_MONTHS}, "2027-03-01", 1},
    {"a month from the 31st, a leap year", "MK", "2028-01-31", {1, TERM_MONTHS}, "2028-02-29", 0},
    {"a month from the 31st, unmoved", "MK", "2025-01-31", {1, TERM_MONTHS}, "2025-02-28", 0},
    {"the event's day is not counted", "RS", "2026-04-14", {1, TERM_WORKING_DAYS}, "2026-04-15", 0},
    {"working days skip Easter", "RS", "2026-04-08", {3, TERM_WORKING_DAYS}, "2026-04-15", 0},
    {"twenty working days", "LT", "2026-12-01", {20, TERM_WORKING_DAYS}, "2026-12-31", 0},
    {"three years from a leap day", "RS", "2024-02-29", {3, TERM_YEARS}, "2027-03-01", 1},
    {"into the first of May", "MK", "2026-04-16", {15, TERM_DAYS}, "2026-05-04", 3},
    {"a substitute at the end", "MK", "2026-07-18", {15, TERM_DAYS}, "2026-08-04", 2},
    {"two months over New Year", "LT", "2026-11-01", {2, TERM_MONTHS}, "2027-01-04", 3},
};

static struct term_count count_of(struct call *call, const char *country, struct term term,
                                  struct term_event event)
{
    struct term_country *kept = arena_alloc(call->arena, sizeof *kept);
    struct term_count count = {.n = 0};

    *kept = test_country(call, country);
    CHECK_RC(call, term_count(call, term, event, kept, &count), RC_OK);
    return count;
}

static size_t steps_of(const struct term_count *count, enum term_step_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < count->n; i++)
        n += count->steps[i].kind == kind;
    return n;
}

static void table_test(struct call *call)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct term_event event = {test_day(cases[i].event), TERM_NO_HOUR, false};
        CASE("term: %s", cases[i].name);
        struct term_count count = count_of(call, cases[i].country, cases[i].term, event);
        CHECK_INT(count.due, test_day(cases[i].due));
        CHECK_INT(steps_of(&count, TERM_MOVED), cases[i].moved);
    }
}

/* All steps as lines of "date what: why". */
static struct str told(struct call *call, const struct term_count *count)
{
    struct buf text;

    buf_init(&text, call->arena, 1 << 16);
    for (size_t i = 0; i < count->n; i++) {
        char date[DAY_TEXT];
        struct str what = term_step_what(call, &count->steps[i]);
        struct str why = term_step_why(call, count, &count->steps[i]);
        buf_format(&text, "%s ", day_format(count->steps[i].on, date));
        buf_add(&text, what);
        buf_z(&text, ": ");
        buf_add(&text, why);
        buf_z(&text, "\n");
    }
    return buf_str(&text);
}

static void told_test(struct call *call)
{
    CASE("term: the law's own example, told step by step");
    struct term_count count =
        count_of(call, "XK", (struct term){30, TERM_DAYS},
                 (struct term_event){test_day("2026-04-09"), TERM_NO_HOUR, false});
    CHECK_TEXT(told(call, &count),
               "2026-04-09 Event: the day of the event is not counted\n"
               "2026-05-09 End of the count: 30 calendar days after the day that is not counted\n"
               "2026-05-09 Not the last day: Europe Day\n"
               "2026-05-10 Not the last day: Sunday\n"
               "2026-05-11 Not the last day: Europe Day (day off instead)\n"
               "2026-05-12 Last day: the first working day after days off\n");

    CASE("term: received after hours before days off");
    count = count_of(call, "LT", (struct term){3, TERM_WORKING_DAYS},
                     (struct term_event){test_day("2026-10-30"), 17 * 60 + 30, true});
    CHECK_INT(count.from, test_day("2026-11-03"));
    CHECK_TEXT(told(call, &count),
               "2026-10-30 Not yet received: it came at 17:30, after office hours (until 15:45)\n"
               "2026-10-31 Not yet received: Saturday\n"
               "2026-11-01 Not yet received: All Saints\n"
               "2026-11-02 Not yet received: All Souls\n"
               "2026-11-03 Counts as received: the next working day; the day of the receipt is not "
               "counted\n"
               "2026-11-06 End of the count: 3 working days after the day that is not counted\n"
               "2026-11-06 Last day: the end of the count; it is not moved\n");

    CASE("term: a month without that day says so");
    count = count_of(call, "MK", (struct term){1, TERM_MONTHS},
                     (struct term_event){test_day("2026-01-31"), TERM_NO_HOUR, false});
    CHECK_TEXT(told(call, &count),
               "2026-01-31 Event: the day of the event is not counted\n"
               "2026-02-28 End of the count: 1 month later; that month has no day 31, so its last "
               "day\n"
               "2026-02-28 Not the last day: Saturday\n"
               "2026-03-01 Not the last day: Sunday\n"
               "2026-03-02 Last day: the first working day after days off\n");
}

static void receipt_test(struct call *call)
{
    struct term term = {1, TERM_WORKING_DAYS};
    day friday = test_day("2026-10-23");

    CASE("term: a receipt within hours, at closing time and without an hour counts that day");
    CHECK_INT(count_of(call, "LT", term, (struct term_event){friday, 600, true}).from, friday);
    CHECK_INT(count_of(call, "LT", term, (struct term_event){friday, 945, true}).from, friday);
    CHECK_INT(count_of(call, "LT", term, (struct term_event){friday, -1, true}).from, friday);
    CASE("term: a receipt on a Saturday counts on Monday");
    CHECK_INT(count_of(call, "LT", term, (struct term_event){friday + 1, -1, true}).from,
              friday + 3);
    CASE("term: where no law says so, and for what is no receipt, the day itself is the event");
    CHECK_INT(count_of(call, "RS", term, (struct term_event){friday + 1, 1200, true}).from,
              friday + 1);
    CHECK_INT(count_of(call, "LT", term, (struct term_event){friday + 1, -1, false}).from,
              friday + 1);
}

static void hours_test(struct call *call)
{
    CASE("term: hours run from the moment, days off or not");
    struct term_count count =
        count_of(call, "RS", (struct term){48, TERM_HOURS},
                 (struct term_event){test_day("2026-04-10"), 10 * 60 + 15, true});
    CHECK_INT(count.due, test_day("2026-04-12"));
    CHECK_INT(count.due_minute, 10 * 60 + 15);
    CHECK_TEXT(told(call, &count),
               "2026-04-10 Event: the hours run from its moment\n"
               "2026-04-12 End of the count: 48 hours after the event at 10:15\n"
               "2026-04-12 Last day: until 10:15\n");

    CASE("term: hours are hours of time, also when the clock is changed");
    count = count_of(call, "LT", (struct term){24, TERM_HOURS},
                     (struct term_event){test_day("2026-03-28"), 12 * 60, false});
    CHECK_INT(count.due, test_day("2026-03-29"));
    CHECK_INT(count.due_minute, 13 * 60);
}

static void doubt_test(struct call *call)
{
    struct term_event event = {test_day("2027-03-01"), TERM_NO_HOUR, false};

    CASE("term: an expected holiday on the way or beside the end is a doubt");
    struct term_count count = count_of(call, "MK", (struct term){8, TERM_DAYS}, event);
    CHECK_INT(count.due, test_day("2027-03-09"));
    CHECK_INT(steps_of(&count, TERM_EXPECTED), 1);
    count = count_of(call, "MK", (struct term){9, TERM_DAYS}, event);
    CHECK_INT(count.due, test_day("2027-03-11"));
    CHECK_INT(steps_of(&count, TERM_EXPECTED), 1);
    count = count_of(call, "MK", (struct term){30, TERM_DAYS}, event);
    CHECK_INT(steps_of(&count, TERM_EXPECTED), 0);
    count = count_of(call, "MK", (struct term){20, TERM_WORKING_DAYS}, event);
    CHECK_INT(steps_of(&count, TERM_EXPECTED), 1);

    CASE("term: a year whose holidays are not all known is a doubt");
    count = count_of(call, "MK", (struct term){2, TERM_YEARS}, event);
    CHECK_INT(steps_of(&count, TERM_UNKNOWN), 1);
    struct str why = term_step_why(call, &count, &count.steps[count.n - 1]);
    CHECK_TEXT(why, "the calendar does not yet know the day of this holiday: Eid al-Fitr");
    count = count_of(call, "RS", (struct term){2, TERM_YEARS}, event);
    CHECK_INT(steps_of(&count, TERM_UNKNOWN), 0);
}

static void refusal_test(struct call *call)
{
    static const struct {
        const char *name;
        struct term term;
        const char *event;
        int minute;
    } refused[] = {
        {"of no length", {0, TERM_DAYS}, "2026-04-14", TERM_NO_HOUR},
        {"of less than no length", {-1, TERM_MONTHS}, "2026-04-14", TERM_NO_HOUR},
        {"of 41 years", {41, TERM_YEARS}, "2026-04-14", TERM_NO_HOUR},
        {"of hours without the hour", {48, TERM_HOURS}, "2026-04-14", TERM_NO_HOUR},
        {"at an hour that is none", {48, TERM_HOURS}, "2026-04-14", 1440},
        {"from long ago", {15, TERM_DAYS}, "1899-12-31", TERM_NO_HOUR},
        {"from times to come", {15, TERM_DAYS}, "2190-01-01", TERM_NO_HOUR},
    };

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct term_country rs = test_country(call, "RS");
        struct term_event event = {test_day(refused[i].event), refused[i].minute, false};
        struct term_count count;
        CASE("term: refuses one %s", refused[i].name);
        CHECK_RC(call, term_count(call, refused[i].term, event, &rs, &count), RC_INVALID);
    }
}

/* One term for each length and starting day of some years. */
static void property_test(struct call *call)
{
    static const char *const codes[] = {"MK", "RS", "XK", "LT"};
    struct arena *whole = call->arena;

    CASE("term: never due on a day off, never earlier for a longer term, steps by day");
    for (int i = 0; i < 4 * 5 * 400; i++) {
        struct arena arena;
        enum term_unit unit = (enum term_unit)(i / 4 % 5 % 4);
        day start = test_day("2024-01-01") + i * 7 % 1500;
        day before = start;
        arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
        call->arena = &arena;
        struct term_country country = test_country(call, codes[i % 4]);
        struct days_off days = {.calendar = country.calendar};
        for (int length = 1; length < (unit == TERM_YEARS ? 4 : 30); length += 1 + i % 5) {
            struct term_event event = {start, i % 1440, i % 3 == 0};
            struct term_count count = {.n = 0};
            struct day_off off = {.is = true};
            CHECK_RC(call, term_count(call, (struct term){length, unit}, event, &country, &count),
                     RC_OK);
            CHECK(count.due >= before && count.due > count.from && count.from >= start);
            before = count.due;
            CHECK_RC(call, day_off(call, &days, count.due, &off), RC_OK);
            CHECK(!off.is);
            for (size_t s = 1; s < count.n; s++)
                CHECK(count.steps[s].on >= count.steps[s - 1].on);
        }
        arena_fini(&arena);
    }
    call->arena = whole;
}

/* Fails every block of memory in turn: each time a clean refusal, in the end the answer. */
static void memory_test(void)
{
    enum rc rc = RC_MEMORY;

    CASE("term: without memory it refuses");
    for (long n = 1; rc != RC_OK && n < 100; n++) {
        struct test_call test;
        struct fault_heap faults;
        struct term_count count;
        test_call_init(&test);
        struct term_country rs = test_country(&test.call, "RS");
        fault_heap_init(&faults, n);
        struct arena arena;
        arena_init(&arena, &faults.heap, ARENA_MAX_DEFAULT);
        test.call.arena = &arena;
        rc = term_count(&test.call, (struct term){2000, TERM_WORKING_DAYS},
                        (struct term_event){test_day("2026-04-14"), TERM_NO_HOUR, false}, &rs,
                        &count);
        CHECK(rc == RC_OK || rc == RC_MEMORY);
        arena_fini(&arena);
        CHECK_INT(faults.live, 0);
        arena_fini(&test.arena);
    }
    CHECK_INT(rc, RC_OK);
}

void term_test(void)
{
    struct test_call test;

    test_call_init(&test);
    table_test(&test.call);
    told_test(&test.call);
    receipt_test(&test.call);
    hours_test(&test.call);
    doubt_test(&test.call);
    refusal_test(&test.call);
    property_test(&test.call);
    memory_test();
    arena_fini(&test.arena);
}
