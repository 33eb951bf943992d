/* backup_make.h - a backup being made, for backup.c and backup_blobs.c alone.
 * Owns: nothing but memory of the call. Order: as backup_make() in backup.c has it.
 * Memory: the call's arena. Fails: as backup.h. Limits, cost: as backup.h. */
#ifndef STORE_BACKUP_MAKE_H
#define STORE_BACKUP_MAKE_H

#include "store/backup_file.h"

struct making {
    struct call *call;
    const char *to, *log, *keys, *blobs; /* the backup's folders */
    const struct progress *progress;
    int64_t done, total; /* bytes */
    struct backup_manifest was, now;
    struct backup_report report;
};

static inline void backup_move_on(struct making *m, int64_t bytes)
{
    m->done += bytes;
    progress_tell(m->progress, m->done, m->total > m->done ? m->total : m->done);
}

/* Makes a folder that lasts, if it is not there. */
MUST_USE enum rc backup_need_folder(struct call *call, const char *parent, const char *path);

/* The blobs that the data folder has. */
struct backup_source {
    struct making *m;
    const char *folder; /* the one being listed */
    unsigned first;     /* the id's first byte, from that folder's name */
    struct backup_blob *blobs;
    size_t n, room;
    enum rc rc;
};

MUST_USE enum rc backup_list_blobs(struct backup_source *s);
/* Brings them into the backup and its new manifest. */
MUST_USE enum rc backup_put_blobs(struct making *m, const struct backup_source *s);
/* Removes those that the new manifest has no more. */
MUST_USE enum rc backup_sweep_blobs(struct making *m);

#endif
