/* donor.h - the numbers of a report in a donor's own spreadsheet: what the names of its cells stand
 *   for, and the spreadsheet filled.
 * Owns: the job kind "casework.donor"; the names, which doc/guide/reports.md lists.
 * Order: report_tables(); donor_order() without values, the job, donor_result(): the names that
 *   the file has; donor_give(); donor_order() with them, the job, donor_result(): the file.
 * Memory: the call's arena; the asker closes the order's file descriptor.
 * Fails: as document/named_cells.h and process/job.h.
 * Limits: as those; DONOR_NAMES_MAX names of ours. Cost: a child, some 20 ms.
 * A name is "khetane_" and a figure, or a figure, a table and a row of it: khetane_help,
 * khetane_people_women, khetane_help_area_housing, khetane_help_month_2026_10. What is hidden in
 * the report is hidden in the cell. */
#ifndef CASEWORK_DONOR_H
#define CASEWORK_DONOR_H

#include "casework/report_tables.h"
#include "document/named_cells.h"
#include "process/job.h"

enum { DONOR_NAMES_MAX = 2000, DONOR_FILE_MAX = 8 << 20 };

#define DONOR_JOB "casework.donor"

extern const struct job_kind donor_job;

/* What a name of the file stands for. */
struct donor_mapping {
    struct str text; /* lines of "their name = our name", as a person types them */
};

/* Our name for it: its own, or the mapping's; empty where it stands for nothing. */
struct str donor_meaning(struct call *call, const struct donor_mapping *mapping, struct str name);
/* The mapping with one name more, or another meaning; meaning empty: without it. */
struct str donor_map(struct call *call, const struct donor_mapping *mapping, struct str name,
                     struct str meaning);

struct donor_numbers {
    const struct report_tables *tables;
    struct report_period period;
    struct str organisation;
};

/* The value of one of our names; false: there is no such name. */
bool donor_value(struct call *call, const struct donor_numbers *numbers, struct str name,
                 struct cell *out);
/* Gives every cell that stands for something its value. */
void donor_give(struct call *call, const struct donor_numbers *numbers,
                const struct donor_mapping *mapping, struct named_cells *cells);

/* Our names with what they are, in order; but for projects and months, which are without end. */
struct donor_name {
    struct str name, label;
};

struct donor_names {
    struct donor_name *items;
    size_t n;
};

MUST_USE enum rc donor_names(struct call *call, struct donor_names *out);

/* cells NULL: reads the names alone. */
MUST_USE enum rc donor_order(struct call *call, struct str file, const struct named_cells *cells,
                             struct job_request *out);
/* file: {NULL, 0} where names alone were read. Closes news->fd. */
MUST_USE enum rc donor_result(struct call *call, struct job_news *news, struct named_cells *cells,
                              struct str *file);

#endif
