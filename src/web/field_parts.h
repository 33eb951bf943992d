/* field_parts.h - parts of a record (papers of a case) as rows of one form.
 * Owns: nothing. Order: as field_control.h: field_parts() while showing; fields_more(), then
 *   parts_typed() when the form came back; its rows go into save_args beside the record itself.
 * Memory: the call's arena. Fails: as field_control.h.
 * Limits: PARTS_ROWS_MAX rows, and as many as a form has room for; with more of them it says so,
 *   and they are changed one by one. Cost: as field_control.h.
 * Names: "p.case_paper.n", "p.case_paper.0.id", ".rev", ".received.d"; "p.case_paper.gone" the ids
 *   of those taken away; "p.case_paper.paste" a block from a spreadsheet. The route declares "p.*"
 *   as field_control.h says of "f.*". */
#ifndef WEB_FIELD_PARTS_H
#define WEB_FIELD_PARTS_H

#include "model/operation.h"
#include "web/field_control.h"

enum { PARTS_ROWS_MAX = FIELD_ITEMS_MAX, PARTS_COLUMNS_MAX = 6 };

struct part_form {
    struct web *web;
    const struct kind *kind;       /* of the parts */
    struct record *const *records; /* as they are now */
    size_t n;
    bool typed;  /* the form came back */
    bool secret; /* ask for secret fields too */
};

/* How many rows of the kind one form has room for. */
size_t parts_room(const struct kind *kind);
/* A table where all fields fit into one, else a box for each row. */
void field_parts(const struct part_form *form);
/* RC_INVALID when anything is wrong. Rows that were left empty are none. Positions are given only
 * where the order was changed, or had been before. */
MUST_USE enum rc parts_typed(const struct part_form *form, struct save_part **out, size_t *n);
/* Somebody was quicker with this part: its row is compared with what is there now when it is saved
 * again. */
void parts_renew(const struct part_form *form, const struct record *present);

#endif
