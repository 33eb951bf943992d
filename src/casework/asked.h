/* asked.h - what is odd in a case and may be so all the same: it is asked (model/question.h), told
 *   why, and kept as given by who says that it is so. A day is never put right by the program.
 * Owns: which questions those are. Order: asked_derive() by hooks.c, once for each record.
 * Memory: the call's arena. Fails: as model/table.h; what cannot be known is not asked.
 * Limits: none. Cost: loads the case, its person or the organisation, where a field that is asked
 *   about was touched; of an event the case's events, of a paper its papers.
 * Asked are: a day before the person was born, a receipt before the sending, two deliveries of one
 *   letter, a letter that went before its date or to a desk on a day off, a hearing then, a fact
 *   from another time than the rule in the packs, a
 *   procedure that the packs do not know or of another country, an organisation that moves. A day
 *   that has not come is asked of every kind by 'not_after' (model/README.md). Of somebody whom she
 *   may not see nothing is asked: the question would tell. */
#ifndef CASEWORK_ASKED_H
#define CASEWORK_ASKED_H

#include "model/change.h"

MUST_USE enum rc asked_derive(struct call *call, struct change *change, struct record *record);

/* Why nobody works on this day where the organisation is: "Sunday", "Easter Monday"; n == 0: people
 * work, or no calendar says. */
MUST_USE enum rc asked_day_off(struct call *call, day on, struct str *why);

#endif
