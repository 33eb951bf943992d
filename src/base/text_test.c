/* text_test.c - what is valid, what is cleaned how, what is refused, and names folded. */
#include "base/text.h"
#include "tap.h"

static const struct {
    const char *what, *text, *clean; /* NULL: refused */
} cleaned[] = {
    {"nothing", "", ""},
    {"ASCII", "a\tb\nc", "a\tb\nc"},
    {"line ends of others", "a\r\nb\rc\n\r\n\r", "a\nb\nc\n\n\n"},
    {"a letter and its mark become one", "C\xCC\x8C", "\xC4\x8C"},
    {"marks in their order", "e\xCC\x81\xCC\xA3", "\xE1\xBA\xB9\xCC\x81"},
    {"the ohm sign is a letter", "\xE2\x84\xA6", "\xCE\xA9"},
    {"Hangul", "\xE1\x84\x80\xE1\x85\xA1", "\xEA\xB0\x80"},
    {"a ligature stays", "\xEF\xAC\x81", "\xEF\xAC\x81"},
    {"a form that decomposes and stays so", "\xE0\xA5\x98", "\xE0\xA4\x95\xE0\xA4\xBC"},
    {"Cyrillic", "\xD0\x83\xD0\xBE\xD1\x80\xD1\x93\xD0\xB8",
     "\xD0\x83\xD0\xBE\xD1\x80\xD1\x93\xD0\xB8"},
    {"a joined emoji", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
     "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"},
    {"a bell", "a\x07", NULL},
    {"escape", "\x1B[2J", NULL},
    {"delete", "a\x7F", NULL},
    {"a control character of two bytes", "a\xC2\x85z", NULL},
    {"an overlong form", "\xC0\x80", NULL},
    {"a surrogate", "\xED\xA0\x80", NULL},
    {"beyond Unicode", "\xF4\x90\x80\x80", NULL},
    {"a sequence cut short", "a\xC3", NULL},
    {"a lone continuation", "\x80", NULL},
    {"Latin 1", "Caf\xE9", NULL},
};

static void cleaning(struct arena *arena)
{
    CASE("cleaning");
    for (size_t i = 0; i < sizeof cleaned / sizeof *cleaned; i++) {
        struct str got = text_clean(arena, str_of(cleaned[i].text));
        const char *want = cleaned[i].clean;
        tap_check(want == NULL ? got.p == NULL : got.p != NULL && str_is(got, want), __FILE__,
                  __LINE__, "%s: got \"%.*s\"", cleaned[i].what, (int)got.n,
                  got.p == NULL ? "(refused)" : got.p);
        if (got.p != NULL)
            CHECK(got.p[got.n] == '\0');
    }
    CHECK(text_clean(arena, str_bytes("a\0b", 3)).p == NULL);
    CHECK(text_clean(arena, (struct str){NULL, 0}).p != NULL);
}

static void folding(struct arena *arena)
{
    CASE("folding");
    CHECK_TEXT(text_fold(arena, STR("\xC4\x8C"
                                    "HAVO")),
               "chavo");
    CHECK_TEXT(text_fold(arena, STR("Stra\xC3\x9F"
                                    "e")),
               "strasse");
    CHECK_TEXT(text_fold(arena, STR("\xEF\xAC\x81n")), "fin");
    CHECK_TEXT(text_fold(arena, STR("\xD0\xA8\xD0\x90\xD0\x99")), "\xD1\x88\xD0\xB0\xD0\xB8");
    CHECK_TEXT(text_fold(arena, STR("a\xC2\xAD\xE2\x80\x8B"
                                    "b")),
               "ab");

    CASE("the longest decomposition: eighteen letters from one");
    CHECK_INT(text_length(text_fold(arena, STR("\xEF\xB7\xBA"))), 18);
}

static void letters(struct arena *arena)
{
    struct str rest = STR("a\xC4\x8D\xE2\x82\xAC\xF0\x9F\x91\xA9");
    struct buf out;

    CASE("letter by letter");
    CHECK_INT(text_length(rest), 4);
    CHECK_INT(text_next(&rest), 'a');
    CHECK_INT(text_next(&rest), 0x10D);
    CHECK_INT(text_next(&rest), 0x20AC);
    CHECK_INT(text_next(&rest), 0x1F469);
    CHECK_INT(text_next(&rest), 0);
    CHECK(text_is_letter('a') && text_is_letter(0x10D) && text_is_letter(0x43B));
    CHECK(!text_is_letter('1') && !text_is_letter(' ') && !text_is_letter(0x20AC));
    buf_init(&out, arena, 16);
    text_put(&out, 0x10D);
    text_put(&out, 0x1F469);
    CHECK_TEXT(buf_str(&out), "\xC4\x8D\xF0\x9F\x91\xA9");
}

static void no_memory(void)
{
    bool done = false;

    CASE("no memory: nothing, and no crash");
    for (long n = 1; !done && n < 50; n++) {
        struct fault_heap faults;
        struct arena arena;
        fault_heap_init(&faults, n);
        arena_init(&arena, &faults.heap, 1 << 20);
        struct str text = str_format(&arena, "%05000d\xEF\xB7\xBA", 1);
        struct str clean = text_clean(&arena, text), folded = text_fold(&arena, clean);
        done = text.n != 0 && clean.p != NULL && folded.p != NULL;
        CHECK(done == (faults.allocated < n));
        arena_fini(&arena);
    }
    CHECK(done);
}

void text_test(void);
void text_test(void)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    CASE("what is valid");
    CHECK(text_valid(STR("")) && text_valid((struct str){NULL, 0}));
    CHECK(text_valid(STR("\xF4\x8F\xBF\xBF")) && !text_valid(STR("\xF8\x88\x80\x80\x80")));
    cleaning(&arena);
    folding(&arena);
    letters(&arena);
    arena_fini(&arena);
    no_memory();
}
