/* attachment.h - the files that records name, all of them: is each there and whole?
 * Owns: nothing; store/blob.h has the files. Order: with the folder open.
 * Memory: one record at a time. Fails: RC_CORRUPT or RC_NOT_FOUND at the first that is not, with
 *   its path. Limits: none. Cost: reads and opens every file. */
#ifndef MODEL_ATTACHMENT_H
#define MODEL_ATTACHMENT_H

#include "base/progress.h"
#include "model/app.h"

/* Tells of bytes; their total grows as files are met. */
MUST_USE enum rc attachments_verify(struct call *call, const struct progress *progress,
                                    int64_t *count);

#endif
