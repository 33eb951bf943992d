/* report_paper.h - a report as it leaves the screen: a document to print, a sheet, a text file.
 * Owns: how its tables stand in those. Order: report_tables() first.
 * Memory: the call's arena; the asker closes a request's file.
 * Fails: RC_LIMIT for what is longer than a document may be; RC_MEMORY.
 * Limits: as rules/letter.h and document/cells.h. Cost: one pass.
 * A report is a letter without addressee, so that whatever prints letters prints it: PDF by the job
 * LETTER_JOB now, office formats by theirs. */
#ifndef CASEWORK_REPORT_PAPER_H
#define CASEWORK_REPORT_PAPER_H

#include "casework/report_tables.h"
#include "process/job.h"
#include "rules/letter.h"

/* The document, on the organisation's paper. */
MUST_USE enum rc report_paper(struct call *call, const struct report_tables *tables,
                              struct letter_print *out);
/* The order for a job that prints letters, in a file of its own. */
MUST_USE enum rc report_paper_order(struct call *call, const struct letter_print *print,
                                    struct job_request *out);

/* All tables in one: which table, which row, then a column for each figure. */
MUST_USE enum rc report_cells(struct call *call, const struct report_tables *tables, int *cells);
MUST_USE enum rc report_csv(struct call *call, const struct report_tables *tables, struct str *out);

#endif
