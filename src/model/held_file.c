/* held_file.c - see held_file.h. */
#include "model/held_file.h"

#include "base/cbor.h"
#include "store/store.h"

enum { PARTS = 8, BODY_MAX = 2048, OLD_MAX = 100 };

static const int64_t day_ms = 86400000;

static struct str name_of(struct call *call, const char *how, const unsigned char *id)
{
    return str_format(call->arena, "%s/%s", how,
                      str_z(call->arena, str_hex(call->arena, str_bytes(id, BLOB_ID))));
}

/* ---- bytes: id, key, hash, name, type, size, moment, the record it waits for or nothing ---- */

static struct str body_of(struct call *call, const struct held_file *file)
{
    const struct value parts[PARTS] = {
        v_bytes(str_bytes(file->blob.id, sizeof file->blob.id)),
        v_bytes(str_bytes(file->blob.sealed.key, sizeof file->blob.sealed.key)),
        v_bytes(str_bytes(file->blob.sealed.hash, sizeof file->blob.sealed.hash)),
        v_text(file->name),
        v_text(file->type),
        v_int(file->size),
        v_int(file->added_ms),
        id_is_none(&file->of) ? v_null() : id_value(&file->of),
    };
    struct buf out;

    buf_init(&out, call->arena, BODY_MAX);
    cbor_put_value(&out, v_list(parts, PARTS));
    return buf_str(&out);
}

static bool take_bytes(struct value v, void *to, size_t n)
{
    if (v.type != V_BYTES || v.s.n != n)
        return false;
    memcpy(to, v.s.p, n);
    return true;
}

static bool read_body(struct call *call, struct str body, struct held_file *out)
{
    struct cbor in = cbor_open(body);
    struct value v = cbor_value(&in, call->arena);
    const struct value *part = v.list.items;

    *out = (struct held_file){.size = 0};
    if (!cbor_done(&in) || v.type != V_LIST || v.list.n < PARTS - 1 || part[3].type != V_TEXT ||
        part[4].type != V_TEXT || part[5].type != V_INT || part[6].type != V_INT ||
        !take_bytes(part[0], out->blob.id, sizeof out->blob.id) ||
        !take_bytes(part[1], out->blob.sealed.key, sizeof out->blob.sealed.key) ||
        !take_bytes(part[2], out->blob.sealed.hash, sizeof out->blob.sealed.hash))
        return false;
    out->name = part[3].s;
    out->type = part[4].s;
    out->size = part[5].i;
    out->added_ms = part[6].i;
    if (v.list.n < PARTS) /* kept by a version that knew forms alone */
        return true;
    return part[7].type == V_NULL || (part[7].type == V_BYTES && id_of(part[7].s, &out->of));
}

/* ---- what is too old, or too much ---- */

struct old {
    unsigned char ids[OLD_MAX][BLOB_ID];
    size_t n;
};

/* Files of everybody that nobody went on with, and the oldest of this person. */
static enum rc find_old(struct call *call, struct old *old)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(
        call, call->store->db,
        SQL("SELECT form FROM draft WHERE form LIKE 'file/%' AND (saved < ?2 OR (user = ?1 AND "
            "form NOT IN (SELECT form FROM draft WHERE user = ?1 AND form LIKE 'file/%' "
            "ORDER BY saved DESC LIMIT ?3))) LIMIT ?4"),
        BIND(v_int(call->actor->rid), v_int(call->now_ms - FORM_DRAFT_DAYS * day_ms),
             v_int(HELD_FILES_MAX), v_int(OLD_MAX)),
        &rows);

    while (rc == RC_OK && old->n < OLD_MAX && rows_next(call, &rows, &rc)) {
        struct str form = row_text(&rows, 0);
        if (str_unhex(str_cut(form, strlen("file/"), form.n), old->ids[old->n], BLOB_ID))
            old->n++;
    }
    return rc;
}

static enum rc store(struct call *call, const struct held_file *file, struct old *old)
{
    struct value binds[] = {v_int(call->actor->rid), v_text(name_of(call, "file", file->blob.id)),
                            v_int(call->now_ms), v_bytes(body_of(call, file))};
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db,
                    SQL("INSERT INTO draft (user, form, saved, body) VALUES (?1, ?2, ?3, ?4)"),
                    (struct binds){binds, 4});
    if (rc == RC_OK)
        rc = find_old(call, old);
    for (size_t i = 0; i < old->n && rc == RC_OK; i++)
        rc = db_run(call, call->store->db, SQL("DELETE FROM draft WHERE form = ?1"),
                    BIND(v_text(name_of(call, "file", old->ids[i]))));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc held_file_keep(struct call *call, const struct held_file *file)
{
    struct old *old = arena_alloc(call->arena, sizeof *old);

    if (old == NULL)
        return fail_memory(call);
    old->n = 0;
    enum rc rc = store(call, file, old);
    for (size_t i = 0; i < old->n && rc == RC_OK; i++) {
        rc = blob_remove(call, call->store->folder, old->ids[i]);
        if (rc == RC_NOT_FOUND) {
            call_forgive(call);
            rc = RC_OK;
        }
    }
    return rc;
}

/* ---- going on ---- */

enum rc held_file_find(struct call *call, const unsigned char id[static BLOB_ID],
                       struct held_file *out)
{
    struct value body;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT body FROM draft WHERE user = ?1 AND form IN (?2, ?3)"),
                        BIND(v_int(call->actor->rid), v_text(name_of(call, "file", id)),
                             v_text(name_of(call, "used", id))),
                        &body, 1);

    if (rc == RC_OK && !read_body(call, body.s, out))
        return fail(call, RC_CORRUPT, "draft", "What was kept of a file cannot be read.");
    return rc;
}

/* Several come within one moment of the table; added_ms tells them apart. */
static void put_in_order(struct held_file *all, size_t last)
{
    const struct held_file file = all[last];
    size_t i = last;

    for (; i > 0 && all[i - 1].added_ms > file.added_ms; i--)
        all[i] = all[i - 1];
    all[i] = file;
}

enum rc held_files_of(struct call *call, const struct id *of,
                      struct held_file out[static HELD_FILES_MAX], size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT body FROM draft WHERE user = ?1 AND form LIKE 'file/%' "
                               "ORDER BY saved LIMIT ?2"),
                           BIND(v_int(call->actor->rid), v_int(HELD_FILES_MAX)), &rows);

    *n = 0;
    while (rc == RC_OK && *n < HELD_FILES_MAX && rows_next(call, &rows, &rc)) {
        struct str body = str_dup(call->arena, row_bytes(&rows, 0));
        if (body.p == NULL)
            return fail_memory(call);
        if (read_body(call, body, &out[*n]) && id_eq(&out[*n].of, of))
            put_in_order(out, (*n)++);
    }
    return rc;
}

static enum rc run(struct call *call, struct sql sql, const unsigned char *id)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db, sql,
                    BIND(v_int(call->actor->rid), v_text(name_of(call, "file", id)),
                         v_text(name_of(call, "used", id))));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc held_file_use(struct call *call, const unsigned char id[static BLOB_ID])
{
    return run(call, SQL("UPDATE draft SET form = ?3 WHERE user = ?1 AND form = ?2"), id);
}

enum rc held_file_drop(struct call *call, const unsigned char id[static BLOB_ID])
{
    return run(call, SQL("DELETE FROM draft WHERE user = ?1 AND form IN (?2, ?3)"), id);
}

enum rc held_file_discard(struct call *call, const unsigned char id[static BLOB_ID])
{
    struct held_file file;
    enum rc rc = held_file_find(call, id, &file);

    if (rc == RC_OK)
        rc = held_file_drop(call, id);
    return rc == RC_OK ? blob_remove(call, call->store->folder, id) : rc;
}
