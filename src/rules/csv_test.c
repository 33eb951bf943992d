/* csv_test.c - tables as text: every way of writing them, in every encoding. */
#include "rules/charset.h"
#include "rules/csv.h"
#include "tap.h"

void csv_test(void);

/* All cells, each in brackets, rows apart by |. */
static struct str cells(struct arena *arena, struct str text, char separator)
{
    struct csv csv = csv_open(text, separator);
    struct buf out;
    struct str cell;

    buf_init(&out, arena, 4096);
    for (;;) {
        enum csv_found found = csv_next(&csv, arena, &cell);
        if (found == CSV_END)
            return buf_str(&out);
        if (found == CSV_TORN) {
            buf_format(&out, "torn in line %zu", csv.line);
            return buf_str(&out);
        }
        buf_format(&out, "[%s]%s", str_z(arena, cell), found == CSV_LAST ? "|" : "");
    }
}

static void cut_test(struct arena *arena)
{
    static const struct {
        const char *text, *cells;
    } cases[] = {
        {"", ""},
        {"a;b", "[a][b]|"},
        {"a;b\r\n", "[a][b]|"},
        {"a;\r\n;b\n", "[a][]|[][b]|"},
        {"a;\n", "[a][]|"},
        {"a;", "[a][]|"},
        {"a\rb\r", "[a]|[b]|"},
        {"\n\na", "[]|[]|[a]|"},
        {"\"a;b\";c", "[a;b][c]|"},
        {"\"a\r\nb\";c", "[a\r\nb][c]|"},
        {"\"\"\"a\"\"\";\"\"", "[\"a\"][]|"},
        {"\"a\"b;c", "[ab][c]|"},
        {"a\"b;c", "[a\"b][c]|"},
        {"a\tb\n1\t2,5\n", "[a][b]|[1][2,5]|"},
        {"a,b\n1,2\n", "[a][b]|[1][2]|"},
        {"a;b\n1,5;2,5\n", "[a][b]|[1,5][2,5]|"},
        {"sep=,\r\na;b,c\n", "[a;b][c]|"},
        {"a;\"b\nc", "[a]torn in line 2"},
    };

    CASE("cells are cut as spreadsheets mean them");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(cells(arena, str_of(cases[i].text), 0), cases[i].cells);
    CHECK_TEXT(cells(arena, STR("a,b;c"), ','), "[a][b;c]|");
}

static void put_test(struct arena *arena)
{
    static const struct {
        const char *cell, *text;
    } cases[] = {
        {"plain", "plain"},
        {"a;b", "\"a;b\""},
        {"say \"no\"", "\"say \"\"no\"\"\""},
        {"a\nb", "\"a\nb\""},
        {"=1+1", "'=1+1"},
        {"+389 70", "'+389 70"},
        {"-5", "'-5"},
        {"@x", "'@x"},
        {"=a;b", "\"'=a;b\""},
        {"", ""},
        {"a=b", "a=b"},
    };

    CASE("a text is never a formula");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out;
        buf_init(&out, arena, 100);
        csv_put(&out, str_of(cases[i].cell), ';', true);
        CHECK_TEXT(buf_str(&out), cases[i].text);
    }
    struct buf number;
    buf_init(&number, arena, 100);
    csv_put(&number, STR("-5"), ';', false);
    CHECK_TEXT(buf_str(&number), "-5");
}

static void decode_test(struct arena *arena)
{
    static const struct {
        const char *bytes;
        size_t n;
        enum charset charset;
        bool sure;
        const char *text;
    } cases[] = {
        {"\xef\xbb\xbfime", 6, CHARSET_UTF8, true, "ime"},
        {"Ђорђе", 10, CHARSET_UTF8, true, "Ђорђе"},
        {"\xff\xfe\x02\x04;\0a\0", 8, CHARSET_UTF16LE, true, "Ђ;a"},
        {"\xfe\xff\x04\x02\0;", 6, CHARSET_UTF16BE, true, "Ђ;"},
        {"a\0;\0b\0c\0", 8, CHARSET_UTF16LE, true, "a;bc"},
        {"\xd1\xea\xee\xef\xbc\xe5", 6, CHARSET_1251, false, "Скопје"},
        {"Jagodina;\x8a"
         "abac;\xe6"
         "ao",
         18, CHARSET_1250, false, "Jagodina;Šabac;ćao"},
        {"Shkod\xebr;Ku\xe7ov\xeb", 14, CHARSET_1250, false, "Shkodër;Kuçovë"},
        {"\xd0iauliai;\xf8j\xfb;\xfe", 14, CHARSET_1257, false, "Šiauliai;ųjū;ž"},
    };

    CASE("encodings are guessed and undone");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str bytes = {cases[i].bytes, cases[i].n};
        bool sure;
        enum charset charset = charset_guess(bytes, &sure);
        CHECK_INT(charset, cases[i].charset);
        CHECK_INT(sure, cases[i].sure);
        CHECK_TEXT(charset_decode(arena, bytes, charset), cases[i].text);
    }
    CHECK(charset_decode(arena, STR("\xd1\xea"), CHARSET_UTF8).p == NULL);
    CHECK(charset_decode(arena, (struct str){"\x3d\xd8", 2}, CHARSET_UTF16LE).p == NULL);
    enum charset named;
    CHECK(charset_find(STR("windows-1251"), &named) && named == CHARSET_1251);
    CHECK(!charset_find(STR("latin1"), &named));
}

void csv_test(void)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    cut_test(&arena);
    put_test(&arena);
    decode_test(&arena);
    arena_fini(&arena);
}
