/* incoming.h - a paper that came in: what it is, which letter of ours it answers, and what it says;
 *   with what that does in its procedure, as one change.
 * Owns: the operations "paper.come" and "paper.say".
 * Order: incoming_init(); save_set() and save_text() on its fields; incoming_run() once. Of a paper
 *   that nobody had read yet incoming_say() says later what they answered.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at the fields of the kind case_paper; as model/operation.h.
 * Limits: none of its own. Cost: one change.
 * It gets its line in the office's register (register.h). A paper of a procedure sets no day by
 * itself: its fact does, by the clocks (clocks.h). What they answered decides which fact it is: a
 * decision that reached us with its result, a question that was put to us, or a notice that decides
 * nothing. The body, its number and the procedure follow from our letter unless it is said. */
#ifndef CASEWORK_INCOMING_H
#define CASEWORK_INCOMING_H

#include "casework/save.h"

struct incoming {
    const struct record *of; /* the case */
    struct id proceeding;    /* in which; none: that of our letter, or none */
    struct save paper;       /* fields of the kind case_paper */
};

MUST_USE enum rc incoming_init(struct call *call, const struct record *of, struct incoming *out);
/* out->record is the paper. */
MUST_USE enum rc incoming_run(struct call *call, const struct incoming *incoming,
                              const struct id *change, struct outcome *out);
/* said: of the list answer_kind. */
MUST_USE enum rc incoming_say(struct call *call, const struct id *paper, struct str said,
                              const struct id *change, struct outcome *out);

extern const struct operation paper_come_operation, paper_say_operation;

#endif
