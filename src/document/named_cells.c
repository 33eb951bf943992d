/* named_cells.c - see named_cells.h: the workbook around the sheets. */
#include "document/named_cells.h"

#include "base/text.h"
#include "document/archive.h"
#include "document/named_sheet.h"
#include "document/sheet_read.h"
#include "document/xml.h"

enum { PART_MAX = 16 << 20, NAME_BYTES_MAX = 400, REFERENCE_MAX = 2000, ROW_NUMBER_MAX = 1048576 };

#define RELATIONS "relationships/"

struct book {
    struct call *call;
    struct archive *zip;
    struct str path, text;             /* "xl/workbook.xml", and its bytes */
    struct str names[SHEET_NAMES_MAX]; /* of sheets */
    struct str ids[SHEET_NAMES_MAX], paths[SHEET_NAMES_MAX];
    size_t n;
    struct named_cells *found;
    size_t room;
    struct str name; /* of the definedName that is open */
    struct buf reference;
    bool in_name, full;
    struct xml *xml;
    struct named_edit calc; /* where the workbook says how it computes */
};

static void no_close(void *data, struct str name)
{
    (void)data;
    (void)name;
}

static void no_text(void *data, struct str text)
{
    (void)data;
    (void)text;
}

/* ---- parts, as xlsx_read.c finds them */

static struct str beside(struct book *book, struct str part, struct str target)
{
    size_t slash = part.n;

    if (str_starts(target, STR("/")))
        return str_dup(book->call->arena, str_cut(target, 1, target.n));
    while (slash > 0 && part.p[slash - 1] != '/')
        slash--;
    return str_format(book->call->arena, "%.*s%.*s", (int)slash, part.p, (int)target.n, target.p);
}

static struct str relations_of(struct book *book, struct str part)
{
    size_t slash = part.n;

    while (slash > 0 && part.p[slash - 1] != '/')
        slash--;
    return str_format(book->call->arena, "%.*s_rels/%s.rels", (int)slash, part.p,
                      str_z(book->call->arena, str_cut(part, slash, part.n)));
}

static void open_top(void *data, struct str name, const char *const *attributes)
{
    struct book *book = data;

    if (str_is(name, "Relationship") &&
        str_ends(xml_attribute(attributes, "Type"), STR(RELATIONS "officeDocument")))
        book->path = beside(book, STR(""), xml_attribute(attributes, "Target"));
}

static void open_relations(void *data, struct str name, const char *const *attributes)
{
    struct book *book = data;
    struct str id = xml_attribute(attributes, "Id");

    for (size_t i = 0; str_is(name, "Relationship") && i < book->n; i++)
        if (str_eq(book->ids[i], id))
            book->paths[i] = beside(book, book->path, xml_attribute(attributes, "Target"));
}

/* ---- what a name stands for: Sheet1!$B$2, 'Our sheet'!$B$2:$C$4 */

static bool take_sheet(struct book *book, struct str *rest, struct str *out)
{
    struct buf name;
    size_t i = 0;

    if (rest->n == 0 || rest->p[0] != '\'') {
        *out = str_split(rest, '!');
        return rest->n != 0;
    }
    buf_init(&name, book->call->arena, REFERENCE_MAX);
    for (i = 1; i < rest->n; i++) {
        if (rest->p[i] == '\'' && i + 1 < rest->n && rest->p[i + 1] == '\'')
            i++;
        else if (rest->p[i] == '\'')
            break;
        buf_char(&name, rest->p[i]);
    }
    if (i + 1 >= rest->n || rest->p[i + 1] != '!')
        return false;
    *rest = str_cut(*rest, i + 2, rest->n);
    *out = buf_str(&name);
    return true;
}

/* "$B$2" */
static bool take_cell(struct str *rest, size_t *row, size_t *column)
{
    size_t i = rest->n != 0 && rest->p[0] == '$', letters = 0, digits = 0;
    uint64_t number;

    for (*column = 0; i < rest->n && rest->p[i] >= 'A' && rest->p[i] <= 'Z'; i++, letters++)
        *column = *column * 26 + (size_t)(rest->p[i] - 'A') + 1;
    i += i < rest->n && rest->p[i] == '$';
    while (i + digits < rest->n && rest->p[i + digits] >= '0' && rest->p[i + digits] <= '9')
        digits++;
    if (letters == 0 || letters > 3 ||
        !str_uint(str_cut(*rest, i, i + digits), ROW_NUMBER_MAX, &number) || number == 0)
        return false;
    *row = (size_t)number;
    *column -= 1;
    *rest = str_cut(*rest, i + digits, rest->n);
    return true;
}

static void read_reference(struct book *book, struct str text, struct named_cell *cell)
{
    struct str rest = str_trim(text), sheet;
    size_t row, column;
    bool known = false;

    cell->state = NAMED_NONE;
    if (!take_sheet(book, &rest, &sheet) || !take_cell(&rest, &cell->row, &cell->column))
        return;
    for (size_t i = 0; i < book->n; i++)
        known |= str_eq(book->names[i], sheet);
    cell->sheet = sheet;
    if (!known)
        return;
    if (rest.n == 0)
        cell->state = NAMED_ONE;
    else if (rest.p[0] == ':') {
        rest = str_cut(rest, 1, rest.n);
        if (take_cell(&rest, &row, &column) && rest.n == 0)
            cell->state = NAMED_SEVERAL;
    }
}

/* ---- the workbook's own part */

static void open_book(void *data, struct str name, const char *const *attributes)
{
    struct book *book = data;
    struct arena *arena = book->call->arena;

    if (str_is(name, "sheet") && book->n < SHEET_NAMES_MAX) {
        book->ids[book->n] = str_dup(arena, xml_attribute(attributes, "id"));
        book->names[book->n++] = str_dup(arena, xml_attribute(attributes, "name"));
    } else if (str_is(name, "definedName")) {
        struct str own = xml_attribute(attributes, "name");
        book->in_name = own.n != 0 && own.n <= NAME_BYTES_MAX && !str_starts(own, STR("_xlnm."));
        book->name = str_dup(arena, own);
        buf_init(&book->reference, arena, REFERENCE_MAX);
    }
}

static void book_text(void *data, struct str text)
{
    struct book *book = data;

    if (book->in_name)
        buf_add(&book->reference, text);
}

static void close_book(void *data, struct str name)
{
    struct book *book = data;
    struct named_cells *found = book->found;

    if (!str_is(name, "definedName") || !book->in_name)
        return;
    book->in_name = false;
    if (found->n == NAMED_CELLS_MAX) {
        found->more = true;
        return;
    }
    if (!arena_grow(book->call->arena, &found->items, found->n, &book->room)) {
        book->full = true;
        return;
    }
    struct named_cell cell = {.name = text_clean(book->call->arena, book->name)};
    if (buf_ok(&book->reference) && cell.name.n != 0)
        read_reference(book, buf_str(&book->reference), &cell);
    else
        cell.state = NAMED_NONE;
    found->items[found->n++] = cell;
}

static enum rc fail_no_workbook(struct call *call)
{
    return fail(call, RC_INVALID, "file",
                "This is no Excel workbook. Open it in your spreadsheet and save it as .xlsx.");
}

/* RC_NOT_FOUND without a recorded error. */
static enum rc read_part(struct book *book, struct str path, const struct xml_handlers *handlers,
                         struct str *out)
{
    enum rc rc =
        path.n == 0 ? RC_NOT_FOUND : archive_read(book->call, book->zip, path, PART_MAX, out);

    return rc == RC_OK ? xml_read(book->call, handlers, *out) : rc;
}

static enum rc open_file(struct call *call, struct str bytes, struct named_cells *found,
                         struct book *out)
{
    const struct xml_handlers top = {out, open_top, no_close, no_text};
    const struct xml_handlers parts = {out, open_book, close_book, book_text};
    const struct xml_handlers relations = {out, open_relations, no_close, no_text};
    struct str text;

    if (bytes.n > SHEET_FILE_MAX)
        return fail(call, RC_LIMIT, "file", "A file may have %d MB.", SHEET_FILE_MAX >> 20);
    *out = (struct book){.call = call, .found = found};
    buf_init(&out->reference, call->arena, REFERENCE_MAX);
    enum rc rc = archive_open(call, bytes, &out->zip);
    if (rc == RC_OK)
        rc = read_part(out, STR("_rels/.rels"), &top, &text);
    if (rc == RC_OK)
        rc = read_part(out, out->path, &parts, &out->text);
    if (rc == RC_OK)
        rc = read_part(out, relations_of(out, out->path), &relations, &text);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && out->n == 0))
        return fail_no_workbook(call);
    return rc == RC_OK && out->full ? fail_memory(call) : rc;
}

enum rc named_cells_read(struct call *call, struct str bytes, struct named_cells *out)
{
    struct book *book = arena_alloc(call->arena, sizeof *book);

    *out = (struct named_cells){NULL, 0, false};
    if (book == NULL)
        return fail_memory(call);
    enum rc rc = open_file(call, bytes, out, book);
    archive_close(book->zip);
    return rc;
}

struct str named_cell_place(struct call *call, const struct named_cell *cell)
{
    char letters[8];
    size_t n = 0, column = cell->column + 1;
    struct buf out;

    if (cell->state == NAMED_NONE)
        return STR("");
    buf_init(&out, call->arena, REFERENCE_MAX);
    for (; column > 0 && n < sizeof letters; column = (column - 1) / 26)
        letters[n++] = (char)('A' + (column - 1) % 26);
    buf_add(&out, cell->sheet);
    buf_char(&out, '!');
    while (n > 0)
        buf_char(&out, letters[--n]);
    buf_format(&out, "%zu", cell->row);
    return buf_str(&out);
}

/* ---- computing anew when it is opened */

static void find_calc(void *data, struct str name, const char *const *attributes)
{
    struct book *book = data;
    size_t taken, at = xml_at(book->xml, &taken);

    (void)attributes;
    if (!str_is(name, "calcPr") || book->calc.text.p != NULL)
        return;
    struct str tag = str_cut(book->text, at, at + taken);
    static const struct str key = STR_INIT("fullCalcOnLoad=");
    size_t i = 0;
    while (i < tag.n && !str_starts(str_cut(tag, i, tag.n), key))
        i++;
    if (i == tag.n) { /* behind the element's name */
        for (i = 0; i < tag.n && strchr(" \t\r\n/>", tag.p[i]) == NULL; i++)
            continue;
        book->calc = (struct named_edit){at + i, at + i, STR(" fullCalcOnLoad=\"1\"")};
        return;
    }
    size_t from = i + key.n + 1, to = from;
    while (to < tag.n && tag.p[to] != '"' && tag.p[to] != '\'')
        to++;
    book->calc = (struct named_edit){at + from, at + to, STR("1")};
}

/* The element stands behind the names, and there are names. */
static void find_names_end(void *data, struct str name)
{
    struct book *book = data;
    size_t taken, at = xml_at(book->xml, &taken);
    struct str tag = str_cut(book->text, at, at + taken);
    size_t colon = str_find(tag, ':');

    if (!str_is(name, "definedNames") || taken == 0)
        return;
    struct str prefix = colon == tag.n ? STR("") : str_cut(tag, 2, colon + 1);
    book->calc =
        (struct named_edit){at + taken, at + taken,
                            str_format(book->call->arena, "<%scalcPr fullCalcOnLoad=\"1\"/>",
                                       str_z(book->call->arena, prefix))};
}

static enum rc scan_book(struct book *book, void (*open)(void *, struct str, const char *const *),
                         void (*close)(void *, struct str))
{
    const struct xml_handlers handlers = {book, open, close, no_text};
    enum rc rc = xml_new(book->call, &handlers, &book->xml);

    if (rc != RC_OK)
        return rc;
    (void)xml_feed(book->xml, book->text);
    rc = xml_end(book->call, book->xml);
    xml_free(book->xml);
    return rc;
}

static void no_open(void *data, struct str name, const char *const *attributes)
{
    (void)data;
    (void)name;
    (void)attributes;
}

static enum rc compute_anew(struct book *book, struct str *out)
{
    enum rc rc = RC_OK;

    if (!named_xml_is_utf8(book->text))
        return fail(book->call, RC_INVALID, "file",
                    "A sheet of the file is not written in UTF-8. Open it in your spreadsheet and "
                    "save it again.");
    rc = scan_book(book, find_calc, no_close);
    if (rc == RC_OK && book->calc.text.p == NULL)
        rc = scan_book(book, no_open, find_names_end);
    if (rc != RC_OK)
        return rc;
    return named_edits_apply(book->call, book->text, &book->calc, book->calc.text.p != NULL, out);
}

/* ---- filling */

/* The given cells of one sheet that can have a value and do. */
static size_t cells_of(struct named_cells *cells, struct str sheet, struct named_cell **out)
{
    size_t n = 0;

    for (size_t i = 0; i < cells->n; i++) {
        struct named_cell *cell = &cells->items[i];
        bool can = cell->state == NAMED_ONE || cell->state == NAMED_SEVERAL;
        if (can && cell->value.type != CELL_NOTHING && str_eq(cell->sheet, sheet))
            out[n++] = cell;
    }
    return n;
}

static enum rc fill_sheet(struct book *book, size_t which, struct named_cells *cells,
                          struct archive_entry *entry, bool *filled)
{
    struct call *call = book->call;
    struct named_cell **own = arena_array(call->arena, cells->n + 1, sizeof(struct named_cell *));
    struct str text;

    *filled = false;
    if (own == NULL)
        return fail_memory(call);
    size_t n = cells_of(cells, book->names[which], own);
    if (book->paths[which].n == 0)
        return RC_OK;
    enum rc rc = archive_read(call, book->zip, book->paths[which], NAMED_SHEET_MAX, &text);
    if (rc == RC_OK)
        rc = named_sheet_fill(call, text, own, n, &entry->bytes);
    entry->name = str_z(call->arena, book->paths[which]);
    *filled = rc == RC_OK && !str_eq(text, entry->bytes);
    return rc == RC_NOT_FOUND ? fail_no_workbook(call) : rc;
}

static enum rc fill_all(struct book *book, struct str bytes, struct named_cells *cells,
                        struct str *out)
{
    struct archive_entry *entries = arena_array(book->call->arena, book->n + 1, sizeof *entries);
    enum rc rc = entries == NULL ? fail_memory(book->call) : RC_OK;
    size_t n = 0;

    for (size_t i = 0; i < book->n && rc == RC_OK; i++) {
        bool filled;
        rc = fill_sheet(book, i, cells, &entries[n], &filled);
        n += rc == RC_OK && filled;
    }
    if (rc == RC_OK && n != 0) {
        entries[n].name = str_z(book->call->arena, book->path);
        rc = compute_anew(book, &entries[n++].bytes);
    }
    return rc == RC_OK ? archive_replace(book->call, bytes, entries, n, out) : rc;
}

enum rc named_cells_fill(struct call *call, struct str bytes, struct named_cells *cells,
                         struct str *out)
{
    struct book *book = arena_alloc(call->arena, sizeof *book);
    struct named_cells again = {NULL, 0, false};

    if (book == NULL)
        return fail_memory(call);
    bool any = false;

    for (size_t i = 0; i < cells->n; i++)
        any |= cells->items[i].value.type != CELL_NOTHING;
    *out = bytes;
    if (!any)
        return RC_OK;
    enum rc rc = open_file(call, bytes, &again, book);
    if (rc == RC_OK)
        rc = fill_all(book, bytes, cells, out);
    archive_close(book->zip);
    return rc;
}
