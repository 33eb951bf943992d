/* quick.h - quick help: advice on the spot, without name and without case; and its sums.
 * Owns: nothing; the records are of the kind quick_help.
 * Order: any, with an actor.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at the fields of the kind; else as query.h and operation.h.
 * Limits: what one may not see is in no sum. Cost: quick_sums() reads the month once.
 * What was chosen last is what the person's own newest record says: nothing else is kept. */
#ifndef CASEWORK_QUICK_H
#define CASEWORK_QUICK_H

#include "model/operation.h"
#include "query/query.h"

enum { QUICK_PROJECTS_MAX = 6 };

struct quick_entry {
    struct str area, what, project;
    int64_t minutes; /* 0: not said */
    bool rights_sheet;
    day on;
    struct id change;
};

/* By the actor herself, as one change that can be taken back. */
MUST_USE enum rc quick_save(struct call *call, const struct quick_entry *entry,
                            struct outcome *out);

/* What she wrote down last, and the projects of late, the newest first. */
struct quick_recent {
    const struct record *last; /* NULL: nothing yet */
    struct str projects[QUICK_PROJECTS_MAX];
    size_t projects_n;
};

MUST_USE enum rc quick_recent(struct call *call, struct quick_recent *out);

struct quick_sum {
    int64_t n, minutes, sheets;
};

/* Of that day and its month: her own, and those of all, as far as she may see them. */
struct quick_sums {
    struct quick_sum own_day, own_month, office_day, office_month;
    bool office; /* she sees those of others */
};

MUST_USE enum rc quick_sums(struct call *call, day on, struct quick_sums *out);

/* Those of one day, the newest first, at most QUERY_ROWS_MAX. */
MUST_USE enum rc quick_of_day(struct call *call, day on, struct query_page *out);

#endif
