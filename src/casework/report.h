/* report.h - what the association did in a time: help, cases, letters, results, and for whom.
 * Owns: nothing; every number is counted anew from what stands in the folder.
 * Order: report_period() or report_between(); report_gather(); then report_tables.h.
 * Memory: the call's arena: some 40 bytes for each person and row of a split.
 * Fails: RC_INVALID for what is no time; else as query/facts.h.
 * Limits: REPORT_YEARS_MAX years at once. Cost: two statements for each of four kinds; a year with
 *   10,000 cases 0.1 s (bench/report_bench.c).
 * Counted is what the reader may see, and nothing says how much there is besides.
 * Opened is a case on the day on which it was written down; old cases of a register are neither
 * opened nor closed here. Open on the last day is what was written down by then and is not closed,
 * or was closed later; a case that was opened again counts as open throughout. */
#ifndef CASEWORK_REPORT_H
#define CASEWORK_REPORT_H

#include "query/query.h"
#include "rules/report.h"

enum { REPORT_YEARS_MAX = 10 };

enum report_span { REPORT_DAYS, REPORT_MONTH, REPORT_QUARTER, REPORT_YEAR };

struct report_period {
    enum report_span span;
    day from, to; /* both counted */
};

/* "2026-10", "2026-Q4", "2026"; n == 0: the month before this one. */
MUST_USE enum rc report_period(struct call *call, struct str text, struct report_period *out);
MUST_USE enum rc report_between(struct call *call, day from, day to, struct report_period *out);
/* As it is read back, and as people read it: "October 2026". */
struct str report_period_text(struct call *call, const struct report_period *period);
struct str report_period_said(struct call *call, const struct report_period *period);
/* The one before or behind it: of two days, as many days. */
struct report_period report_period_beside(const struct report_period *period, int by);

struct report_figures {
    struct report_period period;
    struct report counts;
    int64_t cases_seen; /* that this reader may see, of whatever time */
    int64_t undated;    /* closed, but nobody wrote when: in no period */
};

MUST_USE enum rc report_gather(struct call *call, const struct report_period *period,
                               struct report_figures *out);

#endif
