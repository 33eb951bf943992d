/* verify.c - log_verify() of log.h: reads the whole log once and names the first bad entry. */
#include "base/lang.h"
#include "store/entry.h"
#include "store/log_cut.h"

enum { CHAINS_MAX = 4096 };

struct chain_state {
    int64_t rid;
    struct id node, incarnation;
    unsigned char public[CRYPT_PUBLIC];
    unsigned char head[CRYPT_HASH]; /* of the entry read last; zeros before the first */
    uint64_t seq;
    uint64_t cut_seq;    /* of the last entry that was forgotten; 0: none was */
    uint64_t stored_seq; /* as the chain's row says */
    unsigned char stored_head[CRYPT_HASH];
};

struct verify {
    struct call *call;
    struct db *db;
    enum log_depth depth;
    struct chain_state *chains;
    size_t n;
    struct rows parts; /* runs along with the entries: both ascend */
    bool part_left;
    struct log_report report;
    const struct progress *progress;
    int64_t total; /* entries */
};

static enum rc bad(struct verify *v, const struct chain_state *chain, uint64_t seq,
                   const char *what)
{
    struct str node = str_hex(v->call->arena, str_cut(id_str(&chain->node), 0, 4));

    return fail(v->call, RC_CORRUPT, "log", "Entry %llu of chain %s: %s", (unsigned long long)seq,
                node.p == NULL ? "" : node.p, lang_text(v->call->lang, what));
}

/* A chain whose oldest entries were forgotten begins where a signed statement says. */
static enum rc load_cuts(struct verify *v)
{
    for (size_t i = 0; i < v->n; i++) {
        struct chain_state *chain = &v->chains[i];
        struct log_cut cut = {.node = chain->node, .incarnation = chain->incarnation};
        enum rc rc = log_cut_get(v->call, v->db, chain->rid, chain->public, &cut);
        if (rc == RC_NOT_FOUND)
            continue;
        if (rc != RC_OK)
            return rc;
        chain->seq = chain->cut_seq = cut.seq;
        memcpy(chain->head, cut.hash, CRYPT_HASH);
    }
    return RC_OK;
}

static enum rc load_chains(struct verify *v)
{
    struct rows rows CLEANUP(rows_end) = {0};
    size_t room = 0;
    enum rc rc = rows_open(v->call, v->db,
                           SQL("SELECT rid, node, incarnation, public_key, seq, head FROM chain "
                               "ORDER BY rid"),
                           NO_BINDS, &rows);

    while (rc == RC_OK && rows_next(v->call, &rows, &rc)) {
        struct str key = row_bytes(&rows, 3), head = row_bytes(&rows, 5);
        if (v->n == CHAINS_MAX || !arena_grow(v->call->arena, &v->chains, v->n, &room))
            return fail_memory(v->call);
        struct chain_state *chain = &v->chains[v->n++];
        *chain = (struct chain_state){.rid = row_int(&rows, 0),
                                      .stored_seq = (uint64_t)row_int(&rows, 4)};
        if (!id_of(row_bytes(&rows, 1), &chain->node) ||
            !id_of(row_bytes(&rows, 2), &chain->incarnation) || key.n != CRYPT_PUBLIC ||
            head.n != CRYPT_HASH)
            return bad(v, chain, 0, "the row of the chain is damaged.");
        memcpy(chain->public, key.p, key.n);
        memcpy(chain->stored_head, head.p, head.n);
    }
    return rc;
}

static struct chain_state *chain_of(struct verify *v, int64_t rid)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->chains[i].rid == rid)
            return &v->chains[i];
    return NULL;
}

/* ---- parts ---- */

static enum rc next_part(struct verify *v)
{
    enum rc rc = RC_OK;

    v->part_left = rows_next(v->call, &v->parts, &rc);
    return rc;
}

/* A part may only be gone when its subject was erased. */
static enum rc check_erased(struct verify *v, const struct chain_state *chain,
                            const struct entry_read *read, size_t n)
{
    struct value erased;
    enum rc rc = db_one(v->call, v->db, SQL("SELECT erased FROM subject WHERE id = ?1"),
                        BIND(id_value(&read->entry.parts[n].subject)), &erased, 1);

    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    if (rc == RC_OK && erased.type == V_INT) {
        v->report.erased_parts++;
        return RC_OK;
    }
    return bad(v, chain, read->entry.seq, "a part of it is missing, and nobody erased it.");
}

static enum rc check_part(struct verify *v, const struct chain_state *chain,
                          const struct entry_read *read, size_t n)
{
    unsigned char hash[CRYPT_HASH];

    entry_part_hash(row_bytes(&v->parts, 1), hash);
    if (memcmp(hash, read->hashes[n].p, sizeof hash) != 0)
        return bad(v, chain, read->entry.seq, "the content of a part was changed.");
    v->report.parts++;
    return next_part(v);
}

static enum rc check_parts(struct verify *v, const struct chain_state *chain,
                           const struct entry_read *read, int64_t rid)
{
    enum rc rc = RC_OK;

    if (v->part_left && row_int(&v->parts, 0) < rid * 256)
        return bad(v, chain, read->entry.seq,
                   "there is a part before it that belongs to no entry.");
    for (size_t n = 0; n < read->entry.n && rc == RC_OK; n++)
        if (v->part_left && row_int(&v->parts, 0) == rid * 256 + (int64_t)n)
            rc = check_part(v, chain, read, n);
        else
            rc = check_erased(v, chain, read, n);
    if (rc == RC_OK && v->part_left && row_int(&v->parts, 0) <= rid * 256 + 255)
        return bad(v, chain, read->entry.seq, "it has a part too many.");
    return rc;
}

/* ---- headers ---- */

enum { COL_RID, COL_CHAIN, COL_SEQ, COL_CHANGE, COL_TIME, COL_HEADER, COL_SIGNATURE };

static enum rc check_columns(struct verify *v, const struct chain_state *chain,
                             const struct entry_read *read, const struct rows *row)
{
    if (!id_eq(&read->entry.node, &chain->node) ||
        !id_eq(&read->entry.incarnation, &chain->incarnation) ||
        (uint64_t)row_int(row, COL_SEQ) != read->entry.seq ||
        (hybrid_time)row_int(row, COL_TIME) != read->entry.time ||
        !str_eq(row_bytes(row, COL_CHANGE), id_str(&read->entry.change)))
        return bad(v, chain, read->entry.seq, "its row does not say what its header says.");
    if (read->entry.seq == 1 && !str_eq(read->public_key, str_bytes(chain->public, CRYPT_PUBLIC)))
        return bad(v, chain, 1, "the chain's public key was changed.");
    return RC_OK;
}

static enum rc check_signature(struct verify *v, const struct chain_state *chain, uint64_t seq,
                               const unsigned char hash[CRYPT_HASH], struct str signature)
{
    if (signature.n != CRYPT_SIGNATURE)
        return bad(v, chain, seq, "its signature is damaged.");
    if (v->depth < LOG_SIGNATURES)
        return RC_OK;
    if (!crypt_signed(chain->public, hash, (const unsigned char *)signature.p))
        return bad(v, chain, seq, "its header or its signature was changed.");
    return RC_OK;
}

static enum rc check_entry(struct verify *v, const struct rows *row)
{
    struct chain_state *chain = chain_of(v, row_int(row, COL_CHAIN));
    struct str header = row_bytes(row, COL_HEADER);
    uint64_t expected = chain == NULL ? 0 : chain->seq + 1;
    unsigned char hash[CRYPT_HASH];
    struct entry_read read;

    if (chain == NULL)
        return fail(v->call, RC_CORRUPT, "log", "Row %lld of the log belongs to no chain.",
                    (long long)row_int(row, COL_RID));
    entry_hash(header, hash);
    enum rc rc = check_signature(v, chain, expected, hash, row_bytes(row, COL_SIGNATURE));
    if (rc != RC_OK)
        return rc;
    if (entry_read(v->call, header, &read) != RC_OK) {
        if (v->call->error.rc == RC_NEWER)
            return RC_NEWER;
        call_forgive(v->call);
        return bad(v, chain, expected, "its header cannot be read.");
    }
    if (read.entry.seq != expected)
        return bad(v, chain, expected, "it is missing or stands in another place.");
    if (!str_eq(read.previous, str_bytes(chain->head, CRYPT_HASH)))
        return bad(v, chain, expected,
                   "it does not follow the entry before it, or that was "
                   "changed.");
    rc = check_columns(v, chain, &read, row);
    if (rc == RC_OK && v->depth >= LOG_PARTS)
        rc = check_parts(v, chain, &read, row_int(row, COL_RID));
    chain->seq = expected;
    memcpy(chain->head, hash, sizeof hash);
    v->report.entries++;
    return rc;
}

static enum rc check_entries(struct verify *v)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct call_loop loop;
    enum rc rc = rows_open(v->call, v->db,
                           SQL("SELECT rid, chain, seq, change, time, header, signature "
                               "FROM entry ORDER BY rid"),
                           NO_BINDS, &rows);

    call_loop_begin(v->call, &loop);
    while (rc == RC_OK && rows_next(v->call, &rows, &rc)) {
        rc = check_entry(v, &rows);
        progress_tell(v->progress, (int64_t)v->report.entries, v->total);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(v->call, &loop);
    return rc;
}

/* The end of each chain must be where its row says: else its last entries were cut off. */
static enum rc check_heads(struct verify *v)
{
    for (size_t i = 0; i < v->n; i++) {
        const struct chain_state *chain = &v->chains[i];
        if (chain->seq != chain->stored_seq)
            return bad(v, chain, chain->seq + 1, "it is missing at the end of the chain.");
        if (memcmp(chain->head, chain->stored_head, CRYPT_HASH) != 0)
            return bad(v, chain, chain->seq, "it is not the one that the chain ends with.");
    }
    v->report.chains = v->n;
    if (v->n != 0)
        log_head_code(v->chains[v->n - 1].head, v->report.head);
    return RC_OK;
}

/* As the chains' rows say. */
static int64_t entries_of(const struct verify *v)
{
    int64_t n = 0;

    for (size_t i = 0; i < v->n; i++)
        n += (int64_t)(v->chains[i].stored_seq - v->chains[i].cut_seq);
    return n;
}

static enum rc verify(struct verify *v)
{
    enum rc rc = load_chains(v);

    if (rc == RC_OK)
        rc = load_cuts(v);
    v->total = entries_of(v);

    if (rc == RC_OK && v->depth >= LOG_PARTS) {
        rc = rows_open(v->call, v->db, SQL("SELECT rid, cipher FROM part ORDER BY rid"), NO_BINDS,
                       &v->parts);
        if (rc == RC_OK)
            rc = next_part(v);
    }
    if (rc == RC_OK)
        rc = check_entries(v);
    rows_end(&v->parts);
    if (rc == RC_OK)
        rc = check_heads(v);
    if (rc == RC_OK && v->part_left)
        rc = fail(v->call, RC_CORRUPT, "log", "The log ends with a part that belongs to no entry.");
    return rc;
}

enum rc log_verify_told(struct call *call, struct db *db, enum log_depth depth,
                        const struct progress *progress, struct log_report *out)
{
    struct verify v = {.call = call, .db = db, .depth = depth, .progress = progress};
    enum rc rc = verify(&v);

    *out = v.report;
    return rc;
}

enum rc log_verify(struct call *call, struct db *db, enum log_depth depth, struct log_report *out)
{
    return log_verify_told(call, db, depth, NULL, out);
}

void log_head_code(const unsigned char hash[static CRYPT_HASH], char out[static LOG_HEAD_CODE])
{
    size_t at = 0;

    for (size_t i = 0; i < 5; i++) {
        unsigned n = ((unsigned)hash[2 * i] << 8 | hash[2 * i + 1]) % 10000;
        if (i != 0)
            out[at++] = '-';
        for (unsigned unit = 1000; unit != 0; unit /= 10)
            out[at++] = (char)('0' + n / unit % 10);
    }
    out[at] = '\0';
}
