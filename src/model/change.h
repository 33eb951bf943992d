/* change.h - one change while it is being made: the records it touches, before and after.
 * Owns: the drafts of one operation. Used by operations (model/operation.h), by hooks that derive
 *   fields, and by nobody else.
 * Order: change_make() and change_open() give records to edit in place (record_set()); when the
 *   operation returns, operation_run() derives, checks, permits, logs and stores them.
 * Memory: drafts live in the call's arena.
 * Fails: RC_NOT_FOUND, RC_CONFLICT (the revision is not the one given), RC_NEWER (the record was
 *   written by a newer model), RC_LIMIT.
 * Limits: CHANGE_DRAFTS_MAX records in one change.
 * Cost: each opened record is loaded once. */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/app.h"
#include "model/edit.h"
#include "store/store.h"

enum { CHANGE_DRAFTS_MAX = 2000 };

struct draft {
    struct record *record;    /* to be edited */
    const struct record *was; /* NULL: it is new */
    bool erase;
    struct id took, gave; /* what was merged into it, or taken out of it again (merge.h) */
    bool moved;           /* its links alone are turned to another record: see change_reach() */
    struct draft *next;
};

struct change {
    struct id id;
    const struct operation *operation;
    struct str reason;
    struct id proposal; /* the change that proposed it */
    struct draft *drafts, **end;
    size_t n;
    const struct record *present; /* of a conflict */
    bool judged;       /* the operation itself has judged who may; the kinds are not asked */
    bool answered;     /* it puts back what was there: nothing odd is asked again (question.h) */
    struct str prefix; /* of codes, once one was needed */
};

/* A new record; owner: of a part, else NULL. */
MUST_USE enum rc change_make(struct call *call, struct change *change, const struct kind *kind,
                             const struct record *owner, struct record **out);

/* Gives a new record its code at once, for an operation that writes it into the record itself; else
 * it gets one at the end. */
MUST_USE enum rc change_number(struct call *call, struct change *change, struct record *record);

/* A stored record, to be edited. rev 0: whatever it is now. The same record twice is one draft. */
MUST_USE enum rc change_open(struct call *call, struct change *change, const struct kind *kind,
                             const struct id *id, int64_t rev, struct record **out);

/* The same for an operation that has asked already for all that it does, and turns links to another
 * record or takes them back (merge.h). Nobody is asked again; what comes out goes to no page. */
MUST_USE enum rc change_reach(struct call *call, struct change *change, const struct kind *kind,
                              const struct id *id, struct record **out);

/* The kept record of a merge has this in its history, also when no field of it changes. took: what
 * was merged into it; gave: what is taken out again; one of the two is NULL. */
void change_note_merge(const struct change *change, const struct record *record,
                       const struct id *took, const struct id *gave);

/* A record to read only: the draft if there is one, else as it is stored. */
MUST_USE enum rc change_look(struct call *call, struct change *change, const struct kind *kind,
                             const struct id *id, const struct record **out);

/* The values before this change; NULL for a new record. */
const struct record *change_before(const struct change *change, const struct record *record);

/* Does the field differ from what it was? For a new record: is it filled? */
bool change_touches(const struct change *change, const struct record *record, const char *field);

/* As table_last(), with the new records of this change. */
MUST_USE enum rc change_last(struct call *call, const struct change *change,
                             const struct table_series *series, int64_t *out);

/* Erases everything whose subject this record is, and what was merged into it or it into. Only in
 * operations named "....erase", by which a rebuild finds them. */
MUST_USE enum rc change_erase(struct call *call, struct change *change, struct record *record);

/* Derives, checks, permits, logs and stores; inside a transaction (operation.c). *changed is false
 * when there was nothing to change. */
MUST_USE enum rc change_finish(struct call *call, struct change *change, bool *changed);

/* The same up to the log: would this change be made? Nothing is written, no transaction is needed;
 * what is wrong stands in call->faults and call->error. For a dry run (exchange/import.h). */
MUST_USE enum rc change_check(struct call *call, struct change *change, bool *changed);

/* Is the record one of an old register, or a part of one? It has no clock and raises no alarm. */
MUST_USE enum rc change_historic(struct call *call, struct change *change,
                                 const struct record *record, bool *out);

/* Carries the edits of one change out on the tables: now, at a rebuild, at sync. Records that a
 * change makes may name each other, whichever comes first. */
struct edit_context {
    struct id change, subject; /* subject: of the edit; edits_apply() sets it */
    int64_t actor_rid;
    int64_t time_ms;
};

MUST_USE enum rc edits_apply(struct call *call, const struct edit *edits, size_t n,
                             struct edit_context *context);

#endif
