/* figure_test.c - days and numbers as each language writes them. */
#include "base/embed.h"
#include "base/figure.h"
#include "base/lang.h"
#include "tap.h"

void figure_test(void);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

static const struct {
    const char *lang, *date, *month, *money, *small;
} rows[] = {
    {"en", "5 Mar 2026", "March 2026", "1,234,567.80", "-0.05"},
    {"mk", "5.3.2026 г.", "марта 2026 г.", "1.234.567,80", "-0,05"},
    {"sr-Cyrl", "5. 3. 2026.", "марта 2026.", "1.234.567,80", "-0,05"},
    {"sq", "5.3.2026", "марта 2026",
     "1\xC2\xA0"
     "234\xC2\xA0"
     "567,80",
     "-0,05"},
    {"lt", "2026-03-05", "2026-03",
     "1\xC2\xA0"
     "234\xC2\xA0"
     "567,80",
     "-0,05"},
};

void figure_test(void)
{
    static const char po[] = "msgid \"\"\nmsgstr \"\"\n"
                             "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                             "\"Plural-Forms: nplurals=%d; plural=0;\\n\"\n\n"
                             "msgid \"March\"\nmsgstr \"марта\"\n";
    const day d = day_of((struct date){2026, 3, 5});

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct call call;
        struct lang *lang = NULL;

        CASE("days and numbers in %s", rows[i].lang);
        arena_init(&arena, &heap_libc, 1 << 20);
        call_init(&call, &arena, &no_os);
        bool two = str_is(str_of(rows[i].lang), "mk") || str_is(str_of(rows[i].lang), "sq");
        const struct embedded file = {"x.po", str_format(&arena, po, two ? 2 : 3)};
        if (i != 0)
            CHECK_INT(lang_load(&call, str_of(rows[i].lang), &file, &arena, &lang), RC_OK);
        call.lang = lang;
        CHECK_TEXT(figure_day(&call, d), rows[i].date);
        CHECK_TEXT(figure_month(&call, 2026, 3), rows[i].month);
        CHECK_TEXT(figure_number(&call, 123456780, 2, true), rows[i].money);
        CHECK_TEXT(figure_number(&call, -5, 2, true), rows[i].small);
        CHECK_TEXT(figure_number(&call, 2026, 0, false), "2026");
        CHECK(str_ends(figure_minute(&call, d, 9 * 60 + 5), STR(", 9:05")));
        arena_fini(&arena);
    }
}
