/* register_book.c - see register_book.h. */
#include "casework/register_book.h"

#include "base/lang.h"
#include "document/cells.h"
#include "model/app.h"
#include "process/channel.h"
#include "rules/csv.h"
#include "web/date.h"
#include "web/field_control.h"

enum { AT_NUMBER, AT_DAY, AT_WAY, AT_WHAT, AT_WITH, AT_THEIRS, AT_THEIR_DAY, AT_REMARKS };

struct register_row register_head(struct call *call)
{
    return (struct register_row){.cells = {[AT_NUMBER] = say(call, "Number"),
                                           [AT_DAY] = say(call, "Day"),
                                           [AT_WAY] = say(call, "Which way"),
                                           [AT_WHAT] = say(call, "What it is"),
                                           [AT_WITH] = say(call, "From or to whom"),
                                           [AT_THEIRS] = say(call, "Their number"),
                                           [AT_THEIR_DAY] = say(call, "Date on it"),
                                           [AT_REMARKS] = say(call, "Remarks")}};
}

static void remark(struct buf *out, struct str text)
{
    if (out->n != 0)
        buf_z(out, "; ");
    buf_add(out, text);
}

static struct str remarks(struct call *call, const struct register_line *line)
{
    struct buf out;

    buf_init(&out, call->arena, 4096);
    if (line->cancelled.n != 0)
        remark(&out, say(call, "Cancelled: %s", str_z(call->arena, line->cancelled)));
    if (record_flag(line->entry, "on_paper"))
        remark(&out, say(call, "Stands in the book on paper"));
    if (line->shut)
        remark(&out, say(call, "For the team alone"));
    if (line->gone)
        remark(&out, say(call, "Erased"));
    if (line->answers.n != 0 && !line->shut)
        remark(&out, say(call, "Answers %s", str_z(call->arena, line->answers)));
    if (line->reply.n != 0 && !line->shut)
        remark(&out, say(call, "Answered by %s", str_z(call->arena, line->reply)));
    return buf_str(&out);
}

struct register_row register_row(struct call *call, const struct register_line *line)
{
    const struct record *entry = line->entry;
    const struct field *way = field_find(entry->kind, STR("direction"));
    struct value on = record_value(entry, "on");

    return (struct register_row){
        .cells = {[AT_NUMBER] = record_text(entry, "number"),
                  [AT_DAY] = on.type == V_INT ? date_text(call, (day)on.i) : STR(""),
                  [AT_WAY] = field_words(call, way, record_get(entry, way)),
                  [AT_WHAT] = line->what,
                  [AT_WITH] = line->with,
                  [AT_THEIRS] = line->their_number,
                  [AT_THEIR_DAY] =
                      line->their_date == 0 ? STR("") : date_text(call, line->their_date),
                  [AT_REMARKS] = remarks(call, line)},
        .cancelled = line->cancelled.n != 0,
        .line = line};
}

static enum rc give_line(struct call *call, const struct record *entry,
                         const struct register_sink *sink)
{
    struct register_line line;
    enum rc rc = register_line_read(call, entry, &line);

    if (rc != RC_OK)
        return rc;
    struct register_row row = register_row(call, &line);
    return sink->row(call, sink->data, &row);
}

enum rc register_rows(struct call *call, const struct register_which *which,
                      const struct register_sink *sink)
{
    struct register_row head = register_head(call);
    struct query_page found = {.more = true};
    struct query query;
    enum rc rc = sink->row(call, sink->data, &head);

    register_query(call, which, &query);
    query.descending = false;
    query.limit = QUERY_ROWS_MAX;
    while (rc == RC_OK && found.more) {
        rc = query_list(call, &query, &found);
        for (size_t i = 0; rc == RC_OK && i < found.n; i++)
            rc = give_line(call, found.records[i], sink);
        query.after = found.next;
    }
    return rc;
}

/* ---- files ---- */

static enum rc too_long(struct call *call, const struct buf *out)
{
    return buf_ok(out)
               ? RC_OK
               : fail(call, RC_LIMIT, "register",
                      "This book is longer than one file may be: %d MB.", REGISTER_FILE_MAX >> 20);
}

static enum rc csv_row(struct call *call, void *data, const struct register_row *row)
{
    struct buf *out = data;

    for (size_t i = 0; i < REGISTER_COLUMNS; i++) {
        if (i != 0)
            buf_char(out, ';');
        csv_put(out, row->cells[i], ';', true);
    }
    buf_z(out, "\r\n");
    return too_long(call, out);
}

enum rc register_csv(struct call *call, const struct register_which *which, struct str *out)
{
    struct buf text;
    const struct register_sink sink = {csv_row, &text};

    buf_init(&text, call->arena, REGISTER_FILE_MAX);
    buf_z(&text, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 then */
    enum rc rc = register_rows(call, which, &sink);
    *out = buf_str(&text);
    return rc;
}

struct cells_file {
    struct buf out;
    size_t row;
};

static enum rc cells_row(struct call *call, void *data, const struct register_row *row)
{
    struct cells_file *file = data;
    struct cell cells[REGISTER_COLUMNS];

    for (size_t i = 0; i < REGISTER_COLUMNS; i++)
        cells[i] = cell_text(row->cells[i]);
    const struct cells_row next = {++file->row, false, cells, REGISTER_COLUMNS};
    cells_put(&file->out, &next);
    return too_long(call, &file->out);
}

enum rc register_cells(struct call *call, const struct register_which *which, int *out)
{
    struct cells_file file = {.row = 0};
    const struct register_sink sink = {cells_row, &file};

    buf_init(&file.out, call->arena, REGISTER_FILE_MAX);
    enum rc rc = register_rows(call, which, &sink);
    return rc == RC_OK ? channel_file(call, buf_str(&file.out), out) : rc;
}

struct str register_title(struct call *call, const struct register_which *which)
{
    struct str name = record_text(which->book, "name");

    return str_format(call->arena, "%.*s %d", (int)name.n, name.p, which->year);
}
