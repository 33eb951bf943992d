/* institution.h - how a body answers, from the clocks and promises of the cases before it.
 * Owns: nothing. Order: any. Memory: the call's arena. Fails: as query.h.
 * Limits: the newest INSTITUTION_MAX procedures and promises. Cost: a query for each procedure.
 * Counted is only what the reader may see. In time: the body decided by the last day of the longest
 * term that ran for it. Days: from the day that its term was counted from. */
#ifndef CASEWORK_INSTITUTION_H
#define CASEWORK_INSTITUTION_H

#include "query/query.h"
#include "web/route.h"

enum { INSTITUTION_MAX = 200 };

struct institution_figures {
    struct record **proceedings; /* the newest first */
    size_t proceedings_n, running;
    bool more;                             /* than were counted */
    size_t in_time, late, waiting, silent; /* answers; no answer yet, and time over */
    int64_t median_days;                   /* -1: no answer yet */
    size_t promises, kept;                 /* of those whose day is past, or that were answered */
    size_t kept_late, broken, open;        /* of kept; not kept or never said; not due yet */
    size_t cases;                          /* of those procedures */
    struct record **referrals;             /* what we handed over to it, the newest first */
    size_t referrals_n, accepted, refused, expected, overdue;
    int64_t accept_days; /* the median until it took one up; -1: none yet */
};

MUST_USE enum rc institution_count(struct call *call, const struct record *institution,
                                   struct institution_figures *out);

/* Is this actor a colleague with a tie to the body? */
bool institution_conflict(const struct record *institution, const struct actor *actor);

extern const struct route institution_routes[];
extern const size_t institution_routes_n;

#endif
