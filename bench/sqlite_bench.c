/* sqlite_bench.c - what the disk and SQLite alone can do: the same amalgamation, plain and
 * encrypted, one row of a person's size in each durable commit. The bound of what we can reach. */
#include <sqlite3.h>
#include <unistd.h>

#include "bench.h"

enum { COMMITS = 3000, WRITERS = 8, SYNCS = 1000, PATH = 2 * BENCH_PATH };

static void must(int code, sqlite3 *db, const char *what)
{
    if (code == SQLITE_OK || code == SQLITE_DONE)
        return;
    (void)fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

/* The settings of store/db.c. */
static sqlite3 *open_db(const char *path, const char *key)
{
    sqlite3 *db;

    must(sqlite3_open(path, &db), NULL, "open");
    if (key != NULL) {
        (void)sqlite3mc_config(db, "cipher", sqlite3mc_cipher_index("chacha20"));
        must(sqlite3_key(db, key, (int)strlen(key)), db, "key");
    }
    must(sqlite3_busy_timeout(db, 10000), db, "timeout");
    must(sqlite3_exec(db,
                      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                      "PRAGMA secure_delete = ON; PRAGMA cache_size = -4096;",
                      NULL, NULL, NULL),
         db, "settings");
    return db;
}

static void commit_rows(sqlite3 *db, unsigned n)
{
    static const char bytes[400];
    sqlite3_stmt *insert;

    must(sqlite3_prepare_v2(db,
                            "INSERT INTO person (id, subject, rev, code, names, content)"
                            " VALUES (randomblob(16), ?1, 1, NULL, 'Senada Demirova', ?2)",
                            -1, &insert, NULL),
         db, "prepare");
    for (unsigned i = 0; i < n; i++) {
        must(sqlite3_bind_int64(insert, 1, i), db, "bind");
        must(sqlite3_bind_blob(insert, 2, bytes, sizeof bytes, SQLITE_STATIC), db, "bind");
        must(sqlite3_step(insert), db, "insert");
        must(sqlite3_reset(insert), db, "reset");
    }
    must(sqlite3_finalize(insert), db, "finalize");
}

static double commits(const char *folder, const char *name, const char *key)
{
    char path[PATH];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    sqlite3 *db = open_db(path, key);
    must(sqlite3_exec(db,
                      "CREATE TABLE person (rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
                      " subject INTEGER, rev INTEGER, code TEXT UNIQUE, names TEXT, content BLOB)",
                      NULL, NULL, NULL),
         db, "table");
    double start = bench_seconds();
    commit_rows(db, COMMITS);
    double seconds = bench_seconds() - start;
    must(sqlite3_close(db), db, "close");
    return COMMITS / seconds;
}

int main(void)
{
    /* The key goes in raw, as ours does: nothing is derived. */
    static const char key[] =
        "raw:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    char folder[BENCH_PATH];

    bench_folder(folder);
    struct spread sync = bench_sync_ms(folder, SYNCS);
    bench_print(&(struct figure){"sync of the disk, p50", "ms", "-", sync.p50,
                                 "4096 bytes written and made to last"});
    bench_print(&(struct figure){"sync of the disk, p99", "ms", "-", sync.p99, NULL});
    bench_print(&(struct figure){"plain SQLite, durable commits", "/s", "-",
                                 commits(folder, "plain.db", NULL),
                                 "one row of a person's size, one writer"});
    bench_print(&(struct figure){"encrypted SQLite, durable commits", "/s", "-",
                                 commits(folder, "sealed.db", key), "the same"});
    bench_remove(folder);
    return 0;
}
