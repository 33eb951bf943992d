/* csv.h - tables as lines of text: cells apart by ; , or tab, quotes where a cell has one of them.
 * Owns: nothing.
 * Order: csv_open() on UTF-8 text, csv_next() until CSV_END. csv_put() writes one cell.
 * Memory: a cell is borrowed from the text, or lives in the arena when it had quotes in it.
 * Fails: csv_next() by CSV_TORN: a quote was opened and never closed (csv.line says where), or
 *   memory is out. Anything else is a cell: there is no wrong CSV, only an unexpected one.
 * Limits: none of its own; the caller counts. Cost: one pass.
 * Source: RFC 4180, and what spreadsheets write: a first line "sep=;", lone \r as line end. */
#ifndef RULES_CSV_H
#define RULES_CSV_H

#include "base/str.h"

struct csv {
    struct str rest;
    char separator;
    size_t line; /* of what comes next; from 1 */
    bool row_open, quoted;
};

/* CSV_LAST: the cell is the last of its row. */
enum csv_found { CSV_CELL, CSV_LAST, CSV_END, CSV_TORN };

/* What stands between the cells of the first lines most evenly: ; , or tab. */
char csv_separator(struct str text);
/* separator 0: as csv_separator(), or as the text's own first line says. */
struct csv csv_open(struct str text, char separator);
enum csv_found csv_next(struct csv *csv, struct arena *arena, struct str *out);

/* One cell, in quotes where it needs them. A text that a spreadsheet would take for a formula gets
 * an apostrophe in front (csv_is_formula()). */
void csv_put(struct buf *out, struct str cell, char separator, bool is_text);
/* Begins with = + - @ or a tab: spreadsheets would compute it. */
bool csv_is_formula(struct str cell);

#endif
