/* report_pages.h - the report of a month, quarter, year or any two days; its files.
 * Owns: their routes. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: as casework/report.h. Cost: the time is counted once a page, twice to compare. */
#ifndef CASEWORK_REPORT_PAGES_H
#define CASEWORK_REPORT_PAGES_H

#include "casework/report_tables.h"
#include "web/route.h"

/* What the address of a report asks for. */
struct report_view {
    struct report_period period;
    bool outside;
    struct str with; /* "before", "year", or nothing: the time to compare with */
};

MUST_USE enum rc report_view_read(struct web *web, struct report_view *out);
/* "/report" and its like, with what is asked for. */
struct str report_view_path(struct web *web, const char *path, const struct report_view *view);
/* Counts, and makes the tables. */
MUST_USE enum rc report_view_tables(struct web *web, const struct report_view *view,
                                    struct report_tables *out);

/* The params of an address of a report. */
#define REPORT_PARAMS                                                           \
    {"from", PARAM_DAY, 0, false, false, N_("From")},                           \
        {"outside", PARAM_FLAG, 0, false, false, N_("To show outside")},        \
        {"period", PARAM_CODE, 10, false, false, N_("Month, quarter or year")}, \
        {"to", PARAM_DAY, 0, false, false, N_("To")},                           \
    {                                                                           \
        "with", PARAM_CODE, 10, false, false, N_("Compared with")               \
    }

extern const struct route report_routes[], report_sample_routes[], donor_routes[];
extern const size_t report_routes_n, report_sample_routes_n, donor_routes_n;

#endif
