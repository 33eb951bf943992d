/* homecoming.h - a family that came back from another country: what it may ask for where it lives
 *   now, what was asked, and what is known of the terms.
 * Owns: the operation "entitlement.mark". Order: homecoming_of(), then its rows.
 * Memory: the call's arena; borrows from the packs.
 * Fails: as query.h; RC_INVALID for a day that cannot be.
 * Limits: HOMECOMING_ROWS_MAX. Cost: a few queries; moves_find() for what has begun.
 * A row is one kind of help that the country's pack names, or one that somebody wrote down herself.
 * A term is shown where a procedure has one; where none is known the row says whom to ask, and no
 * day is made up. */
#ifndef CASEWORK_HOMECOMING_H
#define CASEWORK_HOMECOMING_H

#include "casework/proceeding.h"
#include "model/operation.h"

enum { HOMECOMING_ROWS_MAX = 60 };

struct homecoming_row {
    const struct procedure_entitlement *is; /* NULL: written down by somebody */
    const struct procedure *of;             /* that names it; NULL with is */
    const struct procedure *by;             /* whose terms hold; NULL: none is known */
    const struct record *record;            /* what was asked; NULL: nothing yet */
    const struct proceeding_view *begun;    /* of 'by'; NULL: not begun */
    const struct move *move;                /* what is open there, or since it was asked for */
};

struct homecoming {
    const struct record *home; /* the return; NULL: not written down */
    struct homecoming_row *in;
    size_t n;
    bool named; /* the pack of this country names what a returning family may ask for */
    const struct procedure *procedure; /* that does; NULL: none */
};

MUST_USE enum rc homecoming_of(struct call *call, const struct record *of, struct homecoming *out);

/* The first term in which the body must decide; NULL: none is known. */
const struct procedure_term *homecoming_term(const struct procedure *by);

extern const struct operation entitlement_mark_operation;

enum entitlement_act { ENTITLEMENT_ASKED, ENTITLEMENT_GIVEN, ENTITLEMENT_REFUSED };

struct entitlement_mark {
    const struct id *of; /* the case */
    struct str code;     /* as the pack has it; empty: by record */
    struct value record; /* what is there already; V_NULL: nothing */
    struct str name;     /* of a new one */
    enum entitlement_act act;
    day on;
    struct id change;
};

MUST_USE enum rc entitlement_mark(struct call *call, const struct entitlement_mark *mark,
                                  struct outcome *out);

#endif
