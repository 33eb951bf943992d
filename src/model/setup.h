/* setup.h - the first records of a folder: the organisation itself and its first person.
 * Owns: the operation "setup". Order: once, in an open folder without records, as the system.
 * Memory: the outcome lives in the call's arena.
 * Fails: RC_CONFLICT when the folder has an organisation; RC_INVALID with faults.
 * Limits: as the kinds say. Cost: one change. */
#ifndef MODEL_SETUP_H
#define MODEL_SETUP_H

#include "model/actor.h"
#include "model/operation.h"

struct setup {
    struct str name, prefix, country, zone, language;
    struct str user_name, login;
    struct str password; /* its slow hash (store/phrase.h), or {NULL, 0} */
};

MUST_USE enum rc setup_run(struct call *call, const struct setup *setup);

extern const struct operation setup_operation;

#endif
