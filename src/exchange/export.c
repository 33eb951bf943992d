/* export.c - see export.h. */
#include "exchange/export.h"

#include "base/lang.h"
#include "document/cells.h"
#include "exchange/sheet_job.h"
#include "model/app.h"
#include "model/field.h"
#include "rules/csv.h"
#include "store/reads.h"
#include "store/store.h"

enum { ROW_MAX = 32 << 20, CELLS_MORE = 4 }; /* number, owner, state, practice */

const char *export_type(enum export_format format)
{
    static const char *const types[] = {
        "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/jsonl"};

    return types[format];
}

const char *export_extension(enum export_format format)
{
    static const char *const extensions[] = {"csv", "xlsx", "jsonl"};

    return extensions[format];
}

/* ---- which columns */

struct exporting {
    struct call *call;
    const struct export_order *order;
    const struct kind *kind;
    const struct field *fields[FIELDS_MAX];
    size_t n;
    char separator;
    enum rc (*put)(struct exporting *to, const struct record *record);
    const struct export_sink *sink;
    int cells; /* of an Excel file */
    int64_t rows;
};

static bool has_no_text(const struct field *field)
{
    return str_is(str_of(field->type->name), "sealed bytes");
}

static void choose_fields(struct exporting *to)
{
    const struct export_order *order = to->order;
    const struct kind *kind = to->kind;
    size_t n = order->all ? kind->n : order->n != 0 ? order->n : kind->columns_n;

    for (size_t i = 0; i < n; i++) {
        const struct field *field = order->all      ? &kind->fields[i]
                                    : order->n != 0 ? order->fields[i]
                                                    : kind->columns[i];
        if (!has_no_text(field) && (order->secrets || !field->secret))
            to->fields[to->n++] = field;
    }
}

/* ---- cells */

static void put_title(struct call *call, const struct field *field, struct value v, struct buf *out)
{
    struct id id;

    if (!id_of(v.s, &id))
        return;
    struct str title = query_title(call, field->target, &id);
    if (title.n != 0 && out->n != 0)
        buf_z(out, ", ");
    buf_add(out, title);
}

/* A field in the reader's words, links as titles; what she may not see of them is left out. */
static struct str words_of(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    if (field->target == NULL)
        return field_show(call, field, v);
    buf_init(&out, call->arena, CELLS_TEXT_MAX);
    if (v.type != V_LIST)
        put_title(call, field, v, &out);
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        put_title(call, field, v.list.items[i], &out);
    return buf_str(&out);
}

static struct cell one_cell(struct call *call, const struct field *field, struct value v)
{
    struct str type = str_of(field->type->name);
    struct str text = v.type == V_NULL ? STR("") : words_of(call, field, v);

    if (v.type == V_NULL)
        return (struct cell){CELL_NOTHING, STR("")};
    if (v.type == V_INT && (str_is(type, "whole number") || str_is(type, "decimal")))
        return (struct cell){CELL_NUMBER, text};
    if (v.type == V_INT && str_is(type, "flag"))
        return (struct cell){CELL_FLAG, v.i != 0 ? STR("1") : STR("0")};
    if (v.type == V_INT && str_is(type, "date")) {
        struct date date = day_date((day)v.i);
        return (struct cell){
            CELL_DATE, str_format(call->arena, "%04d-%02d-%02d", date.year, date.month, date.mday)};
    }
    return cell_text(text);
}

/* "NI-P-2026-4 Senada Demirova" */
static struct str link_text(struct call *call, const struct field *field, struct value v)
{
    struct str title = words_of(call, field, v), code;
    struct id id;

    if (v.type != V_BYTES || !id_of(v.s, &id) || title.n == 0)
        return title;
    code = query_number(call, field->target, &id);
    return code.n == 0 || str_eq(code, title)
               ? title
               : str_format(call->arena, "%s %s", str_z(call->arena, code),
                            str_z(call->arena, title));
}

/* With every field a part also says to what it belongs: its number, else its id. */
static bool has_owner_column(const struct exporting *to)
{
    return to->order->all && to->kind->owner != NULL;
}

static struct str owner_text(struct call *call, const struct kind *kind, const struct id *id)
{
    struct str number = query_number(call, kind, id);

    return number.n != 0 ? number : str_hex(call->arena, id_str(id));
}

/* The number, how far it is, and each field. */
static size_t row_cells(struct exporting *to, const struct record *record, struct cell *out)
{
    struct call *call = to->call;
    const struct state *state = state_find(to->kind, record->state);
    size_t n = 0;

    if (to->kind->code.n != 0)
        out[n++] = cell_text(record->code);
    if (has_owner_column(to))
        out[n++] = cell_text(owner_text(call, to->kind->owner, &record->owner));
    for (size_t i = 0; i < to->n; i++) {
        struct value v = record_get(record, to->fields[i]);
        out[n++] = to->fields[i]->target != NULL && v.type != V_NULL
                       ? cell_text(link_text(call, to->fields[i], v))
                       : one_cell(call, to->fields[i], v);
    }
    if (to->kind->states_n != 0)
        out[n++] = cell_text(state == NULL ? record->state : label_text(call, &state->label));
    if (call->practice) /* in each row, for rows are copied into other sheets */
        out[n++] = cell_text(say(call, "invented"));
    return n;
}

static size_t head_cells(struct exporting *to, struct cell *out)
{
    struct call *call = to->call;
    size_t n = 0;

    if (to->kind->code.n != 0)
        out[n++] = cell_text(say(call, "Number"));
    if (has_owner_column(to))
        out[n++] = cell_text(label_text(call, &to->kind->owner->one));
    for (size_t i = 0; i < to->n; i++)
        out[n++] = cell_text(label_text(call, &to->fields[i]->label));
    if (to->kind->states_n != 0)
        out[n++] = cell_text(say(call, "State"));
    if (call->practice)
        out[n++] = cell_text(say(call, "PRACTICE"));
    return n;
}

/* ---- formats */

static enum rc give(struct exporting *to, struct buf *out)
{
    if (!buf_ok(out))
        return fail_memory(to->call);
    return to->sink->write(to->sink->data, buf_str(out))
               ? RC_OK
               : fail(to->call, RC_IO, NULL, "The file could not be written out.");
}

static enum rc put_csv_cells(struct exporting *to, const struct cell *cells, size_t n)
{
    struct buf out;

    buf_init(&out, to->call->arena, ROW_MAX);
    for (size_t i = 0; i < n; i++) {
        struct str text = cells[i].text;
        if (i != 0)
            buf_char(&out, to->separator);
        if (cells[i].type == CELL_FLAG)
            text = str_is(text, "1") ? say(to->call, "yes") : say(to->call, "no");
        csv_put(&out, text, to->separator, cells[i].type == CELL_TEXT);
    }
    buf_z(&out, "\r\n");
    return give(to, &out);
}

static enum rc put_xlsx_cells(struct exporting *to, const struct cell *cells, size_t n)
{
    struct buf out;

    buf_init(&out, to->call->arena, ROW_MAX);
    cells_put(&out, &(struct cells_row){(size_t)to->rows + 1, false, cells, n});
    if (!buf_ok(&out))
        return fail_memory(to->call);
    return channel_file_add(to->call, to->cells, buf_str(&out));
}

static enum rc put_csv(struct exporting *to, const struct record *record)
{
    struct cell cells[FIELDS_MAX + CELLS_MORE] = {{CELL_NOTHING, {NULL, 0}}};

    return put_csv_cells(to, cells, row_cells(to, record, cells));
}

static enum rc put_xlsx(struct exporting *to, const struct record *record)
{
    struct cell cells[FIELDS_MAX + CELLS_MORE] = {{CELL_NOTHING, {NULL, 0}}};

    return put_xlsx_cells(to, cells, row_cells(to, record, cells));
}

/* ---- JSON */

static void json_value(struct call *call, struct json *json, const struct field *field,
                       struct value v);

/* A list of the type's columns, not one of rows. */
static bool is_row(const struct field *field, struct value v)
{
    return (field->type->shape == SHAPE_ROWS || field->type->shape == SHAPE_SEVERAL) &&
           v.list.items[0].type != V_LIST;
}

/* {"part": "given", "text": "Senada"}, without what is not there. */
static void json_row(struct call *call, struct json *json, const struct field *field,
                     struct value v)
{
    json_open(json, '{');
    for (size_t i = 0; i < v.list.n; i++) {
        const char *name = field->type->columns[i].suffix;
        /* The key of a file opens it: it leaves with nobody. */
        bool is_key = field->type->columns[i].kind == COLUMN_BYTES && str_is(str_of(name), "key");
        if (v.list.items[i].type == V_NULL || is_key)
            continue;
        json_name(json, name[0] == '\0' ? "value" : name[0] == '_' ? name + 1 : name);
        json_value(call, json, field, v.list.items[i]);
    }
    json_close(json, '}');
}

static void json_value(struct call *call, struct json *json, const struct field *field,
                       struct value v)
{
    struct id id;

    if (v.type == V_LIST && v.list.n == field->type->n && v.list.n > 1 && is_row(field, v)) {
        json_row(call, json, field, v);
    } else if (v.type == V_LIST) {
        json_open(json, '[');
        for (size_t i = 0; i < v.list.n; i++)
            json_value(call, json, field, v.list.items[i]);
        json_close(json, ']');
    } else if (v.type == V_NULL) {
        json_null(json);
    } else if (field->target != NULL && v.type == V_BYTES && id_of(v.s, &id)) {
        json_open(json, '{');
        json_pair(json, "id", str_hex(call->arena, v.s));
        json_pair(json, "title", query_title(call, field->target, &id));
        json_close(json, '}');
    } else if (v.type == V_BYTES) {
        json_text(json, str_hex(call->arena, v.s));
    } else if (v.type == V_TEXT) {
        json_text(json, v.s);
    } else {
        json_int(json, v.i);
    }
}

/* A day is ISO 8601; yes and no are true and false; the rest is as it is kept (model/field.h). */
/* "1991-04": as much as is known. */
static struct str known_day(struct call *call, struct value v)
{
    char text[DAY_TEXT];
    struct str whole = str_dup(call->arena, str_of(day_format((day)v.list.items[0].i, text)));

    return str_cut(whole, 0,
                   v.list.items[1].i == PRECISION_YEAR    ? 4
                   : v.list.items[1].i == PRECISION_MONTH ? 7
                                                          : 10);
}

void export_json_value(struct call *call, struct json *json, const struct field *field,
                       struct value v)
{
    char text[DAY_TEXT];

    if (v.type == V_INT && str_is(str_of(field->type->name), "date"))
        json_text(json, str_of(day_format((day)v.i, text)));
    else if (v.type == V_INT && str_is(str_of(field->type->name), "flag"))
        json_bool(json, v.i != 0);
    else if (v.type == V_LIST && str_is(str_of(field->type->name), "partial date"))
        json_text(json, known_day(call, v));
    else if (v.type != V_NULL && str_is(str_of(field->type->name), "money"))
        json_text(json, field_show(call, field, v));
    else
        json_value(call, json, field, v);
}

enum rc export_json(struct call *call, struct json *json, const struct record *record, bool secrets)
{
    json_open(json, '{');
    json_pair(json, "kind", record->kind->name);
    json_pair(json, "id", str_hex(call->arena, id_str(&record->id)));
    if (record->kind->code.n != 0)
        json_pair(json, "code", record->code);
    if (record->kind->owner != NULL)
        json_pair(json, "owner", str_hex(call->arena, id_str(&record->owner)));
    if (record->kind->states_n != 0)
        json_pair(json, "state", record->state);
    if (call->practice) {
        json_name(json, "practice");
        json_bool(json, true);
    }
    json_name(json, "retired");
    json_bool(json, record->retired_ms != 0);
    for (size_t i = 0; i < record->kind->n; i++) {
        const struct field *field = &record->kind->fields[i];
        if (has_no_text(field) || (field->secret && !secrets))
            continue;
        json_name(json, str_z(call->arena, field->name));
        export_json_value(call, json, field, record->values[i]);
    }
    json_close(json, '}');
    return RC_OK;
}

static enum rc put_jsonl(struct exporting *to, const struct record *record)
{
    struct json json;
    struct buf out;

    buf_init(&out, to->call->arena, ROW_MAX);
    json_init(&json, &out);
    enum rc rc = export_json(to->call, &json, record, to->order->secrets);
    buf_char(&out, '\n');
    return rc == RC_OK ? give(to, &out) : rc;
}

/* ---- page by page */

static enum rc note_reads(struct exporting *to, const struct query_page *page)
{
    struct call *call = to->call;
    struct read_note *notes = arena_array(call->arena, page->n, sizeof *notes);

    if (notes == NULL)
        return fail_memory(call);
    if (call->actor->system || !kind_head(to->kind)->reads_logged || page->n == 0)
        return RC_OK;
    for (size_t i = 0; i < page->n; i++)
        notes[i] = (struct read_note){call->actor->id, page->records[i]->subject, to->kind->name,
                                      page->records[i]->id, false};
    return reads_note_all(call, notes, page->n);
}

static bool has_secrets(const struct kind *kind)
{
    for (size_t i = 0; i < kind->n; i++)
        if (kind->fields[i].secret)
            return true;
    return false;
}

static enum rc put_page(struct exporting *to, const struct query_page *page)
{
    bool whole = to->order->secrets && has_secrets(to->kind);
    enum rc rc = whole ? RC_OK : note_reads(to, page);

    for (size_t i = 0; i < page->n && rc == RC_OK; i++) {
        struct record *record = page->records[i];
        if (whole) /* also writes down that this secret was read */
            rc = query_get(to->call, to->kind, &record->id, &record);
        if (rc == RC_OK)
            rc = to->put(to, record);
        to->rows++;
    }
    return rc;
}

/* The place where a page ended outlives the page's own memory, which is given back. */
static enum rc each_page(struct exporting *to)
{
    struct call *call = to->call;
    struct query query = *to->order->query;
    struct query_page page = {.more = true};
    struct call_loop loop;
    enum rc rc = RC_OK;

    query.limit = QUERY_ROWS_MAX;
    call_loop_begin(call, &loop);
    while (rc == RC_OK && page.more) {
        rc = query_list(call, &query, &page);
        if (rc == RC_OK)
            rc = put_page(to, &page);
        query.after.rid = page.next.rid;
        if (rc == RC_OK && !value_copy(loop.outer, page.next.sort, &query.after.sort))
            rc = fail_memory(call);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

static struct exporting begin(struct call *call, const struct export_order *order,
                              const struct export_sink *sink)
{
    struct str lang = lang_code(call->lang);
    struct exporting to = {.call = call,
                           .order = order,
                           .kind = order->query->kind,
                           .sink = sink,
                           .cells = -1,
                           /* Where the comma is in numbers, a sheet expects the semicolon. */
                           .separator =
                               order->plain || lang.n == 0 || str_is(lang, "en") ? ',' : ';'};

    choose_fields(&to);
    return to;
}

enum rc export_cells(struct call *call, const struct export_order *order, int *cells)
{
    struct exporting to = begin(call, order, NULL);
    struct cell head[FIELDS_MAX + CELLS_MORE];
    enum rc rc = channel_file(call, STR(""), &to.cells);

    if (rc != RC_OK)
        return rc;
    to.put = put_xlsx;
    rc = put_xlsx_cells(&to, head, head_cells(&to, head));
    if (rc == RC_OK)
        rc = each_page(&to);
    if (rc == RC_OK)
        *cells = to.cells;
    else
        channel_close(to.cells);
    return rc;
}

static enum rc write_xlsx(struct call *call, const struct job_source *jobs,
                          const struct export_order *order, const struct export_sink *sink)
{
    struct str file;
    int cells;
    enum rc rc = export_cells(call, order, &cells);

    if (rc == RC_OK)
        rc = sheet_write_in_job(call, jobs, label_text(call, &order->query->kind->many), cells,
                                &file);
    if (rc != RC_OK)
        return rc;
    return sink->write(sink->data, file)
               ? RC_OK
               : fail(call, RC_IO, NULL, "The file could not be written out.");
}

enum rc export_rows(struct call *call, const struct job_source *jobs,
                    const struct export_order *order, const struct export_sink *sink, int64_t *rows)
{
    struct exporting to = begin(call, order, sink);
    struct cell head[FIELDS_MAX + CELLS_MORE];
    enum rc rc = RC_OK;

    *rows = 0;
    if (order->format == EXPORT_XLSX)
        return write_xlsx(call, jobs, order, sink);
    to.put = order->format == EXPORT_CSV ? put_csv : put_jsonl;
    if (order->format == EXPORT_CSV && !sink->write(sink->data, STR("\xef\xbb\xbf")))
        return fail(call, RC_IO, NULL, "The file could not be written out.");
    if (order->format == EXPORT_CSV)
        rc = put_csv_cells(&to, head, head_cells(&to, head));
    if (rc == RC_OK)
        rc = each_page(&to);
    *rows = to.rows;
    return rc;
}

/* Outside of the page's own memory, which is given back behind each page. */
struct whole {
    struct buf buf;
};

static bool keep(void *data, struct str bytes)
{
    struct whole *whole = data;

    buf_add(&whole->buf, bytes);
    return buf_ok(&whole->buf);
}

enum rc export_file(struct call *call, const struct job_source *jobs,
                    const struct export_order *order, size_t max, struct str *out)
{
    struct whole whole;
    const struct export_sink sink = {keep, &whole};
    int64_t rows;

    buf_init(&whole.buf, call->arena, max);
    enum rc rc = export_rows(call, jobs, order, &sink, &rows);
    if (rc == RC_IO && !buf_ok(&whole.buf)) {
        call_forgive(call);
        return fail(call, RC_LIMIT, NULL, "The file would be longer than %zu MB.", max >> 20);
    }
    if (rc == RC_OK)
        *out = buf_str(&whole.buf);
    return rc;
}
