/* schema.c - see schema.h. A step is never changed once it has been released: add one. */
#include "store/schema.h"

/* The log of one file: who wrote (chain), what (entry), the deletable content (part), whose
 * content it is (subject). A part's rid is its entry's rid * 256 + its place, so that no index
 * is needed to find the parts of an entry. */
static const struct sql log_tables[] = {
    SQL_INIT("CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID"),
    SQL_INIT(
        "CREATE TABLE chain (rid INTEGER PRIMARY KEY, node BLOB NOT NULL, incarnation BLOB NOT "
        "NULL, public_key BLOB NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, "
        "UNIQUE (node, incarnation)) STRICT"),
    SQL_INIT(
        "CREATE TABLE entry (rid INTEGER PRIMARY KEY, chain INTEGER NOT NULL REFERENCES chain, "
        "seq INTEGER NOT NULL, change BLOB NOT NULL UNIQUE, time INTEGER NOT NULL, "
        "header BLOB NOT NULL, signature BLOB NOT NULL) STRICT"),
    SQL_INIT("CREATE TABLE subject (rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, key BLOB, "
             "erased INTEGER) STRICT"),
    SQL_INIT(
        "CREATE TABLE part (rid INTEGER PRIMARY KEY, subject INTEGER NOT NULL REFERENCES subject, "
        "cipher BLOB NOT NULL) STRICT"),
    SQL_INIT("CREATE INDEX part_subject ON part (subject)"),
};

static const struct sql local_tables[] = {
    SQL_INIT("CREATE TABLE session (token BLOB PRIMARY KEY, user INTEGER NOT NULL, "
             "made INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID"),
    SQL_INIT("CREATE INDEX session_user ON session (user)"),
    SQL_INIT(
        "CREATE TABLE draft (user INTEGER NOT NULL, form TEXT NOT NULL, saved INTEGER NOT NULL, "
        "body BLOB NOT NULL, PRIMARY KEY (user, form)) STRICT, WITHOUT ROWID"),
    SQL_INIT(
        "CREATE TABLE job (rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, "
        "state TEXT NOT NULL, asked INTEGER NOT NULL, asked_by INTEGER, started INTEGER, "
        "ended INTEGER, done INTEGER NOT NULL DEFAULT 0, total INTEGER, request BLOB, "
        "result BLOB, error TEXT) STRICT"),
    SQL_INIT("CREATE INDEX job_state ON job (state, asked)"),
};

/* Jobs that go on where they were: in turns, after an end of the program, in the asker's language.
 * What is due when, and records whose time of keeping ends, as the last look found them. */
static const struct sql job_tables[] = {
    SQL_INIT("ALTER TABLE job ADD COLUMN lang TEXT"),
    SQL_INIT("ALTER TABLE job ADD COLUMN mark TEXT"),
    SQL_INIT("ALTER TABLE job ADD COLUMN words TEXT"),
    SQL_INIT("ALTER TABLE job ADD COLUMN cursor BLOB"),
    SQL_INIT("ALTER TABLE job ADD COLUMN turned INTEGER"),
    SQL_INIT("ALTER TABLE job ADD COLUMN tries INTEGER NOT NULL DEFAULT 0"),
    SQL_INIT("ALTER TABLE job ADD COLUMN stop INTEGER NOT NULL DEFAULT 0"),
    SQL_INIT("CREATE TABLE job_schedule (name TEXT PRIMARY KEY, slot INTEGER NOT NULL, "
             "tried INTEGER, well INTEGER, job BLOB, fault TEXT) STRICT, WITHOUT ROWID"),
    SQL_INIT("CREATE TABLE job_keeping (rid INTEGER PRIMARY KEY, kind TEXT NOT NULL, "
             "record BLOB NOT NULL UNIQUE, since INTEGER NOT NULL, due INTEGER NOT NULL, "
             "round INTEGER NOT NULL) STRICT"),
    SQL_INIT("CREATE INDEX job_keeping_due ON job_keeping (due, rid)"),
};

/* What can be made anew at any time: by what records are compared, and which pairs look alike. Rids
 * are those of the kind's table. Rows go with their record (model/likeness.h,
 * query/duplicate.h). */
static const struct sql match_tables[] = {
    SQL_INIT(
        "CREATE TABLE likeness (kind TEXT NOT NULL, rid INTEGER NOT NULL, facts BLOB NOT NULL, "
        "PRIMARY KEY (kind, rid)) STRICT, WITHOUT ROWID"),
    SQL_INIT("CREATE TABLE duplicate (kind TEXT NOT NULL, weight INTEGER NOT NULL, "
             "low INTEGER NOT NULL, high INTEGER NOT NULL, "
             "PRIMARY KEY (kind, weight, low, high)) STRICT, WITHOUT ROWID"),
};

/* The index of the likenesses: model/likeness_index.h. */
static const struct sql likeness_tables[] = {
    SQL_INIT("CREATE TABLE likeness_key (kind TEXT NOT NULL, key INTEGER NOT NULL, "
             "born INTEGER NOT NULL, rid INTEGER NOT NULL, "
             "PRIMARY KEY (kind, key, born, rid)) STRICT, WITHOUT ROWID"),
    SQL_INIT("CREATE TABLE likeness_name (kind TEXT NOT NULL, root INTEGER NOT NULL, "
             "bearers INTEGER NOT NULL, PRIMARY KEY (kind, root)) STRICT, WITHOUT ROWID"),
    SQL_INIT("CREATE TABLE likeness_fresh (kind TEXT NOT NULL, rid INTEGER NOT NULL, was BLOB, "
             "PRIMARY KEY (kind, rid)) STRICT, WITHOUT ROWID"),
};

/* Who is signed in and where, what was guessed wrongly, and what people must be told: all local, it
 * may vanish with a restore. A session of the first step is dropped: people sign in again. */
static const struct sql access_tables[] = {
    SQL_INIT("DROP TABLE session"),
    SQL_INIT("CREATE TABLE session (token BLOB PRIMARY KEY, id BLOB NOT NULL UNIQUE, user INTEGER "
             "NOT NULL, stage INTEGER NOT NULL, made INTEGER NOT NULL, seen INTEGER NOT NULL, "
             "fresh INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, device TEXT NOT NULL, "
             "held BLOB) STRICT, WITHOUT ROWID"),
    SQL_INIT("CREATE INDEX session_user ON session (user)"),
    SQL_INIT("CREATE TABLE pin (user INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT"),
    SQL_INIT("CREATE TABLE step (user INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT"),
    SQL_INIT("CREATE TABLE guess (who BLOB PRIMARY KEY, failures INTEGER NOT NULL, first INTEGER "
             "NOT NULL, last INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID"),
    SQL_INIT("CREATE INDEX guess_last ON guess (last)"),
    SQL_INIT(
        "CREATE TABLE notice (rid INTEGER PRIMARY KEY, user INTEGER NOT NULL, made INTEGER NOT "
        "NULL, what INTEGER NOT NULL, who INTEGER, number INTEGER, code TEXT, seen INTEGER) "
        "STRICT"),
    SQL_INIT("CREATE INDEX notice_user ON notice (user, seen)"),
};

static const struct steps {
    const struct sql *sql;
    size_t n;
} main_steps[] =
    {
        {log_tables, sizeof log_tables / sizeof *log_tables},
        {local_tables, sizeof local_tables / sizeof *local_tables},
        {job_tables, sizeof job_tables / sizeof *job_tables},
        {match_tables, sizeof match_tables / sizeof *match_tables},
        {access_tables, sizeof access_tables / sizeof *access_tables},
        {likeness_tables, sizeof likeness_tables / sizeof *likeness_tables},
},
  reads_steps[] = {
      {log_tables, sizeof log_tables / sizeof *log_tables},
};

static enum rc take_steps(struct call *call, struct db *db, const struct steps *steps, size_t n,
                          size_t done)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, db, &txn);

    /* Another process may have been quicker. */
    int64_t now = rc == RC_OK ? db_version(call, db) : -1;
    if (rc == RC_OK && now < 0)
        return call->error.rc;
    for (size_t i = now > (int64_t)done ? (size_t)now : done; i < n && rc == RC_OK; i++)
        for (size_t j = 0; j < steps[i].n && rc == RC_OK; j++)
            rc = db_run(call, db, steps[i].sql[j], NO_BINDS);
    if (rc == RC_OK)
        rc = db_set_version(call, db, (int64_t)n);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc bring_up(struct call *call, struct db *db, const struct steps *steps, size_t n)
{
    int64_t version = db_version(call, db);

    if (version < 0)
        return call->error.rc;
    if (version > (int64_t)n)
        return fail(call, RC_NEWER, "database",
                    "This data folder was written by a newer version of Khetane (step %lld; this "
                    "program knows %zu). Install the newer version.",
                    (long long)version, n);
    return version == (int64_t)n ? RC_OK : take_steps(call, db, steps, n, (size_t)version);
}

enum rc schema_main(struct call *call, struct db *db)
{
    return bring_up(call, db, main_steps, sizeof main_steps / sizeof *main_steps);
}

enum rc schema_reads(struct call *call, struct db *db)
{
    return bring_up(call, db, reads_steps, sizeof reads_steps / sizeof *reads_steps);
}

enum rc meta_get(struct call *call, struct db *db, const char *name, struct value *out)
{
    struct value value;
    enum rc rc = db_one(call, db, SQL("SELECT value FROM meta WHERE name = ?1"),
                        BIND(v_text(str_of(name))), &value, 1);

    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    *out = rc == RC_OK ? value : v_null();
    return RC_OK;
}

enum rc meta_set(struct call *call, struct db *db, const char *name, struct value value)
{
    return db_run(call, db,
                  SQL("INSERT INTO meta (name, value) VALUES (?1, ?2) "
                      "ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
                  BIND(v_text(str_of(name)), value));
}
