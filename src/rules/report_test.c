/* report_test.c - a small world counted by hand, and what holds in every world. */
#include "rules/countries_test.h"
#include "rules/report.h"
#include "tap.h"

void report_test(void);

/* What, person, beside, then the keys: kind, area, project, sex, age, place, outcome, state, month.
 */
static const struct report_fact world[] = {
    {REPORT_QUICK,
     0,
     false,
     {STR_INIT("information"), STR_INIT("papers"), STR_INIT("A"), {0}, {0}, STR_INIT("rekovo")}},
    {REPORT_QUICK, 0, false, {STR_INIT("information"), STR_INIT("health"), {0}, {0}, {0}, {0}}},
    {REPORT_OPENED,
     1,
     false,
     {{0}, STR_INIT("housing"), {0}, STR_INIT("f"), STR_INIT("30_64"), STR_INIT("rekovo")}},
    {REPORT_OPENED, 2, false, {{0}, STR_INIT("papers"), {0}, STR_INIT("m"), STR_INIT("0_5"), {0}}},
    {REPORT_HELP,
     1,
     false,
     {STR_INIT("legal_advice"), STR_INIT("housing"), STR_INIT("A"), STR_INIT("f"),
      STR_INIT("30_64")}},
    {REPORT_HELP,
     1,
     false,
     {STR_INIT("information"), STR_INIT("housing"), STR_INIT("A"), STR_INIT("f"),
      STR_INIT("30_64")}},
    {REPORT_HELP,
     1,
     false,
     {STR_INIT("information"), STR_INIT("health"), STR_INIT("B"), STR_INIT("f"),
      STR_INIT("30_64")}},
    /* one talk with three, of whom one is known already */
    {REPORT_HELP, 3, false, {STR_INIT("counselling"), STR_INIT("education"), {0}, {0}, {0}, {0}}},
    {REPORT_HELP,
     4,
     true,
     {STR_INIT("counselling"), STR_INIT("education"), {0}, STR_INIT("f"), {0}, {0}}},
    {REPORT_HELP,
     1,
     true,
     {STR_INIT("counselling"), STR_INIT("education"), {0}, STR_INIT("f"), STR_INIT("30_64")}},
    {REPORT_OPEN, 5, false, {{0}, STR_INIT("housing"), {0}, STR_INIT("m"), {0}, {0}}},
    {REPORT_LETTER,
     1,
     false,
     {{0},
      STR_INIT("housing"),
      {0},
      STR_INIT("f"),
      STR_INIT("30_64"),
      {0},
      {0},
      STR_INIT("draft")}},
};

static void fill(struct call *call, struct report *report, struct arena *arena)
{
    report_init(report, arena);
    for (size_t i = 0; i < sizeof world / sizeof *world; i++)
        CHECK_RC(call, report_add(call, report, &world[i]), RC_OK);
}

static const struct report_row *row(const struct report *report, enum report_split split,
                                    const char *key)
{
    static const struct report_row nothing;
    const struct report_row *found = report_row(report, split, str_of(key));

    CHECK(found != NULL);
    return found == NULL ? &nothing : found;
}

static void hand_test(struct call *call, struct arena *arena)
{
    struct report report;

    CASE("report: services many, people once, as counted by hand");
    fill(call, &report, arena);
    CHECK_INT(report.total.things[REPORT_QUICK], 2);
    CHECK_INT(report.total.things[REPORT_HELP], 4);
    CHECK_INT(report.total.people[REPORT_HELP], 3);
    CHECK_INT(report.total.things[REPORT_OPENED], 2);
    CHECK_INT(report.total.people[REPORT_QUICK], 0);
    CHECK_INT(report.total.all_people, 4); /* 1, 2, 3, 4; not 5, whose case only stood open */

    CASE("report: in a split a person counts in each row once");
    CHECK_INT(row(&report, REPORT_BY_AREA, "housing")->things[REPORT_HELP], 2);
    CHECK_INT(row(&report, REPORT_BY_AREA, "housing")->people[REPORT_HELP], 1);
    CHECK_INT(row(&report, REPORT_BY_AREA, "education")->things[REPORT_HELP], 1);
    CHECK_INT(row(&report, REPORT_BY_AREA, "education")->people[REPORT_HELP], 3);
    CHECK_INT(row(&report, REPORT_BY_PROJECT, "A")->things[REPORT_HELP], 2);
    CHECK_INT(row(&report, REPORT_BY_PROJECT, "A")->all_people, 1);
    CHECK_INT(row(&report, REPORT_BY_SEX, "f")->all_people, 2);
    CHECK_INT(row(&report, REPORT_BY_SEX, "")->all_people, 1);

    CASE("report: what has no sex stands in no split by it");
    CHECK(!report_splits(REPORT_QUICK, REPORT_BY_SEX));
    CHECK(report_row(&report, REPORT_BY_STATE, STR("draft")) != NULL);
    CHECK(report_row(&report, REPORT_BY_OUTCOME, STR("")) == NULL);
}

/* ---- what always holds */

static uint64_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static void check_sums(const struct report *report)
{
    for (int split = 0; split < REPORT_SPLITS; split++) {
        const struct report_rows *rows = &report->by[split];
        int64_t people = 0;
        for (int what = 0; what < REPORT_WHATS; what++) {
            int64_t sum = 0;
            for (size_t i = 0; i < rows->n; i++)
                sum += rows->rows[i].things[what];
            if (report_splits((enum report_what)what, (enum report_split)split))
                CHECK_INT(sum, report->total.things[what]);
        }
        for (size_t i = 0; i < rows->n; i++)
            people += rows->rows[i].all_people;
        if (split == REPORT_BY_SEX)
            CHECK_INT(people, report->total.all_people);
        else
            CHECK(split == REPORT_BY_OUTCOME || split == REPORT_BY_STATE ||
                  split == REPORT_BY_KIND || split == REPORT_BY_PROJECT ||
                  split == REPORT_BY_SORT || people >= report->total.all_people);
    }
    for (int what = 0; what < REPORT_WHATS; what++)
        CHECK(report->total.people[what] <= report->total.things[what]);
}

/* Everybody has one sex; nobody stands beside another, so people are never more than services. */
static void random_test(struct call *call)
{
    uint64_t state = 7;

    CASE("report: sums of splits are the total, and people are never more than services");
    for (int world_n = 0; world_n < 60; world_n++) {
        struct arena arena;
        struct report report;
        arena_init(&arena, &heap_libc, 16 << 20);
        report_init(&report, &arena);
        for (int i = 0; i < 300; i++) {
            struct report_fact fact = {.what = (enum report_what)(next(&state) % REPORT_WHATS)};
            fact.person = (int64_t)(next(&state) % 40) + 1;
            for (int split = 0; split < REPORT_SPLITS; split++)
                if (next(&state) % 4 != 0)
                    fact.keys[split] = str_format(&arena, "k%d", (int)(next(&state) % 9));
            fact.keys[REPORT_BY_SEX] = fact.person % 3 == 0   ? STR("")
                                       : fact.person % 2 == 0 ? STR("f")
                                                              : STR("m");
            if (fact.what == REPORT_QUICK)
                fact.person = 0;
            CHECK_RC(call, report_add(call, &report, &fact), RC_OK);
        }
        check_sums(&report);
        arena_fini(&arena);
    }
}

static void many_test(struct call *call, struct arena *arena)
{
    struct report report;

    CASE("report: rows behind the last that fit are counted together");
    report_init(&report, arena);
    for (int i = 0; i < REPORT_ROWS_MAX + 50; i++) {
        struct report_fact fact = {.what = REPORT_QUICK};
        fact.keys[REPORT_BY_PROJECT] = str_format(arena, "project %d", i);
        CHECK_RC(call, report_add(call, &report, &fact), RC_OK);
    }
    CHECK_INT(report.by[REPORT_BY_PROJECT].n, REPORT_ROWS_MAX + 1);
    CHECK_INT(row(&report, REPORT_BY_PROJECT, REPORT_REST)->things[REPORT_QUICK], 50);
    CHECK_INT(report.total.things[REPORT_QUICK], REPORT_ROWS_MAX + 50);
}

static void age_test(void)
{
    static const struct {
        const char *born, *on, *want;
    } rows[] = {{"2026-11-01", "2026-11-01", "0_5"},   {"2020-11-24", "2026-11-23", "0_5"},
                {"2020-11-23", "2026-11-23", "6_14"},  {"2008-11-24", "2026-11-23", "15_17"},
                {"2008-11-23", "2026-11-23", "18_29"}, {"1961-11-23", "2026-11-23", "65"},
                {"1961-11-24", "2026-11-23", "30_64"}, {"2027-01-01", "2026-11-23", ""}};

    CASE("report: ages turn on the birthday");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        day born = 0, on = 0;
        CHECK(day_parse(rows[i].born, &born) && day_parse(rows[i].on, &on));
        CHECK_TEXT(report_age(born, on), rows[i].want);
    }
}

void report_test(void)
{
    struct test_call test;

    test_call_init(&test);
    hand_test(&test.call, &test.arena);
    random_test(&test.call);
    many_test(&test.call, &test.arena);
    age_test();
    arena_fini(&test.arena);
}
