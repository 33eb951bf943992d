/* opening.h - a case begins: the person and what happened, and all else that was told at the desk,
 *   written down in one change with one undo.
 * Owns: the operation "case.open".
 * Order: fill a struct opening; opening_add() for what goes along; case_open() once.
 * Memory: the outcome and what was added live in the call's arena.
 * Fails: RC_INVALID with faults at the fields of person, case or what goes along; as
 *   model/operation.h.
 * Limits: OPENING_ITEMS_MAX records go along, OPENING_PEOPLE_MAX people. Cost: one change.
 * A nickname is enough; who has no name in the form keeps the case from being made. Nothing else
 * does: no agreement, no household and no telephone is asked for here, so that a paper with a last
 * day is never in the way of what is missing. */
#ifndef CASEWORK_OPENING_H
#define CASEWORK_OPENING_H

#include "casework/save.h"

enum { OPENING_ITEMS_MAX = 80, OPENING_PEOPLE_MAX = 41 };

struct opening {
    const struct id *person; /* who is known already; or NULL and one of the names */
    struct str given, family, nickname;
    struct str area, what, story;
    struct value happened;    /* a partial date, or V_NULL */
    bool limited;             /* for the team alone */
    const struct save *about; /* further fields of a new person; NULL: none */
    const struct save *facts; /* further fields of the case; NULL: none */
    const struct id *visitor; /* who waited for this, or NULL */
    struct id change;
    struct value items[OPENING_ITEMS_MAX]; /* by opening_add() */
    size_t n;
};

/* One more record of the same change. Of a person: who else it is about. Of a household: the one
 * she lives in; of its members (household_member) 'person' says who: 0 is the person herself, 1 the
 * first of the others. Any part of a case or of the person: as it is. id: a record that is there
 * already, with save NULL; else NULL. */
struct opening_item {
    const struct kind *kind;
    const struct save *save;
    const struct id *id;
    int64_t person;
};

MUST_USE enum rc opening_add(struct call *call, struct opening *opening,
                             const struct opening_item *item);

/* A person by a nickname alone. */
MUST_USE enum rc opening_add_named(struct call *call, struct opening *opening, struct str nickname);

/* out->record is the case. */
MUST_USE enum rc case_open(struct call *call, const struct opening *opening, struct outcome *out);

extern const struct operation case_open_operation;

#endif
