/* equality.h - which ways are open in law against unequal treatment: the procedures of a country,
 *   each with the bodies it goes to, its last day, and who must show what.
 * Owns: nothing. Order: any. Memory: the call's arena; borrows from the packs.
 * Fails: as query.h and rules/moves.h; a country without a sheet about it has no ways.
 * Limits: EQUALITY_WAYS_MAX. Cost: one moves_find() for each procedure.
 * A procedure that has begun in the case shows what is open in it. For the others the last day is
 * counted from the day on which it happened; without that day none is. */
#ifndef CASEWORK_EQUALITY_H
#define CASEWORK_EQUALITY_H

#include "casework/proceeding.h"

enum { EQUALITY_WAYS_MAX = 24 };

struct equality_way {
    const struct procedure *procedure;
    const struct record *begun; /* the procedure of the case; NULL: not begun */
    const struct move *move;    /* the first that is open; NULL: none */
    const struct move *barred;  /* without one: what is too late; NULL: nothing */
};

struct equality {
    struct equality_way *in;
    size_t n;
    bool happened; /* the case says when it happened */
};

MUST_USE enum rc equality_ways(struct call *call, const struct record *of, struct equality *out);

#endif
