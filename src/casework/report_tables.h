/* report_tables.h - a report as tables, ready for a page, paper and sheets: every number with the
 *   mark that says whether it may be read, and the list that it counts.
 * Owns: which numbers stand in which table. Order: report_gather() first.
 * Memory: the call's arena. Fails: RC_MEMORY. Limits: REPORT_TABLES_MAX, REPORT_COLUMNS_MAX.
 * Cost: one pass over the rows.
 * Inside the house numbers are exact. To show outside, what stands for fewer than SMALL_LEAST
 * people is hidden, others with it where a sum would tell (rules/small.h), and a column or table in
 * which that does not help is left out; cases that stand open are not split. The same marks count
 * for page, paper, sheet and a donor's cells: all of them are made from these tables. */
#ifndef CASEWORK_REPORT_TABLES_H
#define CASEWORK_REPORT_TABLES_H

#include "casework/report.h"
#include "rules/small.h"

enum { REPORT_TABLES_MAX = 12, REPORT_COLUMNS_MAX = 8, REPORT_NOTES_MAX = 8 };

struct report_number {
    int64_t n;
    enum small_mark mark;
    bool none;       /* nothing is counted here: no zero, but nothing */
    struct str path; /* of the list that it counts; n == 0: there is none */
};

struct report_line {
    struct str key; /* of the row; in the first table the name of the figure */
    struct str label;
    struct report_number numbers[REPORT_COLUMNS_MAX];
};

struct report_table {
    const char *name;              /* "area": for commands and files */
    struct str title, note, first; /* first: the head above the labels */
    struct str heads[REPORT_COLUMNS_MAX];
    const char *names[REPORT_COLUMNS_MAX]; /* "quick": of the columns */
    size_t columns;                        /* 0: the table is left out, and the note says why */
    struct report_line *lines;
    size_t n;
    bool has_total; /* the last line is it */
};

struct report_tables {
    struct report_table tables[REPORT_TABLES_MAX];
    size_t n;
    struct str title;
    struct str notes[REPORT_NOTES_MAX]; /* how it was counted, and what not */
    size_t notes_n;
    bool outside;
};

struct report_order {
    const struct report_figures *figures;
    const struct report_figures *other; /* to compare with; or NULL */
    bool outside;
};

MUST_USE enum rc report_tables(struct call *call, const struct report_order *order,
                               struct report_tables *out);

/* Every figure there can be, for who fills them into other papers: its table, split and column. */
struct report_figure {
    const char *table; /* "short", or as struct report_table has it */
    enum report_split split;
    const char *name;          /* of the column; in "short" of the line */
    const char *label, *title; /* msgids; title: of the table, NULL in "short" */
};

bool report_figure_at(size_t i, struct report_figure *out); /* false: behind the last */

/* "34", "fewer than 5", "5 or more", "" */
struct str report_number_said(struct call *call, const struct report_number *number);
/* The same for cells: "<5". */
struct str report_number_text(struct call *call, const struct report_number *number);

#endif
