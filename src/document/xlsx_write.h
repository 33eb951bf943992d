/* xlsx_write.h - a table (cells.h) as an Excel workbook of one sheet.
 * Owns: how such a sheet looks: the first row bold, frozen and with filters; widths by content.
 * Order: inside a job child: xlsx_write(). Memory: the cells and the packed file; the sheet itself
 *   is written piece by piece. Fails: RC_CORRUPT for cells that are none, RC_LIMIT.
 * Limits: cells.h; a text of 32,767 signs, which is what Excel takes; more is cut.
 * Cost: two passes over the cells; memory for the packed file and one piece of the sheet.
 * Types stay: numbers, days, yes and no. A text is a text whatever it begins with: there is no
 *   formula in these files. No author and no time is told.
 * Source: ECMA-376 part 1, 18.3; doc/decisions/sheets.md on why no library writes it. */
#ifndef DOCUMENT_XLSX_WRITE_H
#define DOCUMENT_XLSX_WRITE_H

#include "document/cells.h"

struct xlsx_order {
    struct str title; /* of the sheet */
    struct str cells; /* the first row is the head */
};

MUST_USE enum rc xlsx_write(struct call *call, const struct xlsx_order *order, struct str *out);

#endif
