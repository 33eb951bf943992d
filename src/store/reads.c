/* reads.c - see reads.h. */
#include "store/reads.h"

#include "base/cbor.h"
#include "store/entry.h"
#include "store/log_cut.h"

enum { READ_FORMAT = 1, READ_MAX = 1024 };

static enum rc append(struct call *call, const struct read_note *note)
{
    struct buf out;

    buf_init(&out, call->arena, READ_MAX);
    cbor_put_array(&out, 4);
    cbor_put_uint(&out, READ_FORMAT);
    cbor_put_text(&out, note->kind);
    cbor_put_bytes(&out, id_str(&note->record));
    cbor_put_bool(&out, note->secret);
    if (!buf_ok(&out))
        return fail_memory(call);
    struct log_part part = {note->subject, buf_str(&out)};
    struct log_entry entry = {.change = id_new(call),
                              .operation = STR("read"),
                              .operation_version = 1,
                              .actor = note->actor,
                              .parts = &part,
                              .n = 1};
    return log_append(call, call->store->reads_log, &entry);
}

enum rc reads_note_all(struct call *call, const struct read_note *notes, size_t n)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->reads, &txn);

    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = append(call, &notes[i]);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc reads_note(struct call *call, const struct read_note *note)
{
    return reads_note_all(call, note, 1);
}

struct reading {
    enum rc (*each)(struct call *call, void *arg, int64_t time_ms, const struct read_note *note);
    void *arg;
};

static enum rc read_one(struct call *call, void *arg, const struct log_entry *entry)
{
    const struct reading *reading = arg;
    struct read_note note = {.actor = entry->actor};

    if (entry->n != 1 || entry->parts[0].plain.p == NULL)
        return RC_OK;
    struct cbor in = cbor_open(entry->parts[0].plain);
    bool shape = cbor_array(&in) == 4 && cbor_uint(&in) == READ_FORMAT;
    note.subject = entry->parts[0].subject;
    note.kind = cbor_text(&in);
    (void)id_of(cbor_bytes_n(&in, ID_SIZE), &note.record);
    note.secret = cbor_bool(&in);
    if (!shape || !cbor_done(&in))
        return fail(call, RC_CORRUPT, "reads.db", "An entry of the log of reads cannot be read.");
    return reading->each(call, reading->arg, hybrid_ms(entry->time), &note);
}

enum rc reads_of(struct call *call, const struct id *subject,
                 enum rc (*each)(struct call *call, void *arg, int64_t time_ms,
                                 const struct read_note *note),
                 void *arg)
{
    struct reading reading = {each, arg};

    return log_of_subject(call, call->store->reads_log, subject, read_one, &reading);
}

/* ---- forgetting by age ---- */

enum { DAY_MS = 86400000 };

static enum rc newest_before(struct call *call, struct db *db, day before, int64_t *rid)
{
    struct value found;
    enum rc rc = db_one(call, db,
                        SQL("SELECT max(rid) FROM entry WHERE time < ?1 AND "
                            "rid < (SELECT max(rid) FROM entry)"),
                        BIND(v_int(((int64_t)before * DAY_MS) << 16)), &found, 1);

    if (rc == RC_OK)
        *rid = found.type == V_INT ? found.i : 0;
    return rc;
}

/* The chains that lose entries, each with the last that it loses. */
static enum rc state_cuts(struct call *call, struct db *db, int64_t last)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, db,
                           SQL("SELECT c.rid, c.node, c.incarnation, e.seq, e.header FROM chain c "
                               "JOIN entry e ON e.rid = (SELECT max(x.rid) FROM entry x "
                               "WHERE x.chain = c.rid AND x.rid <= ?1)"),
                           BIND(v_int(last)), &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct log_cut cut = {.seq = (uint64_t)row_int(&rows, 3)};
        if (!id_of(row_bytes(&rows, 1), &cut.node) || !id_of(row_bytes(&rows, 2), &cut.incarnation))
            return fail(call, RC_CORRUPT, "reads.db", "The row of a chain is damaged.");
        entry_hash(row_bytes(&rows, 4), cut.hash);
        rc = log_cut_put(call, db, row_int(&rows, 0), &cut);
    }
    return rc;
}

enum rc reads_cut(struct call *call, day before, int64_t *n)
{
    struct txn txn CLEANUP(txn_end) = {0};
    struct db *db = call->store->reads;
    int64_t last = 0;
    enum rc rc = txn_begin(call, db, &txn);

    *n = 0;
    if (rc == RC_OK)
        rc = newest_before(call, db, before, &last);
    if (rc != RC_OK || last == 0)
        return rc;
    rc = state_cuts(call, db, last);
    if (rc == RC_OK)
        rc =
            db_run(call, db, SQL("DELETE FROM part WHERE rid < ?1"), BIND(v_int((last + 1) * 256)));
    if (rc == RC_OK)
        rc = db_run(call, db, SQL("DELETE FROM entry WHERE rid <= ?1"), BIND(v_int(last)));
    int64_t gone = db_changed(db);
    if (rc == RC_OK)
        rc = txn_commit(&txn);
    if (rc == RC_OK)
        *n = gone;
    return rc;
}

enum rc reads_forget(struct call *call, const struct id *subject, day on)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->reads, &txn);

    if (rc == RC_OK)
        rc = log_erase_subject(call, call->store->reads_log, subject, on);
    if (rc == RC_OK)
        rc = txn_commit(&txn);
    return rc == RC_OK ? db_checkpoint(call, call->store->reads, true) : rc;
}
