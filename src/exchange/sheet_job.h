/* sheet_job.h - reading and writing tables in a job child, which may harm nobody.
 * Owns: the job kinds "sheet.read" and "sheet.write". Order: sheet_read_in_job() and
 *   sheet_write_in_job() do all of it and wait; a worker of the server takes the steps itself:
 *   ..._order(), job_start(), job_poll(), ..._result().
 * Memory: the call's arena; the asker closes the order's file descriptor.
 * Fails: as process/job.h, document/sheet_read.h, document/xlsx_write.h.
 * Limits: as those. Cost: a child, 3 ms. */
#ifndef EXCHANGE_SHEET_JOB_H
#define EXCHANGE_SHEET_JOB_H

#include "document/sheet_read.h"
#include "process/job.h"

extern const struct job_kind sheet_read_job, sheet_write_job;

MUST_USE enum rc sheet_read_order(struct call *call, struct str bytes, const struct sheet_ask *ask,
                                  struct job_request *out);
/* Closes news->fd. */
MUST_USE enum rc sheet_read_result(struct call *call, struct job_news *news,
                                   struct sheet_found *out);
MUST_USE enum rc sheet_read_in_job(struct call *call, const struct job_source *jobs,
                                   struct str bytes, const struct sheet_ask *ask,
                                   struct sheet_found *out);

/* What was odd about a file that was read, for people, a line each; empty: nothing. */
struct str sheet_notes(struct call *call, const struct sheet_found *found);

/* cells: a file of cells.h (channel_file()); closed here. */
MUST_USE enum rc sheet_write_in_job(struct call *call, const struct job_source *jobs,
                                    struct str title, int cells, struct str *out);
MUST_USE enum rc sheet_write_order(struct call *call, struct str title, int cells,
                                   struct job_request *out);
MUST_USE enum rc sheet_write_result(struct call *call, struct job_news *news, struct str *out);

#endif
