/* intake.h - what is told at the desk: read from the form of a new case, looked at, and made into
 *   one change.
 * Owns: the names of the form's fields (intake_steps[] says which belong to which step).
 * Order: intake_read() once a request; intake_alike() before it is saved; intake_save().
 * Memory: the request's arena.
 * Fails: intake_read() RC_MEMORY, RC_IO alone: what is wrong in the form is a fault at its field;
 *   intake_save() as casework/opening.h.
 * Limits: INTAKE_OTHERS_MAX people beside the one. Cost: the search for who is known already reads
 *   the facts of all people (query/duplicate.h), and is done only when the names have changed.
 * A day is never made up: of a paper whose day nobody knows the date on it counts, for it cannot
 * have come earlier, and is marked; where that is missing too there is no last day, and a note
 * says so. */
#ifndef CASEWORK_INTAKE_H
#define CASEWORK_INTAKE_H

#include "casework/deadline.h"
#include "model/operation.h"
#include "query/duplicate.h"
#include "web/route.h"

enum { INTAKE_STEPS = 6, INTAKE_OTHERS_MAX = 40 };

enum intake_step {
    STEP_ALL, /* one page */
    STEP_PAPER,
    STEP_WHO,
    STEP_REACH,
    STEP_HOME,
    STEP_ALLOWED,
    STEP_WHAT,
};

/* The step that a field of the form belongs to; STEP_ALL: none of them. */
enum intake_step intake_step_of(struct str name);

struct intake {
    struct web *web;
    struct str paper, procedure; /* the procedure as chosen, or supposed */
    bool supposed;
    bool has_day, guessed;
    day received;
    struct value dated; /* the date that stands on it, or nothing */
    struct deadline deadline;
    bool looked_at;   /* deadline holds an answer */
    bool asked;       /* "is it one of these?" was asked for these names */
    struct str known; /* the answer: a code, "new", or nothing yet */
};

MUST_USE enum rc intake_read(struct web *web, struct intake *out);
/* The names as they were asked for, for a hidden field. */
struct str intake_names(struct web *web);
/* Whom the names are like. */
MUST_USE enum rc intake_alike(struct web *web, struct duplicate_found *out);
/* The person who is known already, if one was chosen. NULL: none. */
MUST_USE enum rc intake_known(struct web *web, const struct intake *intake, struct record **out);
MUST_USE enum rc intake_save(struct web *web, const struct intake *intake, struct outcome *out);

#endif
