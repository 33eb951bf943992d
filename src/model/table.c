/* table.c - see table.h. */
#include "model/table.h"

#include <assert.h>

#include "model/search.h"
#include "model/sortkey.h"
#include "model/table_inside.h"

/* ---- what columns are called, and what they hold ---- */

const struct system_row system_columns[SYS_COUNT] = {
    [SYS_RID] = {"rid", "INTEGER PRIMARY KEY", NULL, NULL},
    [SYS_ID] = {"id", "BLOB NOT NULL UNIQUE", NULL, NULL},
    [SYS_SUBJECT] = {"subject", "INTEGER REFERENCES subject DEFERRABLE INITIALLY DEFERRED",
                     "(SELECT id FROM subject WHERE rid = t.subject)",
                     "(SELECT rid FROM subject WHERE id = ?)"},
    [SYS_REV] = {"rev", "INTEGER NOT NULL", NULL, NULL},
    [SYS_BASE] = {"base", "BLOB", NULL, NULL},
    [SYS_MADE] = {"made", "INTEGER NOT NULL", NULL, NULL},
    [SYS_MADE_BY] = {"made_by", "INTEGER", NULL, NULL},
    [SYS_CHANGED] = {"changed", "INTEGER NOT NULL", NULL, NULL},
    [SYS_RETIRED] = {"retired", "INTEGER", NULL, NULL},
    [SYS_ERASED] = {"erased", "INTEGER", NULL, NULL},
    [SYS_STATE] = {"state", "TEXT", NULL, NULL},
    [SYS_CODE] = {"code", "TEXT UNIQUE", NULL, NULL},
    [SYS_CODE_N] = {"code_n", "INTEGER", NULL, NULL},
    [SYS_MERGED] = {"merged", "BLOB", NULL, NULL},
    [SYS_OWNER] = {"owner", "INTEGER", NULL, NULL}, /* read and write depend on the kind */
    [SYS_PLACE_IN] = {"place_in", "INTEGER NOT NULL", NULL, NULL},
    [SYS_NEWER] = {"newer", "INTEGER", NULL, NULL},
};

const char *column_type(enum column_kind kind)
{
    switch (kind) {
    case COLUMN_TEXT:
    case COLUMN_LONG:
    case COLUMN_CHOICE: return "TEXT";
    case COLUMN_BYTES: return "BLOB";
    case COLUMN_INT:
    case COLUMN_DAY:
    case COLUMN_MOMENT:
    case COLUMN_FLAG:
    case COLUMN_LINK: break;
    }
    return "INTEGER";
}

bool column_in_row(const struct field *field)
{
    return field->type->shape == SHAPE_ONE || field->type->shape == SHAPE_SEVERAL;
}

bool column_is_link(const struct column *column)
{
    return column->kind == COLUMN_LINK;
}

bool column_is_tracked(const struct field *field)
{
    return field->tracked && field->type->shape == SHAPE_ONE;
}

void column_table(struct buf *out, const struct kind *kind, const struct field *field,
                  const char *suffix)
{
    buf_char(out, '"');
    buf_add(out, kind->name);
    if (field != NULL) {
        buf_char(out, '_');
        buf_add(out, field->name);
    }
    buf_z(out, suffix);
    buf_char(out, '"');
}

void column_put(struct buf *out, const struct field *field, const struct column *column)
{
    buf_char(out, '"');
    buf_add(out, field->name);
    buf_z(out, column->suffix);
    buf_char(out, '"');
}

const char *column_of_list(const struct column *column)
{
    return column->suffix[0] != '\0' ? column->suffix : column_is_link(column) ? "target" : "value";
}

void column_references(struct buf *out, const struct kind *target)
{
    buf_z(out, " REFERENCES ");
    sql_name(out, target->name);
    buf_z(out, " DEFERRABLE INITIALLY DEFERRED");
}

/* ---- assembling SQL ---- */

void sql_name(struct buf *out, struct str name)
{
    buf_char(out, '"');
    buf_add(out, name);
    buf_char(out, '"');
}

/* A link is an id outside and a rid inside. */
static void read_link(struct buf *out, const struct kind *target)
{
    buf_z(out, "(SELECT id FROM ");
    sql_name(out, target->name);
    buf_z(out, " l WHERE l.rid = t.");
}

static void write_link(struct buf *out, const struct kind *target)
{
    buf_z(out, "(SELECT rid FROM ");
    sql_name(out, target->name);
    buf_z(out, " WHERE id = ?)");
}

static void put_system_read(struct buf *out, const struct kind *kind, int i)
{
    if (i == SYS_OWNER && kind->owner != NULL) {
        buf_z(out, "t.owner, ");
        read_link(out, kind->owner);
        buf_z(out, "owner)");
    } else if (system_columns[i].read != NULL) {
        buf_z(out, system_columns[i].read);
    } else {
        buf_format(out, "t.%s", system_columns[i].name);
        if (i == SYS_OWNER)
            buf_z(out, ", NULL");
    }
}

static size_t put_columns(struct buf *out, const struct kind *kind)
{
    size_t n = SYS_COUNT + 1; /* the owner takes two */

    for (int i = 0; i < SYS_COUNT; i++) {
        buf_z(out, i == 0 ? "" : ", ");
        put_system_read(out, kind, i);
    }
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (!column_in_row(field))
            continue;
        for (size_t j = 0; j < field->type->n; j++, n++) {
            buf_z(out, ", ");
            if (column_is_link(&field->type->columns[j]))
                read_link(out, field->target);
            else
                buf_z(out, "t.");
            column_put(out, field, &field->type->columns[j]);
            if (column_is_link(&field->type->columns[j]))
                buf_char(out, ')');
        }
    }
    return n;
}

/* Everything but the rid: names for an insert, "name = value" for an update. */
static void put_assignments(struct buf *out, const struct kind *kind, bool names, bool values)
{
    const char *between = "";

    for (int i = SYS_ID; i < SYS_COUNT; i++, between = ", ") {
        buf_z(out, between);
        if (names)
            buf_z(out, system_columns[i].name);
        if (names && values)
            buf_z(out, " = ");
        if (!values)
            continue;
        if (i == SYS_OWNER && kind->owner != NULL)
            write_link(out, kind->owner);
        else
            buf_z(out, system_columns[i].write != NULL ? system_columns[i].write : "?");
    }
    for (size_t i = 0; i < kind->n; i++)
        for (size_t j = 0; column_in_row(&kind->fields[i]) && j < kind->fields[i].type->n; j++) {
            const struct column *column = &kind->fields[i].type->columns[j];
            buf_z(out, ", ");
            if (names)
                column_put(out, &kind->fields[i], column);
            if (names && values)
                buf_z(out, " = ");
            if (values && column_is_link(column))
                write_link(out, kind->fields[i].target);
            else if (values)
                buf_char(out, '?');
        }
    sortkey_columns(out, kind, names ? ", " : NULL, !names ? ", ?" : values ? " = ?" : "");
}

struct maker {
    struct call *call;
    struct arena *keep;
    bool failed;
};

static void begin(struct maker *maker, struct buf *out)
{
    buf_init(out, maker->keep, 1 << 20);
}

static struct sql finish(struct maker *maker, struct buf *out)
{
    struct str text = buf_str(out);

    maker->failed |= text.p == NULL;
    return (struct sql){text.p};
}

static struct sql make_select(struct maker *maker, const struct table *table, const char *where)
{
    struct buf out;

    begin(maker, &out);
    buf_z(&out, "SELECT ");
    buf_add(&out, table->columns);
    buf_z(&out, " FROM ");
    sql_name(&out, table->kind->name);
    buf_format(&out, " t WHERE t.%s", where);
    return finish(maker, &out);
}

static struct sql make_insert(struct maker *maker, const struct kind *kind)
{
    struct buf out;

    begin(maker, &out);
    buf_z(&out, "INSERT INTO ");
    sql_name(&out, kind->name);
    buf_z(&out, " (");
    put_assignments(&out, kind, true, false);
    buf_z(&out, ") VALUES (");
    put_assignments(&out, kind, false, true);
    buf_z(&out, ")");
    return finish(maker, &out);
}

static struct sql make_update(struct maker *maker, const struct kind *kind)
{
    struct buf out;

    begin(maker, &out);
    buf_z(&out, "UPDATE ");
    sql_name(&out, kind->name);
    buf_z(&out, " SET ");
    put_assignments(&out, kind, true, true);
    buf_z(&out, " WHERE rid = ?");
    return finish(maker, &out);
}

/* A tombstone keeps its place, id, subject and code, so that links and numbers stay true. */
static struct sql make_bury(struct maker *maker, const struct kind *kind)
{
    struct buf out;

    begin(maker, &out);
    buf_z(&out, "UPDATE ");
    sql_name(&out, kind->name);
    buf_z(&out, " SET erased = ?1, rev = 0, base = NULL, made = 0, made_by = NULL, changed = 0, "
                "retired = NULL, state = NULL, merged = NULL, owner = NULL, place_in = 0, "
                "newer = NULL");
    for (size_t i = 0; i < kind->n; i++)
        for (size_t j = 0; column_in_row(&kind->fields[i]) && j < kind->fields[i].type->n; j++) {
            buf_z(&out, ", ");
            column_put(&out, &kind->fields[i], &kind->fields[i].type->columns[j]);
            buf_z(&out, " = NULL");
        }
    sortkey_columns(&out, kind, ", ", " = NULL");
    buf_z(&out, " WHERE rid = ?2");
    return finish(maker, &out);
}

/* The highest number of a year, whose numbers lie between ?1 and ?2. */
static struct sql make_last_code(struct maker *maker, const struct kind *kind)
{
    struct buf out;

    begin(maker, &out);
    buf_z(&out, "SELECT coalesce(max(code_n), ?1) FROM ");
    sql_name(&out, kind->name);
    buf_z(&out, " WHERE code_n BETWEEN ?1 AND ?2");
    return finish(maker, &out);
}

static struct list_table make_list(struct maker *maker, const struct kind *kind,
                                   const struct field *field)
{
    const struct field_type *type = field->type;
    struct list_table list = {.field = field};
    struct buf out;

    begin(maker, &out);
    buf_z(&out, "SELECT ");
    for (size_t i = 0; i < type->n; i++) {
        buf_z(&out, i == 0 ? "" : ", ");
        if (column_is_link(&type->columns[i]))
            read_link(&out, field->target);
        else
            buf_z(&out, "t.");
        buf_z(&out, column_of_list(&type->columns[i]));
        if (column_is_link(&type->columns[i]))
            buf_char(&out, ')');
    }
    buf_z(&out, " FROM ");
    column_table(&out, kind, field, "");
    buf_z(&out, " t WHERE t.owner = ?1 ORDER BY t.n");
    list.select = finish(maker, &out);

    begin(maker, &out);
    buf_z(&out, "INSERT INTO ");
    column_table(&out, kind, field, "");
    buf_z(&out, " (owner, n");
    for (size_t i = 0; i < type->n; i++)
        buf_format(&out, ", %s", column_of_list(&type->columns[i]));
    buf_z(&out, ") VALUES (?, ?");
    for (size_t i = 0; i < type->n; i++) {
        buf_z(&out, ", ");
        if (column_is_link(&type->columns[i]))
            write_link(&out, field->target);
        else
            buf_char(&out, '?');
    }
    buf_z(&out, ")");
    list.insert = finish(maker, &out);

    begin(maker, &out);
    buf_z(&out, "DELETE FROM ");
    column_table(&out, kind, field, "");
    buf_z(&out, " WHERE owner = ?1");
    list.clear = finish(maker, &out);
    return list;
}

static struct track_table make_track(struct maker *maker, const struct kind *kind,
                                     const struct field *field)
{
    struct track_table track;
    struct buf out;

    begin(maker, &out);
    buf_z(&out, "INSERT INTO ");
    column_table(&out, kind, field, "_was");
    buf_z(&out, " (owner, since, value) VALUES (?1, ?2, ?3) ON CONFLICT (owner, since) DO UPDATE "
                "SET value = excluded.value");
    track.insert = finish(maker, &out);
    begin(maker, &out);
    buf_z(&out, "DELETE FROM ");
    column_table(&out, kind, field, "_was");
    buf_z(&out, " WHERE owner = ?1");
    track.clear = finish(maker, &out);
    return track;
}

static void make_table(struct maker *maker, const struct kind *kind, struct table *out)
{
    struct buf columns;
    struct list_table *lists = arena_array(maker->keep, kind->n, sizeof *lists);
    struct track_table *tracks = arena_array(maker->keep, kind->n, sizeof *tracks);

    if (lists == NULL || tracks == NULL) {
        maker->failed = true;
        return;
    }
    begin(maker, &columns);
    out->kind = kind;
    out->columns_n = put_columns(&columns, kind);
    out->keys_n = sortkey_columns(NULL, kind, NULL, NULL);
    out->columns = buf_str(&columns);
    out->insert = make_insert(maker, kind);
    out->update = make_update(maker, kind);
    out->by_id = make_select(maker, out, "id = ?1");
    out->by_rid = make_select(maker, out, "rid = ?1");
    out->by_code = make_select(maker, out, "code = ?1");
    out->of_subject =
        make_select(maker, out,
                    kind->subject == SUBJECT_SELF
                        ? "id = ?1" /* it is its own subject, and needs no index more */
                        : "subject = (SELECT rid FROM subject WHERE id = ?1)");
    out->in_order = make_select(maker, out, "rid > 0 ORDER BY t.id");
    out->bury = make_bury(maker, kind);
    out->last_code = make_last_code(maker, kind);
    out->lists = lists;
    out->tracks = tracks;
    for (size_t i = 0; i < kind->n; i++) {
        if (!column_in_row(&kind->fields[i]))
            lists[i] = make_list(maker, kind, &kind->fields[i]);
        if (column_is_tracked(&kind->fields[i]))
            tracks[i] = make_track(maker, kind, &kind->fields[i]);
    }
}

enum rc tables_make(struct call *call, struct arena *keep, const struct registry *registry,
                    struct tables **out)
{
    struct maker maker = {call, keep, false};
    struct tables *tables = arena_alloc(keep, sizeof *tables);
    struct table *by_kind = arena_array(keep, registry->n, sizeof *by_kind);

    if (tables == NULL || by_kind == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < registry->n; i++)
        make_table(&maker, registry->kinds[i], &by_kind[registry->kinds[i]->index]);
    if (maker.failed)
        return fail_memory(call);
    *tables = (struct tables){registry, by_kind};
    *out = tables;
    return RC_OK;
}

/* ---- reading records ---- */

static struct str keep_text(struct call *call, struct str s, bool *ok)
{
    if (s.p == NULL)
        return STR("");
    s = str_dup(call->arena, s);
    *ok &= s.p != NULL;
    return s;
}

static bool read_system(struct call *call, const struct rows *row, struct record *out)
{
    bool ok = id_of(row_bytes(row, SYS_ID), &out->id);

    (void)id_of(row_bytes(row, SYS_SUBJECT), &out->subject);
    (void)id_of(row_bytes(row, SYS_BASE), &out->base);
    (void)id_of(row_bytes(row, SYS_MERGED), &out->merged);
    (void)id_of(row_bytes(row, SYS_OWNER + 1), &out->owner);
    out->rid = row_int(row, SYS_RID);
    out->rev = row_int(row, SYS_REV);
    out->made_ms = row_int(row, SYS_MADE);
    out->made_by = row_int(row, SYS_MADE_BY);
    out->changed_ms = row_int(row, SYS_CHANGED);
    out->retired_ms = row_int(row, SYS_RETIRED);
    out->erased = row_value(row, SYS_ERASED).type != V_NULL;
    out->state = keep_text(call, row_text(row, SYS_STATE), &ok);
    out->code = keep_text(call, row_text(row, SYS_CODE), &ok);
    out->code_n = row_int(row, SYS_CODE_N);
    out->owner_rid = row_int(row, SYS_OWNER);
    out->position = row_int(row, SYS_PLACE_IN + 1);
    out->newer = row_int(row, SYS_NEWER + 1) != 0;
    return ok;
}

/* One field's columns as one value; a SEVERAL whose columns are all empty is nothing. */
static bool read_columns(struct call *call, const struct rows *row, int at,
                         const struct field *field, struct value *out)
{
    struct value parts[FIELD_COLUMNS_MAX] = {0};
    bool any = false;

    for (size_t i = 0; i < field->type->n; i++) {
        parts[i] = row_value(row, at + (int)i);
        any |= parts[i].type != V_NULL;
    }
    *out = v_null();
    if (!any)
        return true;
    return value_copy(call->arena,
                      field->type->shape == SHAPE_ONE ? parts[0] : v_list(parts, field->type->n),
                      out);
}

static enum rc read_list(struct call *call, struct db *db, const struct list_table *list,
                         int64_t rid, struct value *out)
{
    const struct field_type *type = list->field->type;
    struct value items[FIELD_ITEMS_MAX], row[FIELD_COLUMNS_MAX] = {0};
    struct rows rows CLEANUP(rows_end) = {0};
    size_t n = 0;
    enum rc rc = rows_open(call, db, list->select, BIND(v_int(rid)), &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        if (n == FIELD_ITEMS_MAX)
            return fail(call, RC_CORRUPT, "database", "A list of a record is too long.");
        for (size_t i = 0; i < type->n; i++)
            row[i] = row_value(&rows, (int)i);
        struct value item = type->shape == SHAPE_SET ? row[0] : v_list(row, type->n);
        if (!value_copy(call->arena, item, &items[n++]))
            return fail_memory(call);
    }
    *out = v_null();
    if (rc == RC_OK && n != 0 && !value_copy(call->arena, v_list(items, n), out))
        return fail_memory(call);
    return rc;
}

enum rc table_read_row(struct call *call, struct db *db, const struct table *table,
                       const struct rows *rows, struct record **out)
{
    const struct kind *kind = table->kind;
    struct record *record = arena_alloc(call->arena, sizeof *record);
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    int at = SYS_COUNT + 1;

    if (record == NULL || values == NULL || !read_system(call, rows, record))
        return fail_memory(call);
    record->kind = kind;
    record->values = values;
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (column_in_row(field)) {
            if (!read_columns(call, rows, at, field, &values[i]))
                return fail_memory(call);
            at += (int)field->type->n;
        } else if (!record->erased) {
            enum rc rc = read_list(call, db, &table->lists[i], record->rid, &values[i]);
            if (rc != RC_OK)
                return rc;
        }
    }
    *out = record;
    return RC_OK;
}

/* ---- storing records ---- */

static struct value id_or_null(const struct id *id)
{
    return id_is_none(id) ? v_null() : id_value(id);
}

static struct value text_or_null(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

static struct value int_or_null(int64_t i)
{
    return i == 0 ? v_null() : v_int(i);
}

static size_t bind_system(const struct record *record, struct value *to)
{
    to[SYS_ID - 1] = id_value(&record->id);
    to[SYS_SUBJECT - 1] = id_or_null(&record->subject);
    to[SYS_REV - 1] = v_int(record->rev);
    to[SYS_BASE - 1] = id_or_null(&record->base);
    to[SYS_MADE - 1] = v_int(record->made_ms);
    to[SYS_MADE_BY - 1] = int_or_null(record->made_by);
    to[SYS_CHANGED - 1] = v_int(record->changed_ms);
    to[SYS_RETIRED - 1] = int_or_null(record->retired_ms);
    to[SYS_ERASED - 1] = v_null();
    to[SYS_STATE - 1] = text_or_null(record->state);
    to[SYS_CODE - 1] = text_or_null(record->code);
    to[SYS_CODE_N - 1] = int_or_null(record->code_n);
    to[SYS_MERGED - 1] = id_or_null(&record->merged);
    to[SYS_OWNER - 1] = id_or_null(&record->owner);
    to[SYS_PLACE_IN - 1] = v_int(record->position);
    to[SYS_NEWER - 1] = int_or_null(record->newer);
    return SYS_COUNT - 1;
}

static size_t bind_fields(const struct record *record, struct value *to)
{
    const struct kind *kind = record->kind;
    size_t n = 0;

    for (size_t i = 0; i < kind->n; i++) {
        struct value v = record->values[i];
        if (!column_in_row(&kind->fields[i]))
            continue;
        if (kind->fields[i].type->shape == SHAPE_ONE)
            to[n++] = v;
        else
            for (size_t j = 0; j < kind->fields[i].type->n; j++)
                to[n++] = v.type == V_LIST && j < v.list.n ? v.list.items[j] : v_null();
    }
    return n;
}

static enum rc store_list(struct call *call, struct db *db, const struct list_table *list,
                          int64_t rid, struct value v)
{
    struct value row[2 + FIELD_COLUMNS_MAX] = {v_int(rid)};
    size_t n = list->field->type->n;
    enum rc rc = db_run(call, db, list->clear, BIND(v_int(rid)));

    for (size_t i = 0; v.type == V_LIST && i < v.list.n && rc == RC_OK; i++) {
        const struct value *item = &v.list.items[i];
        row[1] = v_int((int64_t)i);
        for (size_t j = 0; j < n; j++)
            row[2 + j] = list->field->type->shape == SHAPE_SET ? *item
                         : j < item->list.n                    ? item->list.items[j]
                                                               : v_null(); /* of an older type */
        rc = db_run(call, db, list->insert, (struct binds){row, 2 + n});
    }
    return rc;
}

enum rc table_store(struct call *call, struct db *db, const struct table *table,
                    struct record *record, const bool *changed)
{
    const struct kind *kind = table->kind;
    struct value *row = arena_array(call->arena, table->columns_n + table->keys_n + 1, sizeof *row);
    bool is_new = record->rid == 0;

    if (row == NULL)
        return fail_memory(call);
    size_t n = bind_system(record, row);
    n += bind_fields(record, row + n);
    enum rc rc = table->keys_n == 0 ? RC_OK : sortkey_bind(call, db, record, row, &n);
    if (rc != RC_OK)
        return rc;
    if (!is_new)
        row[n++] = v_int(record->rid);
    rc = db_run(call, db, is_new ? table->insert : table->update, (struct binds){row, n});
    if (rc == RC_OK && is_new)
        record->rid = db_last_rid(db);
    for (size_t i = 0; i < kind->n && rc == RC_OK; i++) {
        if (!changed[i])
            continue;
        if (table->lists[i].field != NULL)
            rc = store_list(call, db, &table->lists[i], record->rid, record->values[i]);
        else if (table->tracks[i].insert.text != NULL)
            rc = db_run(call, db, table->tracks[i].insert,
                        BIND(v_int(record->rid), v_int(record->changed_ms), record->values[i]));
    }
    return rc == RC_OK && (is_new || search_concerns(record->kind, changed))
               ? search_store(call, db, record)
               : rc;
}

static enum rc clear(struct call *call, struct db *db, struct sql sql, const struct record *record)
{
    return sql.text == NULL ? RC_OK : db_run(call, db, sql, BIND(v_int(record->rid)));
}

enum rc table_bury(struct call *call, struct db *db, const struct table *table,
                   const struct record *record, day on)
{
    enum rc rc = db_run(call, db, table->bury, BIND(v_int(on), v_int(record->rid)));

    if (rc == RC_OK)
        rc = search_remove(call, db, table->kind, record->rid);
    for (size_t i = 0; i < table->kind->n && rc == RC_OK; i++) {
        rc = clear(call, db, table->lists[i].clear, record);
        if (rc == RC_OK)
            rc = clear(call, db, table->tracks[i].clear, record);
    }
    return rc;
}

void record_set(struct record *record, const char *name, struct value value)
{
    const struct field *field = field_find(record->kind, str_of(name));

    assert(field != NULL);
    record->values[field->index] = value;
}
