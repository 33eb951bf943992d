/* opening.h - a case begins: the person and what happened, written down in one change.
 * Owns: the operation "case.open". Order: through operation_run() as every change.
 * Memory: the outcome lives in the call's arena.
 * Fails: RC_INVALID with faults at the fields of person or case; as model/operation.h.
 * Limits: as the kinds say. Cost: one change of two records.
 * A nickname is enough; who has no name in the form keeps the case from being made. */
#ifndef CASEWORK_OPENING_H
#define CASEWORK_OPENING_H

#include "model/operation.h"

struct opening {
    const struct id *person; /* who is known already; or NULL and one of the names */
    struct str given, family, nickname;
    struct str area, what, story;
    struct value happened; /* a partial date, or V_NULL */
    bool limited;          /* for the team alone */
    struct id change;
};

/* The names as a person's field holds them: a list, empty where nothing was given. */
struct value opening_names(struct call *call, const struct opening *opening);
/* out->record is the case. */
MUST_USE enum rc case_open(struct call *call, const struct opening *opening, struct outcome *out);

extern const struct operation case_open_operation;

#endif
