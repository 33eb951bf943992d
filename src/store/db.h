/* db.h - the encrypted database of a data folder: statements, rows and write transactions.
 * Owns: the connection and its cache of prepared statements. SQLite is used here and nowhere else.
 * Order: db_open(); reads at any time; writes only between txn_begin() and txn_commit();
 *   db_close(). One handle belongs to one process and never crosses a fork.
 * Memory: row_*() results are borrowed until the next rows_next(); db_one() copies into the
 *   call's arena. Values bound are borrowed for the call.
 * Fails: RC_LOCKED (wrong key), RC_NEWER (a newer format), RC_CORRUPT, RC_FULL, RC_IO, RC_BUSY,
 *   RC_CONFLICT (a unique key is taken), RC_LIMIT (the deadline of db_deadline() has passed).
 * Limits: DB_STATEMENTS_MAX cached statements. Cost: a cached statement costs a hash of its text.
 * SQL text is a literal (SQL("...")) or made by model/table.c and query/compile.c; values are
 * bound, never pasted. Not here: what the tables mean (store/schema.h, model/table.h). */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/call.h"
#include "base/value.h"

struct db;

enum { DB_KEY_SIZE = 32, DB_STATEMENTS_MAX = 256 };

struct sql {
    const char *text;
};

#define SQL(literal) ((struct sql){"" literal ""})
#define SQL_INIT(literal) \
    {                     \
        "" literal ""     \
    } /* in static tables */

/* The values for ?1, ?2, ... */
struct binds {
    const struct value *values;
    size_t n;
};

#define BIND(...)                                        \
    ((struct binds){(const struct value[]){__VA_ARGS__}, \
                    sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)})
#define NO_BINDS ((struct binds){NULL, 0})

struct db_options {
    const char *path;
    const char *lock_path;    /* the file whose lock a writer holds */
    const unsigned char *key; /* DB_KEY_SIZE bytes; borrowed for the call */
    bool create;              /* make it if it is not there */
    bool relaxed;             /* synchronous=NORMAL: the log of reads */
    bool checkpoints;         /* this process moves the WAL into the file; one process alone does */
};

MUST_USE enum rc db_open(struct call *call, const struct db_options *options, struct db **out);
void db_close(struct db *db); /* NULL is allowed */

/* Runs a statement that returns no rows. */
MUST_USE enum rc db_run(struct call *call, struct db *db, struct sql sql, struct binds binds);
/* The first row's columns; RC_NOT_FOUND without a recorded error when there is none. */
MUST_USE enum rc db_one(struct call *call, struct db *db, struct sql sql, struct binds binds,
                        struct value *out, size_t columns);
/* The same in a transaction of its own, or in the one that is open. */
MUST_USE enum rc db_write(struct call *call, struct db *db, struct sql sql, struct binds binds);
int64_t db_last_rid(const struct db *db);
int64_t db_changed(const struct db *db); /* rows that the last statement changed */

struct rows {
    struct db *db;
    struct db_statement *statement;
};

/* struct rows rows CLEANUP(rows_end); rows_open(...); while (rows_next(call, &rows, &rc)) ... */
#define CLEANUP(f) __attribute__((cleanup(f)))
MUST_USE enum rc rows_open(struct call *call, struct db *db, struct sql sql, struct binds binds,
                           struct rows *out);
bool rows_next(struct call *call, struct rows *rows, enum rc *rc); /* false: end or *rc failed */
void rows_end(struct rows *rows);
int64_t row_int(const struct rows *rows, int column);
struct str row_text(const struct rows *rows, int column); /* {NULL, 0} for NULL */
struct str row_bytes(const struct rows *rows, int column);
struct value row_value(const struct rows *rows, int column);
int row_columns(const struct rows *rows);

/* A write transaction: holds the write lock of the folder, so that writers queue fairly. */
struct txn {
    struct call *call;
    struct db *db; /* NULL: not begun, or ended */
};

MUST_USE enum rc txn_begin(struct call *call, struct db *db, struct txn *out);
MUST_USE enum rc txn_commit(struct txn *txn);
void txn_end(struct txn *txn); /* takes back what was not committed; for CLEANUP() */
bool txn_is_open(const struct db *db);
/* How often something was taken back on this handle. When it has grown, what was remembered from
 * inside of a transaction (rids, for instance) may never have been. */
int64_t txn_undone(const struct db *db);

/* A point to which a step inside a transaction can return; release keeps what was done. */
MUST_USE enum rc txn_mark(struct call *call, struct db *db);
MUST_USE enum rc txn_release(struct call *call, struct db *db);
void txn_return(struct call *call, struct db *db);

/* From now on a statement ends with RC_LIMIT after so many milliseconds; 0: no limit. */
void db_deadline(struct db *db, const struct os *os, int64_t ms);

/* Moves the WAL into the database file as far as nobody reads it; 'all' waits, and also empties it
 * (after an erasure): RC_BUSY when somebody reads on. */
MUST_USE enum rc db_checkpoint(struct call *call, struct db *db, bool all);
/* SQLite's own check of the file; RC_CORRUPT with its first finding. */
MUST_USE enum rc db_check(struct call *call, struct db *db);
int64_t db_version(struct call *call, struct db *db); /* schema steps done; -1 on failure */
MUST_USE enum rc db_set_version(struct call *call, struct db *db, int64_t version);

#endif
