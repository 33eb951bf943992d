/* import.c - see import.h: the import's record, its operations, and the slices of work. */
#include "exchange/import.h"

#include "exchange/import_work.h"
#include "model/likeness.h"
#include "store/crypt.h"

/* ---- the record */

static const struct kind *import_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("import"));
}

const struct record *import_record(const struct import *import)
{
    return import->record;
}

const struct import_map *import_mapping(const struct import *import)
{
    return &import->map;
}

static int64_t number_of(const struct record *record, const char *name)
{
    struct value v = record_value(record, name);

    return v.type == V_INT ? v.i : 0;
}

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
}

/* Sets [[field, value], ...], derived ones too: this is the system's own hand. A field ".state" is
 * the state. */
static enum rc set_pairs(struct call *call, struct record *record, struct value pairs)
{
    for (size_t i = 0; pairs.type == V_LIST && i < pairs.list.n; i++) {
        struct value pair = pairs.list.items[i];
        if (pair.type != V_LIST || pair.list.n != 2 || pair.list.items[0].type != V_TEXT)
            return bad_args(call);
        const struct field *field = field_find(record->kind, pair.list.items[0].s);
        if (field != NULL)
            record->values[field->index] = pair.list.items[1];
        else if (str_is(pair.list.items[0].s, ".state") && pair.list.items[1].type == V_TEXT)
            record->state = pair.list.items[1].s;
        else
            return bad_args(call);
    }
    return RC_OK;
}

static enum rc open_import(struct call *call, struct change *change, struct value args, size_t n,
                           struct record **out)
{
    struct id id;

    if (args.type != V_LIST || args.list.n != n || args.list.items[0].type != V_BYTES ||
        !id_of(args.list.items[0].s, &id))
        return bad_args(call);
    return change_open(call, change, import_kind(call), &id, 0, out);
}

/* ---- import.begin: [id, pairs]; a record with that id comes to be */

static enum rc apply_begin(struct call *call, struct change *change, struct value args)
{
    struct record *record;

    if (args.type != V_LIST || args.list.n != 1)
        return bad_args(call);
    enum rc rc = change_make(call, change, import_kind(call), NULL, &record);
    return rc == RC_OK ? set_pairs(call, record, args.list.items[0]) : rc;
}

/* ---- import.note: [id, pairs] */

static enum rc apply_note(struct call *call, struct change *change, struct value args)
{
    struct record *record;
    enum rc rc = open_import(call, change, args, 2, &record);

    return rc == RC_OK ? set_pairs(call, record, args.list.items[1]) : rc;
}

/* ---- import.rows: [id, rows done before, pairs, [arguments of record.save, ...]] */

static enum rc apply_rows(struct call *call, struct change *change, struct value args)
{
    const struct operation *save = operation_find(call->app, STR("record.save"));
    struct record *record;
    enum rc rc = open_import(call, change, args, 4, &record);

    if (rc != RC_OK)
        return rc;
    const struct value *item = args.list.items;
    if (item[1].type != V_INT || item[3].type != V_LIST || item[3].list.n > IMPORT_BATCH)
        return bad_args(call);
    if (number_of(record, "applied") != item[1].i || number_of(record, "undoing") != 0)
        return fail(call, RC_CONFLICT, NULL, "Somebody else goes on with this import.");
    for (size_t i = 0; i < item[3].list.n && rc == RC_OK; i++)
        rc = save->apply(call, change, item[3].list.items[i]);
    return rc == RC_OK ? set_pairs(call, record, item[2]) : rc;
}

/* ---- import.undo: [id, change of a batch] */

static enum rc apply_undo(struct call *call, struct change *change, struct value args)
{
    const struct operation *undo = operation_find(call->app, STR("change.undo"));
    struct record *record;
    enum rc rc = open_import(call, change, args, 2, &record);

    if (rc != RC_OK)
        return rc;
    rc = undo->apply(call, change, v_list(&args.list.items[1], 1));
    if (rc == RC_OK) /* a derived field, which undoing leaves to who derives it */
        record_set(record, "batches", v_int(number_of(record, "batches") - 1));
    return rc;
}

static const struct operation begin_row = {
    .name = "import.begin", .version = 1, .brief = "begun", .apply = apply_begin};
static const struct operation note_row = {
    .name = "import.note", .version = 1, .brief = "noted", .apply = apply_note};
static const struct operation rows_row = {
    .name = "import.rows", .version = 1, .brief = "imported", .undo = true, .apply = apply_rows};
static const struct operation undo_row = {
    .name = "import.undo", .version = 1, .brief = "taken back", .apply = apply_undo};

const struct operation *const import_operations[] = {&begin_row, &note_row, &rows_row, &undo_row};
const size_t import_operations_n = sizeof import_operations / sizeof *import_operations;

/* ---- changing the record */

static enum rc reload(struct call *call, struct import *import)
{
    struct arena *arena = call->arena;

    call->arena = import->keep;
    enum rc rc = table_load(call, call->store->db, app_table(call->app, import_kind(call)),
                            &import->record->id, &import->record);
    call->arena = arena;
    return rc;
}

enum rc import_note(struct call *call, struct import *import, const struct import_pairs *pairs)
{
    const struct value args[] = {id_value(&import->record->id), import_pairs_value(pairs)};
    const struct operation_request request = {
        .operation = "import.note", .change = id_new(call), .args = v_list(args, 2)};
    struct outcome outcome;
    enum rc rc = operation_run(call, &request, &outcome);

    return rc == RC_OK ? reload(call, import) : rc;
}

/* ---- beginning */

static enum rc remember(struct call *call, const struct import_map *map)
{
    const struct kind *kind = kind_find(call->app->registry, STR("import_mapping"));
    struct record *known;
    enum rc rc = import_remembered(call, map, &known);
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    struct outcome outcome;
    struct value args;

    if (rc != RC_OK)
        return rc;
    if (values == NULL || given == NULL)
        return fail_memory(call);
    const struct value what[] = {v_text(map->kind->name), v_text(import_signature(call, map)),
                                 v_text(import_map_text(call, map))};
    for (size_t i = 0; i < 3; i++) {
        values[i] = what[i];
        given[i] = true;
    }
    const struct save_args save = {
        .kind = kind, .id = known == NULL ? NULL : &known->id, .values = values, .given = given};
    rc = save_args_make(call, &save, &args);
    const struct operation_request request = {
        .operation = "record.save", .change = id_new(call), .args = args};
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

bool import_may_be_key(const struct field *field)
{
    return !field->secret && !field->derived && !field->hidden && field->type->shape == SHAPE_ONE &&
           (str_is(str_of(field->type->name), "text") ||
            str_is(str_of(field->type->name), "whole number") ||
            str_is(str_of(field->type->name), "e-mail"));
}

static enum rc check_order(struct call *call, const struct import_order *order)
{
    size_t used = 0;

    for (size_t i = 0; i < order->map.n; i++)
        used += order->map.columns[i].field != NULL;
    if (used == 0)
        return fail(call, RC_INVALID, "mapping",
                    "No column of the table is known. Say which column is what.");
    if (order->key.n == 0)
        return RC_OK;
    const struct field *key = field_find(order->map.kind, order->key);
    if (key == NULL || !import_may_be_key(key))
        return fail(call, RC_INVALID, "key", "Records cannot be found again by \"%s\".",
                    str_z(call->arena, order->key));
    return RC_OK;
}

static size_t count_rows(struct call *call, const struct import_order *order)
{
    struct cells in = cells_open(order->cells);
    struct call_loop loop;
    struct cells_row row;
    size_t n = 0;

    call_loop_begin(call, &loop);
    while (cells_next(call, &in, &row) == RC_OK) {
        n += row.number > order->map.head;
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return n;
}

enum rc import_begin(struct call *call, const struct import_order *order, struct record **out)
{
    struct import_pairs pairs = {.n = 0};
    struct outcome outcome;
    struct value row;
    enum rc rc = check_order(call, order);

    if (rc == RC_OK)
        rc = import_file_keep(call, order->cells, "table", &row);
    if (rc == RC_OK)
        rc = remember(call, &order->map);
    if (rc != RC_OK)
        return rc;
    import_pair(&pairs, "file_name", v_text(order->file_name));
    import_pair(&pairs, "target", v_text(order->map.kind->name));
    import_pair(&pairs, "sheet", order->sheet.n == 0 ? v_null() : v_text(order->sheet));
    import_pair(&pairs, "head_row", v_int((int64_t)order->map.head));
    import_pair(&pairs, "mapping", v_text(import_map_text(call, &order->map)));
    import_pair(&pairs, "key_field", order->key.n == 0 ? v_null() : v_text(order->key));
    import_pair(&pairs, "historic", order->historic ? v_int(1) : v_null());
    import_pair(&pairs, "partial", order->partial ? v_int(1) : v_null());
    import_pair(&pairs, "total", v_int((int64_t)count_rows(call, order)));
    import_pair(&pairs, "content", v_list(&row, 1));
    import_pair(&pairs, "notes", order->notes.n == 0 ? v_null() : v_text(order->notes));
    const struct value args = import_pairs_value(&pairs);
    const struct operation_request request = {
        .operation = "import.begin", .change = id_new(call), .args = v_list(&args, 1)};
    rc = operation_run(call, &request, &outcome);
    return rc == RC_OK ? query_get(call, import_kind(call), &outcome.record, out) : rc;
}

enum rc import_change(struct call *call, struct import *import, const struct import_order *order)
{
    static const char *const counts[] = {"checked",     "new_rows",    "changed_rows", "same_rows",
                                         "faulty_rows", "double_rows", "odd_rows",     "odd"};
    struct value faults = record_value(import->record, "faults");
    struct value alike = record_value(import->record, "alike");
    struct import_pairs pairs = {.n = 0};
    enum rc rc = check_order(call, order);

    if (rc == RC_OK && !str_is(import->record->state, "ready") &&
        !str_is(import->record->state, "looked_at"))
        return fail(call, RC_CONFLICT, NULL, "Rows of this table have been taken in already.");
    if (rc == RC_OK)
        rc = remember(call, &order->map);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        import_pair(&pairs, counts[i], v_null());
    import_pair(&pairs, "faults", v_null());
    import_pair(&pairs, "alike", v_null());
    import_pair(&pairs, "alike_rows", v_null());
    import_pair(&pairs, "alike_all", v_null());
    import_pair(&pairs, "mapping", v_text(import_map_text(call, &order->map)));
    import_pair(&pairs, "key_field", order->key.n == 0 ? v_null() : v_text(order->key));
    import_pair(&pairs, "historic", order->historic ? v_int(1) : v_null());
    import_pair(&pairs, "partial", order->partial ? v_int(1) : v_null());
    import_pair(&pairs, ".state", v_text(STR("ready")));
    import->map = order->map;
    rc = import_note(call, import, &pairs);
    if (rc == RC_OK) {
        import_files_remove(call, faults);
        import_files_remove(call, alike);
    }
    return rc;
}

struct str import_cells(const struct import *import)
{
    return import->cells;
}

/* ---- opening */

static enum rc read_map(struct call *call, struct import *import)
{
    const struct record *record = import->record;
    struct cells in = cells_open(import->cells);
    struct cells_row row;
    enum rc rc = RC_OK;

    import->map.kind = kind_find(call->app->registry, record_text(record, "target"));
    import->map.head = (size_t)number_of(record, "head_row");
    import->key = import->map.kind == NULL
                      ? NULL
                      : field_find(import->map.kind, record_text(record, "key_field"));
    if (import->map.kind == NULL)
        return fail(call, RC_NEWER, NULL, "What this table is read into is not known here.");
    for (int i = 0; i < IMPORT_HEAD_ROWS && rc == RC_OK; i++) {
        rc = cells_next(call, &in, &row);
        if (rc == RC_OK && row.number == import->map.head) {
            import->map.titles = row.cells;
            import->map.titles_n = row.n;
        }
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    import->map.n = import->map.titles_n; /* the others too: they stand in the report */
    return import_map_read(call, &import->map, record_text(record, "mapping"));
}

static enum rc open_in(struct call *call, const struct id *id, struct import *import)
{
    struct value files;
    enum rc rc = query_get(call, import_kind(call), id, &import->record);

    import->keep = call->arena;
    import->links = arena_alloc(call->arena, sizeof *import->links);
    if (rc != RC_OK)
        return rc;
    if (import->links == NULL)
        return fail_memory(call);
    files = record_value(import->record, "content");
    if (files.type != V_LIST)
        return RC_OK; /* done or given up: nothing is left to read */
    rc = import_file_load(call, files.list.items[0], &import->cells);
    if (rc == RC_OK)
        rc = read_map(call, import);
    if (rc == RC_OK)
        rc = import_alike_load(call, import);
    return rc == RC_OK ? import_find_twice(call, import) : rc;
}

enum rc import_open(struct call *call, const struct id *id, struct arena *keep, struct import **out)
{
    struct arena *arena = call->arena;
    struct import *import = arena_alloc(keep, sizeof *import);

    if (import == NULL)
        return fail_memory(call);
    call->arena = keep;
    enum rc rc = open_in(call, id, import);
    call->arena = arena;
    if (rc == RC_OK)
        *out = import;
    return rc;
}

/* ---- looking at every row */

struct slice {
    const struct import_budget *budget;
    int64_t until_us; /* 0: no end */
    size_t rows;      /* so far */
    int64_t new_rows, changed, same, faulty, similar, odd;
    struct buf odd_lines;          /* the first of them */
    struct buf faults;             /* rows of cells.h: columns hold one sentence each */
    struct buf alike;              /* and those of import_alike.c */
    struct duplicate_batch *batch; /* what would be new; NULL: nobody looks */
};

static struct slice slice_begin(struct call *call, const struct import_budget *budget)
{
    return (struct slice){
        .budget = budget,
        .until_us = budget->ms == 0 ? 0 : call->os->tick_us(call->os->data) + budget->ms * 1000};
}

static bool slice_over(struct call *call, const struct slice *slice, size_t rows_max)
{
    if (slice->rows >= rows_max || (slice->budget->rows != 0 && slice->rows >= slice->budget->rows))
        return true;
    return slice->until_us != 0 && call->os->tick_us(call->os->data) >= slice->until_us;
}

/* Goes to the first row behind so many. */
static enum rc skip_rows(struct call *call, const struct import *import, int64_t n,
                         struct cells *out)
{
    struct cells in = cells_open(import->cells);
    struct call_loop loop;
    struct cells_row row;
    enum rc rc = RC_OK;

    *out = in;
    call_loop_begin(call, &loop);
    while (n >= 0 && (rc = cells_next(call, &in, &row)) == RC_OK) {
        n -= row.number > import->map.head;
        if (n >= 0)
            *out = in;
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void put_faults(struct slice *slice, const struct cells_row *row,
                       const struct import_row *read)
{
    struct cell cells[IMPORT_FAULTS_MAX];

    for (size_t i = 0; i < read->faults_n; i++)
        cells[i] = cell_text(read->faults[i]);
    cells_put(&slice->faults, &(struct cells_row){row->number, false, cells, read->faults_n});
}

static enum rc look_at(struct call *call, struct import *import, struct slice *slice,
                       const struct cells_row *row)
{
    struct import_row *read = arena_alloc(call->arena, sizeof *read);

    if (read == NULL)
        return fail_memory(call);
    enum rc rc = import_row_check(call, import, row, slice->batch, read);
    if (rc != RC_OK)
        return rc;
    slice->rows++;
    if (read->faults_n == 0 && read->odd.n != 0) {
        slice->odd++;
        if (slice->odd_lines.n + read->odd.n <= IMPORT_ODD_MAX)
            buf_add(&slice->odd_lines, read->odd);
    }
    if (read->faults_n != 0) {
        slice->faulty++;
        put_faults(slice, row, read);
    } else if (read->is_new) {
        slice->new_rows++;
    } else {
        slice->changed += !read->is_same;
        slice->same += read->is_same;
    }
    return RC_OK;
}

/* One more file behind those of the slices before. */
static enum rc keep_more(struct call *call, struct import *import, const char *name,
                         const struct buf *bytes, struct import_pairs *pairs)
{
    struct value files = record_value(import->record, name);
    size_t n = files.type == V_LIST ? files.list.n : 0;
    struct value *rows = arena_array(call->arena, n + 1, sizeof *rows);
    struct buf all = *bytes;

    if (rows == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        rows[i] = files.list.items[i];
    enum rc rc = import_file_keep(call, buf_str(&all), name, &rows[n]);
    if (rc == RC_OK)
        import_pair(pairs, name, v_list(rows, n + 1));
    return rc;
}

static enum rc note_slice(struct call *call, struct import *import, struct slice *slice, bool end)
{
    const struct record *record = import->record;
    struct import_pairs pairs = {.n = 0};
    struct buf all_odd;
    enum rc rc = RC_OK;

    buf_init(&all_odd, call->arena, (size_t)IMPORT_ODD_MAX * 2);
    buf_add(&all_odd, record_text(record, "odd"));
    if (all_odd.n + slice->odd_lines.n <= IMPORT_ODD_MAX)
        buf_add(&all_odd, buf_str(&slice->odd_lines));
    import_pair(&pairs, "checked", v_int(number_of(record, "checked") + (int64_t)slice->rows));
    import_pair(&pairs, "new_rows", v_int(number_of(record, "new_rows") + slice->new_rows));
    import_pair(&pairs, "changed_rows", v_int(number_of(record, "changed_rows") + slice->changed));
    import_pair(&pairs, "same_rows", v_int(number_of(record, "same_rows") + slice->same));
    import_pair(&pairs, "faulty_rows", v_int(number_of(record, "faulty_rows") + slice->faulty));
    import_pair(&pairs, "double_rows", v_int(number_of(record, "double_rows") + slice->similar));
    import_pair(&pairs, "odd_rows", v_int(number_of(record, "odd_rows") + slice->odd));
    if (slice->odd_lines.n != 0)
        import_pair(&pairs, "odd", v_text(buf_str(&all_odd)));
    if (end)
        import_pair(&pairs, ".state", v_text(STR("looked_at")));
    if (slice->faulty != 0)
        rc = keep_more(call, import, "faults", &slice->faults, &pairs);
    if (rc == RC_OK && slice->similar != 0)
        rc = keep_more(call, import, "alike", &slice->alike, &pairs);
    return rc == RC_OK ? import_note(call, import, &pairs) : rc;
}

static enum rc take_alike(struct call *call, void *data, size_t row,
                          const struct duplicate_found *found)
{
    struct import_alikes alikes;
    struct slice *slice = data;

    import_alikes_of(call, found, &alikes);
    slice->similar++;
    import_alike_put(call, &slice->alike, row, &alikes);
    return RC_OK;
}

static enum rc look_slice(struct call *call, struct import *import, struct slice *slice, bool *end)
{
    int64_t before = number_of(import->record, "checked");
    int64_t total = number_of(import->record, "total");
    struct call_loop loop;
    struct cells_row row;
    struct cells in;
    enum rc rc = skip_rows(call, import, before, &in);

    call_loop_begin(call, &loop);
    while (rc == RC_OK && !slice_over(call, slice, IMPORT_SLICE_ROWS) &&
           (rc = cells_next(call, &in, &row)) == RC_OK) {
        if (row.number > import->map.head)
            rc = look_at(call, import, slice, &row);
        progress_tell(slice->budget->progress, before + (int64_t)slice->rows, total);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    const struct duplicate_each each = {take_alike, slice};
    if (slice->batch != NULL && (rc == RC_OK || rc == RC_NOT_FOUND)) {
        enum rc compared = duplicate_batch_end(call, slice->batch, &each);
        rc = compared == RC_OK ? rc : compared;
    }
    *end = rc == RC_NOT_FOUND || before + (int64_t)slice->rows >= total;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc import_check(struct call *call, struct import *import, const struct import_budget *budget,
                     bool *done)
{
    struct slice slice = slice_begin(call, budget);
    bool end = false;

    *done = !str_is(import->record->state, "ready");
    if (*done)
        return RC_OK;
    buf_init(&slice.faults, call->arena, CELLS_BYTES_MAX);
    buf_init(&slice.alike, call->arena, CELLS_BYTES_MAX);
    buf_init(&slice.odd_lines, call->arena, IMPORT_ODD_MAX);
    enum rc rc = RC_OK;
    if (budget->alike && likeness_has(import->map.kind))
        rc = duplicate_batch(call, call->arena, import->map.kind, &slice.batch);
    if (rc == RC_OK)
        rc = look_slice(call, import, &slice, &end);
    if (rc == RC_OK && (!buf_ok(&slice.faults) || !buf_ok(&slice.alike)))
        return fail_memory(call);
    if (rc == RC_OK)
        rc = note_slice(call, import, &slice, end);
    *done = end;
    return rc == RC_OK && end ? import_alike_load(call, import) : rc;
}

/* ---- applying */

/* The same id for the same batch, whoever asks and however often. */
static struct id batch_id(const struct record *record, const char *domain, int64_t batch)
{
    unsigned char bytes[ID_SIZE + 8], hash[CRYPT_HASH];
    struct id id;

    memcpy(bytes, record->id.b, ID_SIZE);
    for (int i = 0; i < 8; i++)
        bytes[ID_SIZE + i] = (unsigned char)((uint64_t)batch >> (8 * i));
    crypt_hash(domain, str_bytes(bytes, sizeof bytes), hash);
    memcpy(id.b, hash, ID_SIZE);
    return id;
}

#define DOMAIN_ROWS "khetane/import/rows/1"
#define DOMAIN_UNDO "khetane/import/undo/1"

struct batch {
    struct value args[IMPORT_BATCH];
    size_t n, rows; /* rows that are made or changed; rows of the table */
    bool last;
};

static enum rc fill_batch(struct call *call, struct import *import, struct cells *in,
                          struct batch *out)
{
    bool partial = number_of(import->record, "partial") != 0;
    struct import_row *read = arena_alloc(call->arena, sizeof *read);
    struct cells_row row;
    enum rc rc = RC_OK;

    if (read == NULL)
        return fail_memory(call);
    while (out->n < IMPORT_BATCH && out->rows < (size_t)5 * IMPORT_BATCH &&
           (rc = cells_next(call, in, &row)) == RC_OK) {
        if (row.number <= import->map.head)
            continue;
        rc = partial ? import_row_check(call, import, &row, NULL, read)
                     : import_row_read(call, import, &row, read);
        if (rc != RC_OK)
            return rc;
        if (read->faults_n != 0 && !partial)
            return fail(call, RC_CONFLICT, NULL, "Row %zu cannot be taken any more: %s", row.number,
                        str_z(call->arena, read->faults[0]));
        out->rows++;
        if (read->faults_n == 0 && !read->is_out)
            out->args[out->n++] = read->args;
    }
    out->last = rc == RC_NOT_FOUND || in->rest.n == 0;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* When a batch fails that was right when it was looked at: which row is it now? */
static enum rc name_row(struct call *call, struct import *import, struct cells in, enum rc failed)
{
    struct import_row *read = arena_alloc(call->arena, sizeof *read);
    struct cells_row row;

    if (read == NULL || (failed != RC_INVALID && failed != RC_DENIED && failed != RC_NOT_FOUND))
        return failed;
    struct error first = call->error;
    call_forgive(call);
    for (size_t i = 0; i < IMPORT_BATCH && cells_next(call, &in, &row) == RC_OK; i++) {
        if (row.number <= import->map.head)
            continue;
        if (import_row_check(call, import, &row, NULL, read) != RC_OK)
            break;
        if (read->faults_n != 0)
            return fail(call, RC_CONFLICT, NULL, "Row %zu cannot be taken any more: %s", row.number,
                        str_z(call->arena, read->faults[0]));
    }
    call->error = first;
    return failed;
}

static enum rc apply_batch(struct call *call, struct import *import, struct cells *in, bool *last)
{
    struct batch *batch = arena_alloc(call->arena, sizeof *batch);
    int64_t applied = number_of(import->record, "applied");
    int64_t number = number_of(import->record, "batches");
    struct cells from = *in;
    struct import_pairs pairs = {.n = 0};
    struct outcome outcome;

    if (batch == NULL)
        return fail_memory(call);
    enum rc rc = fill_batch(call, import, in, batch);
    if (rc != RC_OK)
        return rc;
    *last = batch->last;
    import_pair(&pairs, "applied", v_int(applied + (int64_t)batch->rows));
    import_pair(&pairs, "batches", v_int(number + 1));
    if (!batch->last || !str_is(import->record->state, "running"))
        import_pair(&pairs, ".state", v_text(STR("running")));
    const struct value args[] = {id_value(&import->record->id), v_int(applied),
                                 import_pairs_value(&pairs), v_list(batch->args, batch->n)};
    const struct operation_request request = {.operation = "import.rows",
                                              .change =
                                                  batch_id(import->record, DOMAIN_ROWS, number),
                                              .args = v_list(args, 4)};
    struct str sure = call->sure; /* what is odd was told before anybody said "take them in" */
    call->sure = STR(CALL_SURE_OF_ALL);
    rc = operation_run(call, &request, &outcome);
    call->sure = sure;
    return rc == RC_OK ? reload(call, import) : name_row(call, import, from, rc);
}

/* The table is not needed any more; what was wrong in it still is, until somebody gives up. */
static enum rc finish(struct call *call, struct import *import)
{
    struct value content = record_value(import->record, "content");
    struct value alike = record_value(import->record, "alike");
    struct import_pairs pairs = {.n = 0};

    import_pair(&pairs, ".state", v_text(STR("done")));
    import_pair(&pairs, "alike", v_null());
    if (number_of(import->record, "faulty_rows") == 0)
        import_pair(&pairs, "content", v_null());
    enum rc rc = import_note(call, import, &pairs);
    if (rc == RC_OK)
        import_files_remove(call, alike);
    if (rc == RC_OK && number_of(import->record, "faulty_rows") == 0)
        import_files_remove(call, content);
    return rc;
}

static enum rc may_apply(struct call *call, const struct import *import)
{
    const struct record *record = import->record;

    if (number_of(record, "undoing") != 0)
        return fail(call, RC_CONFLICT, NULL, "This import is being taken back.");
    if (!str_is(record->state, "looked_at") && !str_is(record->state, "running"))
        return fail(call, RC_CONFLICT, NULL, "This import has not been looked at yet, or is over.");
    if (number_of(record, "faulty_rows") != 0 && number_of(record, "partial") == 0)
        return fail(
            call, RC_INVALID, "rows",
            "%lld rows have mistakes, so nothing is taken in. Put them right, or leave them "
            "out.",
            (long long)number_of(record, "faulty_rows"));
    if (import_undecided(import) != 0)
        return fail(call, RC_INVALID, "alike",
                    "%zu rows may be here already: say first what becomes of them.",
                    import_undecided(import));
    return RC_OK;
}

enum rc import_apply(struct call *call, struct import *import, const struct import_budget *budget,
                     bool *done)
{
    struct slice slice = slice_begin(call, budget);
    struct call_loop loop;
    struct cells in;
    bool last = false;

    *done = str_is(import->record->state, "done");
    if (*done)
        return RC_OK;
    enum rc rc = may_apply(call, import);
    if (rc == RC_OK)
        rc = skip_rows(call, import, number_of(import->record, "applied"), &in);
    if (rc != RC_OK)
        return rc;
    call_loop_begin(call, &loop);
    while (rc == RC_OK && !last && !slice_over(call, &slice, SIZE_MAX)) {
        int64_t before = number_of(import->record, "applied");
        rc = apply_batch(call, import, &in, &last);
        slice.rows += (size_t)(number_of(import->record, "applied") - before);
        progress_tell(budget->progress, number_of(import->record, "applied"),
                      number_of(import->record, "total"));
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    if (rc == RC_OK && last)
        rc = finish(call, import);
    *done = rc == RC_OK && last;
    return rc;
}

/* ---- taking back */

static bool untouched(struct call *call, const struct edit *edit)
{
    const struct kind *kind = kind_find(call->app->registry, edit->kind);
    struct record *record;

    if (kind == NULL || str_is(edit->kind, "import"))
        return true;
    if (table_load(call, call->store->db, app_table(call->app, kind), &edit->record, &record) !=
        RC_OK)
        return false;
    if (!record->erased && record->rev == edit->rev)
        return true;
    fault_add(call, STR("undo"), "%s has been changed since.",
              record->code.n != 0 ? str_z(call->arena, record->code)
                                  : str_z(call->arena, label_text(call, &kind->one)));
    return false;
}

/* Every record of one batch must be as the batch left it. */
static enum rc check_batch(struct call *call, const struct import *import, int64_t number)
{
    struct id change = batch_id(import->record, DOMAIN_ROWS, number);
    struct log_entry entry;
    struct edits edits;
    enum rc rc = log_find(call, call->store->log, &change, &entry);

    for (size_t i = 0; rc == RC_OK && i < entry.n; i++) {
        if (entry.parts[i].plain.p == NULL) {
            fault_add(call, STR("undo"), "Somebody of this import has been erased.");
            continue;
        }
        rc = edits_read(call, entry.parts[i].plain, &edits);
        for (size_t j = 0; rc == RC_OK && j < edits.n; j++)
            (void)untouched(call, &edits.items[j]);
    }
    return rc;
}

static enum rc begin_undo(struct call *call, struct import *import)
{
    int64_t batches = number_of(import->record, "batches");
    struct import_pairs pairs = {.n = 0};
    enum rc rc = RC_OK;

    for (int64_t i = 0; rc == RC_OK && i < batches && call->fault_count < IMPORT_BLOCKERS_MAX; i++)
        rc = check_batch(call, import, i);
    if (rc != RC_OK)
        return rc;
    if (call->fault_count != 0)
        return fail(call, RC_CONFLICT, "undo",
                    "This import cannot be taken back: %zu of its records have been changed since.",
                    call->fault_count);
    import_pair(&pairs, "undoing", v_int(1));
    import_pair(
        &pairs, ".state",
        v_text(str_is(import->record->state, "done") ? STR("running") : import->record->state));
    return import_note(call, import, &pairs);
}

static enum rc undo_batch(struct call *call, struct import *import)
{
    int64_t number = number_of(import->record, "batches") - 1;
    struct id batch = batch_id(import->record, DOMAIN_ROWS, number);
    const struct value args[] = {id_value(&import->record->id), id_value(&batch)};
    const struct operation_request request = {.operation = "import.undo",
                                              .change =
                                                  batch_id(import->record, DOMAIN_UNDO, number),
                                              .args = v_list(args, 2)};
    struct outcome outcome;
    enum rc rc = operation_run(call, &request, &outcome);

    return rc == RC_OK ? reload(call, import) : rc;
}

enum rc import_give_up(struct call *call, struct import *import)
{
    struct value content = record_value(import->record, "content");
    struct value faults = record_value(import->record, "faults");
    struct value alike = record_value(import->record, "alike");
    struct import_pairs pairs = {.n = 0};

    import_pair(&pairs, ".state", v_text(STR("given_up")));
    import_pair(&pairs, "alike", v_null());
    import_pair(&pairs, "content", v_null());
    import_pair(&pairs, "faults", v_null());
    import_pair(&pairs, "undoing", v_null());
    enum rc rc = import_note(call, import, &pairs);
    if (rc == RC_OK) {
        import_files_remove(call, content);
        import_files_remove(call, faults);
        import_files_remove(call, alike);
    }
    return rc;
}

enum rc import_undo(struct call *call, struct import *import, const struct import_budget *budget,
                    bool *done)
{
    struct slice slice = slice_begin(call, budget);
    int64_t all = number_of(import->record, "batches");
    struct call_loop loop;
    enum rc rc = RC_OK;

    *done = str_is(import->record->state, "given_up");
    if (*done)
        return RC_OK;
    if (number_of(import->record, "undoing") == 0)
        rc = begin_undo(call, import);
    if (rc != RC_OK)
        return rc;
    call_loop_begin(call, &loop);
    while (rc == RC_OK && number_of(import->record, "batches") > 0 &&
           !slice_over(call, &slice, SIZE_MAX)) {
        rc = undo_batch(call, import);
        slice.rows += IMPORT_BATCH;
        progress_tell(budget->progress, all - number_of(import->record, "batches"), all);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    if (rc != RC_OK || number_of(import->record, "batches") > 0)
        return rc;
    *done = true;
    return import_give_up(call, import);
}

/* ---- what is wanted */

enum rc import_step(struct call *call, const struct id *id, const struct import_budget *budget,
                    bool *done)
{
    struct import *import;
    enum rc rc = import_open(call, id, call->arena, &import);

    *done = false;
    if (rc != RC_OK)
        return rc;
    if (number_of(import->record, "undoing") != 0)
        return import_undo(call, import, budget, done);
    if (str_is(import->record->state, "running"))
        return import_apply(call, import, budget, done);
    return import_check(call, import, budget, done);
}
