/* table_count.c - table.h: how many records have something in a field, or a choice; the last of a
 * series. */
#include "model/table.h"

static bool in_row(const struct field *field)
{
    return field->type->shape == SHAPE_ONE || field->type->shape == SHAPE_SEVERAL;
}

/* "SELECT count(*) FROM "case" t WHERE t.erased IS NULL" */
static void begin_count(struct call *call, struct buf *out, const struct kind *kind)
{
    buf_init(out, call->arena, 1 << 16);
    buf_z(out, "SELECT count(*) FROM ");
    sql_name(out, kind->name);
    buf_z(out, " t WHERE t.erased IS NULL");
}

/* Of a field with a table of its own: is there a row, of which 'and' holds? */
static void put_has_rows(struct buf *out, const struct kind *kind, const struct field *field,
                         const char *and)
{
    buf_z(out, " AND EXISTS (SELECT 1 FROM \"");
    buf_add(out, kind->name);
    buf_char(out, '_');
    buf_add(out, field->name);
    buf_format(out, "\" x WHERE x.owner = t.rid%s)", and);
}

/* Its first column; the others are there when it is. */
static void put_column(struct buf *out, const struct field *field, const char *and)
{
    buf_z(out, " AND t.");
    sql_name(out, field->name);
    buf_z(out, and);
}

static enum rc count(struct call *call, struct db *db, struct buf *sql, struct binds binds,
                     int64_t *out)
{
    struct str text = buf_str(sql);
    struct value n = v_int(0);
    enum rc rc =
        text.p == NULL ? fail_memory(call) : db_one(call, db, (struct sql){text.p}, binds, &n, 1);

    *out = n.i;
    return rc;
}

enum rc table_count(struct call *call, struct db *db, const struct kind *kind,
                    const struct field *filled, int64_t *out)
{
    struct buf sql;

    begin_count(call, &sql, kind);
    if (filled != NULL && in_row(filled))
        put_column(&sql, filled, " IS NOT NULL");
    else if (filled != NULL)
        put_has_rows(&sql, kind, filled, "");
    return count(call, db, &sql, NO_BINDS, out);
}

enum rc table_count_choice(struct call *call, struct db *db, const struct table_choice *choice,
                           int64_t *out)
{
    struct buf sql;

    begin_count(call, &sql, choice->kind);
    if (in_row(choice->field))
        put_column(&sql, choice->field, " = ?1");
    else
        put_has_rows(&sql, choice->kind, choice->field, " AND x.value = ?1");
    return count(call, db, &sql, BIND(v_text(choice->code)), out);
}

enum rc table_last(struct call *call, struct db *db, const struct table_series *series,
                   int64_t *out)
{
    struct value values[2 + SERIES_WHERE_MAX] = {v_int(series->low), v_int(series->high)};
    struct buf sql;

    buf_init(&sql, call->arena, 1 << 12);
    buf_z(&sql, "SELECT coalesce(max(t.");
    sql_name(&sql, series->number->name);
    buf_z(&sql, "), 0) FROM ");
    sql_name(&sql, series->kind->name);
    buf_z(&sql, " t WHERE t.");
    sql_name(&sql, series->number->name);
    buf_z(&sql, " BETWEEN ?1 AND ?2");
    for (size_t i = 0; i < series->n; i++) {
        const struct field *field = series->where[i].field;
        values[2 + i] = series->where[i].value;
        put_column(&sql, field, " = ");
        if (field->target != NULL) {
            buf_z(&sql, "(SELECT rid FROM ");
            sql_name(&sql, field->target->name);
            buf_format(&sql, " WHERE id = ?%zu)", 3 + i);
        } else {
            buf_format(&sql, "?%zu", 3 + i);
        }
    }
    return count(call, db, &sql, (struct binds){values, 2 + series->n}, out);
}
