/* guess.c - see guess.h. */
#include "model/guess.h"

#include "base/text.h"
#include "store/store.h"

struct who {
    unsigned char b[CRYPT_HASH];
};

/* Capitals and marks do not make a name another one. */
static struct value account_of(struct call *call, const struct guess *guess, struct who *who)
{
    struct str folded = text_fold(call->arena, guess->login);

    crypt_hash("khetane/guess/account/1", folded.p == NULL ? guess->login : folded, who->b);
    return v_bytes(str_bytes(who->b, sizeof who->b));
}

static struct value source_of(const struct guess *guess, struct who *who)
{
    crypt_hash("khetane/guess/source/1", guess->source, who->b);
    return v_bytes(str_bytes(who->b, sizeof who->b));
}

int64_t guess_pause_s(int64_t failures)
{
    enum { DOUBLINGS = 6 }; /* 64 s are past the maximum */
    int64_t n = failures - GUESS_FREE;

    if (n < 0)
        return 0;
    int64_t pause_s = (int64_t)1 << (n < DOUBLINGS ? n : DOUBLINGS);
    return pause_s < GUESS_PAUSE_S_MAX ? pause_s : GUESS_PAUSE_S_MAX;
}

struct row {
    int64_t failures, first_ms, until_ms;
};

static enum rc look(struct call *call, struct value who, struct row *out)
{
    struct value row[3];
    enum rc rc =
        db_one(call, call->store->db,
               SQL("SELECT failures, first, until FROM guess WHERE who = ?1"), BIND(who), row, 3);

    *out = (struct row){0};
    if (rc == RC_OK)
        *out = (struct row){row[0].i, row[1].i, row[2].i};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc put(struct call *call, struct value who, const struct row *row)
{
    if (row->failures <= 0)
        return db_run(call, call->store->db, SQL("DELETE FROM guess WHERE who = ?1"), BIND(who));
    return db_run(call, call->store->db,
                  SQL("INSERT INTO guess (who, failures, first, last, until) VALUES (?1, ?2, ?3, "
                      "?4, ?5) ON CONFLICT (who) DO UPDATE SET failures = excluded.failures, first "
                      "= excluded.first, last = excluded.last, until = excluded.until"),
                  BIND(who, v_int(row->failures), v_int(row->first_ms), v_int(call->now_ms),
                       v_int(row->until_ms)));
}

static int64_t seconds_until(const struct call *call, int64_t until_ms)
{
    return until_ms <= call->now_ms ? 0 : (until_ms - call->now_ms + 999) / 1000;
}

static struct guess_verdict judge(const struct call *call, const struct row *account)
{
    return (struct guess_verdict){.wait_s = seconds_until(call, account->until_ms),
                                  .closed = account->failures >= GUESS_CLOSED};
}

/* The hour of a source begins with its first failure. */
static void open_hour(const struct call *call, struct row *source)
{
    if (call->now_ms - source->first_ms > GUESS_SOURCE_MS || source->first_ms > call->now_ms)
        *source = (struct row){.first_ms = call->now_ms};
}

static enum rc count_source(struct call *call, const struct guess *guess, struct guess_verdict *out)
{
    struct row row;
    struct who who;
    struct value key = source_of(guess, &who);
    enum rc rc = guess->source.n == 0 ? RC_OK : look(call, key, &row);

    if (rc != RC_OK || guess->source.n == 0)
        return rc;
    open_hour(call, &row);
    if (row.failures >= GUESS_SOURCE) {
        out->wait_s = seconds_until(call, row.first_ms + GUESS_SOURCE_MS);
        return RC_OK;
    }
    row.failures++;
    return put(call, key, &row);
}

static enum rc count_account(struct call *call, const struct guess *guess)
{
    struct row row;
    struct who who;
    struct value key = account_of(call, guess, &who);
    enum rc rc = look(call, key, &row);

    if (rc != RC_OK)
        return rc;
    if (row.failures++ == 0)
        row.first_ms = call->now_ms;
    row.until_ms = call->now_ms + guess_pause_s(row.failures) * 1000;
    return put(call, key, &row);
}

/* Nobody can fill the disk with names; what is oldest and not closed goes first. */
static enum rc keep_small(struct call *call)
{
    return db_run(call, call->store->db,
                  SQL("DELETE FROM guess WHERE who IN (SELECT who FROM guess WHERE failures < ?1 "
                      "ORDER BY last DESC LIMIT -1 OFFSET ?2)"),
                  BIND(v_int(GUESS_CLOSED), v_int(GUESS_ROWS_MAX)));
}

enum rc guess_begin(struct call *call, const struct guess *guess, struct guess_verdict *out)
{
    struct txn txn CLEANUP(txn_end) = {0};
    struct row row;
    struct who who;
    enum rc rc = txn_begin(call, call->store->db, &txn);

    *out = (struct guess_verdict){0};
    if (rc == RC_OK)
        rc = look(call, account_of(call, guess, &who), &row);
    if (rc != RC_OK)
        return rc;
    *out = judge(call, &row);
    if (out->wait_s != 0 || out->closed)
        return RC_OK;
    rc = count_source(call, guess, out);
    if (rc == RC_OK && out->wait_s == 0)
        rc = count_account(call, guess);
    if (rc == RC_OK)
        rc = keep_small(call);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc less(struct call *call, struct value who)
{
    struct row row;
    enum rc rc = look(call, who, &row);

    row.failures--;
    row.until_ms = 0; /* it was no wrong guess, so that no pause follows */
    return rc == RC_OK ? put(call, who, &row) : rc;
}

static enum rc take_back(struct call *call, const struct guess *guess)
{
    struct who who;
    enum rc rc = less(call, account_of(call, guess, &who));

    return rc == RC_OK && guess->source.n != 0 ? less(call, source_of(guess, &who)) : rc;
}

enum rc guess_undo(struct call *call, const struct guess *guess)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = take_back(call, guess);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc guess_passed(struct call *call, const struct guess *guess, struct guess_news *out)
{
    struct txn txn CLEANUP(txn_end) = {0};
    struct row row, none = {0};
    struct who who;
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = take_back(call, guess);
    if (rc == RC_OK)
        rc = look(call, account_of(call, guess, &who), &row);
    if (rc != RC_OK)
        return rc;
    *out = (struct guess_news){row.failures, row.first_ms};
    rc = put(call, account_of(call, guess, &who), &none);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc guess_forget(struct call *call, struct str login)
{
    const struct guess guess = {.login = login};
    struct txn txn CLEANUP(txn_end) = {0};
    struct row none = {0};
    struct who who;
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = put(call, account_of(call, &guess, &who), &none);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc guess_look(struct call *call, struct str login, struct guess_verdict *out)
{
    const struct guess guess = {.login = login};
    struct row row;
    struct who who;
    enum rc rc = look(call, account_of(call, &guess, &who), &row);

    if (rc == RC_OK)
        *out = judge(call, &row);
    return rc;
}
