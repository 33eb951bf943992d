/* backup.h - a copy of everything that cannot be made anew, on another disk, and the way back.
 * Owns: in the backup's folder khetane.keys (the keyring), khetane.backup (the manifest: signed,
 *   sealed, it names every other file with its hash), log/NNNNNN.seg (entries as they lie in the
 *   log), keys/DATE-N.keys (the subjects' keys: the one file that must not grow old), blobs/.
 *   Never the database file: restoring makes every table anew from the log, so that who was
 *   erased stays erased. Not in a backup: the log of reads (reads.db), sessions, drafts, jobs.
 * Order: backup_make() with an open store, beside other writers; a second one adds what is new.
 *   backup_check() any time. backup_restore() and then model/restore.h, which is what to call.
 * Memory: of its own, some times the largest of 16 MiB, the manifest and the key file.
 * Fails: as files and database do, each with the file; RC_CORRUPT for what is damaged, RC_NEWER;
 *   RC_CONFLICT for the folder of another organisation, computer or time, or one that is not
 *   empty; RC_BUSY while another backup goes there. The manifest is replaced last: after a failure
 *   or power cut at any point the backup before is whole.
 * Limits: backup_file.h. Cost: reads the backup's own files to compare their hashes, and the new
 *   entries of the log (40 us each, for their signatures).
 * Old keys: a key file is removed after BACKUP_KEYS_DAYS, a blob as long after it went from the
 *   data folder; so somebody erased is unreadable also in the backup from then on. A folder put
 *   away in a drawer keeps its last key file: that day does not come there. To bring such a
 *   folder back without those erased since, copy a newer key file into its keys/ first.
 * Format: doc/formats.md, "Backup". */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "base/progress.h"
#include "store/store.h"

enum { BACKUP_KEYS_DAYS = 30 };

/* What opens a backup; borrowed from the store or the keyring. */
struct backup_keys {
    const unsigned char *key;    /* CRYPT_KEY bytes: KEYRING_BACKUP */
    const unsigned char *public; /* CRYPT_PUBLIC bytes, of the node */
    struct id organisation;
};

struct backup_keys backup_keys_of(const struct store *store);

struct backup_report {
    int64_t made_ms;
    int64_t entries; /* in the backup as a whole */
    int64_t added;   /* of these, by this backup */
    int64_t subjects, erased;
    int64_t segments, blobs;
    int64_t copied; /* blobs that were not there yet, or damaged */
    int64_t mended; /* segments that were damaged or missing, and were written anew */
    int64_t no_key; /* subjects whose key an older key file does not have */
    int64_t bytes;  /* of all segments and blobs */
    char head[LOG_HEAD_CODE];
};

/* Makes the backup in the folder current. Outside a transaction. */
MUST_USE enum rc backup_make(struct call *call, const char *folder, const struct progress *progress,
                             struct backup_report *out);

/* Reads all of a backup back: hashes, seals, signatures, chains; nothing is written. */
MUST_USE enum rc backup_check(struct call *call, const char *folder, const struct backup_keys *keys,
                              const struct progress *progress, struct backup_report *out);

struct backup_restore {
    const char *from, *to; /* to: a folder that is empty, or not there yet */
    struct keyring *ring;  /* opened with the backup's own khetane.keys */
    /* Take an older key file where the one that belongs to the backup is damaged or missing; what
     * is about subjects that it does not know stays unreadable until the right one is found. */
    bool older_keys;
    const struct progress *progress;
};

/* Checks the backup, then fills a new folder with its log and blobs and opens it. The keyring is
 * not put there yet: without it the folder is none, should power fail. A failure leaves nothing. */
MUST_USE enum rc backup_restore(struct call *call, const struct backup_restore *options,
                                struct store **out, struct backup_report *report);
/* Takes away what backup_restore() made, after store_close(). */
void backup_restore_undo(struct call *call, const char *to);

#endif
