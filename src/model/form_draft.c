/* form_draft.c - see form_draft.h. */
#include "model/form_draft.h"

#include "store/store.h"

static const int64_t day_ms = 86400000;

static enum rc keep(struct call *call, struct str form, struct str body)
{
    struct value user = v_int(call->actor->rid);
    enum rc rc = db_run(call, call->store->db,
                        SQL("INSERT INTO draft (user, form, saved, body) VALUES (?1, ?2, ?3, ?4) "
                            "ON CONFLICT (user, form) DO UPDATE SET saved = ?3, body = ?4"),
                        BIND(user, v_text(form), v_int(call->now_ms), v_bytes(body)));

    if (rc == RC_OK)
        rc = db_run(call, call->store->db,
                    SQL("DELETE FROM draft WHERE saved < ?1 AND form NOT LIKE 'file/%'"),
                    BIND(v_int(call->now_ms - FORM_DRAFT_DAYS * day_ms)));
    if (rc == RC_OK)
        rc = db_run(call, call->store->db,
                    SQL("DELETE FROM draft WHERE user = ?1 AND form LIKE '/%' AND form NOT IN "
                        "(SELECT form FROM draft WHERE user = ?1 AND form LIKE '/%' "
                        "ORDER BY saved DESC LIMIT ?2)"),
                    BIND(user, v_int(FORM_DRAFTS_MAX)));
    return rc;
}

enum rc form_draft_keep(struct call *call, struct str form, struct str body)
{
    struct txn txn CLEANUP(txn_end) = {0};

    if (body.n > FORM_DRAFT_MAX)
        return fail(call, RC_LIMIT, "draft",
                    "This is too long to be kept while you write. Save it, or shorten it.");
    enum rc rc = txn_begin(call, call->store->db, &txn);
    if (rc == RC_OK)
        rc = keep(call, form, body);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc form_draft_find(struct call *call, struct str form, struct form_draft *out)
{
    struct value row[2];
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT saved, body FROM draft WHERE user = ?1 AND form = ?2"),
                        BIND(v_int(call->actor->rid), v_text(form)), row, 2);

    if (rc == RC_OK)
        *out = (struct form_draft){form, row[1].s, row[0].i};
    return rc;
}

enum rc form_draft_drop(struct call *call, struct str form)
{
    struct txn txn CLEANUP(txn_end) = {0};
    struct form_draft there;
    enum rc rc = form_draft_find(call, form, &there);

    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    rc = txn_begin(call, call->store->db, &txn);
    if (rc == RC_OK)
        rc = db_run(call, call->store->db, SQL("DELETE FROM draft WHERE user = ?1 AND form = ?2"),
                    BIND(v_int(call->actor->rid), v_text(form)));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc form_drafts(struct call *call, struct form_draft *out, size_t max, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, call->store->db,
                  SQL("SELECT form, saved, body FROM draft WHERE user = ?1 AND form LIKE '/%' "
                      "ORDER BY saved DESC"),
                  BIND(v_int(call->actor->rid)), &rows);

    *n = 0;
    while (rc == RC_OK && *n < max && rows_next(call, &rows, &rc)) {
        struct value form, body;
        if (!value_copy(call->arena, row_value(&rows, 0), &form) ||
            !value_copy(call->arena, row_value(&rows, 2), &body))
            return fail_memory(call);
        out[(*n)++] = (struct form_draft){form.s, body.s, row_value(&rows, 1).i};
    }
    return rc;
}
