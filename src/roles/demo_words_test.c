/* demo_words_test.c - days and names in the texts of a story. */
#include "roles/demo_words.h"
#include "roles/roles_test.h"
#include "store/posix.h"
#include "tap.h"

static day on(const char *text)
{
    day d = 0;

    CHECK(day_parse(text, &d));
    return d;
}

static void test_days(struct tale *tale)
{
    static const struct {
        const char *text, *want; /* NULL: no day */
    } rows[] = {
        {"0", "2026-10-08"},
        {"-12", "2026-09-26"},
        {"5", "2026-10-13"},
        {"-12 weekday", "2026-09-25"}, /* from a Saturday back to Friday */
        {"-11 weekday", "2026-09-25"}, /* from a Sunday */
        {"-10 weekday", "2026-09-28"}, /* a Monday stays */
        {"-11 months", "2025-11-08"},
        {"-11 months -3", "2025-11-05"},
        {"-11 months -3 weekday", "2025-11-05"},
        {"-4..-4", "2026-10-04"},
        {"2026-10-01", NULL},
        {"", NULL},
        {"soon", NULL},
        {"-1..-3", NULL},
        {"-3.-1", NULL},
        {"99999999999", NULL},
    };

    CASE("days");
    tale->on = on("2026-10-08");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[DAY_TEXT];
        day d;
        bool ok = tale_day(tale, str_of(rows[i].text), &d);
        CHECK(ok == (rows[i].want != NULL));
        if (ok && rows[i].want != NULL)
            CHECK_TEXT(str_of(day_format(d, text)), rows[i].want);
    }
}

static void test_chance(struct tale *tale)
{
    bool seen[4] = {false};
    day d, again;

    CASE("the same choices from the same beginning");
    for (int i = 0; i < 64; i++) {
        if (!CHECK(tale_day(tale, STR("-30..-27"), &d)))
            return;
        day back = tale->on - d;
        if (CHECK(back >= 27 && back <= 30))
            seen[back - 27] = true;
    }
    CHECK(seen[0] && seen[1] && seen[2] && seen[3]);
    tale->chance = 7;
    CHECK(tale_day(tale, STR("-900..-1"), &d));
    tale->chance = 7;
    CHECK(tale_day(tale, STR("-900..-1"), &again));
    CHECK_INT(d, again);
}

static void check_text(struct call *call, struct tale *tale, const char *text, const char *want)
{
    struct str out;

    if (CHECK_RC(call, tale_text(call, tale, str_of(text), &out), RC_OK))
        CHECK_TEXT(out, want);
}

static void test_texts(struct call *call, struct tale *tale)
{
    struct tale_record first = {.name = STR("senada"), .id = {{0x11}}};
    struct tale_record second = {.name = STR("old_3"), .id = {{0x22}}};
    struct str out;

    CASE("texts");
    CHECK_RC(call, tale_add(call, tale, &first), RC_OK);
    CHECK_RC(call, tale_add(call, tale, &second), RC_OK);
    tale->round = 3;
    check_text(call, tale, "", "");
    check_text(call, tale, "plain", "plain");
    check_text(call, tale, "{-12} 09:30", "2026-09-26 09:30");
    check_text(call, tale, "$senada; $old_{n}.",
               "11000000000000000000000000000000; 22000000000000000000000000000000.");
    for (int i = 0; i < 32; i++)
        if (CHECK_RC(call, tale_text(call, tale, STR("a {b|c|} d"), &out), RC_OK))
            CHECK(str_is(out, "a b d") || str_is(out, "a c d") || str_is(out, "a  d"));
    CHECK_RC(call, tale_text(call, tale, STR("$nobody"), &out), RC_INVALID);
    CHECK_RC(call, tale_text(call, tale, STR("{soon}"), &out), RC_INVALID);
    CHECK_RC(call, tale_text(call, tale, STR("left {"), &out), RC_INVALID);
    CASE("the last of one name counts");
    first.id.b[0] = 0x33;
    CHECK_RC(call, tale_add(call, tale, &first), RC_OK);
    CHECK_INT(tale_find(tale, STR("$senada"))->id.b[0], 0x33);
    CHECK(tale_find(tale, STR("$")) == NULL);
}

void demo_words_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    struct tale tale = {.keep = &arena};
    test_days(&tale);
    test_chance(&tale);
    test_texts(&call, &tale);
    arena_fini(&arena);
}
