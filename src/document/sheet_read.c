/* sheet_read.c - see sheet_read.h: what the file is, and reading it when it is a CSV. */
#include "document/sheet_read.h"

#include "base/lang.h"
#include "base/text.h"
#include "rules/charset.h"
#include "rules/csv.h"

enum rc sheet_too_many_rows(struct call *call)
{
    return fail(call, RC_LIMIT, "file",
                "The table has more than %d rows. Divide it into several files.", SHEET_ROWS_MAX);
}

enum rc sheet_too_many_columns(struct call *call, size_t row)
{
    return fail(call, RC_LIMIT, "file", "Row %zu has more than %d columns.", row,
                CELLS_COLUMNS_MAX);
}

enum rc sheet_text_too_long(struct call *call, size_t row)
{
    return fail(call, RC_LIMIT, "file", "Row %zu has a text of more than %d KB in one cell.", row,
                CELLS_TEXT_MAX >> 10);
}

/* ---- CSV */

struct csv_table {
    struct sheet_found *found;
    struct csv csv;
    struct buf out;
    struct cell cells[CELLS_COLUMNS_MAX];
    size_t n, row;
};

/* An apostrophe that keeps a spreadsheet from computing (csv_put()) is none of the text. */
static struct str without_guard(struct str cell)
{
    return cell.n > 1 && cell.p[0] == '\'' && csv_is_formula(str_cut(cell, 1, cell.n))
               ? str_cut(cell, 1, cell.n)
               : cell;
}

static enum rc add_cell(struct call *call, struct csv_table *table, struct str cell)
{
    if (cell.n > CELLS_TEXT_MAX)
        return sheet_text_too_long(call, table->row);
    if (table->n == CELLS_COLUMNS_MAX && str_trim(cell).n != 0)
        return sheet_too_many_columns(call, table->row);
    struct str clean = text_clean(call->arena, without_guard(cell));
    if (clean.p == NULL && call->arena->refused)
        return fail_memory(call);
    if (clean.p == NULL)
        return fail(call, RC_INVALID, "file", "Row %zu has signs that are no text.", table->row);
    if (table->n < CELLS_COLUMNS_MAX)
        table->cells[table->n++] = cell_text(clean);
    return RC_OK;
}

static enum rc end_row(struct call *call, struct csv_table *table)
{
    while (table->n > 0 && table->cells[table->n - 1].type == CELL_NOTHING)
        table->n--;
    if (table->n != 0) {
        const struct cells_row row = {table->row, false, table->cells, table->n};
        if (++table->found->rows > SHEET_ROWS_MAX)
            return sheet_too_many_rows(call);
        cells_put(&table->out, &row);
        if (table->n > table->found->columns)
            table->found->columns = table->n;
    }
    table->n = 0;
    table->row++;
    return buf_ok(&table->out) ? RC_OK : fail_memory(call);
}

static enum rc csv_cells(struct call *call, struct csv_table *table)
{
    struct call_loop loop;
    enum rc rc = RC_OK;

    /* The cells of one row live until it is written. */
    call_loop_begin(call, &loop);
    for (enum csv_found found = CSV_CELL; rc == RC_OK && found != CSV_END;) {
        struct str cell;
        found = csv_next(&table->csv, call->arena, &cell);
        if (found == CSV_TORN)
            rc = fail(call, RC_INVALID, "file",
                      "A quotation mark in line %zu is opened and not closed.", table->csv.line);
        else if (found != CSV_END)
            rc = add_cell(call, table, cell);
        if (rc == RC_OK && found == CSV_LAST)
            rc = end_row(call, table);
        if (rc == RC_OK && found == CSV_LAST)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

static enum rc csv_read(struct call *call, struct str bytes, const struct sheet_ask *ask,
                        struct sheet_found *out)
{
    struct csv_table *table = arena_alloc(call->arena, sizeof *table);
    enum charset charset;

    if (table == NULL)
        return fail_memory(call);
    out->charset_sure = true;
    if (ask->charset.n == 0)
        charset = charset_guess(bytes, &out->charset_sure);
    else if (!charset_find(ask->charset, &charset))
        return fail(call, RC_INVALID, "charset", "There is no encoding \"%s\" here.",
                    str_z(call->arena, ask->charset));
    out->charset = str_of(charset_name(charset));
    struct str text = charset_decode(call->arena, bytes, charset);
    if (text.p == NULL)
        return call->arena->refused ? fail_memory(call)
                                    : fail(call, RC_INVALID, "charset",
                                           "The file is not written in %s.", charset_name(charset));
    table->found = out;
    table->row = 1;
    table->csv = csv_open(text, ask->separator);
    out->separator = table->csv.separator;
    buf_init(&table->out, call->arena, CELLS_BYTES_MAX);
    enum rc rc = csv_cells(call, table);
    out->cells = buf_str(&table->out);
    return rc;
}

/* ---- what it is */

static const char *not_a_table(struct str bytes)
{
    static const struct {
        struct str begins;
        const char *sentence;
    } others[] = {
        {STR_INIT("\xd0\xcf\x11\xe0"),
         "This is an Excel file of the old kind (.xls), or one locked with a password. Open it and "
         "save it as .xlsx without a password."},
        {STR_INIT("%PDF"), "This is a PDF. A table can be read from .xlsx or .csv."},
        {STR_INIT("\x89PNG"), "This is a picture. A table can be read from .xlsx or .csv."},
        {STR_INIT("\xff\xd8\xff"), "This is a picture. A table can be read from .xlsx or .csv."},
        {STR_INIT("{\\rtf"), "This is a text document. A table can be read from .xlsx or .csv."},
        {STR_INIT("<"), "This is a web page. Open it in your spreadsheet and save it as .xlsx."},
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_starts(bytes, others[i].begins))
            return others[i].sentence;
    return NULL;
}

enum rc sheet_read_file(struct call *call, struct str bytes, const struct sheet_ask *ask,
                        struct sheet_found *out)
{
    const char *sentence = not_a_table(bytes);

    *out = (struct sheet_found){0};
    if (bytes.n > SHEET_FILE_MAX)
        return fail(call, RC_LIMIT, "file", "A file may have %d MB.", SHEET_FILE_MAX >> 20);
    if (sentence != NULL)
        return fail(call, RC_INVALID, "file", "%s", lang_text(call->lang, sentence));
    out->is_xlsx = str_starts(bytes, STR("PK"));
    enum rc rc = out->is_xlsx ? xlsx_read(call, bytes, ask, out) : csv_read(call, bytes, ask, out);
    if (rc == RC_OK && out->rows == 0)
        return fail(call, RC_INVALID, "file", "There is nothing in this table.");
    return rc;
}
