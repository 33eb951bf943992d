/* backup_restore.c - backup_restore() of backup.h. */
#include "base/file.h"
#include "store/backup_read.h"
#include "store/folder.h"

struct restoring {
    struct backup_reading reading;
    const char *to;
    struct store *store;
    struct txn txn; /* one for each segment */
};

/* ---- the folder ---- */

static bool found_one(void *arg, const char *name)
{
    (void)name;
    *(bool *)arg = true;
    return false;
}

static enum rc check_empty(struct call *call, const char *to)
{
    bool any = false;
    int error = call->os->list(call->os->data, to, found_one, &any);

    if (error == OS_NOT_FOUND)
        return RC_OK;
    if (error != OS_OK)
        return file_fail(call, error, "list", to);
    if (any)
        return fail(call, RC_CONFLICT, to,
                    "%s is not empty. Restoring fills a folder of its own: name one that is not "
                    "there yet.",
                    to);
    return RC_OK;
}

/* ---- the log ---- */

static enum rc put_subjects(struct call *call, struct restoring *r)
{
    const struct backup_subjects *subjects = &r->reading.subjects;
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, r->store->db, &txn);

    for (size_t i = 0; i < subjects->n && rc == RC_OK; i++) {
        const struct backup_subject *subject = &subjects->items[i];
        rc = db_run(call, r->store->db,
                    SQL("INSERT INTO subject (id, key, erased) VALUES (?1, ?2, ?3)"),
                    BIND(id_value(&subject->id), v_bytes(subject->wrapped),
                         subject->erased ? v_int(subject->erased_on) : v_null()));
    }
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

/* Subjects that an older key file does not know: without a key, and not erased. */
static enum rc put_unknown(struct call *call, struct restoring *r, const struct entry_read *read)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < read->entry.n && rc == RC_OK; i++) {
        const struct id *id = &read->entry.parts[i].subject;
        if (backup_subject_find(&r->reading.subjects, id) != NULL)
            continue;
        rc = db_run(call, r->store->db,
                    SQL("INSERT INTO subject (id, key) VALUES (?1, NULL) ON CONFLICT DO NOTHING"),
                    BIND(id_value(id)));
        r->reading.report.no_key += rc == RC_OK && db_changed(r->store->db) != 0;
    }
    return rc;
}

static enum rc put_entry(struct call *call, void *arg, struct log_raw *raw,
                         const struct entry_read *read)
{
    struct restoring *r = arg;
    enum rc rc = RC_OK;

    if (r->txn.db == NULL)
        rc = txn_begin(call, r->store->db, &r->txn);
    if (rc == RC_OK && r->reading.older_keys)
        rc = put_unknown(call, r, read);
    return rc == RC_OK ? log_raw_put(call, r->store->db, raw) : rc;
}

static enum rc commit_segment(struct call *call, void *arg)
{
    struct restoring *r = arg;
    enum rc rc = r->txn.db == NULL ? RC_OK : txn_commit(&r->txn);

    return rc == RC_OK ? db_checkpoint(call, r->store->db, false) : rc;
}

static enum rc put_entries(struct call *call, struct restoring *r)
{
    const struct backup_visit visit = {put_entry, commit_segment, r};
    enum rc rc = backup_entries(call, &r->reading, &visit);

    txn_end(&r->txn);
    return rc;
}

/* ---- blobs ---- */

static enum rc need_folder(struct call *call, const char *path, const char *parent)
{
    const struct os *os = call->os;
    int error = os->mkdir(os->data, path);

    if (error == OS_OK)
        error = os->sync_dir(os->data, parent);
    return error == OS_OK || error == OS_EXISTS ? RC_OK : file_fail(call, error, "make", path);
}

static enum rc put_blob(struct call *call, struct restoring *r, const struct backup_blob *blob)
{
    struct str hex = str_hex(call->arena, str_bytes(blob->id, BLOB_ID)), from;
    struct str blobs = file_path(call, r->to, "blobs");
    struct str folder = str_format(call->arena, "%s/%.2s", blobs.p, hex.p == NULL ? "" : hex.p);
    struct sealed found;
    enum rc rc = backup_blob_path(call, r->reading.folder, blob->id, &from);

    if (rc != RC_OK)
        return rc;
    if (hex.p == NULL || blobs.n == 0 || folder.p == NULL)
        return fail_memory(call);
    struct sealed_copy copy = {from.p, folder.p, hex.p + 2, &blob->sealed};
    rc = need_folder(call, blobs.p, r->to);
    if (rc == RC_OK)
        rc = need_folder(call, folder.p, blobs.p);
    return rc == RC_OK ? sealed_copy(call, &copy, &found) : rc;
}

static enum rc put_blobs(struct call *call, struct restoring *r)
{
    struct call_loop loop;
    enum rc rc = RC_OK;

    call_loop_begin(call, &loop);
    for (size_t i = 0; i < r->reading.manifest.blobs_n && rc == RC_OK; i++) {
        rc = put_blob(call, r, &r->reading.manifest.blobs[i]);
        backup_moved(&r->reading, r->reading.manifest.blobs[i].sealed.size);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

/* ---- taking back ---- */

struct emptying {
    struct call *call;
    const char *folder;
    struct str *names;
    size_t n, room;
};

static bool take_name(void *arg, const char *name)
{
    struct emptying *e = arg;

    if (!arena_grow(e->call->arena, &e->names, e->n, &e->room))
        return false;
    e->names[e->n] = str_dup(e->call->arena, str_of(name));
    return e->names[e->n++].p != NULL;
}

/* Only what restoring makes: files, and blobs/ with its folders of two digits. */
static void empty(struct call *call, const char *folder, int depth)
{
    const struct os *os = call->os;
    struct emptying e = {.call = call, .folder = folder};
    struct os_file file;

    (void)os->list(os->data, folder, take_name, &e);
    for (size_t i = 0; i < e.n; i++) {
        struct str path = file_path(call, folder, str_z(call->arena, e.names[i]));
        if (path.n == 0 || os->stat(os->data, path.p, &file) != OS_OK)
            continue;
        if (file.is_folder && depth < 2 && (depth == 1 || str_is(e.names[i], "blobs")))
            empty(call, path.p, depth + 1);
        (void)os->remove(os->data, path.p);
    }
}

void backup_restore_undo(struct call *call, const char *to)
{
    empty(call, to, 0);
    (void)call->os->remove(call->os->data, to);
}

/* ---- the whole ---- */

static enum rc fill(struct call *call, struct restoring *r, const struct keyring *ring)
{
    struct store_options options = {
        .folder = r->to, .ring = ring, .create = true, .checkpoints = true};
    enum rc rc = store_open(call, &options, &r->store);

    if (rc == RC_OK)
        rc = put_subjects(call, r);
    if (rc == RC_OK)
        rc = put_entries(call, r);
    return rc == RC_OK ? put_blobs(call, r) : rc;
}

/* All of it is read once before anything is made: a damaged backup leaves no half a folder. */
static enum rc check_first(struct call *call, struct restoring *r)
{
    static const struct backup_visit nothing = {.each = NULL};
    enum rc rc = check_empty(call, r->to);

    if (rc == RC_OK)
        rc = backup_open(call, &r->reading);
    r->reading.total *= 2;
    if (rc == RC_OK)
        rc = backup_entries(call, &r->reading, &nothing);
    if (rc == RC_OK)
        rc = backup_blobs_check(call, &r->reading);
    return rc == RC_OK ? folder_make(call, r->to) : rc;
}

static enum rc restore(struct call *call, struct restoring *r, const struct keyring *ring)
{
    enum rc rc = check_first(call, r);

    if (rc != RC_OK)
        return rc;
    rc = fill(call, r, ring);
    if (rc == RC_OK)
        return RC_OK;
    store_close(r->store);
    backup_restore_undo(call, r->to);
    return rc;
}

enum rc backup_restore(struct call *call, const struct backup_restore *options, struct store **out,
                       struct backup_report *report)
{
    const struct keyring *ring = options->ring;
    unsigned char *key = crypt_secret_new(CRYPT_KEY);
    struct restoring r = {.reading = {.folder = options->from,
                                      .older_keys = options->older_keys,
                                      .progress = options->progress},
                          .to = str_z(call->arena, str_of(options->to))};
    struct call_loop memory;

    if (key == NULL)
        return fail_memory(call);
    keyring_derive(ring, KEYRING_BACKUP, key);
    r.reading.keys = (struct backup_keys){.key = key, .public = ring->public};
    memcpy(r.reading.keys.organisation.b, ring->organisation, ID_SIZE);
    call_loop_begin(call, &memory);
    memory.inner.max = BACKUP_MEMORY_MAX;
    enum rc rc = restore(call, &r, ring);
    call_loop_end(call, &memory);
    crypt_secret_free(key);
    if (rc != RC_OK)
        return rc;
    *report = r.reading.report;
    *out = r.store;
    return RC_OK;
}
