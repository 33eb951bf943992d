/* raw.c - log_raw_each() and log_raw_put() of log.h: entries as they lie on disk. */
#include "store/entry.h"

typedef enum rc each_raw(struct call *call, void *arg, const struct log_raw *raw);

static enum rc raw_parts(struct call *call, struct db *db, struct log_raw *raw)
{
    struct entry_read read;
    enum rc rc = entry_read(call, raw->header, &read);

    if (rc != RC_OK)
        return rc;
    struct str *parts = arena_array(call->arena, read.entry.n, sizeof *parts);
    struct rows rows CLEANUP(rows_end) = {0};
    if (parts == NULL)
        return fail_memory(call);
    raw->parts = parts;
    raw->n = read.entry.n;
    rc = rows_open(call, db, SQL("SELECT rid, cipher FROM part WHERE rid BETWEEN ?1 AND ?2"),
                   BIND(v_int(raw->rid * 256), v_int(raw->rid * 256 + 255)), &rows);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        size_t n = (size_t)(row_int(&rows, 0) - raw->rid * 256);
        if (n >= raw->n)
            return fail(call, RC_CORRUPT, "log", "Entry %llu of the log has a part too many.",
                        (unsigned long long)read.entry.seq);
        parts[n] = str_dup(call->arena, row_bytes(&rows, 1));
        if (parts[n].p == NULL)
            return fail_memory(call);
    }
    return rc;
}

static enum rc raw_one(struct call *call, struct db *db, const struct rows *row, each_raw *each,
                       void *arg)
{
    struct log_raw raw = {.rid = row_int(row, 0),
                          .header = str_dup(call->arena, row_bytes(row, 1)),
                          .signature = str_dup(call->arena, row_bytes(row, 2))};

    if (raw.header.p == NULL || raw.signature.p == NULL)
        return fail_memory(call);
    enum rc rc = raw_parts(call, db, &raw);
    return rc == RC_OK ? each(call, arg, &raw) : rc;
}

enum rc log_raw_each(struct call *call, struct db *db, int64_t after, each_raw *each, void *arg)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct call_loop loop;
    enum rc rc = rows_open(call, db,
                           SQL("SELECT rid, header, signature FROM entry WHERE rid > ?1 "
                               "ORDER BY rid"),
                           BIND(v_int(after)), &rows);

    call_loop_begin(call, &loop);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        rc = raw_one(call, db, &rows, each, arg);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

/* The chain's row, moved on to this entry; the first entry of a chain makes it. */
static enum rc raw_chain(struct call *call, struct db *db, const struct entry_read *read,
                         struct str header, int64_t *rid)
{
    unsigned char hash[CRYPT_HASH];
    struct value found;

    entry_hash(header, hash);
    enum rc rc = db_one(call, db,
                        SQL("INSERT INTO chain (node, incarnation, public_key, seq, head) VALUES "
                            "(?1, ?2, ?3, ?4, ?5) ON CONFLICT (node, incarnation) DO UPDATE SET "
                            "seq = excluded.seq, head = excluded.head RETURNING rid"),
                        BIND(id_value(&read->entry.node), id_value(&read->entry.incarnation),
                             v_bytes(read->public_key), v_int((int64_t)read->entry.seq),
                             v_bytes(str_bytes(hash, sizeof hash))),
                        &found, 1);
    if (rc == RC_OK)
        *rid = found.i;
    return rc;
}

static enum rc raw_subject(struct call *call, struct db *db, const struct id *id, int64_t *rid)
{
    struct value found;
    enum rc rc = db_one(call, db, SQL("SELECT rid FROM subject WHERE id = ?1"), BIND(id_value(id)),
                        &found, 1);

    if (rc == RC_NOT_FOUND)
        return fail(call, RC_CORRUPT, "backup", "The backup's key file does not know a subject.");
    if (rc == RC_OK)
        *rid = found.i;
    return rc;
}

enum rc log_raw_put(struct call *call, struct db *db, const struct log_raw *raw)
{
    struct entry_read read;
    int64_t chain = 0, subject = 0;
    enum rc rc = entry_read(call, raw->header, &read);

    if (rc == RC_OK && read.entry.n != raw->n)
        rc = fail(call, RC_CORRUPT, "backup", "An entry of the backup does not have its parts.");
    if (rc == RC_OK)
        rc = raw_chain(call, db, &read, raw->header, &chain);
    if (rc == RC_OK)
        rc = db_run(call, db,
                    SQL("INSERT INTO entry (chain, seq, change, time, header, signature) VALUES "
                        "(?1, ?2, ?3, ?4, ?5, ?6)"),
                    BIND(v_int(chain), v_int((int64_t)read.entry.seq), id_value(&read.entry.change),
                         v_int((int64_t)read.entry.time), v_bytes(raw->header),
                         v_bytes(raw->signature)));
    int64_t rid = db_last_rid(db);
    for (size_t i = 0; i < raw->n && rc == RC_OK; i++) {
        if (raw->parts[i].p == NULL)
            continue;
        rc = raw_subject(call, db, &read.entry.parts[i].subject, &subject);
        if (rc == RC_OK)
            rc =
                db_run(call, db, SQL("INSERT INTO part (rid, subject, cipher) VALUES (?1, ?2, ?3)"),
                       BIND(v_int(rid * 256 + (int64_t)i), v_int(subject), v_bytes(raw->parts[i])));
    }
    return rc;
}
