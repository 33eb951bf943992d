/* proceeding.h - the procedures of a case with what is open in each, for whoever shows them.
 * Owns: nothing. Order: proceedings_of(), then proceedings_next().
 * Memory: the call's arena.
 * Fails: as query.h and rules/moves.h; a procedure that the packs no longer know is left out.
 * Limits: PROCEEDINGS_MAX procedures of a case. Cost: two queries, and moves_find() for each. */
#ifndef CASEWORK_PROCEEDING_H
#define CASEWORK_PROCEEDING_H

#include "casework/clocks.h"

enum { PROCEEDINGS_MAX = 40 };

struct proceeding_view {
    struct clocks_ask ask;
    struct moves moves;
    bool over; /* it has ended, or another goes against what came of it */
};

struct proceedings {
    struct proceeding_view *in; /* those that are over stand last */
    size_t n;
    struct record **unknown; /* by procedures that the packs do not know: nothing is counted */
    size_t unknown_n;
};

MUST_USE enum rc proceedings_of(struct call *call, const struct record *of,
                                struct proceedings *out);

/* What is to be done first: the client's step with the earliest last day, then one without a day,
 * then what is waited for. NULL: nothing is open. *of is the procedure that it belongs to. */
const struct move *proceedings_next(const struct proceedings *all,
                                    const struct proceeding_view **of);

#endif
