/* queue.h - who waits in the office today: written down in the order of coming, taken, helped, or
 *   gone; also from the paper sheet of a day without power, with its true times.
 * Owns: the operations "waiting.write" (several rows, one change) and "waiting.move" (the state
 *   with its time and who did it).
 * Order: through operation_run() as every change.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at the fields of the kind waiting; RC_CONFLICT where somebody was
 *   quicker; else as operation.h and query.h.
 * Limits: QUEUE_ROWS_MAX rows written at once; a day shows QUERY_ROWS_MAX.
 * Cost: one change. A day's list is those who came on it: the next day it begins empty, and nothing
 *   is lost. */
#ifndef CASEWORK_QUEUE_H
#define CASEWORK_QUEUE_H

#include "casework/deadline.h"
#include "model/operation.h"
#include "query/query.h"

enum { QUEUE_ROWS_MAX = 40 };

extern const struct operation queue_write_operation, queue_move_operation;

struct visitor {
    struct str called, area, paper, note;
    int64_t came_ms;
    struct value received; /* a day, or V_NULL */
    struct value taken_ms, done_ms;
    bool hurry;
};

MUST_USE enum rc queue_write(struct call *call, const struct visitor *rows, size_t n,
                             const struct id *change, struct outcome *out);
/* state: "with_us", "helped", "left" or "waiting". */
MUST_USE enum rc queue_move(struct call *call, const struct record *record, struct str state,
                            const struct id *change, struct outcome *out);

/* Who came on that day, the first first. */
MUST_USE enum rc queue_of_day(struct call *call, day on, struct query_page *out);

/* What a paper means before anybody has read it: the last day of the general appeal of the office's
 * country, if it is a decision or a refusal; named as supposed. counted is false where nothing can
 * be said. */
struct first_look {
    bool counted;
    day due;
    const struct procedure *supposed;
};

MUST_USE enum rc first_look(struct call *call, struct str paper, day received,
                            struct first_look *out);
/* The id of that appeal; n == 0: there is none for such a paper. */
MUST_USE enum rc first_procedure(struct call *call, struct str paper, struct str *out);

#endif
