/* when_test.c - times of a schedule: changes of clocks, ends of months, what must always hold. */
#include "rules/when.h"
#include "tap.h"

void when_test(void);

static struct zone zone_of(struct call *call, const char *text)
{
    struct zone zone = {0};

    CHECK_RC(call, zone_parse(call, str_of(text), &zone), RC_OK);
    return zone;
}

static int64_t at(const struct zone *zone, const char *text, int minute)
{
    day d = 0;

    CHECK(day_parse(text, &d));
    return zone_moment(zone, d, minute * 60);
}

#define SKOPJE "CET-1CEST,M3.5.0,M10.5.0/3"

enum { THREE = 3 * 60, HALF_THREE = 2 * 60 + 30, HOUR = 3600000 };

static const struct {
    const char *what;
    struct when when;
    const char *now, *last, *next; /* days; now at now_minute, the others at the rule's minute */
    int now_minute;
} rows[] = {
    {"daily, before", {EVERY_DAY, 0, THREE}, "2026-11-22", "2026-11-21", "2026-11-22", 60},
    {"daily, at once", {EVERY_DAY, 0, THREE}, "2026-11-22", "2026-11-22", "2026-11-23", THREE},
    {"weekly", {EVERY_WEEK, SUNDAY, THREE}, "2026-11-21", "2026-11-15", "2026-11-22", 600},
    {"weekly, on its day",
     {EVERY_WEEK, SUNDAY, THREE},
     "2026-11-22",
     "2026-11-22",
     "2026-11-29",
     600},
    {"monthly, before", {EVERY_MONTH, 31, THREE}, "2026-02-10", "2026-01-31", "2026-02-28", 0},
    {"monthly, after", {EVERY_MONTH, 31, THREE}, "2026-02-28", "2026-02-28", "2026-03-31", 600},
    {"over the year", {EVERY_MONTH, 1, THREE}, "2026-12-31", "2026-12-01", "2027-01-01", 600},
};

static void table_test(struct call *call)
{
    struct zone zone = zone_of(call, SKOPJE);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CASE("when: %s", rows[i].what);
        int64_t now = at(&zone, rows[i].now, rows[i].now_minute);
        int minute = rows[i].when.minute;
        CHECK_INT(when_last(&rows[i].when, &zone, now), at(&zone, rows[i].last, minute));
        CHECK_INT(when_next(&rows[i].when, &zone, now), at(&zone, rows[i].next, minute));
    }
}

static void clock_test(struct call *call)
{
    struct zone zone = zone_of(call, SKOPJE);
    const struct when night = {EVERY_DAY, 0, HALF_THREE};

    CASE("when: the night that has no 02:30 has its run all the same, once");
    int64_t evening = at(&zone, "2026-03-28", 22 * 60);
    int64_t run = when_next(&night, &zone, evening);
    CHECK_INT(zone_today(&zone, run), zone_today(&zone, at(&zone, "2026-03-29", 600)));
    CHECK_INT(when_last(&night, &zone, at(&zone, "2026-03-29", 600)), run);
    CHECK_INT(when_next(&night, &zone, run), at(&zone, "2026-03-30", HALF_THREE));

    CASE("when: the night that has 02:30 twice has one run");
    run = when_next(&night, &zone, at(&zone, "2026-10-24", 22 * 60));
    CHECK_INT(when_last(&night, &zone, run + HOUR), run); /* 02:30 for the second time */
    CHECK_INT(when_next(&night, &zone, run + HOUR), at(&zone, "2026-10-26", HALF_THREE));

    CASE("when: hours do not care about the clock on the wall");
    const struct when hours = {EVERY_HOURS, 6, 0};
    int64_t now = at(&zone, "2026-10-25", 0);
    for (int i = 0; i < 8; i++, now = when_next(&hours, &zone, now))
        CHECK_INT(when_next(&hours, &zone, when_last(&hours, &zone, now)),
                  when_last(&hours, &zone, now) + 6 * HOUR);
    CHECK_INT(when_last(&hours, &zone, -1), -6 * HOUR);
}

/* last <= now < next, nothing between the two, and each time is its own last one. */
static void property_test(struct call *call)
{
    const struct zone zones[] = {zone_of(call, SKOPJE),
                                 zone_of(call, "EET-2EEST,M3.5.0/3,M10.5.0/4"),
                                 zone_of(call, "IST-1GMT0,M10.5.0,M3.5.0/1")};
    uint64_t seed = 7;
    int wrong = 0;

    CASE("when: 20,000 drawn rules and moments");
    for (int i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        uint64_t draw = seed >> 20;
        struct when when = {(enum every)(draw % 4), 0, (int)(draw / 4 % WHEN_MINUTES)};
        when.n = when.every == EVERY_HOURS  ? 1 + (int)(draw / 7 % WHEN_HOURS_MAX)
                 : when.every == EVERY_WEEK ? (int)(draw / 7 % 7)
                                            : 1 + (int)(draw / 7 % 31);
        const struct zone *zone = &zones[draw % 3];
        int64_t now = (int64_t)(draw % (60ULL * 365 * 86400)) * 1000;
        int64_t last = when_last(&when, zone, now), next = when_next(&when, zone, now);
        wrong += !(last <= now && now < next) || when_last(&when, zone, last) != last ||
                 when_next(&when, zone, last) != next || when_last(&when, zone, next - 1) != last;
    }
    CHECK_INT(wrong, 0);
}

void when_test(void)
{
    struct arena arena;
    struct call call;
    static const struct os none;

    arena_init(&arena, &heap_libc, 1 << 20);
    call = (struct call){.arena = &arena, .os = &none};
    table_test(&call);
    clock_test(&call);
    property_test(&call);
    CASE("when: what is no rule");
    CHECK(!when_valid(&(struct when){EVERY_HOURS, 0, 0}));
    CHECK(!when_valid(&(struct when){EVERY_MONTH, 32, 0}));
    CHECK(!when_valid(&(struct when){EVERY_WEEK, 7, 0}));
    CHECK(!when_valid(&(struct when){EVERY_DAY, 0, WHEN_MINUTES}));
    arena_fini(&arena);
}
