/* case_write.h - a case and what belongs to it, changed at once: fields and state of the case, new
 *   and changed parts, people who join it; one change with one undo.
 * Owns: the operation "case.write".
 * Order: case_write_init(); save_set() on its facts; case_write_add() ...; case_write_run() once.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at the fields of the kinds; as model/operation.h.
 * Limits: CASE_WRITE_ITEMS_MAX records besides the case. Cost: one change. */
#ifndef CASEWORK_CASE_WRITE_H
#define CASEWORK_CASE_WRITE_H

#include "casework/save.h"
#include "model/record.h"

enum { CASE_WRITE_ITEMS_MAX = 60 };

struct case_write {
    const struct record *of; /* the case */
    int64_t rev;             /* as the person saw it; 0: whatever it is */
    struct save facts;       /* of the case */
    struct str state;        /* n == 0: as it is */
    struct value items[CASE_WRITE_ITEMS_MAX];
    size_t n;
};

MUST_USE enum rc case_write_init(struct call *call, const struct record *of,
                                 struct case_write *out);
/* A part of the case; id: one that is there; NULL: a new one. A new person joins the people whom
 * the case is about. */
MUST_USE enum rc case_write_add(struct call *call, struct case_write *write,
                                const struct save *save, const struct id *id);
/* out->record is the case, or the first person who was made for it. */
MUST_USE enum rc case_write_run(struct call *call, const struct case_write *write,
                                const struct id *change, struct outcome *out);

extern const struct operation case_write_operation;

#endif
