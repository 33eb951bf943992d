/* import_row.c - one row of a table becomes the arguments of record.save, and is looked at. */
#include "exchange/import_work.h"
#include "model/question.h"
#include "store/crypt.h"

/* What the cells of one row say about each field. */
struct gathered {
    struct cell parts[FIELD_COLUMNS_MAX];
    bool several; /* more than the whole field stands in columns of its own */
    bool any;
};

struct reading {
    struct call *call;
    struct import *import;
    const struct kind *kind;
    struct value *values;
    bool *given;
    struct gathered *fields; /* by field->index */
    struct id id, owner;
    bool has_id, has_owner;
};

/* ---- faults */

/* "C" or "C, D": the columns of a field. */
static struct str columns_of(struct call *call, const struct import_map *map, struct str field)
{
    struct buf out;

    buf_init(&out, call->arena, 200);
    for (size_t i = 0; i < map->n; i++) {
        if (map->columns[i].field == NULL || !str_eq(map->columns[i].field->name, field))
            continue;
        if (out.n != 0)
            buf_z(&out, ", ");
        buf_add(&out, import_letters(call, i));
    }
    return buf_str(&out);
}

static void add_fault(struct call *call, struct import_row *row, struct str columns,
                      struct str text)
{
    if (row->faults_n < IMPORT_FAULTS_MAX)
        row->faults[row->faults_n++] =
            columns.n == 0 ? str_dup(call->arena, text)
                           : str_format(call->arena, "%s: %s", str_z(call->arena, columns),
                                        str_z(call->arena, text));
}

/* Moves what the call collected into the row; true when the row may be told, not the call. */
static bool take_faults(struct call *call, const struct import_map *map, enum rc rc,
                        struct import_row *out)
{
    if (rc == RC_MEMORY || rc == RC_IO || rc == RC_CORRUPT || rc == RC_FULL || rc == RC_LOCKED ||
        rc == RC_BUSY || rc == RC_SIGN_IN)
        return false;
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        add_fault(call, out, columns_of(call, map, fault->where), fault->text);
    if (rc != RC_OK && call->fault_count == 0)
        add_fault(call, out, STR(""), call->error.text);
    call_forgive(call);
    return true;
}

/* ---- cells */

static void gather(struct reading *in, const struct import_column *column, struct cell cell)
{
    struct gathered *field = &in->fields[column->field->index];

    field->any = true;
    field->several |= !column->whole;
    field->parts[column->whole ? 0 : column->part] = cell;
}

static void read_record(struct reading *in, struct cell cell, const struct kind *kind,
                        struct id *out)
{
    struct call *call = in->call;
    enum rc rc = query_find(call, kind, str_trim(cell.text), out);

    if (rc == RC_NOT_FOUND || rc == RC_CONFLICT)
        fault_add(call, STR("code"), "There is no \"%s\" among %s, or not for you.",
                  str_z(call->arena, cell.text), str_z(call->arena, label_text(call, &kind->many)));
}

static void read_cells(struct reading *in, const struct cells_row *row)
{
    const struct import_map *map = &in->import->map;

    for (size_t i = 0; i < map->n && i < row->n; i++) {
        const struct import_column *column = &map->columns[i];
        struct cell cell = row->cells[i];
        if (cell.type == CELL_NOTHING || str_trim(cell.text).n == 0)
            continue;
        if (column->is_code) {
            in->has_id = true;
            read_record(in, cell, in->kind, &in->id);
        } else if (column->is_owner) {
            in->has_owner = true;
            read_record(in, cell, in->kind->owner, &in->owner);
        } else if (column->field != NULL) {
            gather(in, column, cell);
        }
    }
}

/* ---- fields that stand in several columns */

static bool name_rows(struct reading *in, const struct field *field, const struct gathered *from,
                      struct value *out)
{
    static const char *const parts[] = {"given", "family", "father", "nickname"};
    struct value rows[sizeof parts / sizeof *parts];
    size_t n = 0;

    (void)field;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (from->parts[i].type == CELL_NOTHING)
            continue;
        const struct value row[] = {v_text(str_of(parts[i])), v_text(str_trim(from->parts[i].text)),
                                    v_null(), v_null()};
        if (!value_copy(in->call->arena, v_list(row, 4), &rows[n++]))
            return false;
    }
    return value_copy(in->call->arena, v_list(rows, n), out);
}

static bool joined(struct reading *in, const struct field *field, const struct gathered *from,
                   struct value *out)
{
    const char *between = str_is(str_of(field->type->name), "money") ? " " : ",";
    struct buf text;

    buf_init(&text, in->call->arena, (size_t)CELLS_TEXT_MAX * 4);
    for (size_t i = 0; i < field->type->n; i++) {
        if (i != 0)
            buf_z(&text, between);
        buf_add(&text, str_trim(from->parts[i].text));
    }
    return import_value(in->call, in->import->links, field,
                        (struct cell){CELL_TEXT, buf_str(&text)}, out);
}

static void read_field(struct reading *in, const struct field *field)
{
    const struct gathered *from = &in->fields[field->index];
    struct value *out = &in->values[field->index];

    if (!from->any)
        return;
    if (!from->several)
        in->given[field->index] =
            import_value(in->call, in->import->links, field, from->parts[0], out);
    else if (str_is(str_of(field->type->name), "names"))
        in->given[field->index] = name_rows(in, field, from, out);
    else
        in->given[field->index] = joined(in, field, from, out);
}

/* ---- which record it is */

static uint64_t key_hash(struct str key)
{
    return str_hash(str_trim(key));
}

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static bool is_key_column(const struct import *import, size_t i)
{
    const struct import_column *column = &import->map.columns[i];

    return column->is_code || (import->key != NULL && column->field == import->key);
}

/* All hashes of the key's cells that stand more than once. */
enum rc import_find_twice(struct call *call, struct import *import)
{
    size_t at = 0, n = 0, twice = 0;
    struct cells in = cells_open(import->cells);
    struct call_loop loop;
    struct cells_row row;
    enum rc rc = RC_OK;

    while (at < import->map.n && !is_key_column(import, at))
        at++;
    if (at == import->map.n)
        return RC_OK;
    uint64_t *hashes =
        arena_array(import->keep, (size_t)record_value(import->record, "total").i + 1, 8);
    if (hashes == NULL)
        return fail_memory(call);
    call_loop_begin(call, &loop);
    while ((rc = cells_next(call, &in, &row)) == RC_OK) {
        if (row.number > import->map.head && at < row.n && row.cells[at].type != CELL_NOTHING &&
            n < (size_t)record_value(import->record, "total").i)
            hashes[n++] = key_hash(row.cells[at].text);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    qsort(hashes, n, sizeof *hashes, compare_hashes);
    for (size_t i = 1; i < n; i++)
        if (hashes[i] == hashes[i - 1])
            hashes[twice++] = hashes[i];
    import->twice = hashes;
    import->twice_n = twice;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void check_twice(struct reading *in, const struct cells_row *row)
{
    const struct import *import = in->import;

    for (size_t i = 0; i < import->map.n && i < row->n && import->twice_n != 0; i++) {
        if (!is_key_column(import, i) || row->cells[i].type == CELL_NOTHING)
            continue;
        uint64_t hash = key_hash(row->cells[i].text);
        if (bsearch(&hash, import->twice, import->twice_n, sizeof hash, compare_hashes) != NULL)
            fault_add(in->call, STR("code"), "\"%s\" stands in several rows of the table.",
                      str_z(in->call->arena, row->cells[i].text));
    }
}

static enum rc find_by_key(struct reading *in)
{
    const struct field *key = in->import->key;
    struct query query = {.kind = in->kind, .limit = 2, .n = 1};
    struct query_page page;

    if (key == NULL || in->has_id || in->values[key->index].type == V_NULL)
        return RC_OK;
    query.filters[0] =
        (struct query_filter){.field = key, .op = QUERY_IS, .value = in->values[key->index]};
    enum rc rc = query_list(in->call, &query, &page);
    if (rc != RC_OK || page.n == 0)
        return rc;
    in->has_id = true;
    in->id = page.records[0]->id;
    if (page.n > 1)
        fault_add(in->call, key->name, "Several records have this; write the number instead.");
    return RC_OK;
}

static enum rc make_args(struct reading *in, struct import_row *out)
{
    const struct save_args save = {
        .kind = in->kind,
        .id = in->has_id ? &in->id : NULL,
        .owner = !in->has_id && in->has_owner ? &in->owner : NULL,
        .values = in->values,
        .given = in->given,
    };
    const struct field *historic = in->kind->historic_by;

    out->is_new = !in->has_id;
    if (historic != NULL && out->is_new &&
        record_value(in->import->record, "historic").type == V_INT) {
        in->values[historic->index] = record_value(in->import->record, "historic");
        in->given[historic->index] = true;
    }
    return save_args_make(in->call, &save, &out->args);
}

/* The row is a record that is here: what that one has stays, what it lacks is added. */
static enum rc fill_gaps(struct reading *in, struct str code)
{
    struct record *record;
    enum rc rc = query_code(in->call, in->kind, code, &record);

    if (rc != RC_OK)
        return rc;
    in->has_id = true;
    in->id = record->id;
    for (size_t i = 0; i < in->kind->n; i++)
        in->given[i] = in->given[i] && record->values[i].type == V_NULL;
    return RC_OK;
}

/* What somebody chose for a row that may be here already. */
static enum rc follow_choice(struct reading *in, size_t row, struct import_row *out)
{
    struct str as = import_alike_as(in->import, row);

    if (in->has_id || as.n == 0 || str_is(as, IMPORT_AS_NEW))
        return RC_OK;
    out->is_out = str_is(as, IMPORT_AS_OUT);
    return out->is_out ? RC_OK : fill_gaps(in, as);
}

enum rc import_row_read(struct call *call, struct import *import, const struct cells_row *row,
                        struct import_row *out)
{
    const struct kind *kind = import->map.kind;
    struct reading in = {.call = call, .import = import, .kind = kind};

    *out = (struct import_row){.faults_n = 0};
    in.values = arena_array(call->arena, kind->n, sizeof *in.values);
    in.given = arena_array(call->arena, kind->n, sizeof *in.given);
    in.fields = arena_array(call->arena, kind->n, sizeof *in.fields);
    if (in.values == NULL || in.given == NULL || in.fields == NULL)
        return fail_memory(call);
    read_cells(&in, row);
    check_twice(&in, row);
    for (size_t i = 0; i < kind->n; i++)
        read_field(&in, &kind->fields[i]);
    if (kind->owner != NULL && !in.has_owner && !in.has_id)
        fault_add(call, STR("owner"), "It is not said to what this belongs.");
    enum rc rc = call->error.rc != RC_OK ? call->error.rc : find_by_key(&in);
    if (rc == RC_OK)
        rc = call_faults(call);
    if (rc == RC_OK)
        rc = follow_choice(&in, row->number, out);
    if (rc == RC_OK)
        return make_args(&in, out);
    return take_faults(call, &import->map, rc, out) ? RC_OK : rc;
}

/* ---- everything that record.save would say */

/* What is odd is told, and taken in as it is by whoever goes on. */
static enum rc check_change(struct call *call, const struct import_map *map, size_t number,
                            struct change *change, struct import_row *out)
{
    struct str sure = call->sure;
    bool changed = false;
    struct buf odd;

    buf_init(&odd, call->arena, CELLS_TEXT_MAX);
    call->sure = STR(CALL_SURE_OF_ALL);
    enum rc rc = change_check(call, change, &changed);
    call->sure = sure;
    for (const struct call_question *q = call->questions; rc == RC_OK && q != NULL; q = q->next) {
        struct str columns = columns_of(call, map, q->where);
        buf_add(&odd, say(call, "Row %zu", number));
        buf_z(&odd, columns.n == 0 ? ": " : ", ");
        buf_add(&odd, columns);
        buf_z(&odd, columns.n == 0 ? "" : ": ");
        buf_add(&odd, question_text(call, q));
        buf_char(&odd, '\n');
    }
    out->odd = buf_str(&odd);
    out->is_same = !changed;
    return rc;
}

enum rc import_row_check(struct call *call, struct import *import, const struct cells_row *row,
                         struct duplicate_batch *batch, struct import_row *out)
{
    const struct operation *save = operation_find(call->app, STR("record.save"));
    struct change change = {.operation = save};
    enum rc rc = import_row_read(call, import, row, out);

    if (rc != RC_OK || out->faults_n != 0)
        return rc;
    rc = save->apply(call, &change, out->args);
    if (rc == RC_OK)
        rc = check_change(call, &import->map, row->number, &change, out);
    if (rc != RC_OK)
        return take_faults(call, &import->map, rc, out) ? RC_OK : rc;
    return batch != NULL && out->is_new && !out->is_out
               ? duplicate_batch_add(call, batch, change.drafts->record, row->number)
               : RC_OK;
}
