/* basis.h - may this about a person be shared for that purpose? Bases are records (model/people/
 *   basis.yaml), parts of the person: consent is one of several, and each has its own purpose.
 * Owns: nothing. Order: operation_run() asks for operations that share; pages ask to show it.
 * Memory: the call's arena.
 * Fails: RC_DENIED with a sentence where a basis is missing and no reason was given to go on
 *   without one. Such a reason stands in the log with the change.
 * Limits: BASIS_MAX of one person are looked at. Cost: one query a person.
 * A filing that saves a limit shares nothing in this sense, and is never asked.
 * Source: Regulation (EU) 2016/679, Articles 6, 7 and 13; PEOPLE 1, the data-protection officer. */
#ifndef MODEL_BASIS_H
#define MODEL_BASIS_H

#include "model/change.h"

enum { BASIS_MAX = 200 };

/* Holds on that day: begun, not ended, not taken back. */
bool basis_holds(const struct record *basis, day on);

/* Is there one for this person and purpose today? */
MUST_USE enum rc basis_find(struct call *call, const struct id *person, struct str purpose,
                            bool *found);

/* Every person whom the change is about: a basis for the purpose that its operation names, or the
 * change's reason. */
MUST_USE enum rc basis_check(struct call *call, const struct change *change);

#endif
