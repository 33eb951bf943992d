/* table_load.c - of table.h: records by what names them. */
#include "model/table.h"

static enum rc load(struct call *call, struct db *db, const struct table *table, struct sql sql,
                    struct value key, struct record **out)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, db, sql, BIND(key), &rows);

    if (rc != RC_OK)
        return rc;
    if (!rows_next(call, &rows, &rc))
        return rc == RC_OK ? RC_NOT_FOUND : rc;
    return table_read_row(call, db, table, &rows, out);
}

enum rc table_load(struct call *call, struct db *db, const struct table *table, const struct id *id,
                   struct record **out)
{
    return load(call, db, table, table->by_id, id_value(id), out);
}

enum rc table_load_rid(struct call *call, struct db *db, const struct table *table, int64_t rid,
                       struct record **out)
{
    return load(call, db, table, table->by_rid, v_int(rid), out);
}

enum rc table_load_code(struct call *call, struct db *db, const struct table *table,
                        struct str code, struct record **out)
{
    return load(call, db, table, table->by_code, v_text(code), out);
}

enum rc table_of_subject(struct call *call, struct db *db, const struct table *table,
                         const struct id *subject,
                         enum rc (*each)(struct call *call, void *arg, struct record *record),
                         void *arg)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, db, table->of_subject, BIND(id_value(subject)), &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct record *record;
        rc = table_read_row(call, db, table, &rows, &record);
        if (rc == RC_OK)
            rc = each(call, arg, record);
    }
    return rc;
}
