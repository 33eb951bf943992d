/* backup_file.h - the bytes of a backup: its manifest, its key file, the entries of a segment; and
 *   the check that entries follow one another. For backup.c, backup_check.c, backup_restore.c.
 * Owns: nothing. Order: any.
 * Memory: what is read lives in the call's arena and borrows from the bytes. A manifest has the
 *   keys of its segments, behind which all is sealed once more.
 * Fails: RC_NEWER before all else; RC_CORRUPT naming the file; RC_LIMIT.
 * Limits: BACKUP_FILE_MAX bytes in a manifest or key file, BACKUP_ITEMS_MAX blobs or subjects.
 * Cost: one pass; following checks one signature an entry.
 * Format: doc/formats.md, "Backup". */
#ifndef STORE_BACKUP_FILE_H
#define STORE_BACKUP_FILE_H

#include "base/cbor.h"
#include "store/backup.h"
#include "store/blob.h"
#include "store/entry.h"

enum {
    BACKUP_FILE_MAX = 64 << 20,
    BACKUP_ITEMS_MAX = 600000,
    BACKUP_MEMORY_MAX = 512 << 20, /* an arena for all of it */
    BACKUP_SEGMENT_MAX = 16 << 20, /* of entries; one entry alone may be longer */
    BACKUP_ENTRY_MAX = 64 << 20,
};

#define BACKUP_MANIFEST "khetane.backup"
#define BACKUP_SEGMENT  "segment" /* the purpose of its sealed file */

/* How far a chain goes. */
struct backup_chain {
    struct id node, incarnation;
    unsigned char public[CRYPT_PUBLIC];
    uint64_t seq;
    unsigned char head[CRYPT_HASH];
};

struct backup_chains {
    struct backup_chain *items;
    size_t n, room;
    struct arena *keep; /* where it grows */
};

struct backup_segment {
    uint64_t number;     /* names the file */
    int64_t first, last; /* places in the log, that is, rids */
    struct sealed sealed;
};

struct backup_blob {
    unsigned char id[BLOB_ID];
    struct sealed sealed; /* size and hash alone */
    bool gone;            /* the data folder had it no more, on that day */
    day gone_on;
};

struct backup_manifest {
    struct id organisation, node, incarnation;
    int64_t made_ms;
    uint64_t number;               /* 1, 2, ...: of the backup; also names its key file */
    int64_t last;                  /* place of the newest entry; 0: none */
    unsigned char tip[CRYPT_HASH]; /* hash of its header; zeros: none */
    struct backup_chains chains;
    struct backup_segment *segments; /* in the order of the log */
    size_t segments_n, segments_room;
    day keys_day; /* of the key file's name */
    unsigned char keys_hash[CRYPT_HASH];
    struct backup_blob *blobs; /* ascending */
    size_t blobs_n, blobs_room;
};

MUST_USE enum rc backup_manifest_make(struct call *call, const struct store *store,
                                      const struct backup_manifest *manifest, struct str *out);
MUST_USE enum rc backup_manifest_read(struct call *call, const struct backup_keys *keys,
                                      const char *path, struct str bytes,
                                      struct backup_manifest *out);
/* What is inside the seal and the signature. */
MUST_USE enum rc backup_manifest_parse(struct call *call, const char *path, struct str body,
                                       struct backup_manifest *out);

/* One subject's key, wrapped as in the database; {NULL, 0}: none. */
struct backup_subject {
    struct id id;
    struct str wrapped;
    bool erased;
    day erased_on;
};

struct backup_subjects {
    struct id organisation;
    uint64_t number;              /* of the backup that it was made for */
    struct backup_subject *items; /* ascending by id */
    size_t n, room;
};

MUST_USE enum rc backup_subjects_make(struct call *call, const unsigned char *key,
                                      const struct backup_subjects *subjects, struct str *out);
MUST_USE enum rc backup_subjects_read(struct call *call, const struct backup_keys *keys,
                                      const char *path, struct str bytes,
                                      struct backup_subjects *out);
MUST_USE enum rc backup_subjects_parse(struct call *call, const char *path, struct str body,
                                       struct backup_subjects *out);
const struct backup_subject *backup_subject_find(const struct backup_subjects *subjects,
                                                 const struct id *id);

/* Of a manifest's key file. */
void backup_file_hash(struct str bytes, unsigned char out[static CRYPT_HASH]);

struct str backup_segment_name(struct call *call, uint64_t number);
struct str backup_keys_name(struct call *call, day on, uint64_t number);
bool backup_keys_named(const char *name, day *on, uint64_t *number);
bool backup_segment_named(const char *name, uint64_t *number);

/* One entry among those of a segment. */
void backup_entry_put(struct buf *out, const struct log_raw *raw);
MUST_USE enum rc backup_entry_next(struct call *call, const char *path, struct cbor *in,
                                   struct log_raw *out);

/* Is this the next entry of its chain, whole and signed? Moves the chain on. where: the file. */
MUST_USE enum rc backup_follow(struct call *call, struct backup_chains *chains, const char *where,
                               const struct log_raw *raw, struct entry_read *read);

#endif
