/* named_cells.h - a workbook of others whose cells have names: which there are, and the same file
 *   with numbers in them.
 * Owns: nothing. Order: inside a job child: named_cells_read(), then named_cells_fill().
 * Memory: the call's arena: the file twice, and one sheet.
 * Fails: RC_INVALID and RC_LIMIT with a sentence: no workbook, damaged, locked, too large, not in
 *   UTF-8. What cannot be filled is no failure: the cell says why, and all others are filled.
 * Limits: NAMED_CELLS_MAX names, SHEET_FILE_MAX bytes, NAMED_SHEET_MAX of one sheet unpacked.
 * Cost: two passes over each sheet.
 * Left as they are: every other part of the file, as it is packed; every other byte of a sheet; the
 * style of a cell; formulas, also where a name leads to one. Of several cells the first is filled,
 * of merged ones the one that shows. The workbook is told to compute anew when it is opened, and
 * what was saved of its formulas goes: not every program does as it is told, and an old sum beside
 * new numbers is worse than none.
 * Source: ECMA-376 part 1, 18.2.5 (definedName), 18.2.2 (calcPr), 18.3.1.4 (c), 18.3.1.73 (row). */
#ifndef DOCUMENT_NAMED_CELLS_H
#define DOCUMENT_NAMED_CELLS_H

#include "document/cells.h"

enum { NAMED_CELLS_MAX = 1000, NAMED_SHEET_MAX = 64 << 20 };

enum named_state {
    NAMED_ONE,     /* one cell */
    NAMED_SEVERAL, /* a range: the first cell counts */
    NAMED_NONE,    /* no cell: a constant, a formula, another file, a sheet that is gone */
    NAMED_FORMULA, /* found while filling: the cell has a formula, which stays */
    NAMED_STATES
};

struct named_cell {
    struct str name;
    struct str sheet;   /* as people see it */
    size_t row, column; /* from 1, from 0 */
    enum named_state state;
    struct cell value; /* to be filled in; CELL_NOTHING: the cell stays as it is */
};

struct named_cells {
    struct named_cell *items;
    size_t n;
    bool more; /* there are more than NAMED_CELLS_MAX */
};

MUST_USE enum rc named_cells_read(struct call *call, struct str bytes, struct named_cells *out);

/* Fills those that have a value; says by their state which could not be. */
MUST_USE enum rc named_cells_fill(struct call *call, struct str bytes, struct named_cells *cells,
                                  struct str *out);

/* "Sheet1!B2" */
struct str named_cell_place(struct call *call, const struct named_cell *cell);

#endif
