/* xlsx_write.c - see xlsx_write.h. */
#include "document/xlsx_write.h"

#include "base/text.h"
#include "document/archive.h"
#include "document/xml.h"

enum {
    TEXT_SIGNS_MAX = 32767,
    TITLE_SIGNS_MAX = 31,
    WIDTH_ROWS = 200,
    WIDTH_MIN = 8,
    WIDTH_MAX = 60,
    EPOCH = 25569, /* the number of 1970-01-01 */
    PIECE_MAX = 1 << 20,
    ROW_MAX = 64 << 20,
};

/* Styles by their place in styles.xml. */
enum style { STYLE_NONE, STYLE_DATE, STYLE_MOMENT, STYLE_HEAD };

static const char types_xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";

static const char top_xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char book_relations_xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/styles\" Target=\"styles.xml\"/></Relationships>";

static const char styles_xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    "</cellStyleXfs><cellXfs count=\"4\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"22\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
    "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
    "</cellStyles></styleSheet>";

/* ---- the sheet, piece by piece */

struct sheet_writer {
    struct call *call;
    struct cells in;
    struct arena piece; /* memory of what is being given out */
    struct buf buf;
    size_t given, row, rows, columns;
    const unsigned *widths;
    enum { AT_HEAD, AT_ROWS, AT_FOOT, AT_END } at;
    enum rc rc;
};

static void put_column(struct buf *out, size_t column)
{
    if (column >= 26)
        put_column(out, column / 26 - 1);
    buf_char(out, (char)('A' + column % 26));
}

static struct str cut_text(struct str text)
{
    struct str rest = text;
    size_t n = 0;

    if (text.n <= TEXT_SIGNS_MAX)
        return text;
    while (rest.n != 0 && n++ < TEXT_SIGNS_MAX - 1)
        (void)text_next(&rest);
    return str_cut(text, 0, text.n - rest.n);
}

/* "2026-11-22 14:30" as Excel counts days; false before 1900-03-01, which it counts wrongly. */
static bool put_serial(struct buf *out, struct str iso)
{
    char date[11];
    uint64_t hour = 0, minute = 0;
    day d;

    if (iso.n < 10)
        return false;
    memcpy(date, iso.p, 10);
    date[10] = '\0';
    if (!day_parse(date, &d) || d + EPOCH < 61)
        return false;
    if (iso.n >= 16 && (!str_uint(str_cut(iso, 11, 13), 23, &hour) ||
                        !str_uint(str_cut(iso, 14, 16), 59, &minute)))
        return false;
    buf_format(out, "%lld", (long long)d + EPOCH);
    if (iso.n >= 16)
        buf_format(out, ".%09llu",
                   (unsigned long long)(((hour * 60 + minute) * 1000000000 + 1439) / 1440));
    return true;
}

static void put_text_cell(struct buf *out, struct str text, enum style style)
{
    if (style != STYLE_NONE)
        buf_format(out, " s=\"%d\"", (int)style);
    buf_z(out, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    xml_put(out, cut_text(text));
    buf_z(out, "</t></is></c>");
}

static bool put_typed(struct buf *out, const struct cell *cell)
{
    size_t n = out->n;

    switch (cell->type) {
    case CELL_NUMBER:
        buf_z(out, "><v>");
        xml_put(out, cell->text);
        break;
    case CELL_FLAG: buf_format(out, " t=\"b\"><v>%s", str_is(cell->text, "1") ? "1" : "0"); break;
    case CELL_DATE:
    case CELL_MOMENT:
        buf_format(out, " s=\"%d\"><v>", cell->type == CELL_DATE ? STYLE_DATE : STYLE_MOMENT);
        if (put_serial(out, cell->text))
            break;
        out->n = n;
        return false;
    case CELL_NOTHING:
    case CELL_TEXT:
    case CELL_ERROR:
    case CELL_TYPES: return false;
    }
    buf_z(out, "</v></c>");
    return true;
}

static void put_row(struct sheet_writer *writer, const struct cells_row *row)
{
    struct buf *out = &writer->buf;

    buf_format(out, "<row r=\"%zu\">", writer->row);
    for (size_t i = 0; i < row->n; i++) {
        if (row->cells[i].type == CELL_NOTHING)
            continue;
        buf_z(out, "<c r=\"");
        put_column(out, i);
        buf_format(out, "%zu\"", writer->row);
        if (writer->row == 1 || !put_typed(out, &row->cells[i]))
            put_text_cell(out, row->cells[i].text, writer->row == 1 ? STYLE_HEAD : STYLE_NONE);
    }
    buf_z(out, "</row>");
}

static void put_head(struct sheet_writer *writer)
{
    struct buf *out = &writer->buf;

    buf_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
               "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
               "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" "
               "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>"
               "</sheetViews>");
    if (writer->columns != 0)
        buf_z(out, "<cols>");
    for (size_t i = 0; i < writer->columns; i++)
        buf_format(out, "<col min=\"%zu\" max=\"%zu\" width=\"%u\" customWidth=\"1\"/>", i + 1,
                   i + 1, writer->widths[i]);
    if (writer->columns != 0)
        buf_z(out, "</cols>");
    buf_z(out, "<sheetData>");
    writer->at = AT_ROWS;
}

static void put_foot(struct sheet_writer *writer)
{
    struct buf *out = &writer->buf;

    buf_z(out, "</sheetData>");
    if (writer->columns != 0) {
        buf_z(out, "<autoFilter ref=\"A1:");
        put_column(out, writer->columns - 1);
        buf_format(out, "%zu\"/>", writer->rows == 0 ? 1 : writer->rows);
    }
    if (writer->call->practice) { /* on each page, should the sheet be printed */
        buf_z(out, "<headerFooter><oddHeader>&amp;C&amp;B");
        xml_put(out, say(writer->call, "PRACTICE: invented people, nothing is real"));
        buf_z(out, "</oddHeader></headerFooter>");
    }
    buf_z(out, "</worksheet>");
    writer->at = AT_END;
}

static void put_rows(struct sheet_writer *writer)
{
    while (writer->buf.n < PIECE_MAX / 4 && writer->rc == RC_OK) {
        struct cells_row row;
        writer->rc = cells_next(writer->call, &writer->in, &row);
        if (writer->rc != RC_OK)
            break;
        writer->row++;
        put_row(writer, &row);
    }
    if (writer->rc != RC_NOT_FOUND)
        return;
    writer->rc = RC_OK;
    writer->at = AT_FOOT;
}

static void next_piece(struct sheet_writer *writer)
{
    struct arena *outer = writer->call->arena;

    arena_reset(&writer->piece);
    buf_init(&writer->buf, &writer->piece, ROW_MAX);
    writer->given = 0;
    writer->call->arena = &writer->piece;
    switch (writer->at) {
    case AT_HEAD: put_head(writer); break;
    case AT_ROWS: put_rows(writer); break;
    case AT_FOOT: put_foot(writer); break;
    case AT_END: break;
    }
    writer->call->arena = outer;
}

static int64_t give(void *data, void *to, size_t n)
{
    struct sheet_writer *writer = data;

    while (writer->given == writer->buf.n && writer->at != AT_END && writer->rc == RC_OK)
        next_piece(writer);
    if (writer->rc != RC_OK || !buf_ok(&writer->buf))
        return -1;
    size_t left = writer->buf.n - writer->given, now = left < n ? left : n;
    memcpy(to, writer->buf.p + writer->given, now);
    writer->given += now;
    return (int64_t)now;
}

/* ---- the workbook */

static unsigned width_of(struct str text)
{
    size_t n = text_length(text) + 2;

    return n < WIDTH_MIN ? WIDTH_MIN : n > WIDTH_MAX ? WIDTH_MAX : (unsigned)n;
}

/* Rows, columns, and widths by the first rows. */
static enum rc measure(struct call *call, struct sheet_writer *writer, struct str cells)
{
    unsigned *widths = arena_array(call->arena, CELLS_COLUMNS_MAX, sizeof *widths);
    struct cells in = cells_open(cells);
    struct call_loop loop;
    struct cells_row row;
    enum rc rc = RC_OK;

    if (widths == NULL)
        return fail_memory(call);
    call_loop_begin(call, &loop);
    while ((rc = cells_next(call, &in, &row)) == RC_OK) {
        for (size_t i = 0; i < row.n && writer->rows < WIDTH_ROWS; i++) {
            unsigned width = width_of(row.cells[i].text);
            widths[i] = width > widths[i] ? width : widths[i];
        }
        writer->columns = row.n > writer->columns ? row.n : writer->columns;
        writer->rows++;
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    for (size_t i = 0; i < writer->columns; i++)
        widths[i] = widths[i] == 0 ? WIDTH_MIN : widths[i];
    writer->widths = widths;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* A sheet's name has at most 31 signs and none of []:*?/\. */
static struct str book_xml(struct call *call, struct str title)
{
    struct str rest = call->practice ? say(call, "PRACTICE %s", str_z(call->arena, title)) : title;
    struct buf out, name;

    buf_init(&out, call->arena, 4096);
    buf_init(&name, call->arena, 200);
    for (size_t n = 0; rest.n != 0 && n < TITLE_SIGNS_MAX; n++) {
        uint32_t code = text_next(&rest);
        text_put(&name, code < 0x80 && strchr("[]:*?/\\'", (int)code) != NULL ? ' ' : code);
    }
    buf_z(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                "<sheets><sheet name=\"");
    xml_put(&out, name.n == 0 ? STR("1") : buf_str(&name));
    buf_z(&out, "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    return buf_str(&out);
}

enum rc xlsx_write(struct call *call, const struct xlsx_order *order, struct str *out)
{
    struct sheet_writer writer = {.call = call, .in = cells_open(order->cells), .rc = RC_OK};
    const struct archive_entry entries[] = {
        {.name = "[Content_Types].xml", .bytes = str_of(types_xml)},
        {.name = "_rels/.rels", .bytes = str_of(top_xml)},
        {.name = "xl/workbook.xml", .bytes = book_xml(call, order->title)},
        {.name = "xl/_rels/workbook.xml.rels", .bytes = str_of(book_relations_xml)},
        {.name = "xl/styles.xml", .bytes = str_of(styles_xml)},
        {.name = "xl/worksheets/sheet1.xml", .give = give, .data = &writer},
    };
    enum rc rc = measure(call, &writer, order->cells);

    if (rc != RC_OK)
        return rc;
    arena_init(&writer.piece, &heap_libc, ROW_MAX * 2 + (1 << 20));
    buf_init(&writer.buf, &writer.piece, ROW_MAX);
    rc = archive_make(call, entries, sizeof entries / sizeof *entries, out);
    if (writer.rc != RC_OK)
        rc = writer.rc;
    arena_fini(&writer.piece);
    return rc;
}
