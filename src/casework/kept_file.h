/* kept_file.h - a file that did not come by a form (a path, an e-mail), sealed and kept as forms
 *   keep theirs.
 * Owns: nothing; store/blob.h has the file. Order: before the change that names it.
 * Memory: the call's arena. Fails: RC_INVALID at "file" with a sentence (empty, too large, a
 *   program, a damaged picture); as store/blob.h.
 * Limits: KEPT_FILE_MAX bytes, as in forms. Cost: one sealed file. */
#ifndef CASEWORK_KEPT_FILE_H
#define CASEWORK_KEPT_FILE_H

#include "base/value.h"
#include "model/held_file.h"

enum { KEPT_FILE_MAX = 20 << 20 };

MUST_USE enum rc kept_file(struct call *call, struct str name, struct str bytes,
                           struct held_file *out);
/* As a row of a field of files. */
MUST_USE enum rc kept_file_row(struct call *call, const struct held_file *file, struct value *out);

#endif
