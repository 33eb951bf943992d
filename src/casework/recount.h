/* recount.h - what running clocks would become by the rules and holidays of today, and the lead's
 *   word that it holds.
 * Owns: the operations clocks.look (writes down what would be another day; the program's own) and
 *   clocks.accept (makes it the last day; can be taken back), and the works that do them for all.
 * Order: recount_batch() over all procedures; or the work "recount", which the schedule asks for
 *   each night and a lead whenever a rule was changed.
 * Memory: the call's arena. Fails: as query.h and change.h.
 * Limits: RECOUNT_CHANGE clocks in one change. Cost: 60,000 cases within 10 s
 *   (script/bench: recount).
 * Nothing moves by itself: a clock keeps its day until a lead accepts the other one. */
#ifndef CASEWORK_RECOUNT_H
#define CASEWORK_RECOUNT_H

#include "casework/clocks.h"
#include "model/operation.h"
#include "model/work.h"
#include "query/query.h"

enum { RECOUNT_BATCH = 500, RECOUNT_CHANGE = 200 };

/* Which would move among the next RECOUNT_BATCH procedures that go on, behind *after; *more: there
 * are others. procedure: of this one alone, or empty. */
struct recount_ask {
    const struct laid *laid;
    struct str procedure;
    int64_t after;
};

MUST_USE enum rc recount_batch(struct call *call, struct recount_ask *ask, struct clocks_moved *out,
                               bool *more);

/* Why, as a sentence. */
struct str recount_why(struct call *call, const struct clock_moved *moved);

/* Accepts these, at most RECOUNT_CHANGE, as one change. */
MUST_USE enum rc recount_accept(struct call *call, const struct id *change, const struct id *clocks,
                                size_t n, struct outcome *out);

extern const struct operation recount_look_operation, recount_accept_operation;
extern const struct work recount_work, recount_accept_work;

#endif
