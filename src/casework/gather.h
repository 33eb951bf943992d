/* gather.h - the parts of a case of one kind, as a change that is being made leaves them.
 * Owns: nothing. Order: any; within hooks and operations. Memory: the call's arena.
 * Fails: as model/table.h. Limits: none. Cost: loads the case's records of that kind.
 * Retired ones come too; erased ones do not. Stored records may be read alone: to edit one,
 *   change_open() it. */
#ifndef CASEWORK_GATHER_H
#define CASEWORK_GATHER_H

#include "model/change.h"

struct gathered_parts {
    struct record **in;
    size_t n, room;
};

/* change: NULL: as stored. of: the case. */
MUST_USE enum rc gather_parts(struct call *call, const struct change *change, const char *kind,
                              const struct record *of, struct gathered_parts *out);

/* Whether a code stands in a list that ends with NULL. */
bool gather_one_of(struct str code, const char *const *codes);

#endif
