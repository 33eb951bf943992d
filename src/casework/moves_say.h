/* moves_say.h - what people read about a step that the law leaves open, and about how its last day
 *   was counted.
 * Owns: nothing. Order: any. Memory: the call's arena. Fails: as say(): empty without memory.
 * Names of procedures stand in the call's language where the pack has it, else in English. */
#ifndef CASEWORK_MOVES_SAY_H
#define CASEWORK_MOVES_SAY_H

#include "rules/moves.h"

struct str move_title(struct call *call, const struct move *move);  /* "Nobody answered: Appeal" */
struct str move_reason(struct call *call, const struct move *move); /* why now; may be empty */
struct str move_last_day(struct call *call, const struct move *move);
/* "Counted from 20 March 2026: the decision reached the person. 15 days, art 153." */
struct str clock_rule(struct call *call, const struct moves_clock *clock);
/* How sure: "verified in the law's text". */
struct str law_sure(struct call *call, enum law_status status);

#endif
