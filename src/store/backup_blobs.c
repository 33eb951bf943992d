/* backup_blobs.c - the attachments of a backup; see backup_make.h. */
#include <assert.h>

#include "base/file.h"
#include "store/backup_make.h"

static bool find_blob(void *arg, const char *name)
{
    struct backup_source *s = arg;
    struct call *call = s->m->call;
    struct backup_blob blob = {.id = {(unsigned char)s->first}};
    struct os_file file;

    if (strlen(name) != (size_t)2 * (BLOB_ID - 1) ||
        !str_unhex(str_of(name), blob.id + 1, BLOB_ID - 1))
        return true; /* being written */
    struct str path = file_path(call, s->folder, name);
    if (path.n == 0 || !arena_grow(call->arena, &s->blobs, s->n, &s->room)) {
        s->rc = fail_memory(call);
        return false;
    }
    if (call->os->stat(call->os->data, path.p, &file) != OS_OK)
        return true; /* removed just now */
    blob.sealed.size = file.size;
    s->blobs[s->n++] = blob;
    return true;
}

static int compare_blobs(const void *a, const void *b)
{
    return memcmp(((const struct backup_blob *)a)->id, ((const struct backup_blob *)b)->id,
                  BLOB_ID);
}

enum rc backup_list_blobs(struct backup_source *s)
{
    struct call *call = s->m->call;

    for (s->first = 0; s->first < 256 && s->rc == RC_OK; s->first++) {
        struct str folder = str_format(call->arena, "%s/blobs/%02x", call->store->folder, s->first);
        if (folder.p == NULL)
            return fail_memory(call);
        s->folder = folder.p;
        int error = call->os->list(call->os->data, folder.p, find_blob, s);
        if (error != OS_OK && error != OS_NOT_FOUND)
            return file_fail(call, error, "list", folder.p);
    }
    if (s->n != 0)
        qsort(s->blobs, s->n, sizeof *s->blobs, compare_blobs);
    return s->rc;
}

struct blob_paths {
    struct str folder, name, from, to;
};

static enum rc name_blob(struct making *m, const unsigned char *id, struct blob_paths *out)
{
    struct call *call = m->call;
    struct str hex = str_hex(call->arena, str_bytes(id, BLOB_ID));

    if (hex.p == NULL)
        return fail_memory(call);
    out->folder = str_format(call->arena, "%s/%.2s", m->blobs, hex.p);
    out->name = str_dup(call->arena, str_cut(hex, 2, hex.n));
    out->from = str_format(call->arena, "%s/blobs/%.2s/%s", call->store->folder, hex.p, hex.p + 2);
    out->to = str_format(call->arena, "%s/%.2s/%s", m->blobs, hex.p, hex.p + 2);
    return out->folder.p == NULL || out->name.p == NULL || out->from.p == NULL || out->to.p == NULL
               ? fail_memory(call)
               : RC_OK;
}

/* RC_OK and *good: what the backup has is what it had. */
static enum rc look_at_copy(struct making *m, const struct blob_paths *paths,
                            const struct backup_blob *blob, bool *good)
{
    enum rc rc = sealed_verify(m->call, paths->to.p, &blob->sealed);

    *good = rc == RC_OK;
    if (rc != RC_CORRUPT && rc != RC_NOT_FOUND)
        return rc;
    call_forgive(m->call);
    return RC_OK;
}

/* A backup that was interrupted may have come so far: then nothing is copied twice. */
static enum rc look_for_copy(struct making *m, const struct blob_paths *paths,
                             struct backup_blob *blob, bool *good)
{
    const struct os *os = m->call->os;
    struct os_file file;

    if (os->stat(os->data, paths->to.p, &file) != OS_OK || file.size != blob->sealed.size)
        return RC_OK;
    enum rc rc = sealed_measure(m->call, paths->from.p, &blob->sealed);
    return rc == RC_OK ? look_at_copy(m, paths, blob, good) : rc;
}

/* was: as the backup before knew it, or NULL. */
static enum rc copy_blob(struct making *m, const struct backup_blob *found,
                         const struct backup_blob *was, struct backup_blob *out)
{
    struct blob_paths paths;
    bool good = false;
    enum rc rc = name_blob(m, found->id, &paths);

    *out = was == NULL ? *found : *was;
    out->gone = false;
    if (rc == RC_OK)
        rc = was == NULL ? look_for_copy(m, &paths, out, &good)
                         : look_at_copy(m, &paths, was, &good);
    if (rc != RC_OK)
        return rc;
    if (good)
        return RC_OK;
    struct sealed_copy copy = {paths.from.p, paths.folder.p, paths.name.p,
                               was == NULL ? NULL : &was->sealed};
    rc = backup_need_folder(m->call, m->blobs, paths.folder.p);
    if (rc == RC_OK)
        rc = sealed_copy(m->call, &copy, &out->sealed);
    m->report.copied += rc == RC_OK;
    return rc;
}

/* What the data folder has no more stays for a while: it may have gone by mistake. */
static enum rc keep_gone(struct making *m, const struct backup_blob *was, bool *keep,
                         struct backup_blob *out)
{
    struct blob_paths paths;
    enum rc rc = name_blob(m, was->id, &paths);

    *keep = false;
    *out = *was;
    out->gone = true;
    out->gone_on = was->gone ? was->gone_on : m->call->today;
    if (rc != RC_OK || m->call->today - out->gone_on > BACKUP_KEYS_DAYS)
        return rc;
    return look_at_copy(m, &paths, was, keep);
}

static enum rc put_blob(struct making *m, const struct backup_blob *found,
                        const struct backup_blob *was, struct backup_blob *out, bool *keep)
{
    struct call_loop loop;
    enum rc rc;

    call_loop_begin(m->call, &loop);
    *keep = true;
    assert(found != NULL || was != NULL);
    rc = found != NULL ? copy_blob(m, found, was, out) : keep_gone(m, was, keep, out);
    call_loop_end(m->call, &loop);
    return rc;
}

/* Both lists ascend: one walk over the two. */
enum rc backup_put_blobs(struct making *m, const struct backup_source *s)
{
    struct backup_manifest *now = &m->now;
    size_t i = 0, j = 0;
    enum rc rc = RC_OK;

    while (rc == RC_OK && (i < s->n || j < m->was.blobs_n)) {
        const struct backup_blob *found = i < s->n ? &s->blobs[i] : NULL;
        const struct backup_blob *was = j < m->was.blobs_n ? &m->was.blobs[j] : NULL;
        int order = found == NULL ? 1 : was == NULL ? -1 : compare_blobs(found, was);
        bool keep = false;
        if (!arena_grow(m->call->arena, &now->blobs, now->blobs_n, &now->blobs_room))
            return fail_memory(m->call);
        rc = put_blob(m, order <= 0 ? found : NULL, order >= 0 ? was : NULL,
                      &now->blobs[now->blobs_n], &keep);
        now->blobs_n += keep;
        i += order <= 0;
        j += order >= 0;
        backup_move_on(m, order <= 0 ? found->sealed.size : 0);
    }
    return rc;
}

/* ---- afterwards ---- */

static int compare_id(const void *key, const void *item)
{
    return memcmp(key, ((const struct backup_blob *)item)->id, BLOB_ID);
}

enum rc backup_sweep_blobs(struct making *m)
{
    struct call *call = m->call;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < m->was.blobs_n && rc == RC_OK; i++) {
        const struct backup_blob *blob = &m->was.blobs[i];
        struct blob_paths paths;
        if (m->now.blobs_n != 0 &&
            bsearch(blob->id, m->now.blobs, m->now.blobs_n, sizeof *blob, compare_id) != NULL)
            continue;
        rc = name_blob(m, blob->id, &paths);
        int error = rc == RC_OK ? call->os->remove(call->os->data, paths.to.p) : OS_OK;
        if (error != OS_OK && error != OS_NOT_FOUND)
            rc = file_fail(call, error, "remove", paths.to.p);
    }
    return rc;
}
