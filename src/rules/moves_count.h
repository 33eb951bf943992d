/* moves_count.h - the clocks that facts have started; for moves.c.
 * Owns: nothing. Pure. Order: any. Memory: as moves.h. Fails: as moves.h. Limits: as moves.h.
 * A stand-in: where the day that a term is counted from is not known, an earlier step of the same
 *   way may stand for it (the paper's posting for its arrival), and the clock is not firm.
 *   RS ZUP arts 57, 90: a procedure begins when the party's request reaches the authority. */
#ifndef RULES_MOVES_COUNT_H
#define RULES_MOVES_COUNT_H

#include "rules/moves_facts.h"

/* The terms of one stage (NULL: of the procedure) that are counted. */
MUST_USE enum rc moves_count_terms(struct call *call, const struct moves_ask *ask,
                                   const struct procedure_stage *stage, size_t stage_n,
                                   struct procedure_terms terms, struct moves_clocks *out);

/* The same for the terms after which a body is silent: prolonged by what prolongs its time. */
MUST_USE enum rc moves_count_decision(struct call *call, const struct moves_ask *ask,
                                      struct procedure_terms terms, struct moves_clocks *out);

/* By which events a stage with a term from these has been done; bits. NULL: the filing. */
uint32_t moves_done_by(const struct procedure_stage *stage, uint32_t from);
/* Does the term hold in the case that was asked for, as far as that is known? */
bool moves_holds(const struct moves_ask *ask, const struct procedure_term *term);

/* The body's own extension, if it was made while a term that ends on that day still ran. */
const struct moves_fact *moves_extension(const struct moves_ask *ask, day due);

#endif
