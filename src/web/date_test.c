/* date_test.c - days as people type them. */
#include "web/date.h"
#include "web/web_test.h"

struct row {
    const char *d, *m, *y;
    const char *want; /* the day, or how the fault ends */
};

static const struct row rows[] = {
    {"22", "11", "2026", "2026-11-22"},
    {"22.", "11.", "2026.", "2026-11-22"},
    {" 1 ", "march", "2026", "2026-03-01"},
    {"1", "MAR", "2026", "2026-03-01"},
    {"29", "feb", "2024", "2024-02-29"},
    {"29", "2", "2000", "2000-02-29"},
    {"01", "01", "1800", "1800-01-01"},
    {"29", "2", "2026", "Received must be a day that the month has."},
    {"29", "2", "1900", "Received must be a day that the month has."},
    {"31", "11", "2026", "Received must be a day that the month has."},
    {"0", "11", "2026", "Received must be a day that the month has."},
    {"x", "11", "2026", "Received must be a day that the month has."},
    {"1", "13", "2026", "Received must have a month from 1 to 12, or its name."},
    {"1", "ma", "2026", "Received must have a month from 1 to 12, or its name."},
    {"1", "", "2026", "Received must include a month."},
    {"", "1", "2026", "Received must include a day."},
    {"1", "1", "", "Received must include a year."},
    {"1", "1", "26", "Received must have a year of four digits, such as 2026."},
    {"1", "1", "2201", "Received must have a year of four digits, such as 2026."},
    {"", "", "", ""},
};

static void reads(void)
{
    CASE("days are read, or the missing part is named");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture f;
        char text[DAY_TEXT];
        day d = 0;
        fixture_init(&f, 0);
        struct date_parts parts = {str_of(rows[i].d), str_of(rows[i].m), str_of(rows[i].y)};
        if (date_read(&f.call, STR("received"), STR("Received"), parts, &d))
            CHECK_TEXT(str_of(day_format(d, text)), rows[i].want);
        else if (f.call.faults == NULL)
            CHECK_TEXT(STR(""), rows[i].want);
        else
            CHECK_TEXT(f.call.faults->text, rows[i].want);
        fixture_fini(&f);
    }
}

static void writes(void)
{
    struct fixture f;
    struct date date = {2026, 3, 5};

    CASE("days are written");
    fixture_init(&f, 0);
    CHECK_TEXT(date_text(&f.call, day_of(date)), "5 Mar 2026");
    CHECK_TEXT(date_long(&f.call, day_of(date)), "Thursday 5 March 2026");
    struct date_parts parts = date_split(&f.call, day_of(date));
    CHECK_TEXT(parts.d, "5");
    CHECK_TEXT(parts.m, "3");
    CHECK_TEXT(parts.y, "2026");
    CHECK(!date_year_first(&f.call));
    fixture_fini(&f);
}

static void speaks(void)
{
    static const char november[] = "msgid \"November\"\nmsgstr \"ноември\"\n";
    static const char *const typed[] = {"ноември", "НОЕ", "ное.", "November", "11"};
    struct date date = {2026, 11, 5};
    struct fixture f;

    CASE("months and order of the call's language");
    fixture_init(&f, 0);
    fixture_speak(&f, "mk", "2", november);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct date_parts parts = {STR("5"), str_of(typed[i]), STR("2026")};
        day d = 0;
        CHECK(date_read(&f.call, STR("x"), STR("X"), parts, &d));
        CHECK_INT(d, day_of(date));
    }
    CHECK_TEXT(date_text(&f.call, day_of(date)), "5.11.2026 г.");
    CHECK(!date_year_first(&f.call));
    fixture_speak(&f, "lt", "3", "");
    CHECK_TEXT(date_text(&f.call, day_of(date)), "2026-11-05");
    CHECK(date_year_first(&f.call));
    fixture_speak(&f, "sr-Latn", "3", "");
    CHECK_TEXT(date_text(&f.call, day_of(date)), "5. 11. 2026.");
    fixture_fini(&f);
}

void date_test(void)
{
    reads();
    speaks();
    writes();
}
