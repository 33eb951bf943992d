/* sheet_read_test.c - tables: written and read back, and every file that is none or means harm. */

#include "document/archive.h"
#include "document/number.h"
#include "document/sheet_read.h"
#include "document/xlsx_write.h"
#include "document/zip_out.h"
#include "tap.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char top[] = "<Relationships><Relationship Id=\"1\" Type=\"" OFFICE
                          "officeDocument\" Target=\"/xl/b.xml\"/></Relationships>";
static const char parts[] =
    "<Relationships><Relationship Id=\"r1\" Type=\"" OFFICE "worksheet\" Target=\"s1.xml\"/>"
    "<Relationship Id=\"r2\" Type=\"" OFFICE "worksheet\" Target=\"s2.xml\"/>"
    "<Relationship Id=\"r3\" Type=\"" OFFICE "sharedStrings\" Target=\"t.xml\"/>"
    "<Relationship Id=\"r4\" Type=\"" OFFICE "styles\" Target=\"y.xml\"/></Relationships>";
static const char styles[] =
    "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd\\.mm\\.yyyy\"/>"
    "<numFmt numFmtId=\"171\" formatCode=\"#,##0.00\\ &quot;den&quot;\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
    "<xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"20\"/>"
    "<xf numFmtId=\"22\"/></cellXfs></styleSheet>";
static const char texts[] =
    "<sst><si><t>Ime</t></si><si><r><t>\xd0\x83\xd0\xbe</t></r><r><t>\xd1\x80\xd1\x93\xd0\xb8</t>"
    "</r><rPh><t>not</t></rPh></si></sst>";

/* A workbook of two sheets; book and sheet are as the case wants them. */
static struct str workbook(struct call *call, const char *book_attributes, const char *sheet)
{
    struct str book = str_format(call->arena,
                                 "<workbook><workbookPr %s/><sheets><sheet name=\"One\" "
                                 "r:id=\"r1\"/><sheet name=\"Two\" r:id=\"r2\"/></sheets>"
                                 "</workbook>",
                                 book_attributes);
    const struct archive_entry entries[] = {
        {.name = "_rels/.rels", .bytes = str_of(top)},
        {.name = "xl/b.xml", .bytes = book},
        {.name = "xl/_rels/b.xml.rels", .bytes = str_of(parts)},
        {.name = "xl/s1.xml", .bytes = STR("<worksheet><sheetData/></worksheet>")},
        {.name = "xl/s2.xml", .bytes = str_of(sheet)},
        {.name = "xl/t.xml", .bytes = str_of(texts)},
        {.name = "xl/y.xml", .bytes = str_of(styles)},
    };
    struct str out = STR("");

    CHECK_RC(call, archive_make(call, entries, sizeof entries / sizeof *entries, &out), RC_OK);
    return out;
}

/* Rows apart by |, cells by ;, with a letter for the type of what is no text. */
static struct str shown(struct call *call, struct str cells)
{
    static const char types[CELL_TYPES] = {' ', ' ', 'n', 'd', 'm', 'f', 'e'};
    struct cells in = cells_open(cells);
    struct cells_row row;
    struct buf out;

    buf_init(&out, call->arena, 4096);
    while (cells_next(call, &in, &row) == RC_OK) {
        buf_format(&out, "%zu%s", row.number, row.hidden ? "h" : "");
        for (size_t i = 0; i < row.n; i++) {
            buf_char(&out, ';');
            if (types[row.cells[i].type] != ' ')
                buf_format(&out, "%c:", types[row.cells[i].type]);
            buf_add(&out, row.cells[i].text);
        }
        buf_char(&out, '|');
    }
    return buf_str(&out);
}

static enum rc read_as(struct call *call, struct str bytes, const char *sheet,
                       struct sheet_found *out)
{
    const struct sheet_ask ask = {.sheet = str_of(sheet)};

    return sheet_read_file(call, bytes, &ask, out);
}

static void number_test(struct call *call)
{
    static const char *const cases[][2] = {
        {"1", "1"},
        {"-1234.50", "-1234.5"},
        {"0.30000000000000004", "0.3"},
        {"1.1E3", "1100"},
        {"2.5e-3", "0.0025"},
        {"0", "0"},
        {"0.000", "0"},
        {"007", "7"},
        {"0.99999999999999999", "1"},
        {"999999999999999.9", "1000000000000000"},
        {"1E-7", "0.0000001"},
        {"123456789012345678", "123456789012346000"},
        {"", NULL},
        {"x", NULL},
        {"1.2.3", NULL},
        {"1E999", NULL},
        {"-", NULL},
        {"1E", NULL},
    };

    CASE("numbers become readable");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str plain = number_plain(call->arena, str_of(cases[i][0]));
        if (cases[i][1] == NULL)
            CHECK(plain.p == NULL);
        else
            CHECK_TEXT(plain, cases[i][1]);
    }
    int64_t days;
    int minutes;
    CHECK(number_date(STR("45000.5"), false, &days, &minutes) && days == 19431 && minutes == 720);
    CHECK(number_date(STR("1"), false, &days, &minutes) && days == -25567);  /* 1900-01-01 */
    CHECK(number_date(STR("61"), false, &days, &minutes) && days == -25508); /* 1900-03-01 */
    CHECK(number_date(STR("0"), true, &days, &minutes) && days == -24107);
    CHECK(!number_date(STR("-1"), false, &days, &minutes));
    CHECK(number_format(STR("[$-41F]d\\ mmmm\\ yyyy")).has_day);
    CHECK(!number_format(STR("#,##0.00\\ \"day\"")).has_day);
    CHECK(!number_format(STR("hh:mm:ss")).has_day && number_format(STR("hh:mm")).has_time);
    CHECK(!number_format(STR("[Red]0")).has_day);
}

static void read_test(struct call *call)
{
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct str book =
        workbook(call, "",
                 "<x:worksheet><x:sheetData><x:row r=\"2\"><x:c r=\"A2\" t=\"s\"><x:v>0</x:v></x:c>"
                 "<x:c r=\"C2\" t=\"s\"><x:v>1</x:v></x:c></x:row>"
                 "<x:row r=\"4\" hidden=\"1\"><x:c r=\"A4\" s=\"1\"><x:v>45000</x:v></x:c>"
                 "<x:c s=\"2\"><x:v>45000.5</x:v></x:c><x:c s=\"3\"><x:v>1250.1</x:v></x:c>"
                 "<x:c s=\"4\"><x:v>0.25</x:v></x:c><x:c t=\"b\"><x:v>1</x:v></x:c>"
                 "<x:c t=\"e\"><x:v>#REF!</x:v></x:c><x:c><x:f>A1+1</x:f><x:v>7</x:v></x:c>"
                 "<x:c t=\"inlineStr\"><x:is><x:t>in</x:t></x:is></x:c>"
                 "<x:c t=\"d\"><x:v>2026-11-22T00:00:00</x:v></x:c></x:row></x:sheetData>"
                 "<x:mergeCells><x:mergeCell ref=\"A2:B2\"/></x:mergeCells></x:worksheet>");

    CASE("a workbook's second sheet, since the first is empty");
    if (!CHECK(found != NULL))
        return;
    CHECK_RC(call, read_as(call, book, "", found), RC_OK);
    CHECK_TEXT(found->sheet, "Two");
    CHECK_TEXT(shown(call, found->cells),
               "2;Ime;;Ѓорѓи|4h;d:2023-03-15;m:2023-03-15 12:00;n:1250.1;06:00;f:1;e:#REF!;n:7;in;"
               "d:2026-11-22|");
    CHECK_INT(found->rows, 2);
    CHECK_INT(found->columns, 9);
    CHECK_INT(found->formulas, 1);
    CHECK_INT(found->merged, 1);
    CHECK_INT(found->errors, 1);
    CHECK_INT(found->hidden, 1);
    CHECK_INT(found->names_n, 2);
    CHECK_RC(call, read_as(call, book, "One", found), RC_INVALID); /* nothing in it */
    CHECK_RC(call, read_as(call, book, "Three", found), RC_NOT_FOUND);

    CASE("days counted from 1904");
    book = workbook(call, "date1904=\"1\"",
                    "<worksheet><sheetData><row><c s=\"1\"><v>43538</v></c></row></sheetData>"
                    "</worksheet>");
    CHECK_RC(call, read_as(call, book, "", found), RC_OK);
    CHECK_TEXT(shown(call, found->cells), "1;d:2023-03-15|");
}

static void write_test(struct call *call)
{
    const struct cell head[] = {cell_text(STR("Име")), cell_text(STR("Born")),
                                cell_text(STR("Sum")), cell_text(STR("When"))};
    const struct cell first[] = {cell_text(STR("=1+1 <&\"> ")),
                                 {CELL_DATE, STR("2026-11-22")},
                                 {CELL_NUMBER, STR("-12.5")},
                                 {CELL_MOMENT, STR("2026-11-22 14:30")}};
    const struct cell second[] = {cell_text(STR("'x\ny")),
                                  {CELL_DATE, STR("1850-01-02")},
                                  {CELL_NOTHING, STR("")},
                                  {CELL_FLAG, STR("1")}};
    const struct cells_row rows[] = {
        {1, false, head, 4}, {2, false, first, 4}, {3, false, second, 4}};
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct buf cells;
    struct str file = STR("");

    CASE("what is written is read the same again");
    if (!CHECK(found != NULL))
        return;
    buf_init(&cells, call->arena, 4096);
    for (size_t i = 0; i < 3; i++)
        cells_put(&cells, &rows[i]);
    const struct xlsx_order order = {STR("People: all/[new]"), buf_str(&cells)};
    CHECK_RC(call, xlsx_write(call, &order, &file), RC_OK);
    CHECK_RC(call, read_as(call, file, "", found), RC_OK);
    CHECK_TEXT(found->sheet, "People  all  new ");
    CHECK_TEXT(shown(call, found->cells),
               "1;Име;Born;Sum;When|2;=1+1 <&\"> ;d:2026-11-22;n:-12.5;m:2026-11-22 14:30|"
               "3;'x\ny;1850-01-02;;f:1|");
    CHECK_INT(found->formulas, 0);
}

static bool keep_bytes(void *data, struct str bytes)
{
    buf_add(data, bytes);
    return buf_ok(data);
}

/* What is written forward is read again by the library, which others wrote. */
static void zip_out_test(struct call *call)
{
    struct archive *zip = NULL;
    struct zip_out out;
    struct str read;
    struct buf file;

    CASE("a ZIP written as it comes");
    buf_init(&file, call->arena, 1 << 20);
    zip_begin(&out, call->arena, (struct zip_sink){keep_bytes, &file},
              day_of((struct date){2026, 11, 22}));
    CHECK_RC(call, zip_put(call, &out, STR("a/Сенада.txt"), STR("hello")), RC_OK);
    CHECK_RC(call, zip_entry(call, &out, STR("b")), RC_OK);
    CHECK_RC(call, zip_add(call, &out, STR("one ")), RC_OK);
    CHECK_RC(call, zip_add(call, &out, STR("two")), RC_OK);
    CHECK_RC(call, zip_put(call, &out, STR("empty"), STR("")), RC_OK);
    CHECK_RC(call, zip_end(call, &out), RC_OK);
    CHECK_RC(call, archive_open(call, buf_str(&file), &zip), RC_OK);
    if (zip == NULL)
        return;
    CHECK_RC(call, archive_read(call, zip, STR("a/Сенада.txt"), 100, &read), RC_OK);
    CHECK_TEXT(read, "hello");
    CHECK_RC(call, archive_read(call, zip, STR("b"), 100, &read), RC_OK);
    CHECK_TEXT(read, "one two");
    CHECK_RC(call, archive_read(call, zip, STR("empty"), 100, &read), RC_OK);
    CHECK_INT(read.n, 0);
    archive_close(zip);

    CASE("names that would be paths, or are too long, become names of files");
    CHECK_TEXT(zip_safe_name(call->arena, STR("../../etc/passwd")), "_._.._etc_passwd");
    CHECK_TEXT(zip_safe_name(call->arena, STR("a\\b:c?.pdf")), "a_b_c_.pdf");
    CHECK_TEXT(zip_safe_name(call->arena, STR("")), "file");
    char name[400];
    memset(name, 'x', sizeof name);
    memcpy(name + sizeof name - 4, ".jpg", 4);
    struct str cut = zip_safe_name(call->arena, str_bytes(name, sizeof name));
    CHECK(cut.n <= 100 && str_ends(cut, STR(".jpg")));
}

void sheet_read_test(void);

static void csv_test(struct call *call)
{
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct sheet_ask ask = {.charset = STR("windows-1250")};

    CASE("a CSV, with what is guessed of it told");
    if (!CHECK(found != NULL))
        return;
    CHECK_RC(call, read_as(call, STR("ime;broj\r\n\xd0\xf0\xe2\xee;'=1\r\n\r\n;2\r\n"), "", found),
             RC_OK);
    CHECK_TEXT(shown(call, found->cells), "1;ime;broj|2;Ррво;=1|4;;2|");
    CHECK_TEXT(found->charset, "windows-1251");
    CHECK(!found->charset_sure);
    CHECK_INT(found->separator, ';');
    CHECK_RC(call,
             sheet_read_file(call,
                             STR("\x8a"
                                 "abac"),
                             &ask, found),
             RC_OK);
    CHECK_TEXT(shown(call, found->cells), "1;Šabac|");
    ask.charset = STR("UTF-8");
    CHECK_RC(call,
             sheet_read_file(call,
                             STR("\x8a"
                                 "abac"),
                             &ask, found),
             RC_INVALID);
    ask.charset = STR("EBCDIC");
    CHECK_RC(call, sheet_read_file(call, STR("abac"), &ask, found), RC_INVALID);
}

/* n times the text, behind a beginning and before an end. */
static struct str many(struct call *call, const char *begin, const char *text, size_t n,
                       const char *end)
{
    struct buf out;

    buf_init(&out, call->arena, 64 << 20);
    buf_z(&out, begin);
    for (size_t i = 0; i < n; i++)
        buf_z(&out, text);
    buf_z(&out, end);
    return buf_str(&out);
}

static void harm_test(struct call *call)
{
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct str whole = workbook(call, "", "<worksheet/>");
    static const struct archive_entry others[] = {
        {.name = "word/document.xml", .bytes = STR_INIT("x")}};
    struct str document = STR("");

    if (!CHECK(found != NULL))
        return;
    CASE("files that are no tables say so");
    CHECK_RC(call, read_as(call, STR("\xd0\xcf\x11\xe0old"), "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, STR("%PDF-1.7"), "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, STR("<html>"), "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, STR(""), "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, STR("PK\3\4nothing"), "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, str_cut(whole, 0, whole.n / 2), "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, STR("a;\"b"), "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, STR("a\x01;b"), "", found), RC_INVALID);
    CHECK_RC(call, archive_make(call, others, 1, &document), RC_OK);
    CHECK_RC(call, read_as(call, document, "", found), RC_INVALID);
    CHECK_RC(call, read_as(call, workbook(call, "", "<worksheet><row>"), "", found), RC_INVALID);
    CHECK_RC(
        call,
        read_as(call,
                workbook(call, "", "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><worksheet>&b;</worksheet>"),
                "", found),
        RC_INVALID);

    CASE("too much of anything is refused");
    CHECK_RC(call, read_as(call, many(call, "a", ";", 10000, ""), "", found), RC_OK);
    CHECK_RC(call, read_as(call, many(call, "", "a;", 501, "a"), "", found), RC_LIMIT);
    CHECK_RC(call, read_as(call, many(call, "", "a\n", SHEET_ROWS_MAX + 1, ""), "", found),
             RC_LIMIT);
    CHECK_RC(call, read_as(call, many(call, "", "a", CELLS_TEXT_MAX + 1, ""), "", found), RC_LIMIT);
    CHECK_RC(call, read_as(call, many(call, "", "a", 10000, ";b"), "", found), RC_OK);
    CHECK_RC(call, read_as(call, workbook(call, "", many(call, "", "<a>", 100, "").p), "", found),
             RC_LIMIT);
    CHECK_RC(call,
             read_as(call,
                     workbook(call, "",
                              many(call, "<worksheet><sheetData><row>", "<c><v>1</v></c>", 501,
                                   "</row></sheetData></worksheet>")
                                  .p),
                     "", found),
             RC_LIMIT);

    CASE("a zip bomb");
    CHECK_RC(call,
             read_as(call,
                     workbook(call, "",
                              many(call, "<worksheet>", "          ", 2 << 20, "</worksheet>").p),
                     "", found),
             RC_LIMIT);
}

void sheet_read_test(void)
{
    static void (*const tests[])(struct call *) = {number_test, read_test, write_test,
                                                   csv_test,    harm_test, zip_out_test};

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        struct arena arena;
        struct call call;
        arena_init(&arena, &heap_libc, (size_t)1 << 30);
        call = (struct call){.arena = &arena};
        call_forgive(&call);
        tests[i](&call);
        arena_fini(&arena);
    }
}
