/* differ_test.c - what changed between two versions of a text. */
#include "rules/differ.h"
#include "tap.h"

void differ_test(void);

/* Told as "was > now" a line. */
static struct str told(struct call *call, const struct differ *differ)
{
    struct buf out;

    buf_init(&out, call->arena, 1 << 16);
    for (size_t i = 0; i < differ->n; i++) {
        buf_add(&out, differ->lines[i].was);
        buf_z(&out, " > ");
        buf_add(&out, differ->lines[i].now);
        buf_z(&out, "\n");
    }
    buf_z(&out, differ->moved ? "moved\n" : "");
    return buf_str(&out);
}

static const struct {
    const char *what, *ours, *theirs, *told;
} rows[] = {
    {"the same", "One.\nTwo.\n", "One.\nTwo.\n", ""},
    {"spaces, empty lines and soft hyphens are nothing", "One two.\nThree\n",
     "\n  One\xC2\xA0\x20two. \n\n\nTh\xC2\xADree", ""},
    {"a word changed", "The sum is 5000 denars.\nEnd\n", "The sum is 6000 denars.\nEnd\n",
     "The sum is 5000 denars. > The sum is 6000 denars.\n"},
    {"far within a long line",
     "Mi smo ovde da kažemo nešto dugo i još duže, a zatim da je rok deset dana od dana prijema "
     "ovog zahteva, i tako dalje do kraja.",
     "Mi smo ovde da kažemo nešto dugo i još duže, a zatim da je rok petnaest dana od dana prijema "
     "ovog zahteva, i tako dalje do kraja.",
     "… nešto dugo i još duže, a zatim da je rok deset dana od dana prijema ovog zahteva, i … > "
     "… nešto dugo i još duže, a zatim da je rok petnaest dana od dana prijema ovog zahteva, "
     "i …\n"},
    {"left out", "One.\nTwo is here.\nThree.\n", "One.\nThree.\n", "Two is here. > \n"},
    {"new", "One.\nThree.\n", "One.\nQuite another thing.\nThree.\n", " > Quite another thing.\n"},
    {"another order", "One.\nTwo.\nThree.\n", "One.\nThree.\nTwo.\n", "moved\n"},
    {"a second copy is nothing new", "One.\nTwo.\n", "One.\nTwo.\nOne.\nTwo.\n", ""},
    {"all of it", "One.\n", "", "One. > \n"},
};

static const struct {
    const char *what, *theirs, *told;
} page_rows[] = {
    {"the same, in lines of its own", "OFFICE\nThe first\nparagraph.    Stamp\n1. an item\n1/1\n",
     ""},
    {"over a page", "OFFICE\nThe first\nfoot 1/2\n\fparagraph.\n1. an item\nfoot 2/2\n", ""},
    {"items in one line", "OFFICEThe first paragraph.\n1.an item2.an item–an item\n", ""},
    {"and a word in one", "OFFICE\nThe first paragraph.\n1.an item2.an odd item\n",
     " > 1.an item2.an odd item\n"},
    {"a word put in", "OFFICE\nThe very first\nparagraph.\n1. an item\n",
     "The first paragraph. > \n > The very first\n"},
    {"a word left out at a line's end", "OFFICE\nThe first\n1. an item\n",
     "The first paragraph. > \n"},
    {"a line put in", "OFFICE\nThe first paragraph.\nAnd more.\n1. an item\n", " > And more.\n"},
    {"nothing to read", "", "OFFICE > \nThe first paragraph. > \nan item > \n"},
};

static void limits(struct call *call)
{
    struct differ differ;
    struct buf long_text, words;

    CASE("differ: more lines than are compared");
    buf_init(&long_text, call->arena, 1 << 20);
    for (int i = 0; i <= DIFFER_LINES_MAX; i++)
        buf_format(&long_text, "line %d\n", i);
    CHECK_RC(call, differ_lines(call, buf_str(&long_text), STR("x"), &differ), RC_OK);
    CHECK(differ.too_long && !differ_same(&differ));

    CASE("differ: many differences are counted, a few are told, cut between letters");
    buf_init(&words, call->arena, 1 << 20);
    for (int i = 0; i < 300; i++)
        buf_format(&words,
                   "%dжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж"
                   "жжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж\n",
                   i);
    CHECK_RC(call, differ_lines(call, buf_str(&words), STR("x"), &differ), RC_OK);
    CHECK_INT(differ.n, DIFFER_SHOWN);
    CHECK_INT(differ.all, DIFFER_COUNT);
    CHECK(differ.lines[0].was.n <= DIFFER_TEXT_MAX && str_ends(differ.lines[0].was, STR("ж …")));
}

void differ_test(void)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct differ differ;

    arena_init(&arena, &heap_libc, (size_t)256 << 20);
    call_forgive(&call);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CASE("differ: %s", rows[i].what);
        CHECK_RC(&call, differ_lines(&call, str_of(rows[i].ours), str_of(rows[i].theirs), &differ),
                 RC_OK);
        CHECK_TEXT(told(&call, &differ), rows[i].told);
        CHECK(differ_same(&differ) == (rows[i].told[0] == '\0'));
    }
    for (size_t i = 0; i < sizeof page_rows / sizeof *page_rows; i++) {
        CASE("differ, pages: %s", page_rows[i].what);
        CHECK_RC(&call,
                 differ_pages(&call, STR("OFFICE\nThe first paragraph.\nan item\n"),
                              STR("Stamp\nfoot"), str_of(page_rows[i].theirs), &differ),
                 RC_OK);
        CHECK_TEXT(told(&call, &differ), page_rows[i].told);
    }
    limits(&call);
    arena_fini(&arena);
}
