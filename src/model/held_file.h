/* held_file.h - files that came with a form which could not be saved yet: sealed at once, and kept
 *   for who sent them, so that nobody must look for them again.
 * Owns: rows "file/..." and "used/..." of the table draft (form_draft.h has the others): local,
 *   they may vanish with a restore.
 * Order: blob_put(), held_file_keep(); then each time the form comes back held_file_find(); before
 *   the change that stores them held_file_use(), behind it held_file_drop().
 * Memory: the call's arena. Fails: as the database.
 * Limits: HELD_FILES_MAX of one person, the oldest go; FORM_DRAFT_DAYS, as drafts.
 * Cost: one small transaction. Only who sent a file finds it. What goes without having been used
 *   loses its blob; what may have been stored loses the row alone. */
#ifndef MODEL_HELD_FILE_H
#define MODEL_HELD_FILE_H

#include "base/id.h"
#include "model/form_draft.h"
#include "store/blob.h"

enum { HELD_FILES_MAX = 40 };

struct held_file {
    struct blob blob;
    struct str name, type;
    int64_t size; /* as it was sent, before sealing */
    int64_t added_ms;
    struct id of; /* the record that it waits for; none: the form that carries its id */
};

MUST_USE enum rc held_file_keep(struct call *call, const struct held_file *file);
/* RC_NOT_FOUND without a recorded error. */
MUST_USE enum rc held_file_find(struct call *call, const unsigned char id[static BLOB_ID],
                                struct held_file *out);
/* Those of this person that wait for a record, in the order in which they came. */
MUST_USE enum rc held_files_of(struct call *call, const struct id *of,
                               struct held_file out[static HELD_FILES_MAX], size_t *n);
/* Thrown away with its blob, and not only forgotten. */
MUST_USE enum rc held_file_discard(struct call *call, const unsigned char id[static BLOB_ID]);
MUST_USE enum rc held_file_use(struct call *call, const unsigned char id[static BLOB_ID]);
MUST_USE enum rc held_file_drop(struct call *call, const unsigned char id[static BLOB_ID]);

#endif
