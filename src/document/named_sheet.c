/* named_sheet.c - see named_sheet.h.
 * The parser says at which byte an element begins and ends; what is to change is collected as edits
 * of the bytes, so that nothing is written anew that was not meant. */
#include "document/named_sheet.h"

#include "document/xml.h"

enum { CELL_MAX = 256 << 10, ROW_NUMBER_MAX = 1048576 };

struct filling {
    struct call *call;
    struct xml *xml;
    struct str sheet;
    struct named_cell **cells; /* those with a value, by row and column */
    size_t n, next;            /* the next one to be placed */
    struct named_edit *edits;
    size_t edits_n, edits_room;
    struct str prefix;  /* "x:", or empty */
    size_t row, column; /* where the reading is */
    size_t from, open_end;
    struct str style;
    size_t saved_from; /* of a formula's saved value */
    bool in_data, in_row, in_cell, formula, in_saved, full;
};

/* ---- edits */

enum rc named_edits_apply(struct call *call, struct str text, const struct named_edit *edits,
                          size_t n, struct str *out)
{
    struct buf all;
    size_t at = 0;

    buf_init(&all, call->arena, (size_t)NAMED_SHEET_MAX + ((size_t)NAMED_CELLS_MAX + 1) * CELL_MAX);
    for (size_t i = 0; i < n; i++) {
        if (edits[i].from < at || edits[i].to < edits[i].from || edits[i].to > text.n)
            return fail(call, RC_INVALID, "file", "The file's sheets are not in order.");
        buf_add(&all, str_cut(text, at, edits[i].from));
        buf_add(&all, edits[i].text);
        at = edits[i].to;
    }
    buf_add(&all, str_cut(text, at, text.n));
    *out = buf_str(&all);
    return buf_ok(&all) ? RC_OK : fail_memory(call);
}

static void add_edit(struct filling *in, size_t from, size_t to, struct str text)
{
    if (text.p == NULL || !arena_grow(in->call->arena, &in->edits, in->edits_n, &in->edits_room)) {
        in->full = true;
        return;
    }
    in->edits[in->edits_n++] = (struct named_edit){from, to, text};
}

/* ---- what is written */

static void put_escaped(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '&': buf_z(out, "&amp;"); break;
        case '<': buf_z(out, "&lt;"); break;
        case '>': buf_z(out, "&gt;"); break;
        default: buf_char(out, text.p[i]);
        }
    }
}

static void put_place(struct buf *out, const struct named_cell *cell)
{
    char letters[8];
    size_t n = 0, column = cell->column + 1;

    for (; column > 0 && n < sizeof letters; column = (column - 1) / 26)
        letters[n++] = (char)('A' + (column - 1) % 26);
    while (n > 0)
        buf_char(out, letters[--n]);
    buf_format(out, "%zu", cell->row);
}

static void put_cell(struct filling *in, struct buf *out, const struct named_cell *cell,
                     struct str style)
{
    const char *p = str_z(in->call->arena, in->prefix);

    buf_format(out, "<%sc r=\"", p);
    put_place(out, cell);
    buf_char(out, '"');
    if (style.n != 0)
        buf_format(out, " s=\"%.*s\"", (int)style.n, style.p);
    if (cell->value.type == CELL_NUMBER) {
        buf_format(out, "><%sv>", p);
        put_escaped(out, cell->value.text);
        buf_format(out, "</%sv></%sc>", p, p);
        return;
    }
    buf_format(out, " t=\"inlineStr\"><%sis><%st xml:space=\"preserve\">", p, p);
    put_escaped(out, cell->value.text);
    buf_format(out, "</%st></%sis></%sc>", p, p, p);
}

/* The cells that stand before that column of the row that is open. */
static struct str cells_before(struct filling *in, size_t column)
{
    struct buf out;

    buf_init(&out, in->call->arena, CELL_MAX * 4);
    for (; in->next < in->n && in->cells[in->next]->row == in->row &&
           in->cells[in->next]->column < column;
         in->next++)
        put_cell(in, &out, in->cells[in->next], STR(""));
    return out.n == 0 && buf_ok(&out) ? STR("") : buf_str(&out);
}

/* The rows that stand before that one, and are not there yet. */
static struct str rows_before(struct filling *in, size_t row)
{
    const char *p = str_z(in->call->arena, in->prefix);
    struct buf out;

    buf_init(&out, in->call->arena, CELL_MAX * 16);
    while (in->next < in->n && in->cells[in->next]->row < row) {
        in->row = in->cells[in->next]->row;
        buf_format(&out, "<%srow r=\"%zu\">", p, in->row);
        buf_add(&out, cells_before(in, SIZE_MAX));
        buf_format(&out, "</%srow>", p);
    }
    return out.n == 0 && buf_ok(&out) ? STR("") : buf_str(&out);
}

/* ---- the sheet */

static size_t column_of(struct str where, size_t before)
{
    size_t column = 0, i = 0;

    for (; i < where.n && where.p[i] >= 'A' && where.p[i] <= 'Z' && i < 3; i++)
        column = column * 26 + (size_t)(where.p[i] - 'A') + 1;
    return i == 0 ? before : column - 1;
}

static bool is_number(struct str text)
{
    uint64_t n;

    return str_uint(text, UINT32_MAX, &n);
}

static void open_data(struct filling *in, size_t at, size_t taken)
{
    struct str tag = str_cut(in->sheet, at + 1, at + taken);
    size_t colon = str_find(tag, ':'), name = str_find(tag, '>');

    in->prefix = colon < 20 && colon < name ? str_cut(tag, 0, colon + 1) : STR("");
    in->in_data = true;
    in->row = 0;
    in->open_end = at + taken;
}

static void open_row(struct filling *in, const char *const *attributes, size_t at, size_t taken)
{
    uint64_t number = 0;
    size_t row = in->row + 1;

    if (str_uint(xml_attribute(attributes, "r"), ROW_NUMBER_MAX, &number) && number != 0)
        row = (size_t)number;
    struct str before = rows_before(in, row);
    if (before.n != 0 || before.p == NULL)
        add_edit(in, at, at, before);
    in->row = row;
    in->column = 0;
    in->in_row = true;
    in->open_end = at + taken;
}

static void open_cell(struct filling *in, const char *const *attributes, size_t at)
{
    struct str style = xml_attribute(attributes, "s");

    in->column = column_of(xml_attribute(attributes, "r"), in->column);
    struct str before = cells_before(in, in->column);
    if (before.n != 0 || before.p == NULL)
        add_edit(in, at, at, before);
    in->from = at;
    in->style = is_number(style) ? str_dup(in->call->arena, style) : STR("");
    in->in_cell = true;
    in->formula = in->in_saved = false;
}

static void open_part(void *data, struct str name, const char *const *attributes)
{
    struct filling *in = data;
    size_t taken, at = xml_at(in->xml, &taken);

    if (str_is(name, "sheetData") && !in->in_data)
        open_data(in, at, taken);
    else if (in->in_data && !in->in_row && str_is(name, "row"))
        open_row(in, attributes, at, taken);
    else if (in->in_row && !in->in_cell && str_is(name, "c"))
        open_cell(in, attributes, at);
    else if (in->in_cell && str_is(name, "f"))
        in->formula = true;
    else if (in->in_cell && in->formula && str_is(name, "v")) {
        in->in_saved = true;
        in->saved_from = at;
    }
}

static void close_cell(struct filling *in, size_t end)
{
    in->in_cell = false;
    if (in->next < in->n && in->cells[in->next]->row == in->row &&
        in->cells[in->next]->column == in->column) {
        struct named_cell *cell = in->cells[in->next++];
        struct buf out;
        if (in->formula) {
            cell->state = NAMED_FORMULA;
        } else {
            buf_init(&out, in->call->arena, CELL_MAX);
            put_cell(in, &out, cell, in->style);
            add_edit(in, in->from, end, buf_str(&out));
        }
    }
    in->column++;
}

/* What is put in before an element ends; "<row/>" is opened for it. */
static void put_at_end(struct filling *in, const char *name, size_t at, size_t taken,
                       struct str text)
{
    if (text.n == 0 && text.p != NULL)
        return;
    if (taken != 0) {
        add_edit(in, at, at, text);
        return;
    }
    if (in->open_end < 2 || in->open_end != at) {
        in->full = true;
        return;
    }
    struct buf out;
    buf_init(&out, in->call->arena, CELL_MAX * 16);
    buf_char(&out, '>');
    buf_add(&out, text);
    buf_format(&out, "</%.*s%s>", (int)in->prefix.n, in->prefix.p, name);
    add_edit(in, at - 2, at, buf_str(&out));
}

static void close_part(void *data, struct str name)
{
    struct filling *in = data;
    size_t taken, at = xml_at(in->xml, &taken);

    if (in->in_saved && str_is(name, "v")) {
        in->in_saved = false;
        add_edit(in, in->saved_from, at + taken, STR(""));
    } else if (in->in_cell && str_is(name, "c")) {
        close_cell(in, at + taken);
    } else if (in->in_row && !in->in_cell && str_is(name, "row")) {
        in->in_row = false;
        put_at_end(in, "row", at, taken, cells_before(in, SIZE_MAX));
    } else if (in->in_data && !in->in_row && str_is(name, "sheetData")) {
        in->in_data = false;
        put_at_end(in, "sheetData", at, taken, rows_before(in, SIZE_MAX));
    }
}

static void no_text(void *data, struct str text)
{
    (void)data;
    (void)text;
}

/* ---- merged cells show the first of them */

/* "A1:C3" */
static bool range_of(struct str text, size_t out[4])
{
    for (size_t k = 0; k < 4; k += 2) {
        struct str one = str_split(&text, ':');
        size_t i = 0;
        uint64_t row;
        while (i < one.n && one.p[i] >= 'A' && one.p[i] <= 'Z')
            i++;
        if (i == 0 || i > 3 || !str_uint(str_cut(one, i, one.n), ROW_NUMBER_MAX, &row))
            return false;
        out[k] = (size_t)row;
        out[k + 1] = column_of(one, 0);
    }
    return true;
}

static void open_merge(void *data, struct str name, const char *const *attributes)
{
    struct filling *in = data;
    size_t r[4];

    if (!str_is(name, "mergeCell") || !range_of(xml_attribute(attributes, "ref"), r))
        return;
    for (size_t i = 0; i < in->n; i++) {
        struct named_cell *cell = in->cells[i];
        if (cell->row < r[0] || cell->row > r[2] || cell->column < r[1] || cell->column > r[3])
            continue;
        cell->row = r[0];
        cell->column = r[1];
    }
}

static void no_close(void *data, struct str name)
{
    (void)data;
    (void)name;
}

/* ---- all of it */

static void sort(struct named_cell **cells, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct named_cell *one = cells[i];
        size_t j = i;
        for (; j > 0 && (cells[j - 1]->row > one->row ||
                         (cells[j - 1]->row == one->row && cells[j - 1]->column > one->column));
             j--)
            cells[j] = cells[j - 1];
        cells[j] = one;
    }
}

/* Two names of one cell: the first counts. */
static size_t without_twice(struct named_cell **cells, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (kept == 0 || cells[kept - 1]->row != cells[i]->row ||
            cells[kept - 1]->column != cells[i]->column)
            cells[kept++] = cells[i];
    return kept;
}

/* Not UTF-16, and no other name of an encoding in the first line. */
bool named_xml_is_utf8(struct str xml)
{
    struct str head = str_cut(xml, 0, xml.n < 200 ? xml.n : 200);
    static const struct str key = STR_INIT("encoding=");

    for (size_t i = 0; i < head.n && head.p[i] != '>'; i++) {
        struct str rest = str_cut(head, i, head.n);
        if (head.p[i] == '\0' || (unsigned char)head.p[i] >= 0xFE)
            return false;
        if (!str_starts(rest, key))
            continue;
        struct str name = str_cut(rest, key.n + 1, rest.n);
        return str_starts(name, STR("UTF-8")) || str_starts(name, STR("utf-8"));
    }
    return true;
}

static enum rc pass(struct filling *in, const struct xml_handlers *handlers)
{
    enum rc rc = xml_new(in->call, handlers, &in->xml);

    if (rc != RC_OK)
        return rc;
    (void)xml_feed(in->xml, in->sheet);
    rc = xml_end(in->call, in->xml);
    xml_free(in->xml);
    return rc;
}

enum rc named_sheet_fill(struct call *call, struct str sheet, struct named_cell **cells, size_t n,
                         struct str *out)
{
    struct filling in = {.call = call, .sheet = sheet, .cells = cells, .n = n};
    const struct xml_handlers merges = {&in, open_merge, no_close, no_text};
    const struct xml_handlers parts = {&in, open_part, close_part, no_text};

    if (!named_xml_is_utf8(sheet))
        return fail(call, RC_INVALID, "file",
                    "A sheet of the file is not written in UTF-8. Open it in your spreadsheet and "
                    "save it again.");
    enum rc rc = pass(&in, &merges);
    if (rc != RC_OK)
        return rc;
    sort(cells, n);
    in.n = without_twice(cells, n);
    rc = pass(&in, &parts);
    if (rc != RC_OK)
        return rc;
    if (in.full)
        return fail_memory(call);
    return named_edits_apply(call, sheet, in.edits, in.edits_n, out);
}
