/* taken.h - what was taken out as a file stands in the log: of one record, or of the organisation.
 * Owns: the kind export; the operations export.record, export.handed, export.all, export.made.
 * Order: taken_note() before the file of a record is given out. For all of it: taken_propose(), a
 *   second person approves (proposal.approve), then the one who asked makes the file while
 *   taken_agreed() finds it, and taken_made() ends it: one file for one agreement.
 * Memory: the call's arena.
 * Fails: RC_DENIED: may not see the record, may not export, or nothing allows to hand it over
 *   (model/basis.h); RC_NOT_FOUND without a recorded error where nobody agreed.
 * Limits: an agreement lasts TAKEN_HOURS. Cost: one change each. */
#ifndef EXCHANGE_TAKEN_H
#define EXCHANGE_TAKEN_H

#include "model/operation.h"

enum { TAKEN_HOURS = 48 };

struct taken {
    const struct record *record;
    bool secrets;
    bool handed_over; /* to somebody outside: needs a basis or a reason */
    struct str reason;
    struct id change;
};

/* May this actor take out anything at all? And may she ask for all of it, or agree to that? */
bool taken_may(const struct call *call);
bool taken_may_all(const struct call *call);

MUST_USE enum rc taken_note(struct call *call, const struct taken *taken, struct outcome *out);

/* Asks for a file with everything; waits for a second person. */
MUST_USE enum rc taken_propose(struct call *call, const struct id *change, struct str reason,
                               struct outcome *out);
/* What was agreed for this actor and not made yet. */
MUST_USE enum rc taken_agreed(struct call *call, struct record **out);

struct taken_file {
    struct str name;
    int64_t records, bytes;
};

/* The file is whole: the agreement is used. */
MUST_USE enum rc taken_made(struct call *call, const struct id *export, const struct id *change,
                            const struct taken_file *file);

extern const struct operation *const taken_operations[];
extern const size_t taken_operations_n;

#endif
