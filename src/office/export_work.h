/* export_work.h - a file with everything, made as long work.
 * Owns: the row of the work; files in DIR/exports/ or in the folder that was named.
 * Order: export_ask() by the one who asked, while the agreement of a second person holds.
 * Memory: as exchange/whole.h. Fails: as that; RC_CONFLICT: not agreed, or made already.
 * Limits: one at a time for one agreement. Cost: minutes for 100,000 people.
 * The job knows the file's key, not its passphrase: that is shown once and kept nowhere. */
#ifndef OFFICE_EXPORT_WORK_H
#define OFFICE_EXPORT_WORK_H

#include "model/record.h"
#include "model/work.h"
#include "store/age.h"

extern const struct work export_work;

struct export_ask {
    const struct record *export; /* taken_agreed() */
    const struct age_lock *lock;
    struct str folder; /* n == 0: DIR/exports */
};

MUST_USE enum rc export_ask(struct call *call, const struct export_ask *ask, struct id *job);

#endif
