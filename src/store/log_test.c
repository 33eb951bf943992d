/* log_test.c - the log: written, read, erased, and every kind of tampering found and named. */
#include "store/entry.h"
#include "store/log.h"
#include "store/posix.h"
#include "store/schema.h"
#include "store_test.h"

enum { ENTRIES = 12 };

struct world {
    struct arena arena;
    struct call call;
    struct db *db;
    struct log *log;
    struct log_keys keys;
    unsigned char signer[CRYPT_SIGNER], public[CRYPT_PUBLIC], wrap[CRYPT_KEY];
    struct id subjects[3];
};

static void open_world(struct world *w, const char *name)
{
    static const unsigned char key[DB_KEY_SIZE] = {7};
    unsigned char seed[CRYPT_SEED];

    arena_init(&w->arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&w->call, &w->arena, posix_os());
    w->call.os->random(w->call.os->data, seed, sizeof seed);
    w->call.os->random(w->call.os->data, w->wrap, sizeof w->wrap);
    crypt_signer(seed, w->public, w->signer);
    w->keys = (struct log_keys){id_new(&w->call), id_new(&w->call), w->signer, w->public, w->wrap};
    for (int i = 0; i < 3; i++)
        w->subjects[i] = id_new(&w->call);
    struct str path = str_format(&w->arena, "%s/%s.db", tap_folder(), name);
    struct str lock = str_format(&w->arena, "%s/%s.lock", tap_folder(), name);
    struct db_options options = {
        .path = path.p, .lock_path = lock.p, .key = key, .create = true, .checkpoints = true};
    CHECK_RC(&w->call, db_open(&w->call, &options, &w->db), RC_OK);
    CHECK_RC(&w->call, schema_main(&w->call, w->db), RC_OK);
    CHECK_RC(&w->call, log_open(&w->call, w->db, &w->keys, &w->log), RC_OK);
}

static void close_world(struct world *w)
{
    log_close(w->log);
    db_close(w->db);
    arena_fini(&w->arena);
}

static void append(struct world *w, int i)
{
    struct txn txn CLEANUP(txn_end) = {0};
    struct log_part parts[] = {
        {w->subjects[i % 3], str_format(&w->arena, "what happened, part %d", i)},
        {w->subjects[(i + 1) % 3], STR("and to whom")},
    };
    struct log_entry entry = {.change = id_new(&w->call),
                              .operation = STR("record.save"),
                              .operation_version = 1,
                              .parts = parts,
                              .n = 2};

    CHECK_RC(&w->call, txn_begin(&w->call, w->db, &txn), RC_OK);
    CHECK_RC(&w->call, log_append(&w->call, w->log, &entry), RC_OK);
    CHECK_RC(&w->call, txn_commit(&txn), RC_OK);
    CHECK_INT(entry.seq, i + 1);
}

static void fill(struct world *w, const char *name)
{
    open_world(w, name);
    for (int i = 0; i < ENTRIES; i++)
        append(w, i);
}

/* Writes past the program, as somebody with the key and bad intentions would. */
static void spoil(struct world *w, struct sql sql, struct binds binds)
{
    struct txn txn CLEANUP(txn_end) = {0};

    CHECK_RC(&w->call, txn_begin(&w->call, w->db, &txn), RC_OK);
    CHECK_RC(&w->call, db_run(&w->call, w->db, sql, binds), RC_OK);
    CHECK_RC(&w->call, txn_commit(&txn), RC_OK);
}

static enum rc count_entry(struct call *call, void *arg, const struct log_entry *entry)
{
    int *n = arg;
    struct str want = str_format(call->arena, "what happened, part %d", *n);

    CHECK_INT(entry->seq, *n + 1);
    CHECK_TEXT(entry->parts[0].plain, want.p);
    ++*n;
    return RC_OK;
}

static void write_and_read(void)
{
    struct world w;
    struct log_report report;
    int n = 0;

    CASE("what was appended is read back in order");
    fill(&w, "read");
    CHECK_RC(&w.call, log_each(&w.call, w.log, 0, count_entry, &n), RC_OK);
    CHECK_INT(n, ENTRIES);
    CHECK_RC(&w.call, log_verify(&w.call, w.db, LOG_SIGNATURES, &report), RC_OK);
    CHECK_INT(report.entries, ENTRIES);
    CHECK_INT(report.parts, 2 * ENTRIES);
    CHECK_INT(strlen(report.head), LOG_HEAD_CODE - 1);

    CASE("the same change twice is refused");
    struct txn txn CLEANUP(txn_end) = {0};
    struct value change;
    CHECK_RC(
        &w.call,
        db_one(&w.call, w.db, SQL("SELECT change FROM entry WHERE seq = 3"), NO_BINDS, &change, 1),
        RC_OK);
    struct log_entry again = {.operation = STR("x")};
    CHECK(id_of(change.s, &again.change));
    CHECK_RC(&w.call, txn_begin(&w.call, w.db, &txn), RC_OK);
    CHECK_RC(&w.call, log_append(&w.call, w.log, &again), RC_CONFLICT);
    txn_end(&txn);
    close_world(&w);
}

static void erase(void)
{
    struct world w;
    struct log_report report;
    struct txn txn CLEANUP(txn_end) = {0};
    struct value change;
    struct log_entry entry;

    CASE("an erased subject's parts are gone, and the chain still verifies");
    fill(&w, "erase");
    CHECK_RC(&w.call, txn_begin(&w.call, w.db, &txn), RC_OK);
    CHECK_RC(&w.call, log_erase_subject(&w.call, w.log, &w.subjects[0], w.call.today), RC_OK);
    CHECK_RC(&w.call, txn_commit(&txn), RC_OK);
    CHECK_RC(&w.call, log_verify(&w.call, w.db, LOG_SIGNATURES, &report), RC_OK);
    CHECK_INT(report.erased_parts, 2 * ENTRIES / 3);
    CHECK_RC(
        &w.call,
        db_one(&w.call, w.db, SQL("SELECT change FROM entry WHERE seq = 1"), NO_BINDS, &change, 1),
        RC_OK);
    struct id id;
    CHECK(id_of(change.s, &id));
    CHECK_RC(&w.call, log_find(&w.call, w.log, &id, &entry), RC_OK);
    CHECK(entry.parts[0].plain.p == NULL);
    CHECK_TEXT(entry.parts[1].plain, "and to whom");

    CASE("nothing more can be written about it");
    struct log_part part = {w.subjects[0], STR("late")};
    struct log_entry late = {
        .change = id_new(&w.call), .operation = STR("x"), .parts = &part, .n = 1};
    CHECK_RC(&w.call, txn_begin(&w.call, w.db, &txn), RC_OK);
    CHECK_RC(&w.call, log_append(&w.call, w.log, &late), RC_CONFLICT);
    txn_end(&txn);
    close_world(&w);
}

/* Each statement spoils entry 5; the verifier must name it. */
static const struct {
    const char *name, *names;
    struct sql sql;
} tampering[] = {
    {"a header's byte", "Entry 5",
     SQL_INIT(
         "UPDATE entry SET header = CAST(substr(header, 1, 100) || X'00' || substr(header, 102) "
         "AS BLOB) WHERE seq = 5")},
    {"a signature", "Entry 5", SQL_INIT("UPDATE entry SET signature = zeroblob(64) WHERE seq = 5")},
    {"an entry left out", "Entry 5", SQL_INIT("DELETE FROM entry WHERE seq = 5")},
    {"a part's content", "Entry 5",
     SQL_INIT("UPDATE part SET cipher = zeroblob(length(cipher)) WHERE rid / 256 = 5")},
    {"a part left out", "Entry 5", SQL_INIT("DELETE FROM part WHERE rid = 5 * 256 + 1")},
    {"a part too many", "Entry 5",
     SQL_INIT(
         "INSERT INTO part SELECT 5 * 256 + 2, subject, cipher FROM part WHERE rid = 5 * 256")},
    {"a column beside the header", "Entry 5", SQL_INIT("UPDATE entry SET time = 1 WHERE seq = 5")},
    {"the last entry cut off", "Entry 12", SQL_INIT("DELETE FROM entry WHERE seq = 12")},
    {"two entries swapped", "Entry 5",
     SQL_INIT(
         "UPDATE entry SET header = (SELECT header FROM entry e WHERE e.seq = CASE entry.seq WHEN "
         "5 THEN 6 ELSE 5 END), signature = (SELECT signature FROM entry e WHERE e.seq = CASE "
         "entry.seq WHEN 5 THEN 6 ELSE 5 END) WHERE seq IN (5, 6)")},
    {"the head", "Entry 12", SQL_INIT("UPDATE chain SET head = zeroblob(32)")},
    {"the chain's key", "Entry 1", SQL_INIT("UPDATE chain SET public_key = zeroblob(32)")},
};

static void tamper(void)
{
    for (size_t i = 0; i < sizeof tampering / sizeof *tampering; i++) {
        struct world w;
        struct log_report report;

        CASE("tampering is found and named: %s", tampering[i].name);
        fill(&w, tampering[i].name);
        spoil(&w, tampering[i].sql, NO_BINDS);
        CHECK_INT(log_verify(&w.call, w.db, LOG_SIGNATURES, &report), RC_CORRUPT);
        struct str text = w.call.error.text;
        CHECK(str_starts(text, str_of(tampering[i].names)) &&
              text.p[strlen(tampering[i].names)] == ' ');
        tap_note("%s", text.p);
        call_forgive(&w.call);
        close_world(&w);
    }
}

/* Appended to a transaction that is then given up: the disk was full, say. */
static void give_up(struct world *w, struct log_entry entry)
{
    struct txn txn CLEANUP(txn_end) = {0};

    CHECK_RC(&w->call, txn_begin(&w->call, w->db, &txn), RC_OK);
    CHECK_RC(&w->call, log_append(&w->call, w->log, &entry), RC_OK);
}

static void taken_back(void)
{
    struct world w;
    struct log_report report;
    int n = 0;

    CASE("a subject made in a transaction that was taken back gets another key the next time");
    open_world(&w, "back");
    struct log_part part = {w.subjects[0], STR("never")};
    struct log_entry entry = {
        .change = id_new(&w.call), .operation = STR("record.save"), .parts = &part, .n = 1};
    give_up(&w, entry);
    part.subject = w.subjects[1];
    give_up(&w, entry);
    append(&w, 0);
    append(&w, 1);
    log_close(w.log);
    CHECK_RC(&w.call, log_open(&w.call, w.db, &w.keys, &w.log), RC_OK);
    CHECK_RC(&w.call, log_each(&w.call, w.log, 0, count_entry, &n), RC_OK);
    CHECK_INT(n, 2);
    CHECK_RC(&w.call, log_verify(&w.call, w.db, LOG_SIGNATURES, &report), RC_OK);
    close_world(&w);
}

/* Every single byte of a header and of a signature, one after the other. */
static void flip_bytes(void)
{
    struct world w;
    struct log_report report;
    struct value row[2];
    int found = 0, tried = 0;

    CASE("a flipped bit in any byte of a header or signature is found");
    fill(&w, "flip");
    CHECK_RC(&w.call,
             db_one(&w.call, w.db, SQL("SELECT header, signature FROM entry WHERE seq = 4"),
                    NO_BINDS, row, 2),
             RC_OK);
    for (int column = 0; column < 2; column++)
        for (size_t i = 0; i < row[column].s.n; i++) {
            struct str copy = str_dup(&w.arena, row[column].s);
            ((char *)(uintptr_t)copy.p)[i] ^= 1;
            spoil(&w, SQL("UPDATE entry SET header = ?1, signature = ?2 WHERE seq = 4"),
                  column == 0 ? BIND(v_bytes(copy), row[1]) : BIND(row[0], v_bytes(copy)));
            found += log_verify(&w.call, w.db, LOG_SIGNATURES, &report) != RC_OK;
            call_forgive(&w.call);
            tried++;
        }
    CHECK_INT(found, tried);
    tap_note("%d bytes flipped", tried);
    close_world(&w);
}

void log_test(void)
{
    write_and_read();
    erase();
    taken_back();
    tamper();
    flip_bytes();
}
