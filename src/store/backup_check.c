/* backup_check.c - backup_check() of backup.h, and backup_read.h. */
#include "base/file.h"
#include "store/backup_read.h"

void backup_moved(struct backup_reading *reading, int64_t bytes)
{
    reading->done += bytes;
    progress_tell(reading->progress, reading->done, reading->total);
}

/* ---- manifest and keys ---- */

static enum rc read_manifest(struct call *call, struct backup_reading *r)
{
    struct str path = file_path(call, r->folder, BACKUP_MANIFEST), bytes;

    if (path.n == 0)
        return fail_memory(call);
    if (!file_exists(call, path.p))
        return fail(call, RC_NOT_FOUND, r->folder,
                    "%s has no " BACKUP_MANIFEST ": it is no backup, or the first one there was "
                    "interrupted.",
                    r->folder);
    enum rc rc = file_read(call, path.p, BACKUP_FILE_MAX, &bytes);
    return rc == RC_OK ? backup_manifest_read(call, &r->keys, path.p, bytes, &r->manifest) : rc;
}

/* The key files by their numbers; the newest below a bound. */
struct newest {
    uint64_t below, number;
    day on;
};

static bool look_at_keys(void *arg, const char *name)
{
    struct newest *newest = arg;
    uint64_t number;
    day on;

    if (backup_keys_named(name, &on, &number) && number < newest->below && number > newest->number)
        *newest = (struct newest){newest->below, number, on};
    return true;
}

static enum rc read_keys(struct call *call, struct backup_reading *r, const struct newest *which)
{
    struct str name = backup_keys_name(call, which->on, which->number), bytes;
    struct str path =
        name.p == NULL ? name : str_format(call->arena, "%s/keys/%s", r->folder, name.p);
    unsigned char hash[CRYPT_HASH];

    if (path.p == NULL)
        return fail_memory(call);
    enum rc rc = file_read(call, path.p, BACKUP_FILE_MAX, &bytes);
    if (rc == RC_OK)
        rc = backup_subjects_read(call, &r->keys, path.p, bytes, &r->subjects);
    if (rc != RC_OK)
        return rc;
    backup_file_hash(bytes, hash);
    if (r->subjects.number != which->number ||
        (which->number == r->manifest.number &&
         memcmp(hash, r->manifest.keys_hash, CRYPT_HASH) != 0))
        return fail(call, RC_CORRUPT, path.p,
                    "%s is not the key file of this name. Put back a good copy.", path.p);
    return RC_OK;
}

static enum rc fail_keys(struct call *call, const struct backup_reading *r)
{
    struct str name = backup_keys_name(call, r->manifest.keys_day, r->manifest.number);
    struct str path = str_format(call->arena, "%s/keys/%s", r->folder, str_z(call->arena, name));

    return fail(call, RC_NOT_FOUND, path.p,
                "%s is missing: without it nothing of this backup can be read. Put it back, or "
                "use what an older key file in keys/ still opens (--older-keys).",
                path.p == NULL ? "keys/" : path.p);
}

/* The newest key file: it knows best who was erased. It may be newer than the manifest, put there
 * by hand or by a backup that did not come to its end. */
static enum rc find_keys(struct call *call, struct backup_reading *r)
{
    struct str folder = file_path(call, r->folder, "keys");
    struct newest newest = {.below = UINT64_MAX};
    enum rc rc;

    if (folder.n == 0)
        return fail_memory(call);
    do {
        call_forgive(call);
        int error = call->os->list(call->os->data, folder.p, look_at_keys, &newest);
        if (error != OS_OK && error != OS_NOT_FOUND)
            return file_fail(call, error, "list", folder.p);
        if (newest.number == 0 || (!r->older_keys && newest.number < r->manifest.number))
            return fail_keys(call, r);
        rc = read_keys(call, r, &newest);
        newest = (struct newest){.below = newest.number};
    } while (rc == RC_CORRUPT && r->older_keys);
    return rc;
}

static void count_subjects(struct backup_reading *r)
{
    r->report.subjects = (int64_t)r->subjects.n;
    for (size_t i = 0; i < r->subjects.n; i++)
        r->report.erased += r->subjects.items[i].erased;
}

enum rc backup_open(struct call *call, struct backup_reading *r)
{
    enum rc rc = read_manifest(call, r);

    if (rc == RC_OK)
        rc = find_keys(call, r);
    if (rc != RC_OK)
        return rc;
    count_subjects(r);
    r->report.made_ms = r->manifest.made_ms;
    r->report.segments = (int64_t)r->manifest.segments_n;
    r->report.blobs = (int64_t)r->manifest.blobs_n;
    for (size_t i = 0; i < r->manifest.segments_n; i++)
        r->report.bytes += r->manifest.segments[i].sealed.size;
    for (size_t i = 0; i < r->manifest.blobs_n; i++)
        r->report.bytes += r->manifest.blobs[i].sealed.size;
    if (r->manifest.last != 0)
        log_head_code(r->manifest.tip, r->report.head);
    r->total = r->report.bytes;
    return RC_OK;
}

/* ---- entries ---- */

struct visiting {
    struct backup_reading *r;
    const struct backup_visit *visit;
    struct backup_chains chains;
    const char *path; /* of the segment */
    int64_t place;    /* entries so far */
};

/* Parts may only be missing where their subject was erased; and every key must be there. */
static enum rc check_subjects(struct call *call, struct visiting *v, struct log_raw *raw,
                              const struct entry_read *read)
{
    struct str *parts = (struct str *)(uintptr_t)raw->parts;

    for (size_t i = 0; i < raw->n; i++) {
        const struct id *id = &read->entry.parts[i].subject;
        const struct backup_subject *subject = backup_subject_find(&v->r->subjects, id);
        if (subject == NULL && !v->r->older_keys)
            return fail(call, RC_CORRUPT, v->path,
                        "The key file does not know a subject of entry %llu.",
                        (unsigned long long)read->entry.seq);
        if (subject != NULL && subject->erased)
            parts[i] = (struct str){NULL, 0}; /* the newer word counts */
        else if (parts[i].p == NULL && subject != NULL)
            return fail(call, RC_CORRUPT, v->path,
                        "A part of entry %llu is missing, and nobody erased it.",
                        (unsigned long long)read->entry.seq);
    }
    return RC_OK;
}

static enum rc visit_entry(struct call *call, struct visiting *v, struct cbor *in)
{
    struct entry_read read;
    struct log_raw raw = {.rid = ++v->place};
    enum rc rc = backup_entry_next(call, v->path, in, &raw);

    if (rc == RC_OK)
        rc = backup_follow(call, &v->chains, v->path, &raw, &read);
    if (rc == RC_OK)
        rc = check_subjects(call, v, &raw, &read);
    if (rc == RC_OK && v->visit->each != NULL)
        rc = v->visit->each(call, v->visit->arg, &raw, &read);
    return rc;
}

static enum rc load_segment(struct call *call, const struct visiting *v,
                            const struct backup_segment *segment, struct str *out)
{
    size_t size = (size_t)segment->sealed.plain_size, at = 0;
    char *plain = arena_alloc(call->arena, size + 1);
    struct sealed_reader *reader = NULL;
    struct str piece;

    if (plain == NULL)
        return fail_memory(call);
    enum rc rc = sealed_verify(call, v->path, &segment->sealed);
    if (rc == RC_OK)
        rc = sealed_open(call, v->path, BACKUP_SEGMENT, segment->sealed.key, &reader);
    if (rc != RC_OK)
        return rc;
    do {
        rc = sealed_read(call, reader, &piece);
        if (rc == RC_OK && piece.n > size - at)
            rc = fail(call, RC_CORRUPT, v->path, "%s is longer than it was.", v->path);
        if (rc == RC_OK && piece.n != 0)
            memcpy(plain + at, piece.p, piece.n);
        at += rc == RC_OK ? piece.n : 0;
    } while (rc == RC_OK && piece.n != 0);
    sealed_close(call, reader);
    *out = str_bytes(plain, at);
    return rc;
}

static enum rc visit_segment(struct call *call, struct visiting *v,
                             const struct backup_segment *segment)
{
    struct str name = backup_segment_name(call, segment->number), plain = {NULL, 0};
    struct str path =
        name.p == NULL ? name : str_format(call->arena, "%s/log/%s", v->r->folder, name.p);
    struct call_loop loop;

    if (path.p == NULL)
        return fail_memory(call);
    v->path = path.p;
    enum rc rc = load_segment(call, v, segment, &plain);
    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(plain);
    call_loop_begin(call, &loop);
    while (rc == RC_OK && !cbor_done(&in)) {
        rc = visit_entry(call, v, &in);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    if (rc == RC_OK && v->visit->after != NULL)
        rc = v->visit->after(call, v->visit->arg);
    return rc;
}

/* Chains stand in the manifest in the order of their first entries. */
static enum rc check_heads(struct call *call, const struct visiting *v)
{
    const struct backup_manifest *manifest = &v->r->manifest;
    bool same = v->chains.n == manifest->chains.n;

    for (size_t i = 0; i < v->chains.n && same; i++) {
        const struct backup_chain *chain = &v->chains.items[i];
        same = memcmp(chain->head, manifest->chains.items[i].head, CRYPT_HASH) == 0 &&
               (!id_eq(&chain->node, &manifest->node) ||
                memcmp(chain->public, v->r->keys.public, CRYPT_PUBLIC) == 0);
    }
    return same ? RC_OK
                : fail(call, RC_CORRUPT, v->r->folder,
                       "%s: the entries do not end where " BACKUP_MANIFEST " says.", v->r->folder);
}

enum rc backup_entries(struct call *call, struct backup_reading *r,
                       const struct backup_visit *visit)
{
    struct visiting v = {.r = r, .visit = visit, .chains = {.keep = call->arena}};
    struct call_loop loop;
    enum rc rc = RC_OK;

    call_loop_begin(call, &loop);
    for (size_t i = 0; i < r->manifest.segments_n && rc == RC_OK; i++) {
        rc = visit_segment(call, &v, &r->manifest.segments[i]);
        if (rc == RC_OK) {
            backup_moved(r, r->manifest.segments[i].sealed.size);
            call_loop_next(&loop);
        }
    }
    call_loop_end(call, &loop);
    r->report.entries = v.place;
    return rc == RC_OK ? check_heads(call, &v) : rc;
}

/* ---- the rest ---- */

enum rc backup_blob_path(struct call *call, const char *folder, const unsigned char *id,
                         struct str *out)
{
    struct str hex = str_hex(call->arena, str_bytes(id, BLOB_ID));

    if (hex.p != NULL)
        *out = str_format(call->arena, "%s/blobs/%.2s/%s", folder, hex.p, hex.p + 2);
    return hex.p == NULL || out->p == NULL ? fail_memory(call) : RC_OK;
}

enum rc backup_blobs_check(struct call *call, struct backup_reading *r)
{
    struct call_loop loop;
    enum rc rc = RC_OK;

    call_loop_begin(call, &loop);
    for (size_t i = 0; i < r->manifest.blobs_n && rc == RC_OK; i++) {
        const struct backup_blob *blob = &r->manifest.blobs[i];
        struct str path;
        rc = backup_blob_path(call, r->folder, blob->id, &path);
        if (rc == RC_OK)
            rc = sealed_verify(call, path.p, &blob->sealed);
        backup_moved(r, blob->sealed.size);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

static enum rc check_keyring(struct call *call, const char *folder)
{
    struct str bytes;
    enum rc rc = keyring_read(call, folder, &bytes);

    return rc == RC_OK ? keyring_check(call, bytes) : rc;
}

static enum rc check(struct call *call, struct backup_reading *r)
{
    static const struct backup_visit nothing = {.each = NULL};
    enum rc rc = check_keyring(call, r->folder);

    if (rc == RC_OK)
        rc = backup_open(call, r);
    if (rc == RC_OK)
        rc = backup_entries(call, r, &nothing);
    return rc == RC_OK ? backup_blobs_check(call, r) : rc;
}

enum rc backup_check(struct call *call, const char *folder, const struct backup_keys *keys,
                     const struct progress *progress, struct backup_report *out)
{
    struct backup_reading reading = {.folder = folder, .keys = *keys, .progress = progress};
    struct call_loop memory;

    call_loop_begin(call, &memory);
    memory.inner.max = BACKUP_MEMORY_MAX;
    enum rc rc = check(call, &reading);
    call_loop_end(call, &memory);
    if (rc == RC_OK)
        *out = reading.report;
    return rc;
}
