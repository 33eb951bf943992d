/* moves_silence.h - while a body may still decide, and what is open when it has not; for moves.c.
 * Owns: nothing. Pure. Order: within moves_find().
 * Memory: what is found lives in the call's arena.
 * Fails: RC_MEMORY; as term_count(). Limits: MOVES_MAX moves; later ones are not shown.
 * Cost: the terms of the procedure and of each remedy, each counted once or twice. */
#ifndef RULES_MOVES_SILENCE_H
#define RULES_MOVES_SILENCE_H

#include "rules/moves_count.h"

enum { MOVES_MAX = 64 };

/* What is being found. */
struct moves_search {
    struct call *call;
    const struct moves_ask *given;
    struct moves_ask round; /* with the facts of this round alone */
    bool undone;            /* she was given right, and it was not done in its time */
    struct moves *out;
};

void moves_put(struct moves_search *s, struct move move);
void moves_put_words(struct moves_search *s, struct texts words, day opens, enum law_status status);
void moves_take_clock(struct move *move, const struct moves_clock *clock);
/* Was it open on that day? */
bool moves_valid(const struct procedure *procedure, day on);

MUST_USE enum rc moves_find_undecided(struct moves_search *s);

#endif
