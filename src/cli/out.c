/* out.c - see out.h. For people: a record is lines of "name: value", a list of records is a
 * table whose columns are as wide as their widest cell, a list of texts is one a line. */
#include "cli/out.h"

#include <assert.h>

#include "base/lang.h"
#include "base/text.h"

enum { WAITING_MAX = 64 << 10, BUF_MAX = 32 << 20 };

void out_init(struct out *out, struct call *call, const struct terminal *terminal,
              enum out_form form)
{
    *out = (struct out){.call = call, .terminal = terminal, .form = form};
    buf_init(&out->buf, call->arena, BUF_MAX);
    json_init(&out->json, &out->buf);
    out->rows_end = &out->rows;
}

static void flush(struct out *out)
{
    struct str bytes = buf_str(&out->buf);

    if (bytes.n != 0 && !out->broken && !out->terminal->write(out->terminal->data, TO_OUT, bytes))
        out->broken = true;
    out->buf.n = 0;
}

static bool is_json(const struct out *out)
{
    return out->form == OUT_JSON || out->form == OUT_LINES;
}

static bool in_list(const struct out *out)
{
    return out->depth > 0 && out->is_list[out->depth - 1];
}

/* Is this list the one whose items stand on lines of their own? */
static bool is_lines_list(const struct out *out, int depth)
{
    return out->form == OUT_LINES && depth == 0 && out->is_list[0];
}

static void json_item_ended(struct out *out)
{
    bool whole = out->depth == 0 || (out->depth == 1 && is_lines_list(out, 0));

    if (!whole)
        return;
    buf_char(&out->buf, '\n');
    json_init(&out->json, &out->buf);
    if (out->buf.n > WAITING_MAX)
        flush(out);
}

static struct str label(const struct out *out, struct str name)
{
    return str_of(lang_context(out->call->lang, "column", name.p));
}

static void put_spaces(struct buf *buf, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_char(buf, ' ');
}

/* Line ends and tabs would break the line that the cell stands in. */
static void put_cell(struct out *out, struct str cell)
{
    for (size_t i = 0; i < cell.n; i++) {
        bool breaks = cell.p[i] == '\n' || cell.p[i] == '\t';
        if (breaks && out->form == OUT_PLAIN)
            buf_z(&out->buf, cell.p[i] == '\n' ? "\\n" : "\\t");
        else
            buf_char(&out->buf, breaks ? ' ' : cell.p[i]);
    }
}

static void put_row(struct out *out, const struct str *cells, size_t n, const size_t *widths)
{
    bool plain = out->form == OUT_PLAIN;

    if (out->inner != NULL && plain) {
        buf_z(&out->buf, out->inner);
        buf_char(&out->buf, '\t');
    } else if (out->inner != NULL) {
        put_spaces(&out->buf, 2);
    }
    for (size_t i = 0; i < n; i++) {
        put_cell(out, cells[i]);
        if (i + 1 < n && plain)
            buf_char(&out->buf, '\t');
        else if (i + 1 < n)
            put_spaces(&out->buf, widths[i] - text_length(cells[i]) + 2);
    }
    while (!plain && out->buf.n > 0 && out->buf.p[out->buf.n - 1] == ' ')
        out->buf.n--; /* the last cells may be empty */
    buf_char(&out->buf, '\n');
}

static void widen(size_t *widths, const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t width = text_length(cells[i]);
        widths[i] = width > widths[i] ? width : widths[i];
    }
}

static void put_table(struct out *out)
{
    struct str labels[OUT_COLUMNS_MAX];
    size_t widths[OUT_COLUMNS_MAX] = {0};

    if (out->rows == NULL)
        return;
    for (size_t i = 0; i < out->rows->n; i++)
        labels[i] = label(out, out->names[i]);
    widen(widths, labels, out->rows->n);
    for (const struct out_row *row = out->rows; row != NULL; row = row->next)
        widen(widths, row->cells, row->n);
    if (out->form == OUT_PEOPLE)
        put_row(out, labels, out->rows->n, widths);
    for (const struct out_row *row = out->rows; row != NULL; row = row->next) {
        put_row(out, row->cells, row->n, widths);
        if (out->buf.n > WAITING_MAX)
            flush(out);
    }
    out->rows = out->row = NULL;
    out->rows_end = &out->rows;
}

/* The row that values go into; NULL outside of a list of records. */
static struct out_row *open_row(const struct out *out)
{
    bool in_row = out->depth >= 2 && !in_list(out) && out->is_list[out->depth - 2];

    return in_row ? out->row : NULL;
}

static void add_row(struct out *out)
{
    struct out_row *row = arena_alloc(out->call->arena, sizeof *row);

    out->row = row;
    if (row == NULL) {
        out->buf.failed = true;
        return;
    }
    *out->rows_end = row;
    out->rows_end = &row->next;
}

static void people_cell(struct out *out, const char *name, struct str text)
{
    struct out_row *row = open_row(out);

    if (row != NULL) {
        assert(row->n < OUT_COLUMNS_MAX);
        assert(row == out->rows || str_is(out->names[row->n], name));
        out->names[row->n] = str_of(name);
        row->cells[row->n++] = text;
    } else if (!in_list(out)) {
        bool plain = out->form == OUT_PLAIN;
        buf_add(&out->buf, plain ? str_of(name) : label(out, str_of(name)));
        buf_z(&out->buf, plain ? "\t" : text.n == 0 ? ":" : ": ");
        put_cell(out, text);
        buf_char(&out->buf, '\n');
    } else if (out->depth == 1) {
        put_cell(out, text);
        buf_char(&out->buf, '\n');
    } else { /* an item of a list inside a record */
        buf_z(&out->cell, out->cell.n == 0 ? "" : ", ");
        buf_add(&out->cell, text);
    }
}

static void open_inner(struct out *out, const char *name)
{
    if (out->depth == 0)
        return;
    buf_init(&out->cell, out->call->arena, BUF_MAX);
    if (out->depth == 1)
        out->inner = name;
    else if (open_row(out) != NULL) /* its texts become one cell of the row */
        out->names[open_row(out)->n] = str_of(name);
}

/* The end of a list, seen by people; depth is that of what it stands in. */
static void close_inner(struct out *out)
{
    if (out->rows != NULL && out->depth <= 1) {
        if (out->inner != NULL && out->form == OUT_PEOPLE) {
            buf_add(&out->buf, label(out, str_of(out->inner)));
            buf_z(&out->buf, ":\n");
        }
        put_table(out);
    } else if (out->depth >= 1) {
        struct out_row *row = open_row(out);
        struct str name = row == NULL ? str_of(out->inner) : out->names[row->n];
        people_cell(out, name.p, buf_str(&out->cell));
    }
    if (out->depth <= 1)
        out->inner = NULL;
}

static void open_any(struct out *out, const char *name, char bracket)
{
    assert(out->depth < OUT_DEPTH_MAX);
    if (is_json(out)) {
        if (name != NULL)
            json_name(&out->json, name);
        if (!(bracket == '[' && out->depth == 0 && out->form == OUT_LINES))
            json_open(&out->json, bracket);
    } else if (bracket == '[') {
        open_inner(out, name);
    } else if (in_list(out)) {
        add_row(out);
    }
    out->is_list[out->depth++] = bracket == '[';
}

void out_list(struct out *out, const char *name)
{
    open_any(out, name, '[');
}

void out_record(struct out *out, const char *name)
{
    open_any(out, name, '{');
}

void out_end(struct out *out)
{
    assert(out->depth > 0);
    bool list = in_list(out);
    out->depth--;
    if (!is_json(out)) {
        if (list)
            close_inner(out);
        return;
    }
    if (is_lines_list(out, out->depth))
        return;
    json_close(&out->json, list ? ']' : '}');
    json_item_ended(out);
}

static void name_json(struct out *out, const char *name)
{
    if (name != NULL)
        json_name(&out->json, name);
}

void out_text(struct out *out, const char *name, struct str text)
{
    if (!is_json(out)) {
        people_cell(out, name, text);
        return;
    }
    name_json(out, name);
    if (text.p == NULL)
        json_null(&out->json);
    else
        json_text(&out->json, text);
    json_item_ended(out);
}

void out_int(struct out *out, const char *name, int64_t i)
{
    if (!is_json(out)) {
        people_cell(out, name, str_format(out->call->arena, "%lld", (long long)i));
        return;
    }
    name_json(out, name);
    json_int(&out->json, i);
    json_item_ended(out);
}

void out_day(struct out *out, const char *name, day d)
{
    char text[DAY_TEXT];

    out_text(out, name, str_dup(out->call->arena, str_of(day_format(d, text))));
}

void out_flag(struct out *out, const char *name, bool yes)
{
    if (!is_json(out)) {
        const char *word = yes ? "yes" : "no";
        people_cell(out, name, str_of(lang_text(out->call->lang, word)));
        return;
    }
    name_json(out, name);
    json_bool(&out->json, yes);
    json_item_ended(out);
}

void out_plain(struct out *out, struct str text)
{
    buf_add(&out->buf, text);
}

enum rc out_finish(struct out *out)
{
    assert(out->depth == 0);
    flush(out);
    if (!buf_ok(&out->buf))
        return fail_memory(out->call);
    return out->broken ? fail(out->call, RC_IO, NULL, "The answer could not be written out.")
                       : RC_OK;
}
