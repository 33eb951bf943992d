/* db.c - see db.h. The only file that sees SQLite. */
#include "store/db.h"

#include <assert.h>
#include <sqlite3.h>

#include "base/file.h"

enum { BUCKETS = 512, RAW_KEY_TEXT = 4 + 2 * DB_KEY_SIZE + 1 };

struct db_statement {
    struct db_statement *next; /* in its bucket */
    sqlite3_stmt *stmt;
    const char *text; /* SQLite's copy */
    uint64_t hash;
    bool used;   /* somebody is stepping it */
    bool cached; /* else it is finalised after use */
};

struct db {
    sqlite3 *handle;
    const struct os *os;
    int lock; /* a handle of os; -1: none */
    bool writing, relaxed;
    int64_t deadline_us; /* 0: none */
    int64_t undone;      /* transactions and steps taken back */
    size_t statements;
    struct db_statement *buckets[BUCKETS];
};

static enum rc rc_of(int code)
{
    if (code == SQLITE_IOERR_NOMEM)
        return RC_MEMORY;
    switch (code & 0xFF) {
    case SQLITE_NOTADB: return RC_LOCKED;
    case SQLITE_CORRUPT: return RC_CORRUPT;
    case SQLITE_FULL: return RC_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return RC_BUSY;
    case SQLITE_NOMEM: return RC_MEMORY;
    case SQLITE_INTERRUPT: return RC_LIMIT;
    case SQLITE_CONSTRAINT: return RC_CONFLICT;
    default: return RC_IO;
    }
}

static enum rc db_fail(struct call *call, struct db *db, const char *doing)
{
    int code = sqlite3_extended_errcode(db->handle);
    enum rc rc = rc_of(code);

    if (rc == RC_FULL)
        return fail(call, rc, "disk", "The disk is full. Nothing was changed; free some space.");
    if (rc == RC_LIMIT)
        return fail(call, rc, "time", "This question takes too long. Narrow it down.");
    if (rc == RC_CONFLICT)
        return fail(call, rc, "database", "This is already there (%s).",
                    sqlite3_errmsg(db->handle));
    return fail(call, rc, "database", "The database could not %s: %s (%d).", doing,
                sqlite3_errmsg(db->handle), code);
}

/* ---- opening ---- */

static int past_deadline(void *data)
{
    const struct db *db = data;

    return db->deadline_us != 0 && db->os->tick_us(db->os->data) > db->deadline_us;
}

void db_deadline(struct db *db, const struct os *os, int64_t ms)
{
    db->deadline_us = ms == 0 ? 0 : os->tick_us(os->data) + ms * 1000;
}

static int run_text(struct db *db, const char *text)
{
    return sqlite3_exec(db->handle, text, NULL, NULL, NULL);
}

/* The key goes in as raw bytes: it is random already and needs no derivation. */
static int give_key(struct db *db, const unsigned char *key)
{
    static const char digit[] = "0123456789abcdef";
    char text[RAW_KEY_TEXT] = "raw:";

    for (size_t i = 0; i < DB_KEY_SIZE; i++) {
        text[4 + 2 * i] = digit[key[i] >> 4];
        text[5 + 2 * i] = digit[key[i] & 15];
    }
    int cipher = sqlite3mc_cipher_index("chacha20"), code = SQLITE_ERROR; /* not in this build */
    if (cipher > 0 && sqlite3mc_config(db->handle, "cipher", cipher) < 1)
        code = SQLITE_NOMEM;
    else if (cipher > 0)
        code = sqlite3_key_v2(db->handle, "main", text, (int)sizeof text - 1);
    explicit_bzero(text, sizeof text);
    return code;
}

static int settle(struct db *db, const struct db_options *options)
{
    int code = run_text(db, "PRAGMA journal_mode = WAL;"
                            "PRAGMA foreign_keys = ON;"
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA cell_size_check = ON;"
                            "PRAGMA trusted_schema = OFF;"
                            "PRAGMA cache_size = -12288;"
                            "PRAGMA journal_size_limit = 4194304;");

    if (code == SQLITE_OK)
        code = run_text(db, options->relaxed ? "PRAGMA synchronous = NORMAL"
                                             : "PRAGMA synchronous = FULL");
    if (code == SQLITE_OK)
        code = sqlite3_wal_autocheckpoint(db->handle, options->checkpoints ? 1000 : 0);
    /* Plans do not depend on the values bound: else SQLite prepares a cached statement anew. */
    if (code == SQLITE_OK)
        code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    (void)sqlite3_busy_timeout(db->handle, 5000); /* for readers during recovery */
    sqlite3_progress_handler(db->handle, 1000, past_deadline, db);
    return code;
}

static enum rc open_failed(struct call *call, struct db *db, int code, const char *path)
{
    if ((code & 0xFF) == SQLITE_NOMEM) /* the cipher's layer does not tell the handle */
        return fail_memory(call);
    if (sqlite3_errcode(db->handle) == SQLITE_NOTADB)
        return fail(call, RC_LOCKED, path,
                    "%s cannot be read with this key, or its first page is damaged.", path);
    return db_fail(call, db, "be opened");
}

/* A build without the cipher must never write a readable file. */
static enum rc check_encrypted(struct call *call, const char *path)
{
    int file = call->os->open(call->os->data, path, OS_READ);
    char head[16] = "";
    int64_t n = file < 0 ? 0 : call->os->read(call->os->data, file, head, sizeof head, 0);

    if (file >= 0)
        (void)call->os->close(call->os->data, file);
    if (n == (int64_t)sizeof head && memcmp(head, "SQLite format 3", 16) == 0)
        return fail(call, RC_CORRUPT, path, "%s is not encrypted. It was not written by Khetane.",
                    path);
    return RC_OK;
}

static enum rc open_lock(struct call *call, struct db *db, const char *path)
{
    db->lock = call->os->open(call->os->data, path, OS_WRITE | OS_CREATE);
    return db->lock < 0 ? file_fail(call, db->lock, "open", path) : RC_OK;
}

static enum rc open_handle(struct call *call, struct db *db, const struct db_options *options)
{
    int flags = SQLITE_OPEN_READWRITE | (options->create ? SQLITE_OPEN_CREATE : 0);
    struct str vfs = STR("");
    enum rc rc = check_encrypted(call, options->path);

    if (rc != RC_OK)
        return rc;
    if (call->os->vfs != NULL) {
        vfs = str_format(call->arena, "multipleciphers-%s", call->os->vfs);
        if (vfs.p == NULL || (sqlite3_vfs_find(vfs.p) == NULL &&
                              sqlite3mc_vfs_create(call->os->vfs, 0) != SQLITE_OK))
            return fail_memory(call);
    }
    int code = sqlite3_open_v2(options->path, &db->handle, flags, vfs.n == 0 ? NULL : vfs.p);
    if (db->handle == NULL)
        return fail_memory(call);
    if (code == SQLITE_OK)
        code = give_key(db, options->key);
    if (code == SQLITE_OK)
        code = settle(db, options);
    if (code != SQLITE_OK)
        return open_failed(call, db, code, options->path);
    return open_lock(call, db, options->lock_path);
}

enum rc db_open(struct call *call, const struct db_options *options, struct db **out)
{
    struct db *db = calloc(1, sizeof *db);

    if (db == NULL)
        return fail_memory(call);
    db->os = call->os;
    db->lock = -1;
    db->relaxed = options->relaxed;
    enum rc rc = open_handle(call, db, options);
    if (rc == RC_OK)
        *out = db;
    else
        db_close(db);
    return rc;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct db_statement *s = db->buckets[i], *next; s != NULL; s = next) {
            next = s->next;
            (void)sqlite3_finalize(s->stmt);
            free(s);
        }
    (void)sqlite3_close(db->handle);
    if (db->lock >= 0)
        (void)db->os->close(db->os->data, db->lock);
    free(db);
}

/* ---- statements ---- */

/* Makes room by dropping every cached statement that nobody is stepping. */
static void drop_unused(struct db *db)
{
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct db_statement **at = &db->buckets[i]; *at != NULL;) {
            struct db_statement *s = *at;
            if (s->used) {
                at = &s->next;
                continue;
            }
            *at = s->next;
            (void)sqlite3_finalize(s->stmt);
            free(s);
            db->statements--;
        }
}

static enum rc prepare(struct call *call, struct db *db, const char *text, uint64_t hash,
                       struct db_statement **out)
{
    struct db_statement *s = calloc(1, sizeof *s);

    if (s == NULL)
        return fail_memory(call);
    if (sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &s->stmt, NULL) !=
        SQLITE_OK) {
        free(s);
        return db_fail(call, db, "understand a statement");
    }
    assert(s->stmt != NULL); /* SQL is never empty */
    s->text = sqlite3_sql(s->stmt);
    s->hash = hash;
    *out = s;
    return RC_OK;
}

/* A statement of this text that nobody steps: from the cache, or made anew. */
static enum rc take_statement(struct call *call, struct db *db, const char *text,
                              struct db_statement **out)
{
    uint64_t hash = str_hash(str_of(text));
    struct db_statement **bucket = &db->buckets[hash % BUCKETS];

    for (struct db_statement *s = *bucket; s != NULL; s = s->next)
        if (s->hash == hash && !s->used && strcmp(s->text, text) == 0) {
            s->used = true;
            *out = s;
            return RC_OK;
        }
    if (db->statements >= DB_STATEMENTS_MAX)
        drop_unused(db);
    enum rc rc = prepare(call, db, text, hash, out);
    if (rc != RC_OK)
        return rc;
    (*out)->used = true;
    (*out)->cached = db->statements < DB_STATEMENTS_MAX;
    if ((*out)->cached) {
        (*out)->next = *bucket;
        *bucket = *out;
        db->statements++;
    }
    return RC_OK;
}

static void give_back(struct db_statement *s)
{
    (void)sqlite3_reset(s->stmt);
    (void)sqlite3_clear_bindings(s->stmt);
    s->used = false;
    if (!s->cached) {
        (void)sqlite3_finalize(s->stmt);
        free(s);
    }
}

static int bind_one(sqlite3_stmt *stmt, int at, struct value v)
{
    switch (v.type) {
    case V_NULL: return sqlite3_bind_null(stmt, at);
    case V_INT: return sqlite3_bind_int64(stmt, at, v.i);
    case V_TEXT: return sqlite3_bind_text64(stmt, at, v.s.p, v.s.n, SQLITE_STATIC, SQLITE_UTF8);
    case V_BYTES: return sqlite3_bind_blob64(stmt, at, v.s.p, v.s.n, SQLITE_STATIC);
    case V_LIST: break;
    }
    return SQLITE_MISUSE;
}

static enum rc start(struct call *call, struct db *db, struct sql sql, struct binds binds,
                     struct db_statement **out)
{
    struct db_statement *s;
    enum rc rc = take_statement(call, db, sql.text, &s);

    if (rc != RC_OK)
        return rc;
    assert(db->writing || sqlite3_stmt_readonly(s->stmt));
    assert((size_t)sqlite3_bind_parameter_count(s->stmt) == binds.n);
    for (size_t i = 0; i < binds.n; i++)
        if (bind_one(s->stmt, (int)i + 1, binds.values[i]) != SQLITE_OK) {
            give_back(s);
            return db_fail(call, db, "take a value");
        }
    *out = s;
    return RC_OK;
}

enum rc db_run(struct call *call, struct db *db, struct sql sql, struct binds binds)
{
    struct db_statement *s;
    enum rc rc = start(call, db, sql, binds, &s);

    if (rc != RC_OK)
        return rc;
    int code;
    while ((code = sqlite3_step(s->stmt)) == SQLITE_ROW)
        ;
    if (code != SQLITE_DONE)
        rc = db_fail(call, db, "carry out a change");
    give_back(s);
    return rc;
}

enum rc rows_open(struct call *call, struct db *db, struct sql sql, struct binds binds,
                  struct rows *out)
{
    *out = (struct rows){.db = db};
    return start(call, db, sql, binds, &out->statement);
}

bool rows_next(struct call *call, struct rows *rows, enum rc *rc)
{
    int code = sqlite3_step(rows->statement->stmt);

    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        *rc = db_fail(call, rows->db, "read");
    return false;
}

void rows_end(struct rows *rows)
{
    if (rows->statement != NULL)
        give_back(rows->statement);
    rows->statement = NULL;
}

int64_t row_int(const struct rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement->stmt, column);
}

/* Texts are taken as bytes too: sqlite3_column_text() puts a NUL behind them, for which memory may
 * be out, and then hands over an empty text with no error that a single row would meet. */
struct str row_bytes(const struct rows *rows, int column)
{
    sqlite3_stmt *stmt = rows->statement->stmt;

    if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return (struct str){NULL, 0};
    const void *p = sqlite3_column_blob(stmt, column);
    return p == NULL ? STR("") : str_bytes(p, (size_t)sqlite3_column_bytes(stmt, column));
}

struct str row_text(const struct rows *rows, int column)
{
    return row_bytes(rows, column);
}

struct value row_value(const struct rows *rows, int column)
{
    switch (sqlite3_column_type(rows->statement->stmt, column)) {
    case SQLITE_INTEGER: return v_int(row_int(rows, column));
    case SQLITE_TEXT: return v_text(row_text(rows, column));
    case SQLITE_BLOB: return v_bytes(row_bytes(rows, column));
    default: return v_null(); /* no table here has a column of reals */
    }
}

int row_columns(const struct rows *rows)
{
    return sqlite3_column_count(rows->statement->stmt);
}

enum rc db_one(struct call *call, struct db *db, struct sql sql, struct binds binds,
               struct value *out, size_t columns)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, db, sql, binds, &rows);

    if (rc != RC_OK)
        return rc;
    if (!rows_next(call, &rows, &rc))
        return rc == RC_OK ? RC_NOT_FOUND : rc;
    for (size_t i = 0; i < columns; i++)
        if (!value_copy(call->arena, row_value(&rows, (int)i), &out[i]))
            return fail_memory(call);
    return RC_OK;
}

int64_t db_last_rid(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_changed(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

/* ---- transactions ---- */

enum rc txn_begin(struct call *call, struct db *db, struct txn *out)
{
    assert(!db->writing);
    int error = db->os->lock(db->os->data, db->lock, true);
    if (error != OS_OK)
        return file_fail(call, error, "lock", "write.lock");
    db->writing = true;
    enum rc rc = db_run(call, db, SQL("BEGIN IMMEDIATE"), NO_BINDS);
    if (rc != RC_OK) {
        db->writing = false;
        (void)db->os->unlock(db->os->data, db->lock);
        return rc;
    }
    *out = (struct txn){call, db};
    return RC_OK;
}

static void leave(struct txn *txn)
{
    txn->db->writing = false;
    (void)txn->db->os->unlock(txn->db->os->data, txn->db->lock);
    txn->db = NULL;
}

enum rc txn_commit(struct txn *txn)
{
    enum rc rc = db_run(txn->call, txn->db, SQL("COMMIT"), NO_BINDS);

    if (rc == RC_OK)
        leave(txn);
    return rc; /* otherwise txn_end() takes everything back */
}

void txn_end(struct txn *txn)
{
    if (txn->db == NULL)
        return;
    if (sqlite3_get_autocommit(txn->db->handle) == 0)
        (void)run_text(txn->db, "ROLLBACK");
    txn->db->undone++;
    leave(txn);
}

bool txn_is_open(const struct db *db)
{
    return db->writing;
}

enum rc db_write(struct call *call, struct db *db, struct sql sql, struct binds binds)
{
    struct txn txn CLEANUP(txn_end) = {0};

    if (txn_is_open(db))
        return db_run(call, db, sql, binds);
    enum rc rc = txn_begin(call, db, &txn);
    if (rc == RC_OK)
        rc = db_run(call, db, sql, binds);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

int64_t txn_undone(const struct db *db)
{
    return db->undone;
}

enum rc txn_mark(struct call *call, struct db *db)
{
    return db_run(call, db, SQL("SAVEPOINT mark"), NO_BINDS);
}

enum rc txn_release(struct call *call, struct db *db)
{
    return db_run(call, db, SQL("RELEASE mark"), NO_BINDS);
}

void txn_return(struct call *call, struct db *db)
{
    (void)call;
    (void)run_text(db, "ROLLBACK TO mark; RELEASE mark");
    db->undone++;
}

/* ---- upkeep ---- */

enum rc db_checkpoint(struct call *call, struct db *db, bool all)
{
    int code = sqlite3_wal_checkpoint_v2(
        db->handle, "main", all ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, NULL,
        NULL);

    return code == SQLITE_OK || (code == SQLITE_BUSY && !all) ? RC_OK
                                                              : db_fail(call, db, "be tidied");
}

enum rc db_check(struct call *call, struct db *db)
{
    struct value found;
    enum rc rc = db_one(call, db, SQL("PRAGMA integrity_check(1)"), NO_BINDS, &found, 1);

    if (rc != RC_OK || str_is(found.s, "ok"))
        return rc;
    return fail(call, RC_CORRUPT, "database", "The database file is damaged: %s",
                str_z(call->arena, found.s));
}

int64_t db_version(struct call *call, struct db *db)
{
    struct value version;

    return db_one(call, db, SQL("PRAGMA user_version"), NO_BINDS, &version, 1) == RC_OK ? version.i
                                                                                        : -1;
}

enum rc db_set_version(struct call *call, struct db *db, int64_t version)
{
    struct str text = str_format(call->arena, "PRAGMA user_version = %lld", (long long)version);

    if (text.p == NULL)
        return fail_memory(call);
    return run_text(db, text.p) == SQLITE_OK ? RC_OK : db_fail(call, db, "note its version");
}
