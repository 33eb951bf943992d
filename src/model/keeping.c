/* keeping.c - see keeping.h. */
#include "model/keeping.h"

#include "model/edit.h"
#include "store/store.h"

/* ---- what the rule says of a record ---- */

bool keeping_held(const struct record *record)
{
    const struct field *held = record->kind->held_by;
    struct value v = held == NULL ? v_null() : record_get(record, held);

    return v.type == V_INT && v.i != 0;
}

static bool is_closed(const struct kind *kind, struct str state)
{
    for (size_t i = 0; i < kind->keep.closed_n; i++)
        if (str_eq(kind->keep.closed[i]->name, state))
            return true;
    return false;
}

struct closing {
    const struct record *record;
    int64_t at_ms; /* 0: not found yet */
};

static void look_at(struct closing *closing, const struct edit *edit, int64_t at_ms)
{
    const struct kind *kind = closing->record->kind;

    if (closing->at_ms != 0 || !id_eq(&edit->record, &closing->record->id))
        return;
    for (size_t i = 0; i < edit->n; i++) {
        const struct edit_field *field = &edit->fields[i];
        bool was = field->was.type == V_TEXT && is_closed(kind, field->was.s);
        if (str_is(field->key, ".state") && !was && field->now.type == V_TEXT &&
            is_closed(kind, field->now.s))
            closing->at_ms = at_ms;
    }
}

/* The newest entry in which it became closed; from one closed state to another it stays so. */
static enum rc look_back(struct call *call, void *arg, const struct log_entry *entry)
{
    struct closing *closing = arg;

    for (size_t i = 0; i < entry->n && closing->at_ms == 0; i++) {
        struct edits edits = {0};
        if (entry->parts[i].plain.p == NULL)
            continue;
        enum rc rc = edits_read(call, entry->parts[i].plain, &edits);
        if (rc != RC_OK)
            return rc;
        for (size_t j = edits.n; j-- > 0;)
            look_at(closing, &edits.items[j], hybrid_ms(entry->time));
    }
    return RC_OK;
}

static enum rc closed_ms(struct call *call, const struct record *record, int64_t *out)
{
    struct closing closing = {record, 0};
    enum rc rc = log_of_subject(call, call->store->log, &record->subject, look_back, &closing);

    *out = closing.at_ms != 0 ? closing.at_ms : record->changed_ms;
    return rc;
}

static enum rc since_ms(struct call *call, const struct record *record, int64_t *out)
{
    switch (record->kind->keep.after) {
    case KEEP_MADE: *out = record->made_ms; return RC_OK;
    case KEEP_CHANGED: *out = record->changed_ms; return RC_OK;
    case KEEP_CLOSED: break;
    }
    return closed_ms(call, record, out);
}

enum rc keeping_of(struct call *call, const struct record *record, const struct zone *zone,
                   struct keeping *out, bool *ends)
{
    const struct keep *keep = &record->kind->keep;
    struct value until = keep->until == NULL ? v_null() : record_get(record, keep->until);
    int64_t ms;

    *ends = keep->years != 0 && !record->erased && !keeping_held(record) &&
            (keep->after != KEEP_CLOSED || is_closed(record->kind, record->state));
    /* Nothing ends earlier than counted from its making: no need to read the log for those. */
    if (!*ends || day_add_months(zone_today(zone, record->made_ms), 12 * keep->years) >
                      call->today + KEEPING_NOTICE_DAYS) {
        *ends = false;
        return RC_OK;
    }
    enum rc rc = since_ms(call, record, &ms);
    if (rc != RC_OK)
        return rc;
    *out = (struct keeping){.kind = record->kind->name, .record = record->id};
    out->since = zone_today(zone, ms);
    out->due = day_add_months(out->since, 12 * keep->years);
    if (until.type == V_INT && until.i > out->due)
        out->due = (day)until.i;
    *ends = out->due <= call->today + KEEPING_NOTICE_DAYS;
    return RC_OK;
}

/* ---- the table ---- */

static enum rc write(struct call *call, struct sql sql, struct binds binds)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db, sql, binds);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc keeping_round(struct call *call, int64_t *round)
{
    struct value newest;
    enum rc rc = db_one(call, call->store->db, SQL("SELECT max(round) FROM job_keeping"), NO_BINDS,
                        &newest, 1);

    if (rc == RC_OK)
        *round = newest.type == V_INT ? newest.i + 1 : 1;
    return rc;
}

enum rc keeping_found(struct call *call, const struct keeping *found, int64_t round)
{
    return write(call,
                 SQL("INSERT INTO job_keeping (kind, record, since, due, round) "
                     "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (record) DO UPDATE SET "
                     "since = excluded.since, due = excluded.due, round = excluded.round"),
                 BIND(v_text(found->kind), id_value(&found->record), v_int(found->since),
                      v_int(found->due), v_int(round)));
}

static enum rc count(struct call *call, day from, day to, int64_t *out)
{
    struct value n;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT count(*) FROM job_keeping WHERE due >= ?1 AND due < ?2"),
                        BIND(v_int(from), v_int(to)), &n, 1);

    if (rc == RC_OK)
        *out = n.i;
    return rc;
}

enum rc keeping_swept(struct call *call, int64_t round, int64_t *over, int64_t *soon)
{
    enum rc rc = write(call, SQL("DELETE FROM job_keeping WHERE round <> ?1"), BIND(v_int(round)));

    if (rc == RC_OK)
        rc = count(call, day_min(), call->today, over);
    return rc == RC_OK ? count(call, call->today, day_max(), soon) : rc;
}

static bool read_row(const struct value *row, struct keeping *out)
{
    *out = (struct keeping){
        .rid = row[0].i, .kind = row[1].s, .since = (day)row[3].i, .due = (day)row[4].i};
    return id_of(row[2].s, &out->record);
}

enum { COLUMNS_N = 5 };

enum rc keeping_list(struct call *call, const struct keeping *after, size_t limit,
                     struct keeping **out, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct keeping *found = arena_array(call->arena, limit, sizeof *found);

    *n = 0;
    if (found == NULL)
        return fail_memory(call);
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT rid, kind, record, since, due FROM job_keeping "
                               "WHERE due > ?1 OR (due = ?1 AND rid > ?2) "
                               "ORDER BY due, rid LIMIT ?3"),
                           BIND(v_int(after->rid == 0 ? day_min() : after->due), v_int(after->rid),
                                v_int((int64_t)limit)),
                           &rows);
    while (rc == RC_OK && *n < limit && rows_next(call, &rows, &rc)) {
        struct value row[COLUMNS_N];
        for (int i = 0; i < COLUMNS_N; i++)
            if (!value_copy(call->arena, row_value(&rows, i), &row[i]))
                return fail_memory(call);
        if (!read_row(row, &found[(*n)++]))
            return fail(call, RC_CORRUPT, "job_keeping", NULL);
    }
    *out = found;
    return rc;
}

enum rc keeping_find(struct call *call, const struct id *record, struct keeping *out)
{
    struct value row[COLUMNS_N];
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT rid, kind, record, since, due FROM job_keeping "
                            "WHERE record = ?1"),
                        BIND(id_value(record)), row, COLUMNS_N);

    if (rc != RC_OK)
        return rc;
    return read_row(row, out) ? RC_OK : fail(call, RC_CORRUPT, "job_keeping", NULL);
}

enum rc keeping_forget(struct call *call, const struct id *record)
{
    return write(call, SQL("DELETE FROM job_keeping WHERE record = ?1"), BIND(id_value(record)));
}
