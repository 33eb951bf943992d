/* restore.h - a data folder from a backup: log and blobs are put back, every table is made anew.
 * Owns: nothing; store/backup.h has the files. Order: restore() with a call that has an app and no
 *   store; the new folder is then opened as any other, with its new keyring.
 * Memory: as store/backup.h. Fails: as store/backup.h and rebuild.h; then the new folder is gone
 *   again, and the backup as it was.
 * Limits: as store/backup.h. Cost: reading the backup twice, and a rebuild.
 * The keyring is written last, with a new incarnation: this computer goes on with a chain of its
 * own, whatever becomes of the folder that the backup was made of. Until then it is no folder. */
#ifndef MODEL_RESTORE_H
#define MODEL_RESTORE_H

#include "model/app.h"
#include "store/backup.h"

/* On success options->ring has the new incarnation. */
MUST_USE enum rc restore(struct call *call, const struct backup_restore *options,
                         struct backup_report *out);

#endif
