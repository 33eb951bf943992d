/* session.c - see session.h. */
#include "model/session.h"

#include "store/store.h"

enum { TOKEN_BYTES = 32 };

struct token_hash {
    unsigned char b[CRYPT_HASH];
};

static struct value hash_of(struct str token, struct token_hash *hash)
{
    crypt_hash("khetane/session/1", token, hash->b);
    return v_bytes(str_bytes(hash->b, sizeof hash->b));
}

static enum rc write(struct call *call, struct sql sql, struct binds binds)
{
    return db_write(call, call->store->db, sql, binds);
}

static enum rc new_token(struct call *call, struct str *out)
{
    unsigned char bytes[TOKEN_BYTES];

    call->os->random(call->os->data, bytes, sizeof bytes);
    *out = str_hex(call->arena, str_bytes(bytes, sizeof bytes));
    return out->p == NULL ? fail_memory(call) : RC_OK;
}

/* ---- one session ---- */

static enum rc forget_old(struct call *call)
{
    return write(
        call, SQL("DELETE FROM session WHERE made < ?1 OR (stage <> 0 AND made < ?2)"),
        BIND(v_int(call->now_ms - SESSION_MAX_MS), v_int(call->now_ms - SESSION_SECOND_MS)));
}

enum rc session_begin(struct call *call, int64_t user_rid, enum session_stage stage,
                      struct str device, struct str *token)
{
    struct token_hash hash;
    struct id id = id_new(call);
    struct str made;
    enum rc rc = new_token(call, &made);

    if (rc == RC_OK)
        rc = forget_old(call);
    if (rc == RC_OK)
        rc = write(call,
                   SQL("INSERT INTO session (token, id, user, stage, made, seen, fresh, device) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5, ?6)"),
                   BIND(hash_of(made, &hash), id_value(&id), v_int(user_rid), v_int(stage),
                        v_int(call->now_ms), v_text(device.n == 0 ? STR("?") : device)));
    if (rc == RC_OK)
        *token = made;
    return rc;
}

static bool is_over(const struct session *session, int64_t now_ms)
{
    int64_t age_ms = now_ms - session->made_ms;

    return age_ms > SESSION_MAX_MS ||
           (session->stage == SESSION_SECOND && age_ms > SESSION_SECOND_MS);
}

/* id, user, stage, made, seen, fresh, tries, device */
static bool take(struct call *call, const struct value *row, struct session *out)
{
    *out = (struct session){.user = row[1].i,
                            .stage = row[2].i == SESSION_OPEN ? SESSION_OPEN : SESSION_SECOND,
                            .made_ms = row[3].i,
                            .seen_ms = row[4].i,
                            .fresh_ms = row[5].i,
                            .tries = (int)row[6].i,
                            .device = str_dup(call->arena, row[7].s)};
    return id_of(row[0].s, &out->id) && !is_over(out, call->now_ms);
}

enum rc session_find(struct call *call, struct str token, struct session *out)
{
    struct token_hash hash;
    struct value row[8];
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT id, user, stage, made, seen, fresh, tries, device "
                            "FROM session WHERE token = ?1"),
                        BIND(hash_of(token, &hash)), row, 8);

    if (rc == RC_OK && take(call, row, out))
        return RC_OK;
    *out = (struct session){0};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc session_seen(struct call *call, struct str token, const struct session *session)
{
    struct token_hash hash;

    if (call->now_ms - session->seen_ms <= SESSION_SEEN_MS)
        return RC_OK;
    return write(call, SQL("UPDATE session SET seen = ?2 WHERE token = ?1"),
                 BIND(hash_of(token, &hash), v_int(call->now_ms)));
}

enum rc session_pass(struct call *call, struct str token, bool fresh, struct str *renewed)
{
    struct token_hash old, hash;
    struct str made;
    enum rc rc = new_token(call, &made);

    if (rc == RC_OK)
        rc = write(call,
                   SQL("UPDATE session SET token = ?2, stage = 0, seen = ?3, fresh = ?4, tries = 0 "
                       "WHERE token = ?1"),
                   BIND(hash_of(token, &old), hash_of(made, &hash), v_int(call->now_ms),
                        v_int(fresh ? call->now_ms : 0)));
    if (rc == RC_OK && db_changed(call->store->db) == 0)
        return fail(call, RC_SIGN_IN, NULL, NULL); /* it was ended in the meantime */
    if (rc == RC_OK)
        *renewed = made;
    return rc;
}

enum rc session_pause(struct call *call, struct str token)
{
    struct token_hash hash;

    return write(call, SQL("UPDATE session SET seen = 0, fresh = 0 WHERE token = ?1"),
                 BIND(hash_of(token, &hash)));
}

enum rc session_try(struct call *call, struct str token, int *left)
{
    struct token_hash hash;
    struct value tries;
    enum rc rc = write(call, SQL("UPDATE session SET tries = tries + 1 WHERE token = ?1"),
                       BIND(hash_of(token, &hash)));

    *left = 0;
    if (rc == RC_OK)
        rc = db_one(call, call->store->db, SQL("SELECT tries FROM session WHERE token = ?1"),
                    BIND(hash_of(token, &hash)), &tries, 1);
    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (rc != RC_OK)
        return rc;
    if (tries.i > SESSION_TRIES)
        return session_end(call, token);
    *left = SESSION_TRIES - (int)tries.i + 1;
    return RC_OK;
}

enum rc session_end(struct call *call, struct str token)
{
    struct token_hash hash;

    return write(call, SQL("DELETE FROM session WHERE token = ?1"), BIND(hash_of(token, &hash)));
}

enum rc session_end_one(struct call *call, int64_t user_rid, const struct id *id)
{
    return write(call, SQL("DELETE FROM session WHERE user = ?1 AND id = ?2"),
                 BIND(v_int(user_rid), id_value(id)));
}

enum rc session_end_all(struct call *call, int64_t user_rid, struct str token)
{
    struct token_hash hash;

    if (token.p == NULL)
        return write(call, SQL("DELETE FROM session WHERE user = ?1"), BIND(v_int(user_rid)));
    return write(call, SQL("DELETE FROM session WHERE user = ?1 AND token <> ?2"),
                 BIND(v_int(user_rid), hash_of(token, &hash)));
}

enum rc session_list(struct call *call, int64_t user_rid, struct session *out, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT id, user, stage, made, seen, fresh, tries, device FROM "
                               "session WHERE user = ?1 OR ?1 = 0 ORDER BY seen DESC, id"),
                           BIND(v_int(user_rid)), &rows);

    *n = 0;
    while (rc == RC_OK && *n < SESSION_LIST_MAX && rows_next(call, &rows, &rc)) {
        struct value row[8];
        for (int i = 0; i < 8; i++)
            row[i] = row_value(&rows, i);
        *n += take(call, row, &out[*n]);
    }
    return rc;
}

/* ---- a form that waits ---- */

enum rc session_hold(struct call *call, struct str token, struct str bytes)
{
    struct token_hash hash;

    if (bytes.n > SESSION_HELD_MAX)
        return fail(call, RC_LIMIT, NULL, NULL);
    return write(call, SQL("UPDATE session SET held = ?2 WHERE token = ?1"),
                 BIND(hash_of(token, &hash), bytes.n == 0 ? v_null() : v_bytes(bytes)));
}

enum rc session_held(struct call *call, struct str token, struct str *out)
{
    struct token_hash hash;
    struct value held;
    enum rc rc = db_one(call, call->store->db, SQL("SELECT held FROM session WHERE token = ?1"),
                        BIND(hash_of(token, &hash)), &held, 1);

    *out = STR("");
    if (rc == RC_NOT_FOUND || (rc == RC_OK && held.type == V_NULL))
        return RC_OK;
    if (rc != RC_OK)
        return rc;
    *out = held.s;
    return RC_OK;
}

/* ---- which browser ---- */

static bool has(struct str s, const char *word)
{
    struct str w = str_of(word);

    for (size_t i = 0; i + w.n <= s.n; i++)
        if (memcmp(s.p + i, w.p, w.n) == 0)
            return true;
    return false;
}

static const char *first_of(struct str agent, const char *const (*table)[2])
{
    for (; (*table)[0] != NULL; table++)
        if (has(agent, (*table)[0]))
            return (*table)[1];
    return "?";
}

struct str session_device(struct call *call, struct str user_agent)
{
    static const char *const browsers[][2] = {
        {"Edg/", "Edge"},        {"OPR/", "Opera"},     {"SamsungBrowser", "Samsung Internet"},
        {"Firefox/", "Firefox"}, {"FxiOS", "Firefox"},  {"Chrome/", "Chrome"},
        {"CriOS", "Chrome"},     {"Safari/", "Safari"}, {NULL, NULL}};
    static const char *const systems[][2] = {
        {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},   {"Windows", "Windows"},
        {"CrOS", "ChromeOS"},   {"Mac OS", "Mac"},    {"Linux", "Linux"}, {NULL, NULL}};
    struct str device = str_format(call->arena, "%s, %s", first_of(user_agent, browsers),
                                   first_of(user_agent, systems));

    return device.p == NULL ? STR("?") : device;
}

/* ---- PINs and steps ---- */

enum rc pin_get(struct call *call, int64_t user_rid, struct str *stored)
{
    struct value hash;
    enum rc rc = db_one(call, call->store->db, SQL("SELECT hash FROM pin WHERE user = ?1"),
                        BIND(v_int(user_rid)), &hash, 1);

    *stored = rc == RC_OK ? hash.s : (struct str){NULL, 0};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc pin_set(struct call *call, int64_t user_rid, struct str stored)
{
    if (stored.n == 0)
        return write(call, SQL("DELETE FROM pin WHERE user = ?1"), BIND(v_int(user_rid)));
    return write(call,
                 SQL("INSERT INTO pin (user, hash) VALUES (?1, ?2) "
                     "ON CONFLICT (user) DO UPDATE SET hash = excluded.hash"),
                 BIND(v_int(user_rid), v_bytes(stored)));
}

enum rc step_use(struct call *call, int64_t user_rid, int64_t step, bool *fresh)
{
    enum rc rc = write(call,
                       SQL("INSERT INTO step (user, last) VALUES (?1, ?2) ON CONFLICT (user) DO "
                           "UPDATE SET last = excluded.last WHERE last < excluded.last"),
                       BIND(v_int(user_rid), v_int(step)));

    *fresh = rc == RC_OK && db_changed(call->store->db) == 1;
    return rc;
}
