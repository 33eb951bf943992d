/* register_book.h - the lines of one register and year as a table: for the screen, a file, paper.
 * Owns: nothing. Order: register_rows(); register_csv() and register_cells() do the whole.
 * Memory: a page of lines at a time; the file lives in the call's arena, the cells in a memory
 *   file that the asker closes.
 * Fails: as query/query.h; RC_LIMIT where the file is longer than REGISTER_FILE_MAX.
 * Limits: REGISTER_FILE_MAX. Cost: a query for each 500 lines, three probes a line.
 * A line whose case the reader may not see has number and day alone. */
#ifndef CASEWORK_REGISTER_BOOK_H
#define CASEWORK_REGISTER_BOOK_H

#include "casework/register_line.h"

enum { REGISTER_COLUMNS = 8, REGISTER_FILE_MAX = 24 << 20 };

struct register_row {
    struct str cells[REGISTER_COLUMNS];
    bool cancelled;
    const struct register_line *line; /* NULL: the head */
};

/* number, day, which way, what, with whom, their number, its date, remarks */
struct register_row register_head(struct call *call);
struct register_row register_row(struct call *call, const struct register_line *line);

/* In the order of the book; first the head. */
struct register_sink {
    enum rc (*row)(struct call *call, void *data, const struct register_row *row);
    void *data;
};

MUST_USE enum rc register_rows(struct call *call, const struct register_which *which,
                               const struct register_sink *sink);
MUST_USE enum rc register_csv(struct call *call, const struct register_which *which,
                              struct str *out);
/* For exchange/sheet_job.h. */
MUST_USE enum rc register_cells(struct call *call, const struct register_which *which, int *out);

/* "General register 2026" */
struct str register_title(struct call *call, const struct register_which *which);

#endif
