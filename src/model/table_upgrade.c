/* table_upgrade.c - of table.h: tables are made, widened and made anew. */
#include "model/indexes.h"
#include "model/search.h"
#include "model/sortkey.h"
#include "model/table_inside.h"

struct upgrade {
    struct call *call;
    struct db *db;
    struct buf out;
    bool fresh; /* no table of the kinds is there: nothing is looked for, all of it is made */
};

static void start(struct upgrade *up)
{
    buf_init(&up->out, up->call->arena, 1 << 20);
}

static enum rc run(struct upgrade *up)
{
    struct str text = buf_str(&up->out);

    return text.p == NULL ? fail_memory(up->call)
                          : db_run(up->call, up->db, (struct sql){text.p}, NO_BINDS);
}

/* RC_NOT_FOUND: there is no such column; else its declared type. */
static enum rc find_column(struct upgrade *up, struct str table, struct str column,
                           struct value *type)
{
    return db_one(up->call, up->db, SQL("SELECT type FROM pragma_table_info(?1) WHERE name = ?2"),
                  BIND(v_text(table), v_text(column)), type, 1);
}

/* A field's column as a table is made or widened with it. */
static void put_column(struct upgrade *up, const struct field *field, const struct column *column)
{
    column_put(&up->out, field, column);
    buf_format(&up->out, " %s", column_type(column->kind));
    if (column_is_link(column))
        column_references(&up->out, field->target);
}

static void put_key(struct upgrade *up, const struct field *field)
{
    sql_name(&up->out, sortkey_name(up->call->arena, field));
    buf_z(&up->out, " BLOB");
}

/* With all its columns at once: each ALTER TABLE reads the whole schema anew. */
static enum rc create_table(struct upgrade *up, const struct kind *kind)
{
    start(up);
    buf_z(&up->out, "CREATE TABLE IF NOT EXISTS ");
    sql_name(&up->out, kind->name);
    buf_z(&up->out, " (");
    for (int i = 0; i < SYS_COUNT; i++) {
        buf_format(&up->out, "%s%s %s", i == 0 ? "" : ", ", system_columns[i].name,
                   system_columns[i].type);
        if (i == SYS_OWNER && kind->owner != NULL)
            column_references(&up->out, kind->owner);
    }
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        for (size_t k = 0; column_in_row(field) && k < field->type->n; k++) {
            buf_z(&up->out, ", ");
            put_column(up, field, &field->type->columns[k]);
        }
        if (sortkey_has(kind, field)) {
            buf_z(&up->out, ", ");
            put_key(up, field);
        }
    }
    buf_z(&up->out, ") STRICT");
    return run(up);
}

static enum rc rename_column(struct upgrade *up, const struct kind *kind, struct str from,
                             struct str to)
{
    start(up);
    buf_z(&up->out, "ALTER TABLE ");
    sql_name(&up->out, kind->name);
    buf_z(&up->out, " RENAME COLUMN ");
    sql_name(&up->out, from);
    buf_z(&up->out, " TO ");
    sql_name(&up->out, to);
    return run(up);
}

static enum rc add_column(struct upgrade *up, const struct kind *kind, const struct field *field,
                          const struct column *column)
{
    start(up);
    buf_z(&up->out, "ALTER TABLE ");
    sql_name(&up->out, kind->name);
    buf_z(&up->out, " ADD COLUMN ");
    put_column(up, field, column);
    return run(up);
}

static enum rc widen_column(struct upgrade *up, const struct kind *kind, const struct field *field,
                            const struct column *column)
{
    struct arena *arena = up->call->arena;
    struct str name = str_format(arena, "%s%s", str_z(arena, field->name), column->suffix);
    struct str was = field->was.n == 0
                         ? STR("")
                         : str_format(arena, "%s%s", str_z(arena, field->was), column->suffix);
    struct value type;
    enum rc rc = find_column(up, kind->name, name, &type);

    if (rc == RC_NOT_FOUND && was.n != 0) {
        rc = find_column(up, kind->name, was, &type);
        if (rc == RC_OK)
            rc = rename_column(up, kind, was, name);
    }
    if (rc == RC_NOT_FOUND)
        return add_column(up, kind, field, column);
    if (rc == RC_OK && !str_is(type.s, column_type(column->kind)))
        return fail(up->call, RC_CORRUPT, "model",
                    "The field %s of %s cannot change its type from %s to %s. Give the new field "
                    "another name.",
                    str_z(arena, field->name), str_z(arena, kind->name), str_z(arena, type.s),
                    column_type(column->kind));
    return rc;
}

static enum rc table_there(struct upgrade *up, struct str name)
{
    struct value any;

    return db_one(up->call, up->db,
                  SQL("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1"),
                  BIND(v_text(name)), &any, 1);
}

/* A list whose field was renamed: its table is renamed, if only the old one is there. */
static enum rc rename_list(struct upgrade *up, const struct kind *kind, const struct field *field)
{
    struct arena *arena = up->call->arena;
    const char *name = str_z(arena, kind->name);
    struct str now = str_format(arena, "%s_%s", name, str_z(arena, field->name));
    struct str was = str_format(arena, "%s_%s", name, str_z(arena, field->was));
    enum rc rc = table_there(up, now);

    if (rc == RC_NOT_FOUND)
        rc = table_there(up, was) == RC_OK ? RC_NOT_FOUND : RC_OK;
    if (rc != RC_NOT_FOUND)
        return rc;
    start(up);
    buf_z(&up->out, "ALTER TABLE ");
    sql_name(&up->out, was);
    buf_z(&up->out, " RENAME TO ");
    sql_name(&up->out, now);
    return run(up);
}

/* A type that has got a column more since the table was made. */
static enum rc widen_list(struct upgrade *up, const struct kind *kind, const struct field *field,
                          const struct column *column)
{
    struct arena *arena = up->call->arena;
    struct str table =
        str_format(arena, "%s_%s", str_z(arena, kind->name), str_z(arena, field->name));
    struct value type;
    enum rc rc = find_column(up, table, str_of(column_of_list(column)), &type);

    if (rc != RC_NOT_FOUND)
        return rc;
    start(up);
    buf_z(&up->out, "ALTER TABLE ");
    sql_name(&up->out, table);
    buf_format(&up->out, " ADD COLUMN %s %s", column_of_list(column), column_type(column->kind));
    return run(up);
}

static enum rc create_list(struct upgrade *up, const struct kind *kind, const struct field *field)
{
    enum rc renamed = up->fresh || field->was.n == 0 ? RC_OK : rename_list(up, kind, field);

    if (renamed != RC_OK)
        return renamed;
    start(up);
    buf_z(&up->out, "CREATE TABLE IF NOT EXISTS ");
    column_table(&up->out, kind, field, "");
    buf_z(&up->out, " (owner INTEGER NOT NULL");
    column_references(&up->out, kind);
    buf_z(&up->out, ", n INTEGER NOT NULL");
    for (size_t i = 0; i < field->type->n; i++) {
        const struct column *column = &field->type->columns[i];
        buf_format(&up->out, ", %s %s", column_of_list(column), column_type(column->kind));
        if (column_is_link(column))
            column_references(&up->out, field->target);
    }
    buf_z(&up->out, ", PRIMARY KEY (owner, n)) STRICT, WITHOUT ROWID");
    enum rc rc = run(up);
    for (size_t i = 0; i < field->type->n && rc == RC_OK && !up->fresh; i++)
        rc = widen_list(up, kind, field, &field->type->columns[i]);
    if (rc != RC_OK || field->type->shape != SHAPE_SET)
        return rc;
    start(up); /* from the member to its records: "cases of this person's team" */
    buf_z(&up->out, "CREATE INDEX IF NOT EXISTS ");
    column_table(&up->out, kind, field, ".member");
    buf_z(&up->out, " ON ");
    column_table(&up->out, kind, field, "");
    buf_format(&up->out, " (%s)", column_of_list(&field->type->columns[0]));
    return run(up);
}

static enum rc create_track(struct upgrade *up, const struct kind *kind, const struct field *field)
{
    start(up);
    buf_z(&up->out, "CREATE TABLE IF NOT EXISTS ");
    column_table(&up->out, kind, field, "_was");
    buf_z(&up->out, " (owner INTEGER NOT NULL");
    column_references(&up->out, kind);
    buf_format(&up->out,
               ", since INTEGER NOT NULL, value %s, PRIMARY KEY (owner, since)) STRICT, "
               "WITHOUT ROWID",
               column_type(field->type->columns[0].kind));
    return run(up);
}

static enum rc widen_key(struct upgrade *up, const struct kind *kind, const struct field *field)
{
    struct value type;
    struct str name = sortkey_name(up->call->arena, field);
    enum rc rc = find_column(up, kind->name, name, &type);

    if (rc == RC_NOT_FOUND) {
        start(up);
        buf_z(&up->out, "ALTER TABLE ");
        sql_name(&up->out, kind->name);
        buf_z(&up->out, " ADD COLUMN ");
        put_key(up, field);
        rc = run(up);
    }
    return rc;
}

static enum rc upgrade_field(struct upgrade *up, const struct kind *kind, const struct field *field)
{
    enum rc rc = RC_OK;

    if (!column_in_row(field))
        return create_list(up, kind, field);
    for (size_t i = 0; i < field->type->n && rc == RC_OK && !up->fresh; i++)
        rc = widen_column(up, kind, field, &field->type->columns[i]);
    return rc == RC_OK && column_is_tracked(field) ? create_track(up, kind, field) : rc;
}

/* A column that every table has since a later version. */
static enum rc widen_merged(struct upgrade *up, const struct kind *kind)
{
    struct value type;
    enum rc rc = find_column(up, kind->name, STR("merged"), &type);

    if (rc != RC_NOT_FOUND)
        return rc;
    start(up);
    buf_z(&up->out, "ALTER TABLE ");
    sql_name(&up->out, kind->name);
    buf_z(&up->out, " ADD COLUMN merged BLOB");
    return run(up);
}

static enum rc upgrade_kind(struct upgrade *up, const struct kind *kind)
{
    enum rc rc = create_table(up, kind);

    if (rc == RC_OK && !up->fresh)
        rc = widen_merged(up, kind);
    for (size_t i = 0; i < kind->n && rc == RC_OK; i++) {
        rc = upgrade_field(up, kind, &kind->fields[i]);
        if (rc == RC_OK && !up->fresh && sortkey_has(kind, &kind->fields[i]))
            rc = widen_key(up, kind, &kind->fields[i]);
    }
    return rc == RC_OK ? indexes_make(up->call, up->db, kind) : rc;
}

static enum rc widen(struct upgrade *up, const struct tables *tables)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < tables->registry->n && rc == RC_OK; i++)
        rc = upgrade_kind(up, tables->registry->kinds[i]);
    return rc;
}

enum rc tables_upgrade(struct call *call, struct db *db, const struct tables *tables)
{
    struct upgrade up = {.call = call, .db = db};
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, db, &txn);

    if (rc == RC_OK)
        rc = widen(&up, tables);
    if (rc == RC_OK)
        rc = search_make(call, db);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc drop(struct upgrade *up, const struct kind *kind, const struct field *field,
                    const char *suffix)
{
    start(up);
    buf_z(&up->out, "DROP TABLE IF EXISTS ");
    column_table(&up->out, kind, field, suffix);
    return run(up);
}

static enum rc drop_kind(struct upgrade *up, const struct kind *kind)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < kind->n && rc == RC_OK; i++) {
        if (!column_in_row(&kind->fields[i]))
            rc = drop(up, kind, &kind->fields[i], "");
        else if (column_is_tracked(&kind->fields[i]))
            rc = drop(up, kind, &kind->fields[i], "_was");
    }
    return rc == RC_OK ? drop(up, kind, NULL, "") : rc;
}

enum rc tables_clear(struct call *call, struct db *db, const struct tables *tables)
{
    struct upgrade up = {.call = call, .db = db, .fresh = true};
    enum rc rc = db_run(call, db, SQL("PRAGMA defer_foreign_keys = ON"), NO_BINDS);

    for (size_t i = 0; i < tables->registry->n && rc == RC_OK; i++)
        rc = drop_kind(&up, tables->registry->kinds[i]);
    if (rc == RC_OK)
        rc = widen(&up, tables);
    return rc == RC_OK ? search_clear(call, db) : rc;
}

enum rc tables_clear_kind(struct call *call, struct db *db, const struct kind *kind)
{
    struct upgrade up = {.call = call, .db = db, .fresh = true};
    enum rc rc = drop_kind(&up, kind);

    if (rc == RC_OK)
        rc = upgrade_kind(&up, kind);
    return rc == RC_OK ? search_clear(call, db) : rc;
}
