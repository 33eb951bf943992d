/* attempts.h - tried and not reached: one tap writes it down; how often in a row stands with the
 *   person.
 * Owns: which value a person's not_reached has.
 * Order: attempts_derive() by the hook of notes alone.
 * Memory: the call's arena.
 * Fails: as change.h and operation.h.
 * Limits: ATTEMPTS_STATE in a row are a state that people are told of. Cost: reads the notes of all
 *   cases of the person.
 * A call, a visit or a meeting on a later day, or later on the same one, begins the row anew. */
#ifndef CASEWORK_ATTEMPTS_H
#define CASEWORK_ATTEMPTS_H

#include "model/change.h"
#include "model/operation.h"

enum { ATTEMPTS_STATE = 3 };

/* For a note that is written, changed, put away or taken back. */
MUST_USE enum rc attempts_derive(struct call *call, struct change *change, struct record *note);

/* Writes "tried, not reached" of today into the case. */
MUST_USE enum rc attempt_write(struct call *call, const struct id *of, const struct id *change,
                               struct outcome *out);

#endif
