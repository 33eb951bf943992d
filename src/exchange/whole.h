/* whole.h - everything the organisation has, as one file in open formats: a ZIP locked with a
 *   passphrase in the format of "age" (store/age.h).
 * Owns: the layout of that file (doc/formats.md, "Export of everything").
 * Order: taken_agreed() (taken.h), age_lock(), whole_write(); then taken_made().
 * Memory: one page of records and the list of entries: flat, whatever the size.
 * Fails: as query.h, zip_out.h; RC_FULL, RC_IO of the disk: then there is no file but the leftover
 *   NAME.part, which nobody can open and the next export or the work "tidy" removes.
 * Limits: 4 GB an entry. Cost: each record is read twice (CSV, JSON lines), each change once.
 * Everything: also what the one who asks may not see herself; two people agreed to that. What is
 * sealed to some people's own keys, keys, and passwords are not in it, and the readme says so. */
#ifndef EXCHANGE_WHOLE_H
#define EXCHANGE_WHOLE_H

#include "base/progress.h"
#include "model/record.h"
#include "store/age.h"

enum { WHOLE_NAME_MAX = 64 };

struct whole {
    const struct record *export; /* as taken_agreed() found it */
    const struct age_lock *lock;
    const char *folder, *name; /* where the file comes to be */
    const struct progress *progress;
};

struct whole_counts {
    int64_t records, changes, files, damaged, bytes;
};

MUST_USE enum rc whole_write(struct call *call, const struct whole *whole,
                             struct whole_counts *out);

/* "khetane-2026-11-22-NI-E-2026-3.zip.age" */
struct str whole_name(struct call *call, const struct record *export);
/* DIR/exports, which is made when it is not there. */
MUST_USE enum rc whole_folder(struct call *call, struct str *out);
/* Leftovers and files older than WHOLE_KEPT_DAYS in DIR/exports. */
enum { WHOLE_KEPT_DAYS = 14 };
MUST_USE enum rc whole_forget(struct call *call, int64_t *n);

#endif
