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
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db, sql, binds);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc session_begin(struct call *call, int64_t user_rid, struct str *token)
{
    unsigned char bytes[TOKEN_BYTES];
    struct token_hash hash;

    call->os->random(call->os->data, bytes, sizeof bytes);
    struct str made = str_hex(call->arena, str_bytes(bytes, sizeof bytes));
    if (made.p == NULL)
        return fail_memory(call);
    enum rc rc =
        write(call, SQL("DELETE FROM session WHERE made < ?1 OR seen < ?2"),
              BIND(v_int(call->now_ms - SESSION_MAX_MS), v_int(call->now_ms - SESSION_IDLE_MS)));
    if (rc == RC_OK)
        rc = write(call,
                   SQL("INSERT INTO session (token, user, made, seen) VALUES (?1, ?2, ?3, ?3)"),
                   BIND(hash_of(made, &hash), v_int(user_rid), v_int(call->now_ms)));
    if (rc == RC_OK)
        *token = made;
    return rc;
}

enum rc session_find(struct call *call, struct str token, struct actor **out)
{
    struct token_hash hash;
    struct value row[3];

    *out = NULL;
    enum rc rc =
        db_one(call, call->store->db, SQL("SELECT user, made, seen FROM session WHERE token = ?1"),
               BIND(hash_of(token, &hash)), row, 3);
    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (rc != RC_OK)
        return rc;
    if (call->now_ms - row[1].i > SESSION_MAX_MS || call->now_ms - row[2].i > SESSION_IDLE_MS)
        return RC_OK;
    if (call->now_ms - row[2].i > SESSION_SEEN_MS)
        rc = write(call, SQL("UPDATE session SET seen = ?2 WHERE token = ?1"),
                   BIND(hash_of(token, &hash), v_int(call->now_ms)));
    if (rc == RC_OK)
        rc = actor_load(call, row[0].i, out);
    if (rc == RC_SIGN_IN) { /* the account was closed while she was signed in */
        call_forgive(call);
        *out = NULL;
        return RC_OK;
    }
    return rc;
}

enum rc session_end(struct call *call, struct str token)
{
    struct token_hash hash;

    return write(call, SQL("DELETE FROM session WHERE token = ?1"), BIND(hash_of(token, &hash)));
}

enum rc session_end_all(struct call *call, int64_t user_rid)
{
    return write(call, SQL("DELETE FROM session WHERE user = ?1"), BIND(v_int(user_rid)));
}
