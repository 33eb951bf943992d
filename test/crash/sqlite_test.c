/* sqlite_test.c - power cuts and disk faults under encrypted SQLite, with nothing of ours between:
 * the yardstick for the disk, and the proof that WAL with synchronous=FULL is what we need. */
#include <limits.h>
#include <sqlite3.h>

#include "disk.h"
#include "holds.h"
#include "tap.h"

void sqlite_test(const struct crash_options *options);

#define DB_PATH "/data/test.db"

enum { STEPS = 200, CHECKPOINT_PAGES = 60, TEXT_MAX = 400 };

static void text_of(int i, char *out)
{
    size_t n = 20 + (size_t)i * 131 % (TEXT_MAX - 40);

    for (size_t at = 0; at < n; at++)
        out[at] = (at + (size_t)i) % 7 == 0 ? ' ' : (char)('a' + (at * 5 + (size_t)i) % 26);
    out[n] = '\0';
}

static enum rc db_fail(struct call *call, sqlite3 *db)
{
    int code = sqlite3_extended_errcode(db);
    enum rc rc = RC_CORRUPT;

    if (code == SQLITE_FULL)
        rc = RC_FULL;
    else if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN)
        rc = RC_IO;
    return fail(call, rc, DB_PATH, "SQLite: %s (%d)", sqlite3_errmsg(db), code);
}

static enum rc run(struct call *call, sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? RC_OK : db_fail(call, db);
}

/* The connection is to be closed whatever comes out. */
static enum rc open_keyed(struct call *call, int flags, sqlite3 **db)
{
    static const char key[] = "raw:0123456789abcdef0123456789abcdef";
    struct str vfs = str_format(call->arena, "multipleciphers-%s", call->os->vfs);

    if (sqlite3_open_v2(DB_PATH, db, SQLITE_OPEN_READWRITE | flags, vfs.p) != SQLITE_OK)
        return db_fail(call, *db);
    if (sqlite3_key_v2(*db, "main", key, sizeof key - 1) != SQLITE_OK)
        return db_fail(call, *db);
    return RC_OK;
}

static enum rc make_tables(struct call *call, sqlite3 *db)
{
    char checkpoint[64];

    (void)snprintf(checkpoint, sizeof checkpoint, "PRAGMA wal_autocheckpoint=%d", CHECKPOINT_PAGES);
    enum rc rc = run(call, db, "PRAGMA journal_mode=WAL");
    if (rc == RC_OK)
        rc = run(call, db, checkpoint);
    if (rc != RC_OK)
        return rc;
    return run(call, db,
               "BEGIN; CREATE TABLE entry(i INTEGER PRIMARY KEY, text TEXT NOT NULL);"
               "CREATE INDEX entry_text ON entry(text);"
               "CREATE VIRTUAL TABLE entry_words USING fts5(text); COMMIT");
}

static enum rc setup_with(struct call *call, void **state, const char *synchronous)
{
    const struct os *os = call->os;
    sqlite3 *db = NULL;

    if (os->mkdir(os->data, "/data") != OS_OK || os->sync_dir(os->data, "/") != OS_OK)
        return fail(call, RC_IO, "/data", NULL);
    enum rc rc = open_keyed(call, SQLITE_OPEN_CREATE, &db);
    *state = db;
    if (rc == RC_OK)
        rc = run(call, db, synchronous);
    return rc == RC_OK ? make_tables(call, db) : rc;
}

static enum rc setup_full(struct call *call, void **state)
{
    return setup_with(call, state, "PRAGMA synchronous=FULL");
}

static enum rc setup_normal(struct call *call, void **state)
{
    return setup_with(call, state, "PRAGMA synchronous=NORMAL");
}

static enum rc insert(struct call *call, sqlite3 *db, const char *sql, int i)
{
    char text[TEXT_MAX];
    sqlite3_stmt *statement;

    text_of(i, text);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        return db_fail(call, db);
    sqlite3_bind_int(statement, 1, i);
    sqlite3_bind_text(statement, 2, text, -1, SQLITE_TRANSIENT);
    enum rc rc = sqlite3_step(statement) == SQLITE_DONE ? RC_OK : db_fail(call, db);
    sqlite3_finalize(statement);
    return rc;
}

static enum rc step(struct call *call, void *state, int i)
{
    sqlite3 *db = state;
    enum rc rc = run(call, db, "BEGIN IMMEDIATE");

    if (rc == RC_OK)
        rc = insert(call, db, "INSERT INTO entry(i, text) VALUES(?1, ?2)", i);
    if (rc == RC_OK)
        rc = insert(call, db, "INSERT INTO entry_words(rowid, text) VALUES(?1 + 1, ?2)", i);
    if (rc == RC_OK)
        rc = run(call, db, "COMMIT");
    if (rc != RC_OK)
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

static void stop(struct call *call, void *state)
{
    (void)call;
    (void)sqlite3_close((sqlite3 *)state);
}

static enum rc check_integrity(struct call *call, sqlite3 *db)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &statement, NULL) != SQLITE_OK)
        return db_fail(call, db);
    enum rc rc = sqlite3_step(statement) == SQLITE_ROW ? RC_OK : db_fail(call, db);
    const char *said = rc == RC_OK ? (const char *)sqlite3_column_text(statement, 0) : "ok";
    if (strcmp(said, "ok") != 0)
        rc = fail(call, RC_CORRUPT, DB_PATH, "integrity_check: %s", said);
    sqlite3_finalize(statement);
    return rc;
}

static const char rows_sql[] = "SELECT entry.i, entry.text, entry.text = entry_words.text"
                               " FROM entry LEFT JOIN entry_words"
                               " ON entry_words.rowid = entry.i + 1 ORDER BY entry.i";

static enum rc check_rows(struct call *call, sqlite3 *db, int *found)
{
    char text[TEXT_MAX];
    sqlite3_stmt *statement;
    int n = 0, got;

    if (sqlite3_prepare_v2(db, rows_sql, -1, &statement, NULL) != SQLITE_OK)
        return db_fail(call, db);
    enum rc rc = RC_OK;
    while (rc == RC_OK && (got = sqlite3_step(statement)) == SQLITE_ROW) {
        text_of(n, text);
        const char *has = (const char *)sqlite3_column_text(statement, 1);
        if (sqlite3_column_int(statement, 0) != n || strcmp(has, text) != 0 ||
            sqlite3_column_int(statement, 2) != 1)
            rc = fail(call, RC_CORRUPT, DB_PATH, "Row %d is not as it was written.", n);
        n++;
    }
    if (rc == RC_OK && got != SQLITE_DONE)
        rc = db_fail(call, db);
    sqlite3_finalize(statement);
    *found = n;
    return rc;
}

static bool has_table(sqlite3 *db)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db, "SELECT 1 FROM entry", -1, &statement, NULL) != SQLITE_OK)
        return false;
    sqlite3_finalize(statement);
    return true;
}

static enum rc check_open(struct call *call, sqlite3 *db, int *found)
{
    if (!has_table(db) && sqlite3_errcode(db) == SQLITE_ERROR)
        return RC_OK;
    enum rc rc = check_integrity(call, db);
    if (rc == RC_OK)
        rc = check_rows(call, db, found);
    /* The database is worth something only if work can go on. */
    return rc == RC_OK ? step(call, db, *found) : rc;
}

static enum rc check(struct call *call, int acknowledged, int *found)
{
    struct os_file file;
    sqlite3 *db = NULL;

    (void)acknowledged;
    *found = -1;
    if (call->os->stat(call->os->data, DB_PATH, &file) != OS_OK)
        return RC_OK;
    enum rc rc = open_keyed(call, 0, &db);
    if (rc == RC_OK)
        rc = check_open(call, db, found);
    (void)sqlite3_close(db);
    return rc;
}

static bool cut_test(struct crash_workload workload, struct crash_options options)
{
    CASE("encrypted SQLite, synchronous=FULL: nothing acknowledged is lost");
    workload.name = "sqlite-full";
    if (!crash_holds(&workload, &options))
        return false;

    CASE("a disk that drops every third sync is found out");
    CHECK(crash_control(&workload, options, 5).lost > 0);

    CASE("synchronous=NORMAL loses, and is found out");
    options.quiet = true;
    options.states = options.states / 5 + 1;
    workload.name = "sqlite-normal";
    workload.setup = setup_normal;
    struct crash_result result = crash_run(&workload, options);
    CHECK(result.lost > 0);
    CHECK_INT(result.damaged, 0);
    return true;
}

static int first_number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    int n = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        n = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return n;
}

static void two_connections_test(void)
{
    static const char count[] = "SELECT count(*) FROM entry";
    struct arena arena;
    struct call call;
    void *state = NULL;
    sqlite3 *other = NULL;
    struct disk *disk = disk_new(4);

    CASE("two connections to one database keep out of each other's way");
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, disk_os(disk));
    CHECK_RC(&call, setup_full(&call, &state), RC_OK);
    CHECK_RC(&call, open_keyed(&call, 0, &other), RC_OK);
    CHECK_RC(&call, step(&call, state, 0), RC_OK);
    CHECK_RC(&call, run(&call, other, "BEGIN; SELECT 1 FROM entry"), RC_OK);
    CHECK_RC(&call, step(&call, state, 1), RC_OK);
    CHECK_INT(first_number(other, count), 1); /* as when it began to read */
    CHECK_INT(first_number(state, count), 2);
    CHECK_INT(first_number(state, "PRAGMA wal_checkpoint(TRUNCATE)"), 1); /* busy */
    CHECK_RC(&call, run(&call, other, "COMMIT"), RC_OK);
    CHECK_INT(first_number(other, count), 2);
    CHECK_INT(first_number(state, "PRAGMA wal_checkpoint(TRUNCATE)"), 0);
    CHECK_RC(&call, run(&call, other, "BEGIN IMMEDIATE"), RC_OK);
    CHECK_INT(sqlite3_exec(state, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_BUSY);
    CHECK_RC(&call, run(&call, other, "ROLLBACK"), RC_OK);
    CHECK_RC(&call, step(&call, state, 2), RC_OK);
    CHECK_INT(first_number(other, count), 3);
    (void)sqlite3_close(other);
    stop(&call, state);
    arena_fini(&arena);
    disk_free(disk);
}

/* How many steps were acknowledged; -1: not even the tables. */
static int work(struct disk *disk, struct arena *arena, int steps)
{
    struct call call;
    void *state = NULL;
    int acknowledged = 0;

    call_init(&call, arena, disk_os(disk));
    enum rc rc = setup_full(&call, &state);
    while (rc == RC_OK && acknowledged < steps) {
        rc = step(&call, state, acknowledged);
        acknowledged += rc == RC_OK;
    }
    bool set_up = rc == RC_OK || acknowledged > 0;
    stop(&call, state);
    return set_up ? acknowledged : -1;
}

/* The n-th call of the disk fails, for every n of 20 steps. */
static void fault_test(struct crash_workload workload, struct crash_options options)
{
    static const char *const names[] = {"sqlite-io", "sqlite-disk-full"};

    workload.steps = 20;
    options.states = LONG_MAX;
    crash_fails(workload, &options, names);
}

/* The power goes again while SQLite repairs what the first cut left. */
static void second_cut_test(struct disk *first, struct arena *arena, size_t event)
{
    struct call call;
    int steps = 0, later = 0;
    struct disk *disk = disk_crash(first, event, DISK_TORN, event);

    call_init(&call, arena, disk_os(disk));
    CHECK_RC(&call, check(&call, -1, &steps), RC_OK);
    for (size_t k = 0; k <= disk_events(disk); k++) {
        struct disk *found = disk_crash(disk, k, DISK_REORDERED, k);
        call_init(&call, arena, disk_os(found));
        CHECK_RC(&call, check(&call, -1, &later), RC_OK);
        CHECK(later >= steps);
        disk_free(found);
        arena_reset(arena);
    }
    disk_free(disk);
}

static void second_cuts_test(void)
{
    struct arena arena;
    struct disk *disk = disk_new(5);

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    CHECK_INT(work(disk, &arena, 40), 40);
    for (size_t event = 0; event < disk_events(disk); event += disk_events(disk) / 12)
        second_cut_test(disk, &arena, event);
    disk_free(disk);
    arena_fini(&arena);
}

/* The n-th read of recovery fails, and work goes on all the same, as far as SQLite lets it. */
static bool recover_badly(struct disk *disk, struct arena *arena, long n)
{
    struct call call;
    sqlite3 *db = NULL;

    call_init(&call, arena, disk_os(disk));
    disk_fail(disk, (struct disk_fault){DISK_READ, n, 1, DISK_IO});
    if (open_keyed(&call, 0, &db) == RC_OK) {
        (void)sqlite3_exec(db, "CREATE TABLE other(x)", NULL, NULL, NULL);
        (void)sqlite3_exec(db, "INSERT INTO other VALUES(zeroblob(9000))", NULL, NULL, NULL);
    }
    (void)sqlite3_close(db);
    bool struck = disk_fault_calls(disk) >= n;
    disk_fail(disk, (struct disk_fault){.trouble = DISK_WELL});
    return struck;
}

static void read_fault_test(void)
{
    enum { BEFORE_CLOSING = 12, WORKED = 25 };
    struct arena arena;
    struct call call;
    struct disk *disk = disk_new(6);
    bool struck = true;

    CASE("a read that fails once during recovery loses nothing");
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    CHECK_INT(work(disk, &arena, WORKED), WORKED);
    for (long n = 1; struck; n++) {
        int found = -1;
        struct disk *left =
            disk_crash(disk, disk_events(disk) - BEFORE_CLOSING, DISK_KEPT, (uint64_t)n);
        struck = recover_badly(left, &arena, n);
        call_init(&call, &arena, disk_os(left));
        struck = CHECK_RC(&call, check(&call, 0, &found), RC_OK) && struck;
        struck = CHECK_INT(found, WORKED) && struck;
        if (n == 1)
            CHECK(struck);
        disk_free(left);
        arena_reset(&arena);
    }
    disk_free(disk);
    arena_fini(&arena);
}

void sqlite_test(const struct crash_options *options)
{
    struct crash_workload workload = {"sqlite", STEPS, true, setup_full, step, stop, check};

    if (!cut_test(workload, *options))
        return;
    two_connections_test();
    CASE("a second power cut during recovery");
    second_cuts_test();
    read_fault_test();
    fault_test(workload, *options);
}
