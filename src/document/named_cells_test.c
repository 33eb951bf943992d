/* named_cells_test.c - a donor's workbook: its names found, cells filled, all else untouched. */
#include "document/archive.h"
#include "document/named_cells.h"
#include "document/sheet_read.h"
#include "tap.h"

void named_cells_test(void);

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define MAIN   "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

static const char top[] = "<Relationships><Relationship Id=\"1\" Type=\"" OFFICE
                          "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char book[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<workbook " MAIN
    " xmlns:r=\"x\"><sheets><sheet name=\"Report\" sheetId=\"1\" r:id=\"r1\"/>"
    "<sheet name=\"Our 'own' sheet\" sheetId=\"2\" r:id=\"r2\"/></sheets><definedNames>"
    "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">Report!$A$1:$C$9</definedName>"
    "<definedName name=\"khetane_help\">Report!$B$2</definedName>"
    "<definedName name=\"khetane_people\" localSheetId=\"0\">Report!$B$5:$C$5</definedName>"
    "<definedName name=\"khetane_quick\">Report!$D$3</definedName>"
    "<definedName name=\"khetane_period\">'Our ''own'' sheet'!$A$1</definedName>"
    "<definedName name=\"khetane_letters\">Report!$B$7</definedName>"
    "<definedName name=\"khetane_open\">Report!$C$12</definedName>"
    "<definedName name=\"rate\">0.5</definedName>"
    "<definedName name=\"gone\">#REF!</definedName>"
    "<definedName name=\"elsewhere\">[1]Sheet1!$A$1</definedName>"
    "</definedNames><calcPr calcId=\"191029\"/></workbook>";

static const char relations[] =
    "<Relationships><Relationship Id=\"r1\" Type=\"" OFFICE
    "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"r2\" Type=\"" OFFICE "worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
    "<Relationship Id=\"r3\" Type=\"" OFFICE
    "sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";

static const char texts[] = "<sst " MAIN " count=\"3\" uniqueCount=\"2\"><si><t>Help</t></si>"
                            "<si><t>to fill in</t></si></sst>";

/* Shared texts, one inside, a style, a formula, merged cells, a row that is empty, one not there.
 */
static const char first[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet " MAIN "><dimension ref=\"A1:C7\"/>"
    "<sheetData><row r=\"2\" spans=\"1:3\" ht=\"20\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
    "<c r=\"B2\" s=\"7\" t=\"s\"><v>1</v></c><c r=\"C2\"><f>B2*2</f><v>0</v></c></row>"
    "<row r=\"3\" customFormat=\"1\"/>"
    "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>a &amp; b</t></is></c></row>"
    "<row r=\"5\"><c r=\"A5\"/><c r=\"B5\" s=\"3\"/><c r=\"C5\" s=\"3\"/></row>"
    "<row r=\"7\"><c r=\"B7\"><f>SUM(B2:B5)</f><v>9</v></c></row></sheetData>"
    "<mergeCells count=\"1\"><mergeCell ref=\"A5:C5\"/></mergeCells>"
    "<pageMargins left=\"0.7\"/></worksheet>";

static const char second[] = "<x:worksheet xmlns:x=\"y\"><x:sheetData/><x:legacy/></x:worksheet>";

static const struct archive_entry entries[] = {
    {.name = "[Content_Types].xml", .bytes = STR_INIT("<Types/>")},
    {.name = "_rels/.rels", .bytes = {top, sizeof top - 1}},
    {.name = "xl/workbook.xml", .bytes = {book, sizeof book - 1}},
    {.name = "xl/_rels/workbook.xml.rels", .bytes = {relations, sizeof relations - 1}},
    {.name = "xl/sharedStrings.xml", .bytes = {texts, sizeof texts - 1}},
    {.name = "xl/worksheets/sheet1.xml", .bytes = {first, sizeof first - 1}},
    {.name = "xl/worksheets/sheet2.xml", .bytes = {second, sizeof second - 1}},
    {.name = "xl/media/logo.png", .bytes = STR_INIT("\x89PNG, as it was"), .stored = true},
};

enum { ENTRIES = sizeof entries / sizeof *entries };

static struct named_cell *named(struct named_cells *cells, const char *name)
{
    static struct named_cell nothing;

    for (size_t i = 0; i < cells->n; i++)
        if (str_is(cells->items[i].name, name))
            return &cells->items[i];
    CHECK(!"the name was found");
    return &nothing;
}

static void give(struct named_cells *cells, const char *name, enum cell_type type, const char *text)
{
    named(cells, name)->value = (struct cell){type, str_of(text)};
}

static struct str part(struct call *call, struct str file, const char *name)
{
    struct archive *zip = NULL;
    struct str out = STR("");

    CHECK_RC(call, archive_open(call, file, &zip), RC_OK);
    CHECK_RC(call, archive_read(call, zip, str_of(name), 1 << 20, &out), RC_OK);
    archive_close(zip);
    return out;
}

static void find_test(struct call *call, struct str file, struct named_cells *cells)
{
    CASE("named cells: each name with its cell");
    CHECK_RC(call, named_cells_read(call, file, cells), RC_OK);
    CHECK_INT(cells->n, 9);
    CHECK_TEXT(named_cell_place(call, named(cells, "khetane_help")), "Report!B2");
    CHECK_INT(named(cells, "khetane_people")->state, NAMED_SEVERAL);
    CHECK_TEXT(named_cell_place(call, named(cells, "khetane_period")), "Our 'own' sheet!A1");
    CHECK_INT(named(cells, "rate")->state, NAMED_NONE);
    CHECK_INT(named(cells, "gone")->state, NAMED_NONE);
    CHECK_INT(named(cells, "elsewhere")->state, NAMED_NONE);
}

static void sheet_test(struct call *call, struct str filled)
{
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct sheet_ask ask = {.sheet = STR("Report")};
    struct cells_row row;

    CASE("named cells: what was filled in is read back");
    if (!CHECK(found != NULL))
        return;
    CHECK_RC(call, xlsx_read(call, filled, &ask, found), RC_OK);
    struct cells in = cells_open(found->cells);
    CHECK_RC(call, cells_next(call, &in, &row), RC_OK);
    CHECK_TEXT(row.cells[0].text, "Help");
    CHECK(row.cells[1].type == CELL_NUMBER && str_is(row.cells[1].text, "42"));
    CHECK_RC(call, cells_next(call, &in, &row), RC_OK);
    CHECK(row.number == 3 && row.n == 4 && str_is(row.cells[3].text, "60"));
    CHECK_RC(call, cells_next(call, &in, &row), RC_OK);
    CHECK_TEXT(row.cells[0].text, "a & b");
    CHECK_RC(call, cells_next(call, &in, &row), RC_OK);
    CHECK(row.number == 5 && row.n == 1 && str_is(row.cells[0].text, "<5"));
    CHECK_RC(call, cells_next(call, &in, &row), RC_OK);
    CHECK(row.number == 12 && row.n == 3 && str_is(row.cells[2].text, "8"));
    CHECK_INT(found->formulas, 2);
    CHECK_INT(found->merged, 1);
}

static void bytes_test(struct call *call, struct str filled)
{
    CASE("named cells: every other part of the file has the same bytes");
    for (size_t i = 0; i < ENTRIES; i++) {
        bool changed = str_starts(str_of(entries[i].name), STR("xl/work"));
        CHECK(changed || str_eq(part(call, filled, entries[i].name), entries[i].bytes));
    }
    CASE("named cells: and of what was changed, all but the cells and old sums");
    CHECK_TEXT(part(call, filled, "xl/worksheets/sheet1.xml"),
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet " MAIN
               "><dimension ref=\"A1:C7\"/>"
               "<sheetData><row r=\"2\" spans=\"1:3\" ht=\"20\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
               "<c r=\"B2\" s=\"7\"><v>42</v></c><c r=\"C2\"><f>B2*2</f></c></row>"
               "<row r=\"3\" customFormat=\"1\"><c r=\"D3\"><v>60</v></c></row>"
               "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>a &amp; b</t></is></c></row>"
               "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t xml:space=\"preserve\">&lt;5</t>"
               "</is></c><c r=\"B5\" s=\"3\"/><c r=\"C5\" s=\"3\"/></row>"
               "<row r=\"7\"><c r=\"B7\"><f>SUM(B2:B5)</f></c></row>"
               "<row r=\"12\"><c r=\"C12\"><v>8</v></c></row></sheetData>"
               "<mergeCells count=\"1\"><mergeCell ref=\"A5:C5\"/></mergeCells>"
               "<pageMargins left=\"0.7\"/></worksheet>");
    CHECK_TEXT(part(call, filled, "xl/worksheets/sheet2.xml"),
               "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" "
               "t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">October</x:t></x:is></x:c>"
               "</x:row></x:sheetData><x:legacy/></x:worksheet>");
    struct str changed = part(call, filled, "xl/workbook.xml");
    CHECK(str_ends(changed, STR("<calcPr fullCalcOnLoad=\"1\" calcId=\"191029\"/></workbook>")));
    CHECK_INT(changed.n, sizeof book - 1 + strlen(" fullCalcOnLoad=\"1\""));
}

static void calc_test(struct call *call)
{
    static const struct {
        const char *was, *now;
    } rows[] = {
        {"</definedNames></workbook>", "</definedNames><calcPr fullCalcOnLoad=\"1\"/></workbook>"},
        {"</definedNames><calcPr fullCalcOnLoad='0' a=\"b\"/></workbook>",
         "</definedNames><calcPr fullCalcOnLoad='1' a=\"b\"/></workbook>"},
        {"</definedNames><calcPr></calcPr></workbook>",
         "</definedNames><calcPr fullCalcOnLoad=\"1\"></calcPr></workbook>"},
    };

    CASE("named cells: the workbook computes anew, whatever it said of that");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct archive_entry own[ENTRIES];
        struct named_cells cells;
        struct str file = STR(""), filled = STR("");
        memcpy(own, entries, sizeof own);
        own[2].bytes = str_format(call->arena,
                                  "<workbook xmlns:r=\"x\"><sheets><sheet name=\"Report\" "
                                  "r:id=\"r1\"/></sheets><definedNames><definedName name=\"a\">"
                                  "Report!$B$2</definedName>%s",
                                  rows[i].was);
        CHECK_RC(call, archive_make(call, own, ENTRIES, &file), RC_OK);
        CHECK_RC(call, named_cells_read(call, file, &cells), RC_OK);
        give(&cells, "a", CELL_NUMBER, "1");
        CHECK_RC(call, named_cells_fill(call, file, &cells, &filled), RC_OK);
        CHECK(str_ends(part(call, filled, "xl/workbook.xml"), str_of(rows[i].now)));
    }
}

static void refuse_test(struct call *call)
{
    static const char *const bad[] = {
        "\xFF\xFE<\0w", "<?xml version=\"1.0\" encoding=\"windows-1251\"?><worksheet/>",
        "<worksheet><sheetData><row></worksheet>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet><sheetData/></worksheet>"};

    CASE("named cells: what is no workbook is told, not filled");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct archive_entry own[ENTRIES];
        struct named_cells cells;
        struct str file = STR(""), filled;
        memcpy(own, entries, sizeof own);
        own[5].bytes = i == 0 ? str_bytes(bad[0], 4) : str_of(bad[i]);
        CHECK_RC(call, archive_make(call, own, ENTRIES, &file), RC_OK);
        CHECK_RC(call, named_cells_read(call, file, &cells), RC_OK);
        give(&cells, "khetane_help", CELL_NUMBER, "1");
        CHECK_RC(call, named_cells_fill(call, file, &cells, &filled), RC_INVALID);
    }
    struct named_cells cells;
    CHECK_RC(call, named_cells_read(call, STR("no file"), &cells), RC_INVALID);
    struct str file = STR("");
    CHECK_RC(call, archive_make(call, entries, 1, &file), RC_OK);
    CHECK_RC(call, named_cells_read(call, file, &cells), RC_INVALID);
}

static void all_test(struct call *call)
{
    struct named_cells cells;
    struct str file = STR(""), filled = STR("");

    CHECK_RC(call, archive_make(call, entries, ENTRIES, &file), RC_OK);
    find_test(call, file, &cells);
    give(&cells, "khetane_help", CELL_NUMBER, "42");
    give(&cells, "khetane_people", CELL_TEXT, "<5");
    give(&cells, "khetane_quick", CELL_NUMBER, "60");
    give(&cells, "khetane_period", CELL_TEXT, "October");
    give(&cells, "khetane_letters", CELL_NUMBER, "3");
    give(&cells, "khetane_open", CELL_NUMBER, "8");
    CHECK_RC(call, named_cells_fill(call, file, &cells, &filled), RC_OK);
    CHECK_INT(named(&cells, "khetane_letters")->state, NAMED_FORMULA);
    sheet_test(call, filled);
    bytes_test(call, filled);
    calc_test(call);
    refuse_test(call);
    CASE("named cells: nothing to fill in leaves the file as it was");
    struct named_cells none;
    CHECK_RC(call, named_cells_read(call, file, &none), RC_OK);
    CHECK_RC(call, named_cells_fill(call, file, &none, &filled), RC_OK);
    CHECK(str_eq(part(call, filled, "xl/workbook.xml"), str_of(book)));
}

void named_cells_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, (size_t)1 << 30);
    call = (struct call){.arena = &arena};
    call_forgive(&call);
    all_test(&call);
    arena_fini(&arena);
}
