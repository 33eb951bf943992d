/* backup_test.c - backups of a store: made, added to, harmed, interrupted, restored. */
#include "base/file.h"
#include "faulty_os.h"
#include "store/backup_file.h"
#include "store/folder.h"
#include "store/posix.h"
#include "store/store_test.h"

enum { ENTRIES = 12, SUBJECTS = 4 };

struct world {
    struct test_call test;
    struct call *call;
    struct keyring *ring;
    const char *folder, *to;
    struct id subjects[SUBJECTS];
    int appended;
};

static const char *path_of(struct world *w, const char *name, const char *suffix)
{
    return str_format(&w->test.arena, "%s/backup-%s%s", tap_folder(), name, suffix).p;
}

static void open_store(struct world *w)
{
    struct store_options options = {
        .folder = w->folder, .ring = w->ring, .create = true, .checkpoints = true};

    CHECK_RC(w->call, store_open(w->call, &options, &w->call->store), RC_OK);
}

static void append_of(struct world *w, const struct id *subject, struct str text)
{
    struct txn txn CLEANUP(txn_end) = {0};
    struct log_part parts[] = {{*subject, text}, {w->call->store->organisation, STR("a case")}};
    struct log_entry entry = {.change = id_new(w->call),
                              .operation = STR("record.save"),
                              .operation_version = 1,
                              .parts = parts,
                              .n = 2};

    CHECK_RC(w->call, txn_begin(w->call, w->call->store->db, &txn), RC_OK);
    CHECK_RC(w->call, log_append(w->call, w->call->store->log, &entry), RC_OK);
    CHECK_RC(w->call, txn_commit(&txn), RC_OK);
    w->appended++;
}

static void append(struct world *w, int n)
{
    for (int i = 0; i < n; i++)
        append_of(w, &w->subjects[w->appended % SUBJECTS],
                  str_format(&w->test.arena, "what happened, part %d", w->appended));
}

static void start(struct world *w, const char *name)
{
    struct keyring_holder holder = {
        STR("holder"), STR("a phrase for tests alone"), {CRYPT_MEMORY_KIB_MIN, 1}};
    struct keyring_sheets sheets;

    *w = (struct world){.appended = 0};
    test_call_init(&w->test, &heap_libc, posix_os());
    w->call = &w->test.call;
    w->folder = path_of(w, name, "");
    w->to = path_of(w, name, "-to");
    CHECK_RC(w->call, folder_make(w->call, w->folder), RC_OK);
    CHECK_RC(w->call, keyring_create(w->call, w->folder, &holder, NULL, &sheets, &w->ring), RC_OK);
    for (int i = 0; i < SUBJECTS; i++)
        w->subjects[i] = id_new(w->call);
    open_store(w);
    append(w, ENTRIES);
}

static void stop(struct world *w)
{
    store_close(w->call->store);
    keyring_close(w->ring);
    test_call_fini(&w->test);
}

static struct backup_report make(struct world *w)
{
    struct backup_report report = {.entries = -1};

    CHECK_RC(w->call, backup_make(w->call, w->to, NULL, &report), RC_OK);
    return report;
}

static enum rc check(struct world *w, struct backup_report *report)
{
    struct backup_keys keys = backup_keys_of(w->call->store);

    return backup_check(w->call, w->to, &keys, NULL, report);
}

static enum rc restore_to(struct world *w, const char *to, struct store **out)
{
    struct backup_restore options = {.from = w->to, .to = to, .ring = w->ring};
    struct backup_report report;

    *out = NULL;
    return backup_restore(w->call, &options, out, &report);
}

/* Does the restored log hold what the living one holds? */
static void compare(struct world *w, const struct store *restored, int parts_gone)
{
    struct log_report mine, theirs;

    CHECK_RC(w->call, log_verify(w->call, w->call->store->db, LOG_SIGNATURES, &mine), RC_OK);
    CHECK_RC(w->call, log_verify(w->call, restored->db, LOG_SIGNATURES, &theirs), RC_OK);
    CHECK_INT(theirs.entries, w->appended);
    CHECK_INT(theirs.erased_parts, parts_gone);
    CHECK_TEXT(str_of(theirs.head), mine.head);
}

static void round_trip(void)
{
    struct world w;
    struct blob blob;
    struct store *restored;
    struct str content;

    CASE("what was backed up comes back, log and blobs");
    start(&w, "round");
    CHECK_RC(w.call, blob_put(w.call, w.folder, STR("a scanned paper"), &blob), RC_OK);
    struct backup_report report = make(&w);
    CHECK_INT(report.entries, ENTRIES);
    CHECK_INT(report.added, ENTRIES);
    CHECK_INT(report.segments, 1);
    CHECK_INT(report.blobs, 1);
    CHECK_INT(report.subjects, SUBJECTS + 1);
    CHECK_RC(w.call, check(&w, &report), RC_OK);
    CHECK_INT(report.entries, ENTRIES);
    const char *to = path_of(&w, "round", "-new");
    CHECK_RC(w.call, restore_to(&w, to, &restored), RC_OK);
    compare(&w, restored, 0);
    CHECK_RC(w.call, blob_get(w.call, to, &blob, 100, &content), RC_OK);
    CHECK_TEXT(content, "a scanned paper");
    store_close(restored);

    CASE("a folder that is not empty is refused, and so are a data folder and none");
    CHECK_RC(w.call, restore_to(&w, to, &restored), RC_CONFLICT);
    CHECK_RC(w.call, backup_make(w.call, w.folder, NULL, &report), RC_CONFLICT);
    w.to = path_of(&w, "round", "-nothing");
    CHECK_RC(w.call, restore_to(&w, path_of(&w, "round", "-other"), &restored), RC_NOT_FOUND);
    CHECK_RC(w.call, backup_make(w.call, path_of(&w, "no", "/such/folder"), NULL, &report),
             RC_NOT_FOUND);
    stop(&w);
}

static void adding(void)
{
    struct world w;
    struct backup_report report;
    struct os_file before, after;
    struct store *restored;

    CASE("a second backup adds what is new and leaves the rest");
    start(&w, "add");
    (void)make(&w);
    const char *first = path_of(&w, "add", "-to/log/000001.seg");
    CHECK_INT(posix_os()->stat(NULL, first, &before), OS_OK);
    append(&w, 3);
    report = make(&w);
    CHECK_INT(report.added, 3);
    CHECK_INT(report.entries, ENTRIES + 3);
    CHECK_INT(report.segments, 2);
    CHECK_INT(report.mended, 0);
    CHECK_INT(posix_os()->stat(NULL, first, &after), OS_OK);
    CHECK_INT(after.modified_ms, before.modified_ms);
    report = make(&w);
    CHECK_INT(report.added, 0);
    CHECK_INT(report.segments, 2);

    CASE("damaged and missing segments are written anew");
    CHECK_INT(posix_os()->remove(NULL, first), OS_OK);
    report = make(&w);
    CHECK_INT(report.mended, 1);
    CHECK_INT(report.added, 0);
    CHECK_RC(w.call, check(&w, &report), RC_OK);
    CHECK_RC(w.call, restore_to(&w, path_of(&w, "add", "-new"), &restored), RC_OK);
    compare(&w, restored, 0);
    store_close(restored);
    stop(&w);
}

static void long_log(void)
{
    enum { LONG = 900 << 10, N = 20 };
    struct world w;
    struct store *restored;
    char *long_text = NULL;

    CASE("a long log makes several segments");
    start(&w, "long");
    long_text = arena_alloc(&w.test.arena, LONG);
    memset(long_text, 'a', LONG);
    for (int i = 0; i < N; i++)
        append_of(&w, &w.subjects[0], str_bytes(long_text, LONG));
    struct backup_report report = make(&w);
    CHECK_INT(report.segments, 2);
    CHECK_INT(report.added, ENTRIES + N);
    CHECK_RC(w.call, restore_to(&w, path_of(&w, "long", "-new"), &restored), RC_OK);
    compare(&w, restored, 0);
    store_close(restored);
    stop(&w);
}

static void erase(struct world *w, int subject)
{
    struct txn txn CLEANUP(txn_end) = {0};

    CHECK_RC(w->call, txn_begin(w->call, w->call->store->db, &txn), RC_OK);
    CHECK_RC(w->call,
             log_erase_subject(w->call, w->call->store->log, &w->subjects[subject], w->call->today),
             RC_OK);
    CHECK_RC(w->call, txn_commit(&txn), RC_OK);
}

static void erased(void)
{
    struct world w;
    struct store *restored;

    CASE("who was erased since is not put back from an old segment");
    start(&w, "erased");
    (void)make(&w);
    erase(&w, 1);
    struct backup_report report = make(&w);
    CHECK_INT(report.erased, 1);
    CHECK_INT(report.added, 0);
    CHECK_RC(w.call, restore_to(&w, path_of(&w, "erased", "-new"), &restored), RC_OK);
    compare(&w, restored, ENTRIES / SUBJECTS);
    struct value key;
    CHECK_RC(w.call,
             db_one(w.call, restored->db, SQL("SELECT key FROM subject WHERE id = ?1"),
                    BIND(id_value(&w.subjects[1])), &key, 1),
             RC_OK);
    CHECK(key.type == V_NULL);
    store_close(restored);

    CASE("a segment written anew holds no more of her");
    struct os_file before, after;
    CHECK_INT(posix_os()->stat(NULL, path_of(&w, "erased", "-to/log/000001.seg"), &before), OS_OK);
    CHECK_INT(posix_os()->remove(NULL, path_of(&w, "erased", "-to/log/000001.seg")), OS_OK);
    CHECK_INT(make(&w).mended, 1);
    CHECK_INT(posix_os()->stat(NULL, path_of(&w, "erased", "-to/log/000002.seg"), &after), OS_OK);
    CHECK(after.size < before.size);
    CHECK_RC(w.call, check(&w, &report), RC_OK);
    stop(&w);
}

static bool count_name(void *arg, const char *name)
{
    (void)name;
    ++*(int *)arg;
    return true;
}

static int files_in(struct world *w, const char *name, const char *suffix)
{
    int n = 0;

    CHECK_INT(posix_os()->list(NULL, path_of(w, name, suffix), count_name, &n), OS_OK);
    return n;
}

static void growing_old(void)
{
    struct world w;
    struct blob blob;

    CASE("key files and blobs that went away last thirty days, the newest key file always");
    start(&w, "old");
    CHECK_RC(w.call, blob_put(w.call, w.folder, STR("a paper"), &blob), RC_OK);
    (void)make(&w);
    CHECK_RC(w.call, blob_remove(w.call, w.folder, blob.id), RC_OK);
    w.call->today += 10;
    CHECK_INT(make(&w).blobs, 1);
    CHECK_INT(files_in(&w, "old", "-to/keys"), 2);
    w.call->today += 30;
    CHECK_INT(make(&w).blobs, 1);
    CHECK_INT(files_in(&w, "old", "-to/keys"), 2);
    w.call->today += 1;
    CHECK_INT(make(&w).blobs, 0);
    CHECK_INT(files_in(&w, "old", "-to/keys"), 2);
    w.call->today += 400;
    (void)make(&w);
    CHECK_INT(files_in(&w, "old", "-to/keys"), 1);

    CASE("a clock that was wrong does not keep them");
    w.call->today -= 400;
    (void)make(&w);
    CHECK_INT(files_in(&w, "old", "-to/keys"), 1);
    stop(&w);
}

static void of_others(void)
{
    struct world w, other;
    struct backup_report report;
    struct store *restored;

    CASE("another organisation's backup is neither added to nor restored");
    start(&w, "ours");
    start(&other, "theirs");
    (void)make(&w);
    CHECK_RC(other.call, backup_make(other.call, w.to, NULL, &report), RC_CORRUPT);
    other.to = w.to;
    CHECK_RC(other.call, restore_to(&other, path_of(&w, "theirs", "-new"), &restored), RC_CORRUPT);
    CHECK_INT(posix_os()->remove(NULL, path_of(&w, "ours", "-to/khetane.backup")), OS_OK);
    CHECK_RC(other.call, backup_make(other.call, w.to, NULL, &report), RC_CONFLICT);
    CHECK_RC(w.call, backup_make(w.call, w.to, NULL, &report), RC_OK);

    CASE("two backups into one folder at once: the second is told");
    int file = posix_os()->open(NULL, path_of(&w, "ours", "-to/backup.lock"), OS_WRITE);
    CHECK_INT(posix_os()->lock(NULL, file, false), OS_OK);
    CHECK_RC(w.call, backup_make(w.call, w.to, NULL, &report), RC_BUSY);
    CHECK_INT(posix_os()->close(NULL, file), OS_OK);

    CASE("a data folder put back from an older copy is found out");
    struct txn txn CLEANUP(txn_end) = {0};
    CHECK_RC(w.call, txn_begin(w.call, w.call->store->db, &txn), RC_OK);
    CHECK_RC(
        w.call,
        db_run(w.call, w.call->store->db, SQL("DELETE FROM part WHERE rid / 256 = 12"), NO_BINDS),
        RC_OK);
    CHECK_RC(w.call,
             db_run(w.call, w.call->store->db, SQL("DELETE FROM entry WHERE rid = 12"), NO_BINDS),
             RC_OK);
    CHECK_RC(w.call, txn_commit(&txn), RC_OK);
    CHECK_INT(backup_make(w.call, w.to, NULL, &report), RC_CONFLICT);
    CHECK(test_says(w.call, "older copy"));
    call_forgive(w.call);

    CASE("after a restore a folder of its own is needed");
    memcpy(w.call->store->incarnation.b, w.subjects[0].b, ID_SIZE);
    CHECK_INT(backup_make(w.call, w.to, NULL, &report), RC_CONFLICT);
    CHECK(test_says(w.call, "before a restore"));
    stop(&w);
    stop(&other);
}

/* ---- harm ---- */

static struct str read_bytes(struct world *w, const char *path)
{
    struct str bytes = {NULL, 0};

    CHECK_RC(w->call, file_read(w->call, path, 1 << 22, &bytes), RC_OK);
    return bytes;
}

static void write_bytes(struct world *w, const char *path, struct str bytes)
{
    const struct os *os = posix_os();
    int file = os->open(NULL, path, OS_WRITE | OS_CREATE | OS_TRUNCATE);

    (void)w;
    CHECK(file >= 0);
    CHECK_INT(os->write(NULL, file, bytes.p, bytes.n, 0), OS_OK);
    CHECK_INT(os->close(NULL, file), OS_OK);
}

/* Each harm is found by checking and by restoring, and the file is named. */
static void must_find(struct world *w, const char *name, bool keyring)
{
    struct backup_report report;
    struct store *restored = NULL;
    enum rc rc = check(w, &report);

    CHECK(rc == RC_CORRUPT || rc == RC_NOT_FOUND || rc == RC_NEWER);
    CHECK(test_says(w->call, name));
    call_forgive(w->call);
    if (keyring)
        return; /* whoever restores has opened it before */
    rc = restore_to(w, path_of(w, "harm", "-new"), &restored);
    CHECK(rc == RC_CORRUPT || rc == RC_NOT_FOUND || rc == RC_NEWER);
    CHECK(test_says(w->call, name));
    call_forgive(w->call);
    CHECK(!file_exists(w->call, path_of(w, "harm", "-new")));
}

static void harm_file(struct world *w, const char *path, const char *name)
{
    bool keyring = strcmp(name, KEYRING_NAME) == 0;
    struct str good = read_bytes(w, path);
    size_t step = good.n / 40 + 1;

    CASE("%s with a byte changed, cut off, longer, missing", name);
    for (size_t at = 0; at < good.n; at += step) {
        struct str bad = str_dup(&w->test.arena, good);
        ((char *)(uintptr_t)bad.p)[at] ^= 4;
        write_bytes(w, path, bad);
        must_find(w, name, keyring);
        write_bytes(w, path, str_cut(good, 0, at));
        must_find(w, name, keyring);
    }
    write_bytes(w, path, str_format(&w->test.arena, "%.*s?", 0, ""));
    must_find(w, name, keyring);
    CHECK_INT(posix_os()->remove(NULL, path), OS_OK);
    must_find(w, name, keyring);
    write_bytes(w, path, good);
}

static void harm(void)
{
    struct world w;
    struct blob blob;
    struct backup_report report;

    start(&w, "harm");
    CHECK_RC(w.call, blob_put(w.call, w.folder, STR("a scanned paper"), &blob), RC_OK);
    (void)make(&w);
    append(&w, 2);
    (void)make(&w);
    struct str hex = str_hex(&w.test.arena, str_bytes(blob.id, BLOB_ID));
    struct str keys = backup_keys_name(w.call, w.call->today, 2);
    harm_file(&w, str_format(&w.test.arena, "%s/keys/%s", w.to, keys.p).p, keys.p);
    harm_file(&w, path_of(&w, "harm", "-to/khetane.backup"), "khetane.backup");
    harm_file(&w, path_of(&w, "harm", "-to/khetane.keys"), KEYRING_NAME);
    harm_file(&w, path_of(&w, "harm", "-to/log/000001.seg"), "000001.seg");
    harm_file(&w, path_of(&w, "harm", "-to/log/000002.seg"), "000002.seg");
    harm_file(&w, str_format(&w.test.arena, "%s/blobs/%.2s/%s", w.to, hex.p, hex.p + 2).p,
              hex.p + 2);
    CASE("put right again, it is whole");
    CHECK_RC(w.call, check(&w, &report), RC_OK);

    CASE("a damaged blob is copied again");
    write_bytes(&w, str_format(&w.test.arena, "%s/blobs/%.2s/%s", w.to, hex.p, hex.p + 2).p,
                STR("x"));
    CHECK_INT(make(&w).copied, 1);
    CHECK_RC(w.call, check(&w, &report), RC_OK);
    stop(&w);
}

/* ---- faults ---- */

/* The disk dies at the n-th change of a second backup: what is there is whole and restores, as the
 * first one or the second. */
static void interrupted(void)
{
    long n = 0;
    bool done = false;
    struct world w;
    struct blob blob;

    CASE("a backup that is interrupted at any point leaves a whole one");
    start(&w, "cut");
    (void)make(&w);
    CHECK_RC(w.call, blob_put(w.call, w.folder, STR("another paper"), &blob), RC_OK);
    while (!done && n < 200) {
        struct backup_report report;
        struct faulty_os faulty;
        struct id subject = id_new(w.call);
        append_of(&w, &subject, STR("soon erased"));
        w.subjects[1] = subject;
        erase(&w, 1);
        faulty_os_init(&faulty, posix_os(), ++n);
        faulty.dead = n % 3 != 0;
        faulty.error = n % 2 == 0 ? OS_FULL : OS_IO;
        w.call->os = &faulty.os;
        enum rc rc = backup_make(w.call, w.to, NULL, &report);
        w.call->os = posix_os();
        done = rc == RC_OK;
        CHECK_RC(w.call, rc, done ? RC_OK : faulty.error == OS_FULL ? RC_FULL : RC_IO);
        CHECK_RC(w.call, check(&w, &report), RC_OK);
        CHECK(report.entries >= ENTRIES);
    }
    CHECK(done && n > 15);
    tap_note("%ld points", n - 1);
    struct store *restored;
    CHECK_RC(w.call, restore_to(&w, path_of(&w, "cut", "-new"), &restored), RC_OK);
    store_close(restored);
    stop(&w);
}

static void restore_faults(void)
{
    long n = 0;
    bool done = false;
    struct world w;
    struct blob blob;

    CASE("a restore whose disk is full at any point leaves nothing");
    start(&w, "full");
    CHECK_RC(w.call, blob_put(w.call, w.folder, STR("a paper"), &blob), RC_OK);
    (void)make(&w);
    const char *to = path_of(&w, "full", "-new");
    while (!done && n < 60) {
        struct faulty_os faulty;
        struct store *restored;
        faulty_os_init(&faulty, posix_os(), ++n);
        w.call->os = &faulty.os;
        enum rc rc = restore_to(&w, to, &restored);
        w.call->os = posix_os();
        done = rc == RC_OK;
        CHECK_RC(w.call, rc, done ? RC_OK : RC_FULL);
        CHECK_INT(file_exists(w.call, to), done);
        store_close(restored);
    }
    CHECK(done && n > 5);
    stop(&w);
}

static void memory_faults(void)
{
    struct world w;
    bool done = false;
    long n = 0;

    CASE("memory fails at every step of backup and check");
    start(&w, "memory");
    while (!done && n < 200) {
        struct fault_heap heap;
        struct arena arena;
        struct call call;
        struct backup_report report;
        struct backup_keys keys = backup_keys_of(w.call->store);
        fault_heap_init(&heap, ++n);
        arena_init(&arena, &heap.heap, ARENA_MAX_DEFAULT);
        call_init(&call, &arena, posix_os());
        call.store = w.call->store;
        enum rc rc = backup_make(&call, w.to, NULL, &report);
        if (rc == RC_OK)
            rc = backup_check(&call, w.to, &keys, NULL, &report);
        done = rc == RC_OK;
        CHECK_RC(&call, rc, done ? RC_OK : RC_MEMORY);
        arena_fini(&arena);
        CHECK_INT(heap.live, 0);
    }
    CHECK(done && n > 5);
    stop(&w);
}

void backup_test(void)
{
    round_trip();
    adding();
    long_log();
    erased();
    growing_old();
    of_others();
    harm();
    interrupted();
    restore_faults();
    memory_faults();
}
