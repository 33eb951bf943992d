/* named_sheet.h - values set into the XML of one sheet, every other byte as it was; of
 *   named_cells.c.
 * Owns: nothing. Order: named_sheet_fill(). Memory: the call's arena: the sheet once more.
 * Fails: RC_INVALID for what is no XML in UTF-8 or no sheet; RC_LIMIT. Limits: as named_cells.h.
 * Cost: two passes. */
#ifndef DOCUMENT_NAMED_SHEET_H
#define DOCUMENT_NAMED_SHEET_H

#include "document/named_cells.h"

/* These cells, all of one sheet; *out is the sheet with them, and without what was saved of its
 * formulas. n 0: that alone. */
MUST_USE enum rc named_sheet_fill(struct call *call, struct str sheet, struct named_cell **cells,
                                  size_t n, struct str *out);

/* Is the text UTF-8, as far as it says so itself? */
bool named_xml_is_utf8(struct str xml);

/* Bytes that are put in the place of others. */
struct named_edit {
    size_t from, to;
    struct str text;
};

/* edits in order, none over another. */
MUST_USE enum rc named_edits_apply(struct call *call, struct str text,
                                   const struct named_edit *edits, size_t n, struct str *out);

#endif
