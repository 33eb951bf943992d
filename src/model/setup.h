/* setup.h - the first records of a folder: the organisation itself and its first person.
 * Owns: the operations "setup" and "setup.step".
 * Order: setup_run() once, in an open folder without records, as the system; then the steps.
 * Memory: the call's arena. Fails: RC_CONFLICT when the folder has an organisation; RC_INVALID.
 * Limits: as the kinds say. Cost: one change. */
#ifndef MODEL_SETUP_H
#define MODEL_SETUP_H

#include "model/actor.h"
#include "model/operation.h"

struct setup {
    struct str name, prefix, country, zone, language;
    struct str user_name, login;
    struct str password; /* its slow hash (store/phrase.h), or {NULL, 0} */
    bool practice;       /* the people in it are invented */
    int first_step;      /* where setting up goes on in the browser; 0: it is done */
};

MUST_USE enum rc setup_run(struct call *call, const struct setup *setup);

/* Where setting up goes on in the browser; 0: it is done. */
MUST_USE enum rc setup_step_now(struct call *call, int *step);
/* It goes on there; 0: it is done. Never back, and nothing where it is done. An admin's act. */
MUST_USE enum rc setup_step(struct call *call, int step);

extern const struct operation setup_operation, setup_step_operation;

#endif
