/* blob.h - attachments and other large things: one sealed file each, found by a random id.
 * Owns: DIR/blobs/ and all in it: the blob with the id abcdef... is DIR/blobs/ab/cdef....
 * Order: blob_create(), sealed_write(), blob_finish() before the transaction that names the blob
 *   commits; so a crash leaves a file without a record (blob_orphans() finds it), never a record
 *   without a file. blob_remove() after the commit that forgets it. One process may do any of
 *   this beside others.
 * Memory: blob_get() puts the content in the call's arena, the rest as sealed.h.
 * Fails: as sealed.h; RC_NOT_FOUND for a blob that is not there; RC_LIMIT from blob_get().
 * Limits: memory for blob_get() alone. Cost: four syncs a blob, two of them of
 *   folders that have rarely changed; blob_orphans() lists every file.
 * Not here: keys, sizes, hashes and names of blobs, which are rows of the database. */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "store/sealed.h"

enum { BLOB_ID = 16 };

struct blob {
    unsigned char id[BLOB_ID];
    struct sealed sealed;
};

/* Draws the id; then sealed_write() any number of times. */
MUST_USE enum rc blob_create(struct call *call, const char *dir, struct blob *blob,
                             struct sealed_writer **out);
/* Makes it last and fills in blob->sealed; ends the writer, also when it fails. */
MUST_USE enum rc blob_finish(struct call *call, struct sealed_writer *writer, struct blob *blob);

/* The same for what is in memory. */
MUST_USE enum rc blob_put(struct call *call, const char *dir, struct str bytes, struct blob *out);

/* Uses blob->id and its key. */
MUST_USE enum rc blob_open(struct call *call, const char *dir, const struct blob *blob,
                           struct sealed_reader **out);
MUST_USE enum rc blob_get(struct call *call, const char *dir, const struct blob *blob, size_t max,
                          struct str *out);
/* Compares the file with size and hash; needs no key. */
MUST_USE enum rc blob_verify(struct call *call, const char *dir, const struct blob *blob);
/* For good: with the file's own key gone nothing of it can be read, wherever its bytes are. */
MUST_USE enum rc blob_remove(struct call *call, const char *dir,
                             const unsigned char id[static BLOB_ID]);

struct blob_orphan {
    struct str path;
    int64_t size;
    bool whole;                /* it has a blob's name: not half written, nor put there by others */
    unsigned char id[BLOB_ID]; /* of a whole one */
    struct blob_orphan *next;
};

struct blob_search {
    bool (*is_known)(void *data, const unsigned char id[static BLOB_ID]);
    void *data;
    int64_t older_than_ms; /* UTC: younger files may await their commit */
};

/* Files in DIR/blobs/ that no record knows: half written ones and whole ones, old enough. */
MUST_USE enum rc blob_orphans(struct call *call, const char *dir, const struct blob_search *search,
                              struct blob_orphan **out);

#endif
