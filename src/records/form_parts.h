/* form_parts.h - the parts of a record within its own form: a table or boxes for each kind of them.
 * Owns: nothing. Order: form_parts_open() with the record; _show() within its form, _typed() when
 *   it came back; rows go into save_args.
 * Memory: the call's arena. Fails: as query.h and web/field_parts.h.
 * Limits: FORM_PARTS_MAX kinds of parts; rows as web/field_parts.h. Cost: a query for each kind.
 * Not here: parts with pages of their own (struct site's kind_pages), such as letters. */
#ifndef RECORDS_FORM_PARTS_H
#define RECORDS_FORM_PARTS_H

#include "model/operation.h"
#include "web/field_parts.h"

enum { FORM_PARTS_MAX = 8 };

struct form_parts {
    struct part_form forms[FORM_PARTS_MAX];
    size_t n;
    struct save_part *rows;
    size_t rows_n;
};

/* record: NULL for a new one. */
MUST_USE enum rc form_parts_open(struct web *web, const struct kind *kind,
                                 const struct record *record, bool secret, struct form_parts *out);
void form_parts_show(struct form_parts *parts, bool typed);
/* RC_INVALID when anything is wrong. */
MUST_USE enum rc form_parts_typed(struct web *web, struct form_parts *parts);
/* What was typed for this part, which somebody else changed meanwhile; the row's next save is
 * compared with this one. NULL: it is none of them. */
const struct save_part *form_parts_clash(const struct form_parts *parts,
                                         const struct record *present);

#endif
