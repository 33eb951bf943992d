/* work_line.c - see work_line.h. */
#include "model/work_line.h"

#include "store/store.h"

static int64_t int_of(struct value v)
{
    return v.type == V_INT ? v.i : 0;
}

enum rc work_line_find(struct call *call, struct str name, struct work_line *out)
{
    struct value row[5];
    enum rc rc =
        db_one(call, call->store->db,
               SQL("SELECT slot, tried, well, fault, job FROM job_schedule WHERE name = ?1"),
               BIND(v_text(name)), row, 5);

    *out = (struct work_line){.known = rc == RC_OK};
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    out->slot_ms = int_of(row[0]);
    out->tried_ms = int_of(row[1]);
    out->well_ms = int_of(row[2]);
    out->fault = row[3].type == V_TEXT ? row[3].s : STR("");
    if (row[4].type == V_BYTES)
        (void)id_of(row[4].s, &out->job);
    return RC_OK;
}

static enum rc write(struct call *call, struct sql sql, struct binds binds)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db, sql, binds);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc work_line_skip(struct call *call, struct str name, int64_t slot_ms)
{
    return write(call,
                 SQL("INSERT INTO job_schedule (name, slot) VALUES (?1, ?2) "
                     "ON CONFLICT (name) DO UPDATE SET slot = excluded.slot"),
                 BIND(v_text(name), v_int(slot_ms)));
}

enum rc work_line_serve(struct call *call, struct str name, int64_t slot_ms, const struct id *job)
{
    return write(call,
                 SQL("INSERT INTO job_schedule (name, slot, tried, job) VALUES (?1, ?2, ?3, ?4) "
                     "ON CONFLICT (name) DO UPDATE SET slot = excluded.slot, "
                     "tried = excluded.tried, job = excluded.job"),
                 BIND(v_text(name), v_int(slot_ms), v_int(call->now_ms), id_value(job)));
}

enum rc work_line_note(struct call *call, struct str name, struct str fault)
{
    bool well = fault.n == 0;

    return write(call,
                 SQL("INSERT INTO job_schedule (name, slot, tried, well, fault) "
                     "VALUES (?1, ?2, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET "
                     "tried = excluded.tried, well = coalesce(excluded.well, well), "
                     "fault = excluded.fault"),
                 BIND(v_text(name), v_int(call->now_ms), well ? v_int(call->now_ms) : v_null(),
                      well ? v_null() : v_text(fault)));
}
