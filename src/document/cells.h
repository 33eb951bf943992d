/* cells.h - a table without its format: rows of typed cells as bytes, between those who read or
 *   write files and those who know what the cells mean.
 * Owns: nothing. Order: cells_put() row by row; cells_open(), cells_next() to the end.
 * Memory: texts are borrowed from the bytes; the cells of a row live in the call's arena.
 * Fails: cells_next() by RC_CORRUPT for bytes that are no rows, RC_NOT_FOUND (without a recorded
 *   error) at the end.
 * Limits: CELLS_*_MAX. Cost: one pass.
 * Format: CBOR items one after the other, one array a row: [number, hidden, cell, ...]; a cell is
 *   null, a text, or [type, text].
 * A cell's text by type: NUMBER "-1234.5"; DATE "2026-11-22"; MOMENT "2026-11-22 14:30";
 *   FLAG "1" or "0"; ERROR "#DIV/0!". */
#ifndef DOCUMENT_CELLS_H
#define DOCUMENT_CELLS_H

#include "base/call.h"

enum {
    CELLS_ROWS_MAX = 200000,
    CELLS_COLUMNS_MAX = 500,
    CELLS_TEXT_MAX = 32 << 10,  /* bytes of one cell */
    CELLS_BYTES_MAX = 96 << 20, /* of a whole table */
};

enum cell_type {
    CELL_NOTHING,
    CELL_TEXT,
    CELL_NUMBER,
    CELL_DATE,
    CELL_MOMENT,
    CELL_FLAG,
    CELL_ERROR,
    CELL_TYPES
};

struct cell {
    enum cell_type type;
    struct str text;
};

static inline struct cell cell_text(struct str text)
{
    return (struct cell){text.n == 0 ? CELL_NOTHING : CELL_TEXT, text};
}

struct cells_row {
    size_t number; /* as the file counts them, from 1 */
    bool hidden;
    const struct cell *cells;
    size_t n;
};

struct cells {
    struct str rest;
};

void cells_put(struct buf *out, const struct cells_row *row);
struct cells cells_open(struct str bytes);
MUST_USE enum rc cells_next(struct call *call, struct cells *in, struct cells_row *out);

#endif
