/* notice.c - see notice.h. */
#include "model/notice.h"

#include "store/store.h"

static enum rc write(struct call *call, struct sql sql, struct binds binds)
{
    return db_write(call, call->store->db, sql, binds);
}

enum rc notice_add(struct call *call, const struct notice *notice)
{
    const int64_t oldest_ms = call->now_ms - (int64_t)NOTICE_DAYS * 86400000;
    enum rc rc = write(call, SQL("DELETE FROM notice WHERE user = ?1 AND made < ?2"),
                       BIND(v_int(notice->user), v_int(oldest_ms)));

    if (rc != RC_OK)
        return rc;
    return write(call,
                 SQL("INSERT INTO notice (user, made, what, who, number, code) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
                 BIND(v_int(notice->user), v_int(call->now_ms), v_int(notice->what),
                      v_int(notice->who), v_int(notice->number),
                      notice->code.n == 0 ? v_null() : v_text(notice->code)));
}

enum rc notice_count(struct call *call, int64_t user_rid, int64_t *unseen)
{
    struct value n;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT count(*) FROM notice WHERE user = ?1 AND seen IS NULL"),
                        BIND(v_int(user_rid)), &n, 1);

    *unseen = rc == RC_OK ? n.i : 0;
    return rc;
}

enum rc notice_list(struct call *call, int64_t user_rid, struct notice *out, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT rid, made, what, who, number, code, seen FROM notice "
                               "WHERE user = ?1 ORDER BY rid DESC"),
                           BIND(v_int(user_rid)), &rows);

    *n = 0;
    while (rc == RC_OK && *n < NOTICE_LIST_MAX && rows_next(call, &rows, &rc)) {
        int64_t what = row_int(&rows, 2);
        if (what <= 0 || what >= NOTICE_WHATS)
            continue; /* of a newer version */
        out[(*n)++] = (struct notice){.rid = row_int(&rows, 0),
                                      .user = user_rid,
                                      .made_ms = row_int(&rows, 1),
                                      .what = (enum notice_what)what,
                                      .who = row_int(&rows, 3),
                                      .number = row_int(&rows, 4),
                                      .code = str_dup(call->arena, row_text(&rows, 5)),
                                      .seen = row_value(&rows, 6).type != V_NULL};
    }
    return rc;
}

enum rc notice_seen(struct call *call, int64_t user_rid)
{
    return write(call, SQL("UPDATE notice SET seen = ?2 WHERE user = ?1 AND seen IS NULL"),
                 BIND(v_int(user_rid), v_int(call->now_ms)));
}
