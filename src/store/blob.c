/* blob.c - see blob.h. */
#include "store/blob.h"

#include "base/file.h"

enum { FIRST = 2 }; /* digits of the id in the folder's name */

#define PURPOSE "blob"

struct place {
    struct str folder, name; /* NULL when memory is out */
};

static struct place place_of(struct call *call, const char *dir,
                             const unsigned char id[static BLOB_ID])
{
    struct str hex = str_hex(call->arena, str_bytes(id, BLOB_ID));
    struct place place = {{NULL, 0}, str_dup(call->arena, str_cut(hex, FIRST, hex.n))};

    if (hex.p != NULL)
        place.folder = str_format(call->arena, "%s/blobs/%.*s", dir, FIRST, hex.p);
    return place;
}

static struct str path_of(struct call *call, const char *dir,
                          const unsigned char id[static BLOB_ID])
{
    struct place place = place_of(call, dir, id);

    if (place.folder.p == NULL || place.name.p == NULL)
        return str_of(NULL);
    return str_format(call->arena, "%s/%s", place.folder.p, place.name.p);
}

/* Makes a folder that lasts. Its parent is synced also when the folder is there already: another
 * process may have made it a moment ago and not come so far. */
static enum rc need_folder(struct call *call, const char *path, const char *parent)
{
    const struct os *os = call->os;
    int error = os->mkdir(os->data, path);

    if (error == OS_OK || error == OS_EXISTS)
        error = os->sync_dir(os->data, parent);
    return error == OS_OK ? RC_OK : file_fail(call, error, "make", path);
}

enum rc blob_create(struct call *call, const char *dir, struct blob *blob,
                    struct sealed_writer **out)
{
    unsigned char id[BLOB_ID];

    call->os->random(call->os->data, id, sizeof id);
    struct place place = place_of(call, dir, id);
    struct str blobs = file_path(call, dir, "blobs");
    if (place.folder.p == NULL || place.name.p == NULL || blobs.n == 0)
        return fail_memory(call);
    enum rc rc = need_folder(call, blobs.p, dir);
    if (rc == RC_OK)
        rc = need_folder(call, place.folder.p, blobs.p);
    if (rc == RC_OK)
        rc = sealed_create(call, place.folder.p, place.name.p, PURPOSE, out);
    if (rc == RC_OK)
        memcpy(blob->id, id, sizeof id);
    return rc;
}

enum rc blob_finish(struct call *call, struct sealed_writer *writer, struct blob *blob)
{
    enum rc rc = sealed_finish(call, writer, &blob->sealed);

    sealed_abandon(call, writer);
    return rc;
}

enum rc blob_put(struct call *call, const char *dir, struct str bytes, struct blob *out)
{
    struct sealed_writer *writer = NULL;
    enum rc rc = blob_create(call, dir, out, &writer);

    if (rc != RC_OK)
        return rc;
    rc = sealed_write(call, writer, bytes);
    if (rc == RC_OK)
        return blob_finish(call, writer, out);
    sealed_abandon(call, writer);
    return rc;
}

enum rc blob_open(struct call *call, const char *dir, const struct blob *blob,
                  struct sealed_reader **out)
{
    struct str path = path_of(call, dir, blob->id);

    if (path.p == NULL)
        return fail_memory(call);
    return sealed_open(call, path.p, PURPOSE, blob->sealed.key, out);
}

static enum rc read_all(struct call *call, struct sealed_reader *reader, struct buf *out)
{
    struct str piece;
    enum rc rc = sealed_read(call, reader, &piece);

    while (rc == RC_OK && piece.n != 0) {
        if (piece.n > out->max - out->n)
            return fail(call, RC_LIMIT, "blob", "This attachment is longer than %zu bytes.",
                        out->max);
        buf_add(out, piece);
        rc = buf_ok(out) ? sealed_read(call, reader, &piece) : fail_memory(call);
    }
    return rc;
}

enum rc blob_get(struct call *call, const char *dir, const struct blob *blob, size_t max,
                 struct str *out)
{
    struct sealed_reader *reader = NULL;
    struct buf content;
    enum rc rc = blob_open(call, dir, blob, &reader);

    if (rc != RC_OK)
        return rc;
    buf_init(&content, call->arena, max);
    rc = read_all(call, reader, &content);
    sealed_close(call, reader);
    if (rc == RC_OK)
        *out = buf_str(&content);
    return rc;
}

enum rc blob_verify(struct call *call, const char *dir, const struct blob *blob)
{
    struct str path = path_of(call, dir, blob->id);

    return path.p == NULL ? fail_memory(call) : sealed_verify(call, path.p, &blob->sealed);
}

enum rc blob_remove(struct call *call, const char *dir, const unsigned char id[static BLOB_ID])
{
    const struct os *os = call->os;
    struct str path = path_of(call, dir, id);
    struct place place = place_of(call, dir, id);

    if (path.p == NULL || place.folder.p == NULL)
        return fail_memory(call);
    int error = os->remove(os->data, path.p);
    /* Also when it is not there: it may have been removed and not yet for good. */
    int synced =
        error == OS_OK || error == OS_NOT_FOUND ? os->sync_dir(os->data, place.folder.p) : OS_OK;
    if (error == OS_OK || (synced != OS_OK && synced != OS_NOT_FOUND))
        error = synced;
    return error == OS_OK ? RC_OK : file_fail(call, error, "remove", path.p);
}

struct listing {
    struct call *call;
    const struct blob_search *search;
    const char *folder; /* the one being listed */
    struct str prefix;  /* its name: the id's first digits */
    struct blob_orphan *orphans;
    enum rc rc;
};

/* The id that a file's name says; false: PATH.part, or put there by others. */
static bool named_id(const struct listing *listing, const char *name, unsigned char id[BLOB_ID])
{
    char hex[2 * BLOB_ID + 1];

    if (strlen(name) != 2 * BLOB_ID - FIRST || listing->prefix.n != FIRST)
        return false;
    (void)snprintf(hex, sizeof hex, "%.*s%s", FIRST, listing->prefix.p, name);
    return str_unhex(str_bytes(hex, 2 * BLOB_ID), id, BLOB_ID);
}

static bool look_at_file(void *arg, const char *name)
{
    struct listing *listing = arg;
    struct call *call = listing->call;
    unsigned char id[BLOB_ID];
    struct os_file file;

    bool whole = named_id(listing, name, id);
    if (whole && listing->search->is_known(listing->search->data, id))
        return true;
    struct str path = file_path(call, listing->folder, name);
    struct blob_orphan *orphan = arena_alloc(call->arena, sizeof *orphan);
    if (path.n == 0 || orphan == NULL) {
        listing->rc = fail_memory(call);
        return false;
    }
    /* Gone meanwhile: a writer has just given PATH.part its name. */
    if (call->os->stat(call->os->data, path.p, &file) != OS_OK || file.is_folder ||
        file.modified_ms >= listing->search->older_than_ms)
        return true;
    *orphan = (struct blob_orphan){
        .path = path, .size = file.size, .whole = whole, .next = listing->orphans};
    if (whole)
        memcpy(orphan->id, id, BLOB_ID);
    listing->orphans = orphan;
    return true;
}

static enum rc list_folder(struct listing *listing, const char *blobs, unsigned first)
{
    struct call *call = listing->call;

    listing->prefix = str_format(call->arena, "%02x", first);
    struct str folder = str_format(call->arena, "%s/%02x", blobs, first);
    if (listing->prefix.p == NULL || folder.p == NULL)
        return fail_memory(call);
    listing->folder = folder.p;
    int error = call->os->list(call->os->data, folder.p, look_at_file, listing);
    if (error != OS_OK && error != OS_NOT_FOUND)
        return file_fail(call, error, "list", folder.p);
    return listing->rc;
}

enum rc blob_orphans(struct call *call, const char *dir, const struct blob_search *search,
                     struct blob_orphan **out)
{
    struct listing listing = {.call = call, .search = search, .rc = RC_OK};
    struct str blobs = file_path(call, dir, "blobs");
    enum rc rc = blobs.n == 0 ? fail_memory(call) : RC_OK;

    for (unsigned first = 0; first < 256 && rc == RC_OK; first++)
        rc = list_folder(&listing, blobs.p, first);
    if (rc == RC_OK)
        *out = listing.orphans;
    return rc;
}
