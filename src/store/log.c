/* log.c - see log.h; the bytes are described in doc/formats.md, "Log". */
#include "store/log.h"

#include "base/cbor.h"
#include "store/entry.h"

struct subject_key {
    struct id id;
    int64_t rid;
    unsigned char key[CRYPT_KEY];
};

/* Kept in secret memory: it holds the keys of the subjects met last. */
struct log {
    struct db *db;
    struct log_keys keys;
    int64_t undone; /* txn_undone() when the cache was right */
    size_t next;    /* the place that the next key takes */
    struct subject_key cache[LOG_SUBJECTS_CACHED];
};

enum rc log_open(struct call *call, struct db *db, const struct log_keys *keys, struct log **out)
{
    struct log *log = crypt_secret_new(sizeof *log);

    if (log == NULL)
        return fail_memory(call);
    log->db = db;
    log->keys = *keys;
    *out = log;
    return RC_OK;
}

void log_close(struct log *log)
{
    crypt_secret_free(log);
}

/* ---- subjects and their keys ---- */

static struct str subject_context(struct call *call, const struct id *subject)
{
    struct buf context;

    buf_init(&context, call->arena, 64);
    buf_z(&context, "khetane/subject/1");
    buf_char(&context, '\0');
    buf_add(&context, id_str(subject));
    return buf_str(&context);
}

/* A subject made in a transaction that was taken back was never made: its key and rid are void. */
static void forget_undone(struct log *log)
{
    if (log->undone != txn_undone(log->db))
        crypt_wipe(log->cache, sizeof log->cache);
    log->undone = txn_undone(log->db);
}

static struct subject_key *cached(struct log *log, const struct id *subject)
{
    forget_undone(log);
    for (size_t i = 0; i < LOG_SUBJECTS_CACHED; i++)
        if (log->cache[i].rid != 0 && id_eq(&log->cache[i].id, subject))
            return &log->cache[i];
    return NULL;
}

static struct subject_key *cache_place(struct log *log, const struct id *subject, int64_t rid)
{
    struct subject_key *place = &log->cache[log->next++ % LOG_SUBJECTS_CACHED];

    place->id = *subject;
    place->rid = rid;
    return place;
}

static enum rc make_subject(struct call *call, struct log *log, const struct id *subject,
                            struct subject_key **out)
{
    struct subject_key *place = cache_place(log, subject, 0);
    unsigned char wrapped[CRYPT_KEY + CRYPT_SEAL_EXTRA];
    struct str context = subject_context(call, subject);

    if (context.p == NULL)
        return fail_memory(call);
    call->os->random(call->os->data, place->key, sizeof place->key);
    crypt_seal(call->os, log->keys.wrap, context, str_bytes(place->key, CRYPT_KEY), wrapped);
    enum rc rc = db_run(call, log->db, SQL("INSERT INTO subject (id, key) VALUES (?1, ?2)"),
                        BIND(id_value(subject), v_bytes(str_bytes(wrapped, sizeof wrapped))));
    if (rc != RC_OK)
        return rc;
    place->rid = db_last_rid(log->db);
    *out = place;
    return RC_OK;
}

static enum rc unwrap(struct call *call, struct log *log, const struct id *subject,
                      const struct value row[3], struct subject_key **out)
{
    struct str context = subject_context(call, subject);

    if (context.p == NULL)
        return fail_memory(call);
    struct subject_key *place = cache_place(log, subject, 0);
    if (row[1].s.n != CRYPT_KEY + CRYPT_SEAL_EXTRA ||
        !crypt_open(log->keys.wrap, context, row[1].s, place->key))
        return fail(call, RC_CORRUPT, "subject",
                    "The key of a subject (row %lld) cannot be opened: it is damaged.",
                    (long long)row[0].i);
    place->rid = row[0].i;
    *out = place;
    return RC_OK;
}

/* The subject's key; *out is NULL when it was erased. make: a new one gets a key. */
static enum rc find_key(struct call *call, struct log *log, const struct id *subject, bool make,
                        struct subject_key **out)
{
    struct value row[3];

    *out = cached(log, subject);
    if (*out != NULL)
        return RC_OK;
    enum rc rc = db_one(call, log->db, SQL("SELECT rid, key, erased FROM subject WHERE id = ?1"),
                        BIND(id_value(subject)), row, 3);
    if (rc == RC_NOT_FOUND && make)
        return make_subject(call, log, subject, out);
    if (rc == RC_NOT_FOUND)
        return fail(call, RC_CORRUPT, "subject", "The log names a subject that is not there.");
    if (rc != RC_OK || row[1].type == V_NULL)
        return rc;
    return unwrap(call, log, subject, row, out);
}

enum rc log_subject(struct call *call, struct log *log, const struct id *subject, int64_t *rid)
{
    struct subject_key *key;
    enum rc rc = find_key(call, log, subject, true, &key);

    if (rc != RC_OK)
        return rc;
    if (key == NULL)
        return fail(call, RC_CONFLICT, "subject", "This record has been erased for good.");
    *rid = key->rid;
    return RC_OK;
}

enum rc log_erase_subject(struct call *call, struct log *log, const struct id *subject, day on)
{
    struct subject_key *key = cached(log, subject);

    if (key != NULL)
        crypt_wipe(key, sizeof *key);
    enum rc rc = db_run(call, log->db,
                        SQL("DELETE FROM part WHERE subject = (SELECT rid FROM subject WHERE id = "
                            "?1)"),
                        BIND(id_value(subject)));
    return rc != RC_OK ? rc
                       : db_run(call, log->db,
                                SQL("INSERT INTO subject (id, key, erased) VALUES (?1, NULL, ?2) "
                                    "ON CONFLICT (id) DO UPDATE SET key = NULL, "
                                    "erased = coalesce(erased, excluded.erased)"),
                                BIND(id_value(subject), v_int(on)));
}

enum rc log_subject_erased(struct call *call, struct log *log, const struct id *subject, bool *out)
{
    struct value erased;
    enum rc rc = db_one(call, log->db, SQL("SELECT erased FROM subject WHERE id = ?1"),
                        BIND(id_value(subject)), &erased, 1);

    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    *out = rc == RC_OK && erased.type != V_NULL;
    return RC_OK;
}

/* ---- parts ---- */

static enum rc seal_part(struct call *call, struct log *log, const struct log_entry *entry,
                         size_t n, struct str *cipher, int64_t *subject)
{
    const struct log_part *part = &entry->parts[n];
    struct subject_key *key;
    enum rc rc = find_key(call, log, &part->subject, true, &key);

    if (rc != RC_OK)
        return rc;
    if (key == NULL)
        return fail(call, RC_CONFLICT, "subject", "This record has been erased for good.");
    if (part->plain.n > LOG_PART_MAX)
        return fail(call, RC_LIMIT, "change", "One change may hold %d KiB about one subject.",
                    LOG_PART_MAX >> 10);
    struct str context = entry_part_context(call, entry, n);
    char *out = arena_alloc(call->arena, part->plain.n + CRYPT_SEAL_EXTRA);
    if (context.p == NULL || out == NULL)
        return fail_memory(call);
    crypt_seal(call->os, key->key, context, part->plain, out);
    *cipher = str_bytes(out, part->plain.n + CRYPT_SEAL_EXTRA);
    *subject = key->rid;
    return RC_OK;
}

static enum rc open_part(struct call *call, struct log *log, const struct log_entry *entry,
                         size_t n, struct str cipher, struct log_part *out)
{
    struct subject_key *key;
    enum rc rc = find_key(call, log, &out->subject, false, &key);

    if (rc != RC_OK || key == NULL)
        return rc;
    struct str context = entry_part_context(call, entry, n);
    size_t size = cipher.n < CRYPT_SEAL_EXTRA ? 0 : cipher.n - CRYPT_SEAL_EXTRA;
    char *plain = arena_alloc(call->arena, size + 1);
    if (context.p == NULL || plain == NULL)
        return fail_memory(call);
    if (cipher.n < CRYPT_SEAL_EXTRA || !crypt_open(key->key, context, cipher, plain))
        return fail(call, RC_CORRUPT, "log", "Entry %llu of the log: part %zu cannot be opened.",
                    (unsigned long long)entry->seq, n + 1);
    out->plain = str_bytes(plain, size);
    return RC_OK;
}

/* ---- appending ---- */

struct chain {
    int64_t rid;
    uint64_t seq;
    struct str head;
    hybrid_time time;
};

static enum rc last_time(struct call *call, struct log *log, struct chain *chain)
{
    struct value time;
    enum rc rc = db_one(call, log->db, SQL("SELECT time FROM entry ORDER BY rid DESC LIMIT 1"),
                        NO_BINDS, &time, 1);

    if (rc == RC_OK)
        chain->time = (hybrid_time)time.i;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc begin_chain(struct call *call, struct log *log, struct chain *chain)
{
    static const unsigned char none[CRYPT_HASH];

    chain->seq = 0;
    chain->head = str_bytes(none, sizeof none);
    enum rc rc =
        db_run(call, log->db,
               SQL("INSERT INTO chain (node, incarnation, public_key, seq, head) "
                   "VALUES (?1, ?2, ?3, 0, ?4)"),
               BIND(id_value(&log->keys.node), id_value(&log->keys.incarnation),
                    v_bytes(str_bytes(log->keys.public, CRYPT_PUBLIC)), v_bytes(chain->head)));
    chain->rid = db_last_rid(log->db);
    return rc;
}

static enum rc own_chain(struct call *call, struct log *log, struct chain *out)
{
    struct value row[3];
    enum rc rc = last_time(call, log, out);

    if (rc != RC_OK)
        return rc;
    rc = db_one(call, log->db,
                SQL("SELECT rid, seq, head FROM chain WHERE node = ?1 AND incarnation = ?2"),
                BIND(id_value(&log->keys.node), id_value(&log->keys.incarnation)), row, 3);
    if (rc == RC_NOT_FOUND)
        return begin_chain(call, log, out);
    if (rc != RC_OK)
        return rc;
    out->rid = row[0].i;
    out->seq = (uint64_t)row[1].i;
    out->head = row[2].s;
    return RC_OK;
}

enum rc log_head(struct call *call, struct log *log, char out[static LOG_HEAD_CODE])
{
    struct value head;
    enum rc rc =
        db_one(call, log->db, SQL("SELECT head FROM chain WHERE node = ?1 AND incarnation = ?2"),
               BIND(id_value(&log->keys.node), id_value(&log->keys.incarnation)), &head, 1);

    if (rc == RC_OK)
        log_head_code((const unsigned char *)head.s.p, out);
    return rc;
}

static hybrid_time tick(struct call *call, hybrid_time last)
{
    hybrid_time now = (hybrid_time)call->now_ms << 16;

    return now > last ? now : last + 1;
}

static enum rc write_entry(struct call *call, struct log *log, const struct chain *chain,
                           struct log_entry *entry, struct entry_bytes bytes)
{
    enum rc rc =
        db_run(call, log->db,
               SQL("INSERT INTO entry (chain, seq, change, time, header, signature) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
               BIND(v_int(chain->rid), v_int((int64_t)entry->seq), id_value(&entry->change),
                    v_int((int64_t)entry->time), v_bytes(bytes.header), v_bytes(bytes.signature)));

    entry->rid = db_last_rid(log->db);
    return rc != RC_OK
               ? rc
               : db_run(call, log->db, SQL("UPDATE chain SET seq = ?2, head = ?3 WHERE rid = ?1"),
                        BIND(v_int(chain->rid), v_int((int64_t)entry->seq),
                             v_bytes(str_bytes(bytes.hash, CRYPT_HASH))));
}

enum rc log_append(struct call *call, struct log *log, struct log_entry *entry)
{
    struct chain chain = {0};
    struct str *ciphers = arena_array(call->arena, entry->n, sizeof *ciphers);
    int64_t *subjects = arena_array(call->arena, entry->n, sizeof *subjects);
    struct entry_bytes bytes;

    if (ciphers == NULL || subjects == NULL)
        return fail_memory(call);
    if (entry->n > LOG_PARTS_MAX)
        return fail(call, RC_LIMIT, "change", "One change may touch %d subjects.", LOG_PARTS_MAX);
    enum rc rc = own_chain(call, log, &chain);
    if (rc != RC_OK)
        return rc;
    entry->node = log->keys.node;
    entry->incarnation = log->keys.incarnation;
    entry->seq = chain.seq + 1;
    entry->time = tick(call, chain.time);
    for (size_t i = 0; i < entry->n && rc == RC_OK; i++)
        rc = seal_part(call, log, entry, i, &ciphers[i], &subjects[i]);
    if (rc == RC_OK)
        rc = entry_make(call, entry, ciphers, chain.head, &log->keys, &bytes);
    if (rc == RC_OK)
        rc = write_entry(call, log, &chain, entry, bytes);
    for (size_t i = 0; i < entry->n && rc == RC_OK; i++)
        rc = db_run(
            call, log->db, SQL("INSERT INTO part (rid, subject, cipher) VALUES (?1, ?2, ?3)"),
            BIND(v_int(entry->rid * 256 + (int64_t)i), v_int(subjects[i]), v_bytes(ciphers[i])));
    return rc;
}

/* ---- reading ---- */

static enum rc open_parts(struct call *call, struct log *log, struct log_entry *entry)
{
    struct log_part *parts = (struct log_part *)(uintptr_t)entry->parts;
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, log->db, SQL("SELECT rid, cipher FROM part WHERE rid BETWEEN ?1 AND ?2"),
                  BIND(v_int(entry->rid * 256), v_int(entry->rid * 256 + 255)), &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        size_t n = (size_t)(row_int(&rows, 0) - entry->rid * 256);
        if (n >= entry->n)
            return fail(call, RC_CORRUPT, "log", "Entry %llu of the log has a part too many.",
                        (unsigned long long)entry->seq);
        rc = open_part(call, log, entry, n, row_bytes(&rows, 1), &parts[n]);
    }
    return rc;
}

static enum rc read_entry(struct call *call, struct log *log, int64_t rid, struct str header,
                          struct log_entry *out)
{
    struct entry_read read;
    struct str copy = str_dup(call->arena, header);

    if (copy.p == NULL)
        return fail_memory(call);
    enum rc rc = entry_read(call, copy, &read);
    if (rc != RC_OK)
        return rc;
    *out = read.entry;
    out->rid = rid;
    return open_parts(call, log, out);
}

enum rc log_newest(struct call *call, const struct log *log, int64_t *rid)
{
    struct value newest;
    enum rc rc = db_one(call, log->db, SQL("SELECT max(rid) FROM entry"), NO_BINDS, &newest, 1);

    if (rc == RC_OK)
        *rid = newest.type == V_INT ? newest.i : 0;
    return rc;
}

enum rc log_find(struct call *call, struct log *log, const struct id *change, struct log_entry *out)
{
    struct value row[2];
    enum rc rc = db_one(call, log->db, SQL("SELECT rid, header FROM entry WHERE change = ?1"),
                        BIND(id_value(change)), row, 2);

    return rc != RC_OK ? rc : read_entry(call, log, row[0].i, row[1].s, out);
}

typedef enum rc each_entry(struct call *call, void *arg, const struct log_entry *entry);

static enum rc each_row(struct call *call, struct log *log, struct rows *rows, each_entry *each,
                        void *arg)
{
    struct call_loop loop;
    enum rc rc = RC_OK;

    call_loop_begin(call, &loop);
    while (rc == RC_OK && rows_next(call, rows, &rc)) {
        struct log_entry entry;
        rc = read_entry(call, log, row_int(rows, 0), row_bytes(rows, 1), &entry);
        if (rc == RC_OK)
            rc = each(call, arg, &entry);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

enum rc log_each(struct call *call, struct log *log, int64_t after, each_entry *each, void *arg)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, log->db, SQL("SELECT rid, header FROM entry WHERE rid > ?1 ORDER BY rid"),
                  BIND(v_int(after)), &rows);

    return rc != RC_OK ? rc : each_row(call, log, &rows, each, arg);
}

enum rc log_of_subject(struct call *call, struct log *log, const struct id *subject,
                       each_entry *each, void *arg)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, log->db,
                  SQL("SELECT rid, header FROM entry WHERE rid IN (SELECT rid / 256 FROM part "
                      "WHERE subject = (SELECT rid FROM subject WHERE id = ?1)) "
                      "ORDER BY rid DESC"),
                  BIND(id_value(subject)), &rows);

    return rc != RC_OK ? rc : each_row(call, log, &rows, each, arg);
}
