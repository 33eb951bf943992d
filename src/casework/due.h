/* due.h - until when a clock, or a paper that no procedure has taken up, runs: the derived field
 *   "due", by which the page Today is sorted.
 * Owns: the fields due, first_day and last_day of what was counted anew; done_on of a task.
 * Order: hooks, run for each record that a change touches.
 * Memory: the call's arena. Fails: RC_DENIED for a last day that somebody moves by hand; as
 *   change.h.
 * Limits: none. Cost: a case that is closed or opened again loads its clocks and papers.
 * What is over, used, let go, of a closed case or of an old register has no day on which it is due;
 *   its last day stays to be read. */
#ifndef CASEWORK_DUE_H
#define CASEWORK_DUE_H

#include "model/change.h"

/* Resolved or withdrawn: nothing of it is due. */
bool due_case_closed(const struct record *of);
/* Is the case of this part open, and not of an old register? */
MUST_USE enum rc due_case_runs(struct call *call, struct change *change, const struct record *part,
                               bool *out);

/* The operation that alone may set moved_to (recount.h). */
#define DUE_MOVE "clocks.accept"

MUST_USE enum rc due_derive_clock(struct call *call, struct change *change, struct record *clock);
MUST_USE enum rc due_derive_paper(struct call *call, struct change *change, struct record *paper);
MUST_USE enum rc due_derive_proceeding(struct call *call, struct change *change,
                                       struct record *proceeding);
MUST_USE enum rc due_derive_case(struct call *call, struct change *change, struct record *of);
MUST_USE enum rc due_derive_task(struct call *call, struct change *change, struct record *task);

#endif
