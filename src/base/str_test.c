/* str_test.c - views, numbers of text, copies, hexadecimal, and the capped buffer. */
#include "base/str.h"
#include "tap.h"

static void views(void)
{
    struct str none = {NULL, 0}, s = STR("abcdef");

    CASE("views");
    CHECK(str_eq(none, STR("")) && str_is(none, "") && str_of(NULL).n == 0);
    CHECK(str_is(str_cut(s, 2, 4), "cd") && str_is(str_cut(s, 4, 99), "ef"));
    CHECK(str_cut(s, 5, 2).n == 0 && str_cut(none, 1, 2).n == 0);
    CHECK(str_starts(s, STR("abc")) && !str_starts(STR("ab"), STR("abc")));
    CHECK(str_ends(s, STR("def")) && !str_ends(STR("f"), STR("ef")) && str_ends(s, none));
    CHECK(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0);
    CHECK(str_cmp(none, STR("")) == 0 && str_cmp(STR("\xFF"), STR("a")) > 0);
    CHECK_INT(str_find(s, 'c'), 2);
    CHECK_INT(str_find(s, 'x'), 6);
    CHECK_TEXT(str_trim(STR(" \t\r\n a b \v\f")), "a b");
    CHECK_TEXT(str_trim(STR(" \n ")), "");
}

static void splits(void)
{
    struct str rest = STR("one,,three");

    CASE("splitting");
    CHECK_TEXT(str_split(&rest, ','), "one");
    CHECK_TEXT(str_split(&rest, ','), "");
    CHECK_TEXT(str_split(&rest, ','), "three");
    CHECK_TEXT(str_split(&rest, ','), "");
    CHECK_INT(rest.n, 0);
}

static const struct {
    const char *text;
    bool ok;
    int64_t i;
} integers[] = {
    {"0", true, 0},
    {"-0", true, 0},
    {"007", true, 7},
    {"-1", true, -1},
    {"9223372036854775807", true, INT64_MAX},
    {"9223372036854775808", false, 0},
    {"-9223372036854775807", true, -INT64_MAX},
    {"-9223372036854775808", true, INT64_MIN},
    {"-9223372036854775809", false, 0},
    {"", false, 0},
    {"-", false, 0},
    {"--1", false, 0},
    {"+1", false, 0},
    {" 1", false, 0},
    {"1.0", false, 0},
    {"0x1", false, 0},
};

static void numbers(void)
{
    uint64_t u = 5;
    int64_t i;

    CASE("numbers of text");
    CHECK(str_uint(STR("18446744073709551615"), UINT64_MAX, &u) && u == UINT64_MAX);
    CHECK(!str_uint(STR("18446744073709551616"), UINT64_MAX, &u) && u == UINT64_MAX);
    CHECK(str_uint(STR("31"), 31, &u) && u == 31);
    CHECK(!str_uint(STR("32"), 31, &u) && !str_uint(STR("40"), 31, &u) && u == 31);
    CHECK(!str_uint(STR("7"), 5, &u) && !str_uint(STR(""), 5, &u) && !str_uint(STR("-1"), 5, &u));
    for (size_t n = 0; n < sizeof integers / sizeof *integers; n++) {
        i = -77;
        bool ok = str_int(str_of(integers[n].text), &i);
        tap_check(ok == integers[n].ok && i == (ok ? integers[n].i : -77), __FILE__, __LINE__,
                  "\"%s\" gives %d, %lld", integers[n].text, ok, (long long)i);
    }
}

static void copies(struct arena *arena)
{
    unsigned char bytes[3] = {1, 2, 3};

    CASE("copies have a NUL behind them");
    struct str copy = str_dup(arena, str_cut(STR("abcdef"), 0, 3));
    CHECK(str_is(copy, "abc") && copy.p[3] == '\0');
    CHECK(str_dup(arena, (struct str){NULL, 0}).p != NULL);
    CHECK_TEXT(str_format(arena, "%s-%05d", "x", 42), "x-00042");
    CHECK_TEXT(str_format(arena, "%s", ""), "");
    CHECK_INT(strlen(str_z(arena, str_cut(STR("abc"), 0, 2))), 2);

    CASE("hexadecimal");
    CHECK_TEXT(str_hex(arena, STR("\x00\xABz")), "00ab7a");
    CHECK(str_unhex(STR("00aBfF"), bytes, 3) && bytes[1] == 0xAB && bytes[2] == 0xFF);
    CHECK(!str_unhex(STR("00000"), bytes, 3) && !str_unhex(STR("0000000"), bytes, 3));
    CHECK(!str_unhex(STR("11111g"), bytes, 3) && bytes[0] == 0 && bytes[1] == 0xAB);
    CHECK(str_unhex(STR(""), bytes, 0));
}

static void buffers(struct arena *arena)
{
    struct buf buf;

    CASE("a buffer grows to its max and not beyond");
    buf_init(&buf, arena, 1000);
    CHECK(buf_ok(&buf) && buf_str(&buf).p != NULL && buf_str(&buf).n == 0);
    for (int i = 0; i < 100; i++)
        buf_format(&buf, "%09d,", i);
    CHECK(buf_ok(&buf));
    CHECK_INT(buf_str(&buf).n, 1000);
    CHECK(str_ends(buf_str(&buf), STR("000000099,")) && buf.p[1000] == '\0');
    buf_z(&buf, "");
    CHECK(buf_ok(&buf));
    buf_char(&buf, 'x');
    CHECK(!buf_ok(&buf) && buf_str(&buf).p == NULL);
    buf_z(&buf, "");
    CHECK(!buf_ok(&buf));

    CASE("a buffer over its max by one format or one piece");
    buf_init(&buf, arena, 5);
    buf_format(&buf, "%d", 123456);
    CHECK(!buf_ok(&buf));
    buf_init(&buf, arena, 5);
    CHECK(buf_room(&buf, 6) == NULL && buf_room(&buf, 1) == NULL && !buf_ok(&buf));

    CASE("room for the caller to write to");
    buf_init(&buf, arena, 5000);
    char *to = buf_room(&buf, 4000);
    if (CHECK(to != NULL))
        memset(to, 'a', 4000);
    buf_add(&buf, STR("b"));
    CHECK(buf_str(&buf).n == 4001 && str_ends(buf_str(&buf), STR("aab")));
}

/* One of each that needs memory; false when any said that there was none. */
static bool use(struct arena *arena)
{
    struct buf buf;
    bool ok = str_dup(arena, STR("text")).p != NULL;

    ok = str_format(arena, "%20000d", 1).p != NULL && ok;
    ok = str_hex(arena, STR("bytes")).p != NULL && ok;
    ok = *str_z(arena, STR("z")) == 'z' && ok;
    buf_init(&buf, arena, 1 << 20);
    for (int i = 0; i < 2000; i++)
        buf_z(&buf, "forty characters make up this very line\n");
    return buf_ok(&buf) && buf_str(&buf).n == 80000 && ok;
}

static void no_memory(void)
{
    bool done = false;

    CASE("no memory: everything says so");
    for (long n = 1; !done && n < 50; n++) {
        struct fault_heap faults;
        struct arena arena;
        fault_heap_init(&faults, n);
        arena_init(&arena, &faults.heap, 1 << 20);
        done = use(&arena);
        CHECK(done == (faults.allocated < n));
        arena_fini(&arena);
    }
    CHECK(done);
}

void str_test(void);
void str_test(void)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    views();
    splits();
    numbers();
    copies(&arena);
    buffers(&arena);
    arena_fini(&arena);
    no_memory();
}
