/* xlsx_read.c - see sheet_read.h: the parts of an Excel workbook, and its rows. */
#include "base/day.h"
#include "base/lang.h"
#include "base/text.h"
#include "document/number.h"
#include "document/opc.h"
#include "document/sheet_read.h"

enum {
    SMALL_PART_MAX = 16 << 20,
    TEXTS_MAX = 2000000,
    TEXTS_BYTES_MAX = 128 << 20,
    FORMATS_MAX = 5000,
};

#define RELATIONS "relationships/"

/* How a cell with this style shows its number. */
struct style_list {
    struct number_format *items;
    size_t n, room;
};

struct own_format {
    int64_t id;
    struct number_format format;
};

struct workbook {
    struct call *call;
    struct arena *keep; /* of texts and names, for the whole reading */
    struct archive *zip;
    struct sheet_found *found;
    struct str path;                   /* "xl/workbook.xml" */
    struct str ids[SHEET_NAMES_MAX];   /* of sheets, as the workbook names them */
    struct str paths[SHEET_NAMES_MAX]; /* of their parts */
    struct str texts_path, styles_path;
    bool from_1904;
    struct str *texts; /* shared by cells */
    size_t texts_n, texts_room, texts_bytes;
    struct own_format *formats;
    size_t formats_n, formats_room;
    struct style_list styles;
    bool in_styles, is_full;
};

static void ignore_close(void *data, struct str name)
{
    (void)data;
    (void)name;
}

static void ignore_text(void *data, struct str text)
{
    (void)data;
    (void)text;
}

/* ---- where the parts are */

static void see_top(void *data, const struct opc_relation *relation)
{
    struct workbook *book = data;

    if (str_ends(relation->type, STR(RELATIONS "officeDocument")))
        book->path = relation->target;
}

static void open_workbook(void *data, struct str name, const char *const *attributes)
{
    struct workbook *book = data;
    struct sheet_found *found = book->found;

    if (str_is(name, "workbookPr")) {
        struct str from = xml_attribute(attributes, "date1904");
        book->from_1904 = str_is(from, "1") || str_is(from, "true");
    }
    if (!str_is(name, "sheet") || found->names_n == SHEET_NAMES_MAX)
        return;
    book->ids[found->names_n] = str_dup(book->keep, xml_attribute(attributes, "id"));
    found->names[found->names_n++] = text_clean(book->keep, xml_attribute(attributes, "name"));
}

static void see_relation(void *data, const struct opc_relation *relation)
{
    struct workbook *book = data;

    if (str_ends(relation->type, STR(RELATIONS "sharedStrings")))
        book->texts_path = relation->target;
    else if (str_ends(relation->type, STR(RELATIONS "styles")))
        book->styles_path = relation->target;
    for (size_t i = 0; i < book->found->names_n; i++)
        if (str_eq(book->ids[i], relation->id))
            book->paths[i] = relation->target;
}

/* A part that is small; RC_NOT_FOUND without a recorded error. */
static enum rc read_part(struct workbook *book, struct str path,
                         void (*open)(void *, struct str, const char *const *))
{
    const struct xml_handlers handlers = {book, open, ignore_close, ignore_text};

    return path.n == 0 ? RC_NOT_FOUND
                       : opc_read(book->call, book->zip, path, SMALL_PART_MAX, &handlers);
}

static enum rc fail_no_workbook(struct call *call)
{
    return fail(call, RC_INVALID, "file",
                "This is no table: it can be read from .xlsx or .csv. Open it in your spreadsheet "
                "and save it as .xlsx.");
}

static enum rc find_parts(struct workbook *book)
{
    enum rc rc = opc_relations(book->call, book->zip, STR(""), see_top, book);

    if (rc == RC_OK)
        rc = read_part(book, book->path, open_workbook);
    if (rc == RC_OK)
        rc = opc_relations(book->call, book->zip, book->path, see_relation, book);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && book->found->names_n == 0))
        return fail_no_workbook(book->call);
    return rc;
}

/* ---- number formats */

static void add_format(struct workbook *book, const char *const *attributes)
{
    struct own_format own = {.format = number_format(xml_attribute(attributes, "formatCode"))};

    if (!str_int(xml_attribute(attributes, "numFmtId"), &own.id) ||
        book->formats_n == FORMATS_MAX ||
        !arena_grow(book->keep, &book->formats, book->formats_n, &book->formats_room))
        return;
    book->formats[book->formats_n++] = own;
}

static void add_style(struct workbook *book, const char *const *attributes)
{
    struct style_list *styles = &book->styles;
    int64_t id = 0;

    (void)str_int(xml_attribute(attributes, "numFmtId"), &id);
    struct number_format format = number_format_known(id);
    for (size_t i = 0; i < book->formats_n; i++)
        if (book->formats[i].id == id)
            format = book->formats[i].format;
    if (styles->n < FORMATS_MAX && arena_grow(book->keep, &styles->items, styles->n, &styles->room))
        styles->items[styles->n++] = format;
}

static void open_styles(void *data, struct str name, const char *const *attributes)
{
    struct workbook *book = data;

    if (str_is(name, "numFmt"))
        add_format(book, attributes);
    else if (str_is(name, "cellXfs") || str_is(name, "cellStyleXfs"))
        book->in_styles = str_is(name, "cellXfs");
    else if (str_is(name, "xf") && book->in_styles)
        add_style(book, attributes);
}

/* ---- texts that cells share */

struct text_reader {
    struct workbook *book;
    struct buf text;
    struct arena scratch;
    struct xml *xml;
    int hidden; /* inside of a reading aid (rPh) */
    bool in_text;
};

static void open_text(void *data, struct str name, const char *const *attributes)
{
    struct text_reader *reader = data;

    (void)attributes;
    if (str_is(name, "si")) {
        arena_reset(&reader->scratch);
        buf_init(&reader->text, &reader->scratch, (size_t)CELLS_TEXT_MAX * 4);
    }
    reader->hidden += str_is(name, "rPh");
    reader->in_text = str_is(name, "t") && reader->hidden == 0;
}

static void close_text(void *data, struct str name)
{
    struct text_reader *reader = data;
    struct workbook *book = reader->book;

    reader->hidden -= str_is(name, "rPh");
    reader->in_text = false;
    if (!str_is(name, "si") || book->is_full)
        return;
    struct str text = buf_str(&reader->text);
    book->texts_bytes += text.n;
    if (book->texts_n == TEXTS_MAX || book->texts_bytes > TEXTS_BYTES_MAX ||
        !buf_ok(&reader->text) ||
        !arena_grow(book->keep, &book->texts, book->texts_n, &book->texts_room)) {
        book->is_full = true;
        return;
    }
    book->texts[book->texts_n++] = str_dup(book->keep, text);
}

static void text_text(void *data, struct str text)
{
    struct text_reader *reader = data;

    if (reader->in_text)
        buf_add(&reader->text, text);
}

static enum rc read_texts(struct workbook *book)
{
    struct text_reader reader = {.book = book};
    const struct xml_handlers handlers = {&reader, open_text, close_text, text_text};

    if (book->texts_path.n == 0)
        return RC_OK;
    arena_init(&reader.scratch, &heap_libc, 4 << 20);
    buf_init(&reader.text, &reader.scratch, CELLS_TEXT_MAX);
    enum rc rc = opc_read(book->call, book->zip, book->texts_path, SHEET_XML_MAX, &handlers);
    arena_fini(&reader.scratch);
    if (rc == RC_OK && book->is_full)
        return fail(book->call, RC_LIMIT, "file", "The file has more text than can be read.");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* ---- rows */

struct row_reader {
    struct workbook *book;
    struct sheet_found *found;
    struct arena row; /* memory of one row */
    struct buf out;   /* all rows */
    struct buf value; /* of one cell */
    struct cell cells[CELLS_COLUMNS_MAX];
    size_t n, number, column, style;
    bool hidden, in_value, has_formula;
    char type; /* s shared, i inline, n number, b flag, e error, t text, d date */
    enum rc failed;
};

static bool row_fail(struct row_reader *in, enum rc rc)
{
    in->failed = rc;
    return false;
}

/* "BC12": column 54. */
static bool column_of(struct str where, size_t *out)
{
    size_t column = 0, i = 0;

    for (; i < where.n && where.p[i] >= 'A' && where.p[i] <= 'Z' && i < 4; i++)
        column = column * 26 + (size_t)(where.p[i] - 'A') + 1;
    if (i == 0)
        return false;
    *out = column - 1;
    return true;
}

static void open_row(struct row_reader *in, const char *const *attributes)
{
    uint64_t number;

    in->number = str_uint(xml_attribute(attributes, "r"), UINT32_MAX, &number) ? (size_t)number
                                                                               : in->number + 1;
    in->hidden = str_is(xml_attribute(attributes, "hidden"), "1");
    in->n = in->column = 0;
    arena_reset(&in->row);
}

static void open_cell(struct row_reader *in, const char *const *attributes)
{
    struct str type = xml_attribute(attributes, "t");
    int64_t style = 0;

    (void)column_of(xml_attribute(attributes, "r"), &in->column);
    (void)str_int(xml_attribute(attributes, "s"), &style);
    in->style = style < 0 ? 0 : (size_t)style;
    in->type = str_is(type, "s")           ? 's'
               : str_is(type, "inlineStr") ? 'i'
               : str_is(type, "str")       ? 't'
               : str_is(type, "b")         ? 'b'
               : str_is(type, "e")         ? 'e'
               : str_is(type, "d")         ? 'd'
                                           : 'n';
    in->has_formula = false;
    buf_init(&in->value, &in->row, (size_t)CELLS_TEXT_MAX * 4);
}

static void open_part(void *data, struct str name, const char *const *attributes)
{
    struct row_reader *in = data;

    in->in_value = str_is(name, "v") || (str_is(name, "t") && in->type == 'i');
    if (str_is(name, "row"))
        open_row(in, attributes);
    else if (str_is(name, "c"))
        open_cell(in, attributes);
    else if (str_is(name, "f"))
        in->has_formula = true;
    else if (str_is(name, "mergeCell"))
        in->found->merged++;
}

static struct cell date_cell(struct row_reader *in, struct str plain, struct number_format format)
{
    int64_t days;
    int minutes;

    if (!number_date(plain, in->book->from_1904, &days, &minutes))
        return (struct cell){CELL_NUMBER, plain};
    if (!format.has_day)
        return cell_text(str_format(&in->row, "%02d:%02d", minutes / 60, minutes % 60));
    struct date date = day_date((day)days);
    struct str iso = str_format(&in->row, "%04d-%02d-%02d", date.year, date.month, date.mday);
    if (minutes == 0)
        return (struct cell){CELL_DATE, iso};
    return (struct cell){CELL_MOMENT,
                         str_format(&in->row, "%s %02d:%02d", iso.p, minutes / 60, minutes % 60)};
}

static struct cell number_cell(struct row_reader *in, struct str value)
{
    const struct style_list *styles = &in->book->styles;
    struct number_format format = {false, false};
    struct str plain = number_plain(&in->row, value);

    if (plain.p == NULL)
        return cell_text(value);
    if (in->style < styles->n)
        format = styles->items[in->style];
    return format.has_day || format.has_time ? date_cell(in, plain, format)
                                             : (struct cell){CELL_NUMBER, plain};
}

/* "2026-11-22T14:30:00" */
static struct cell iso_cell(struct row_reader *in, struct str value)
{
    if (value.n <= 10 || str_starts(str_cut(value, 11, value.n), STR("00:00:00")))
        return (struct cell){CELL_DATE, str_cut(value, 0, 10)};
    return (struct cell){CELL_MOMENT, str_format(&in->row, "%.10s %.5s", value.p, value.p + 11)};
}

static struct cell typed_cell(struct row_reader *in, struct str value)
{
    uint64_t at;

    switch (in->type) {
    case 's':
        return str_uint(value, SIZE_MAX, &at) && at < in->book->texts_n
                   ? cell_text(in->book->texts[at])
                   : (struct cell){CELL_NOTHING, STR("")};
    case 'n': return number_cell(in, value);
    case 'b': return (struct cell){CELL_FLAG, str_is(value, "1") ? STR("1") : STR("0")};
    case 'e': in->found->errors++; return (struct cell){CELL_ERROR, value};
    case 'd': return iso_cell(in, value);
    default: return cell_text(value);
    }
}

static bool take_cell(struct row_reader *in)
{
    struct call *call = in->book->call;
    struct str value = buf_str(&in->value);

    if (!buf_ok(&in->value))
        return row_fail(in, sheet_text_too_long(call, in->number));
    in->found->formulas += in->has_formula;
    if (value.n == 0)
        return true;
    struct cell cell = typed_cell(in, value);
    if (cell.text.n > CELLS_TEXT_MAX)
        return row_fail(in, sheet_text_too_long(call, in->number));
    cell.text = text_clean(&in->row, cell.text);
    if (cell.text.p == NULL)
        return row_fail(
            in, fail(call, RC_INVALID, "file", "Row %zu has signs that are no text.", in->number));
    if (cell.type == CELL_NOTHING || cell.text.n == 0)
        return true;
    if (in->column >= CELLS_COLUMNS_MAX)
        return row_fail(in, sheet_too_many_columns(call, in->number));
    while (in->n <= in->column)
        in->cells[in->n++] = (struct cell){CELL_NOTHING, STR("")};
    in->cells[in->column] = cell;
    return true;
}

static bool take_row(struct row_reader *in)
{
    const struct cells_row row = {in->number, in->hidden, in->cells, in->n};

    if (in->n == 0)
        return true;
    if (++in->found->rows > SHEET_ROWS_MAX)
        return row_fail(in, sheet_too_many_rows(in->book->call));
    in->found->hidden += in->hidden;
    if (in->n > in->found->columns)
        in->found->columns = in->n;
    cells_put(&in->out, &row);
    return buf_ok(&in->out) || row_fail(in, fail_memory(in->book->call));
}

static void close_part(void *data, struct str name)
{
    struct row_reader *in = data;
    bool ok = in->failed == RC_OK;

    in->in_value = false;
    if (ok && str_is(name, "c")) {
        (void)take_cell(in); /* in->failed says so */
        in->column++;
    } else if (ok && str_is(name, "row")) {
        (void)take_row(in);
    }
}

static void value_text(void *data, struct str text)
{
    struct row_reader *in = data;

    if (in->in_value && in->failed == RC_OK)
        buf_add(&in->value, text);
}

static enum rc stream_rows(struct row_reader *in, struct str path)
{
    const struct xml_handlers handlers = {in, open_part, close_part, value_text};
    struct workbook *book = in->book;
    enum rc rc = opc_read(book->call, book->zip, path, SHEET_XML_MAX, &handlers);

    if (rc == RC_NOT_FOUND)
        return fail_no_workbook(book->call);
    return in->failed != RC_OK ? in->failed : rc;
}

static enum rc read_rows(struct workbook *book, size_t sheet)
{
    struct row_reader *in = arena_alloc(book->keep, sizeof *in);
    struct sheet_found *found = book->found;

    if (in == NULL)
        return fail_memory(book->call);
    found->rows = found->columns = found->formulas = found->merged = found->errors = 0;
    in->book = book;
    in->found = found;
    arena_init(&in->row, &heap_libc, 64 << 20);
    buf_init(&in->value, &in->row, CELLS_TEXT_MAX);
    buf_init(&in->out, book->keep, CELLS_BYTES_MAX);
    enum rc rc = stream_rows(in, book->paths[sheet]);
    arena_fini(&in->row);
    found->cells = buf_str(&in->out);
    found->sheet = found->names[sheet];
    return rc;
}

static enum rc read_sheet(struct workbook *book, const struct sheet_ask *ask)
{
    struct sheet_found *found = book->found;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < found->names_n; i++) {
        if (ask->sheet.n != 0 && !str_eq(ask->sheet, found->names[i]))
            continue;
        if (book->paths[i].n == 0)
            continue;
        rc = read_rows(book, i);
        if (rc != RC_OK || found->rows != 0 || ask->sheet.n != 0)
            return rc;
    }
    return ask->sheet.n == 0
               ? rc
               : fail(book->call, RC_NOT_FOUND, "sheet", "The file has no sheet \"%s\".",
                      str_z(book->call->arena, ask->sheet));
}

enum rc xlsx_read(struct call *call, struct str bytes, const struct sheet_ask *ask,
                  struct sheet_found *out)
{
    struct workbook *book = arena_alloc(call->arena, sizeof *book);

    if (book == NULL)
        return fail_memory(call);
    book->call = call;
    book->keep = call->arena;
    book->found = out;
    enum rc rc = archive_open(call, bytes, &book->zip);
    if (rc != RC_OK)
        return rc;
    rc = find_parts(book);
    if (rc == RC_OK)
        rc = read_part(book, book->styles_path, open_styles);
    if (rc == RC_NOT_FOUND && call->error.rc == RC_OK)
        rc = RC_OK;
    if (rc == RC_OK)
        rc = read_texts(book);
    if (rc == RC_OK)
        rc = read_sheet(book, ask);
    archive_close(book->zip);
    return rc;
}
