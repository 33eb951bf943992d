/* sheet_read.h - a table out of a file that people have: CSV of any kind, or an Excel workbook.
 * Owns: nothing. Order: inside a job child: sheet_read_file().
 * Memory: all of it lives in the call's arena.
 * Fails: RC_INVALID and RC_LIMIT with a sentence that says what to do: no table at all, an old
 *   .xls, damaged, locked, too many rows or columns, a text too long, an encoding that fits not.
 * Limits: SHEET_FILE_MAX, SHEET_ROWS_MAX, CELLS_COLUMNS_MAX, CELLS_TEXT_MAX, SHEET_NAMES_MAX.
 * Cost: one pass over the unpacked table; memory for its cells and for the texts that they share.
 * What is taken: of a formula the value that was saved with it; of merged cells the value in the
 *   first; hidden rows like any other. The notes count them, so that a person is told.
 * Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (sheets), 18.4 (texts), 18.8 (number formats),
 *   18.17.4.1 (dates: the systems of 1900, with a 29 February that was none, and of 1904). */
#ifndef DOCUMENT_SHEET_READ_H
#define DOCUMENT_SHEET_READ_H

#include "document/cells.h"

enum {
    SHEET_FILE_MAX = 32 << 20,
    SHEET_ROWS_MAX = 100000,
    SHEET_NAMES_MAX = 200,
    SHEET_XML_MAX = 512 << 20,
};

struct sheet_ask {
    struct str sheet;   /* by name; n == 0: the first with something in it */
    struct str charset; /* of a CSV; n == 0: guessed */
    char separator;     /* of a CSV; 0: guessed */
};

struct sheet_found {
    bool is_xlsx;
    struct str names[SHEET_NAMES_MAX]; /* of an Excel file's sheets */
    size_t names_n;
    struct str sheet; /* the one that was read */
    struct str charset;
    bool charset_sure;
    char separator;
    size_t rows, columns;
    size_t formulas, merged, errors, hidden; /* for the notes */
    struct str cells;                        /* cells.h */
};

MUST_USE enum rc sheet_read_file(struct call *call, struct str bytes, const struct sheet_ask *ask,
                                 struct sheet_found *out);

/* Only for sheet_read.c, which reads the CSV and leaves the rest to xlsx_read.c. */
MUST_USE enum rc xlsx_read(struct call *call, struct str bytes, const struct sheet_ask *ask,
                           struct sheet_found *out);
enum rc sheet_too_many_rows(struct call *call);
enum rc sheet_too_many_columns(struct call *call, size_t row);
enum rc sheet_text_too_long(struct call *call, size_t row);

#endif
