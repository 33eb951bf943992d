/* mediation.h - a talk with somebody about a case, written down in one change: who promised what
 *   by when, with whom one spoke, for how many minutes; and whether a promise was kept.
 * Owns: the operations "promise.talk" and "promise.mark".
 * Order: through operation_run() as every change.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at the names of struct talk's fields; else as operation.h.
 * Limits: as the kinds promise, case_note and case_help; TALK_MINUTES_MAX. Cost: one change.
 * A talk leaves a note always, a promise if there was one, and help given if it took minutes. */
#ifndef CASEWORK_MEDIATION_H
#define CASEWORK_MEDIATION_H

#include "model/operation.h"

enum { TALK_MINUTES_MAX = 24 * 60 };

extern const struct operation talk_operation, promise_mark_operation;

struct talk {
    const struct id *of; /* the case */
    day on;
    struct str how, with; /* how: a code of the list talk_kind */
    struct value institution;
    struct str what; /* what was promised; may be empty */
    struct value until, minutes;
    struct str said; /* what else was said; may be empty, if something was promised */
    struct id change;
};

MUST_USE enum rc talk_write(struct call *call, const struct talk *talk, struct outcome *out);

/* kept: "yes", "late", "partly" or "no"; empty: nobody knows yet. */
MUST_USE enum rc promise_mark(struct call *call, const struct id *promise, struct str kept,
                              const struct id *change, struct outcome *out);

#endif
