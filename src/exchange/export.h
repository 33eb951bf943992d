/* export.h - a list, or all of a kind, as a file that others read: CSV, Excel, JSON lines.
 * Owns: nothing. Order: export_rows(), with a sink that takes the file piece by piece; or
 *   export_file() for all of it in memory.
 * Memory: one page of records at a time; for Excel the cells in a memory file.
 * Fails: RC_LIMIT, RC_IO when the sink takes no more, as query.h and sheet_job.h.
 * Limits: CELLS_BYTES_MAX for Excel; none for CSV and JSON lines. Cost: a query for each
 *   QUERY_ROWS_MAX rows, and one for each link in them.
 * What is exported is what this actor may see. Where reading a kind is logged, each record exported
 * is written down, before its page is given out. Secret fields only when asked for, and where she
 * may read them. In tables links are number and title; in JSON also the id. */
#ifndef EXCHANGE_EXPORT_H
#define EXCHANGE_EXPORT_H

#include "base/json.h"
#include "process/job.h"
#include "query/query.h"

enum export_format { EXPORT_CSV, EXPORT_XLSX, EXPORT_JSONL };

struct export_order {
    const struct query *query; /* kind, filters, sort; from its beginning */
    const struct field *const *fields;
    size_t n;     /* 0: those of the kind's list */
    bool all;     /* every field */
    bool secrets; /* those too */
    bool plain;   /* CSV as RFC 4180 has it, whatever a sheet of this language expects */
    enum export_format format;
};

struct export_sink {
    bool (*write)(void *data, struct str bytes);
    void *data;
};

MUST_USE enum rc export_rows(struct call *call, const struct job_source *jobs,
                             const struct export_order *order, const struct export_sink *sink,
                             int64_t *rows);

/* The whole file in memory, for a page: RC_LIMIT where it is longer than max. */
MUST_USE enum rc export_file(struct call *call, const struct job_source *jobs,
                             const struct export_order *order, size_t max, struct str *out);

/* CSV and JSON lines of a list as it is shown; for Excel export_cells() and sheet_write_order(),
 * so that a page can wait for the job. */
MUST_USE enum rc export_cells(struct call *call, const struct export_order *order, int *cells);

const char *export_type(enum export_format format);      /* "text/csv" */
const char *export_extension(enum export_format format); /* "csv" */

/* A value as it stands in JSON lines: days as ISO 8601, links with what they name. */
void export_json_value(struct call *call, struct json *json, const struct field *field,
                       struct value v);

/* One record as a JSON object: code, id, state, each field by its name. */
MUST_USE enum rc export_json(struct call *call, struct json *json, const struct record *record,
                             bool secrets);

#endif
