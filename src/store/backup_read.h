/* backup_read.h - a backup being read, for backup_check.c and backup_restore.c alone.
 * Owns: nothing but memory of the call. Order: backup_open(), then the others, any.
 * Memory: the call's arena, in which the largest segment must have room.
 * Fails: as backup.h. Limits, cost: as backup.h. */
#ifndef STORE_BACKUP_READ_H
#define STORE_BACKUP_READ_H

#include "store/backup_file.h"

struct backup_reading {
    const char *folder;
    struct backup_keys keys;
    bool older_keys;
    const struct progress *progress;
    int64_t done, total; /* bytes */
    struct backup_manifest manifest;
    struct backup_subjects subjects;
    struct backup_report report;
};

/* Reads the manifest and the key file that counts. */
MUST_USE enum rc backup_open(struct call *call, struct backup_reading *reading);

typedef enum rc backup_each(struct call *call, void *arg, struct log_raw *raw,
                            const struct entry_read *read);

/* Every entry in the order of the log, checked; ends with the heads as the manifest has them.
 * each: NULL, or what is done with an entry. after: NULL, or what is done after each segment. */
struct backup_visit {
    backup_each *each;
    enum rc (*after)(struct call *call, void *arg);
    void *arg;
};

MUST_USE enum rc backup_entries(struct call *call, struct backup_reading *reading,
                                const struct backup_visit *visit);

/* Where a blob lies in the backup, as sealed_copy() wants it. */
MUST_USE enum rc backup_blob_path(struct call *call, const char *folder, const unsigned char *id,
                                  struct str *out);
MUST_USE enum rc backup_blobs_check(struct call *call, struct backup_reading *reading);
void backup_moved(struct backup_reading *reading, int64_t bytes);

#endif
