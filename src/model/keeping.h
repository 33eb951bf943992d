/* keeping.h - how long records are kept (keep: of their kind), and those whose time is ending.
 * Owns: the local table job_keeping: what the last look found (office/keeping_work.h looks).
 * Order: keeping_round() begins a look, keeping_found() for each record, keeping_swept() ends it.
 * Memory: the call's arena. Fails: as the database and the log.
 * Limits: none. Cost: keeping_of() reads a record's log where it counts from its closing.
 * A record is kept through its last day: five years after a closing on 22 November 2021 it may be
 * erased from 23 November 2026 on. Under a legal hold no day is its last. */
#ifndef MODEL_KEEPING_H
#define MODEL_KEEPING_H

#include "model/record.h"
#include "rules/zone.h"

enum { KEEPING_NOTICE_DAYS = 90, KEEPING_SOON_DAYS = 30 };

struct keeping {
    int64_t rid; /* of the row */
    struct str kind;
    struct id record;
    day since, due; /* counted from; the last day of keeping */
};

/* *ends false: it is not counting (still open, held, or its kind has no rule). */
MUST_USE enum rc keeping_of(struct call *call, const struct record *record, const struct zone *zone,
                            struct keeping *out, bool *ends);
bool keeping_held(const struct record *record);

MUST_USE enum rc keeping_round(struct call *call, int64_t *round);
MUST_USE enum rc keeping_found(struct call *call, const struct keeping *found, int64_t round);
/* Takes away what this round did not find again; how many are due now, and within the notice. */
MUST_USE enum rc keeping_swept(struct call *call, int64_t round, int64_t *over, int64_t *soon);
/* By last day; after: due and rid of the row before, or zeros. */
MUST_USE enum rc keeping_list(struct call *call, const struct keeping *after, size_t limit,
                              struct keeping **out, size_t *n);
/* RC_NOT_FOUND without a recorded error. */
MUST_USE enum rc keeping_find(struct call *call, const struct id *record, struct keeping *out);
MUST_USE enum rc keeping_forget(struct call *call, const struct id *record);

#endif
