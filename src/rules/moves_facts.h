/* moves_facts.h - which of a procedure's facts count now; for moves.c and moves_count.c.
 * Owns: nothing. Pure. Order: any. Memory: a new list lives in the call's arena.
 * Fails: RC_MEMORY, where an rc is given; the others never. Limits: as moves.h.
 * Cost: linear in the facts.
 * A round begins with the latest filing. A limit for filing looks at what was before it; the body's
 *   terms and decisions are those that came after it. So an appeal that is counted from a decision
 *   is not decided by that, and an old decision does not answer a new application. */
#ifndef RULES_MOVES_FACTS_H
#define RULES_MOVES_FACTS_H

#include "rules/moves.h"

#define MOVES_BIT(event) (UINT32_C(1) << (event))

/* The facts by which a procedure has begun, and by which it was decided; bits. */
#define MOVES_FILED                                                                   \
    (MOVES_BIT(EVENT_FILED) | MOVES_BIT(EVENT_RECEIVED) | MOVES_BIT(EVENT_COMPLETE) | \
     MOVES_BIT(EVENT_ACCEPTED) | MOVES_BIT(EVENT_STARTED))
#define MOVES_DECIDED \
    (MOVES_BIT(EVENT_DECIDED) | MOVES_BIT(EVENT_DELIVERED) | MOVES_BIT(EVENT_FINAL))

/* From which fact a term is counted. */
struct moves_start {
    const struct moves_fact *fact; /* NULL: it has not happened, or nobody knows when */
    enum procedure_event as;       /* what the term is counted from */
    bool stand_in;                 /* an earlier step stands for one whose day is not known */
};

/* Of several events the earliest. */
struct moves_start moves_start(const struct moves_ask *ask, uint32_t from);
/* Did one decision reach the person more than once? Somebody must say which delivery counts. */
bool moves_delivered_twice(const struct moves_ask *ask);

/* What was before the filing: for the limits; and the facts of the round that it began. What the
 * asker names as before (moves_ask.before) is taken so, without a look at its day. */
MUST_USE enum rc moves_before(struct call *call, const struct moves_ask *ask,
                              struct moves_ask *out);
MUST_USE enum rc moves_round(struct call *call, const struct moves_ask *ask, struct moves_ask *out);

#endif
