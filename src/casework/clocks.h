/* clocks.h - the last days that run in a procedure, kept as records of the kind clock.
 * Owns: which clocks a procedure has and every derived field of them; nobody else sets those.
 * Order: clocks_derive() by hooks.c for each change of an event or a procedure; clocks_ask() and
 *   rules/moves.h for whoever shows what is open.
 * Memory: the call's arena.
 * Fails: as change.h. A procedure that the packs do not know has no clocks; of it, and of days that
 *   contradict each other, she is asked (asked.h).
 * Limits: MOVES_FACTS_MAX events of one procedure. Cost: loads the case's events and clocks.
 * A clock is counted when a fact that it hangs on changes, never because a rule or a holiday has:
 * it keeps its rule, until a lead accepts another day (recount.h). The rules are those of this
 * office on the day of the procedure's first fact (laid.h). Kept are the terms that run (file, act,
 * wait, comply), and the last days of the remedies against a decision (next) and against silence
 * (silence), the latter from the day on which the paper was handed in, with the day from which they
 * are open.
 * What is proven: a stamp, a signature, a card that came back, an electronic confirmation, a public
 * notice. Posting is proven as posting, never as delivery. What was refused at the desk or came
 * back undelivered happened to nobody: no term runs from it (PEOPLE 3). */
#ifndef CASEWORK_CLOCKS_H
#define CASEWORK_CLOCKS_H

#include "casework/laid.h"
#include "model/change.h"
#include "rules/moves.h"

/* A procedure of a case with its facts, as rules/moves asks for them. */
struct clocks_ask {
    struct moves_ask moves;
    const struct record *proceeding;
    struct record **events; /* by day */
    size_t n;
    day began;       /* the day of its first fact: by the rules of that day it is counted */
    bool other_rule; /* today's are others */
};

/* As stored, or as a change that is being made leaves it. Fails with RC_NOT_FOUND where the packs
 * do not know the procedure. */
MUST_USE enum rc clocks_ask(struct call *call, struct change *change,
                            const struct record *proceeding, struct clocks_ask *out);

/* Is it a procedure that the packs know? */
MUST_USE bool clocks_known(const struct call *call, const struct record *proceeding);

/* Makes the clocks of one procedure what its facts say, within the change. */
MUST_USE enum rc clocks_derive(struct call *call, struct change *change,
                               const struct record *proceeding);

/* A new procedure that began with a paper has that paper's receipt as its first fact, of what came
 * before it; the paper is taken up. */
MUST_USE enum rc clocks_take_up(struct call *call, struct change *change,
                                const struct record *proceeding);

/* How the receipt of a paper can be proved, of the list proof; a day that is not certain stands on
 * no envelope. how: of the list how_received. */
const char *clocks_proof_of(struct str how, bool guessed);

/* A running clock that the rules and holidays of today would give another last day. */
struct clock_moved {
    const struct record *clock;
    bool counted; /* false: by the rules of today no day is counted */
    day was, now;
    bool rule;                /* its term is another; else the days off are */
    struct str term, checked; /* in words; who said so, or empty */
};

struct clocks_moved {
    struct clock_moved *in;
    size_t n, room;
};

/* Counts what runs in a procedure anew, and adds what would be another day, or was to be one and is
 * not any more (was == now). Nothing is changed. */
MUST_USE enum rc clocks_recount(struct call *call, const struct laid *laid,
                                const struct record *proceeding, struct clocks_moved *out);

/* Is it a clock of the client's that nobody has used, missed or let go? */
bool clock_runs(const struct record *clock);

#endif
