/* table_link.c - the other way round, as table.h says: which records name one. */
#include "model/table.h"
#include "store/store.h"

static enum rc read_ids(struct call *call, struct buf *sql, const struct id *key,
                        struct table_ids *out)
{
    struct str text = buf_str(sql);
    struct rows rows CLEANUP(rows_end) = {0};

    if (text.p == NULL)
        return fail_memory(call);
    enum rc rc = rows_open(call, call->store->db, (struct sql){text.p}, BIND(id_value(key)), &rows);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        if (!arena_grow(call->arena, &out->items, out->n, &out->room))
            return fail_memory(call);
        (void)id_of(row_bytes(&rows, 0), &out->items[out->n++]);
    }
    return rc;
}

static void put_rid(struct buf *out, const struct kind *kind)
{
    buf_z(out, "(SELECT rid FROM ");
    sql_name(out, kind->name);
    buf_z(out, " WHERE id = ?1)");
}

enum rc table_linking(struct call *call, const struct table *table, const struct field *field,
                      const struct id *to, struct table_ids *out)
{
    const struct kind *kind = table->kind;
    bool set = field != NULL && field->type->shape == SHAPE_SET;
    struct buf sql;

    buf_init(&sql, call->arena, 1 << 12);
    buf_z(&sql, "SELECT t.id FROM ");
    sql_name(&sql, kind->name);
    buf_z(&sql, " t WHERE t.erased IS NULL AND ");
    if (set) {
        buf_format(&sql,
                   "t.rid IN (SELECT owner FROM \"%.*s_%.*s\" WHERE target = ", (int)kind->name.n,
                   kind->name.p, (int)field->name.n, field->name.p);
    } else {
        buf_z(&sql, "t.");
        sql_name(&sql, field == NULL ? STR("owner") : field->name);
        buf_z(&sql, " = ");
    }
    put_rid(&sql, field == NULL ? kind->owner : field->target);
    buf_z(&sql, set ? ") ORDER BY t.rid" : " ORDER BY t.rid");
    return read_ids(call, &sql, to, out);
}

enum rc table_merged(struct call *call, const struct table *table, const struct id *into,
                     struct table_ids *out)
{
    struct buf sql;

    buf_init(&sql, call->arena, 1 << 12);
    buf_z(&sql, "SELECT t.id FROM ");
    sql_name(&sql, table->kind->name);
    buf_z(&sql, " t WHERE t.merged = ?1");
    return read_ids(call, &sql, into, out);
}
