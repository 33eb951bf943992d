/* report_paper.h - a report as it leaves the screen: a document to print, a sheet, a text file.
 * Owns: how its tables stand in those. Order: report_tables() first.
 * Memory: the call's arena; the asker closes the file of the cells.
 * Fails: RC_LIMIT for what is longer than a document may be; RC_MEMORY.
 * Limits: as rules/letter.h and document/cells.h. Cost: one pass.
 * A report is a letter without addressee: letter_print_send() makes PDF, DOCX and ODT of it. */
#ifndef CASEWORK_REPORT_PAPER_H
#define CASEWORK_REPORT_PAPER_H

#include "casework/report_tables.h"
#include "process/job.h"
#include "rules/letter.h"

/* The document, on the organisation's paper. */
MUST_USE enum rc report_paper(struct call *call, const struct report_tables *tables,
                              struct letter_print *out);
/* All tables in one: which table, which row, then a column for each figure. */
MUST_USE enum rc report_cells(struct call *call, const struct report_tables *tables, int *cells);
MUST_USE enum rc report_csv(struct call *call, const struct report_tables *tables, struct str *out);

#endif
