/* attachment.h - the files that records name, all of them: is each there and whole? And those that
 *   nothing names any more.
 * Owns: nothing; store/blob.h has the files. Order: with the folder open.
 * Memory: one record at a time; sweeping: 16 bytes for each file.
 * Fails: attachments_verify() with RC_CORRUPT or RC_NOT_FOUND at the first that is not, with its
 *   path; as the disk. Limits: SWEPT_MAX files a time.
 * Cost: verifying reads and opens every file; sweeping reads the tables that name files, and the
 *   log only if there is a file that none of them names. */
#ifndef MODEL_ATTACHMENT_H
#define MODEL_ATTACHMENT_H

#include "base/progress.h"
#include "model/app.h"

enum { SWEPT_MAX = 1000 };

/* Tells of bytes; their total grows as files are met. */
MUST_USE enum rc attachments_verify(struct call *call, const struct progress *progress,
                                    int64_t *count);

/* Removes files, not younger than 'before', that no record names, no change of the log (it might be
 * taken back) and no form that waits: what a save that failed or a power cut has left. */
MUST_USE enum rc attachments_sweep(struct call *call, int64_t before_ms, int64_t *removed);

#endif
