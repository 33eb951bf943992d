/* moves.h - what the law leaves open in one procedure: which clocks its facts have started, and
 *   which steps one may take today, each with its last day.
 * Owns: nothing. Pure: procedure, facts, country and today are handed in.
 * Order: any. moves_find() does all; moves_count() only the clocks.
 * Memory: results live in the call's arena and borrow from the procedure and the facts.
 * Fails: RC_MEMORY; as term_count(). A day that cannot be counted is no failure: .counted is false,
 *   and nobody makes one up.
 * Limits: MOVES_FACTS_MAX facts; later ones are refused (RC_LIMIT).
 * Cost: below 0.1 ms for a procedure (script/bench: moves).
 * How it is decided
 *   - What was before the procedure is handed in apart (moves_ask.before). Where nothing is, the
 *     days tell: a round begins with the latest filing; what a limit for filing is counted from
 *     lies before it; a decision counts if it came after it. So the delivery of a contested
 *     decision does not decide the appeal against it, and an old decision does not answer a new
 *     application.
 *   - Of several facts of one kind the latest counts (a second delivery starts its term anew, but
 *     the clock is not firm: somebody must say which delivery is the right one), and of an act and
 *     its being learned of each counts by itself.
 *   - All limits for filing hold; the earliest is the last day. One with 'when' holds in that case
 *     only: as long as nobody has said which case it is (moves_ask.when), an earlier day of its own
 *     is a move of its own (move.when) beside the general one. Any text that no term has for
 *     'when' means: none of these cases.
 *   - A body is silent from the day after the last term within which it may still decide: of terms
 *     for different cases the shortest opens the remedy *if* that is the case (move.when), the
 *     longest for every case. Where the case is known and has a term, the general one gives way.
 *   - The body may take more time while it has some, not afterwards: until the day it named, but
 *     not beyond the longest that the law gives it. If neither is known, it is waited for.
 *   - Standing still adds its days, if it began while the term ran.
 *   - Hours from an event whose hour is not known: against the client from the beginning of that
 *     day, for the body from its end; never firm.
 *   - Where no term can be counted, a recorded EVENT_TERM_EXPIRED says that it is over.
 *   - A remedy against silence is open until the earliest of its window, its outer limit and its
 *     own limit for filing. After a decision it is closed. A reminder that was sent before the body
 *     was silent is none.
 *   - Of a decision in her favour the way goes on until it is done: what was recommended, or must
 *     be carried out, is waited for until its last day. If nobody wrote down by then that a
 *     recommendation was followed (EVENT_COMPLIED), the ways that go on are open (move.undone).
 *   - A remedy against a decision is counted from the delivery. Without one its last day is not
 *     known; the move is there all the same and .counted is false. It is the remedy that was in
 *     force on the day of the decision (valid_from, valid_to).
 *   - After a withdrawal nothing is open, until it is filed anew.
 *   - What is past its last day is in .barred, never in .open. */
#ifndef RULES_MOVES_H
#define RULES_MOVES_H

#include "rules/procedure.h"

enum { MOVES_FACTS_MAX = 1000 };

struct moves_fact {
    enum procedure_event what;
    day on;
    day until;     /* of EVENT_EXTENDED: the body's new last day; else unused */
    int minute;    /* or TERM_NO_HOUR */
    bool certain;  /* the day itself is known; false: the earliest that can be */
    bool proven;   /* there is a proof of it that an authority accepts */
    bool favoured; /* of EVENT_DECIDED, EVENT_DELIVERED: all that was asked was granted */
};

struct moves_ask {
    const struct procedure *procedure;
    const struct term_country *country; /* NULL: there is none; nothing is counted */
    const struct moves_fact *facts;     /* in any order; those after today do not count */
    size_t n;
    const struct moves_fact *before; /* of what it goes against: for the limits for filing alone */
    size_t before_n;
    struct str when; /* the case that holds, in the pack's words; {NULL, 0}: not known */
    day today;
};

/* One term that the facts started. */
struct moves_clock {
    const struct procedure *of;
    const struct procedure_stage *stage; /* NULL: the limit for filing */
    size_t stage_n, term_n;              /* 0: the limit for filing, 1...; index of the term */
    const struct procedure_term *term;
    enum procedure_side side;
    const struct moves_fact *from;
    struct term_count count;
    day due;    /* count.due, or later by an extension or a suspension */
    bool firm;  /* counted from a day that is certain and can be proved */
    bool ended; /* what it was for has happened, or the procedure is over */
    day ended_on;
    enum law_status status; /* the weakest of term, stage, procedure and way of counting */
};

struct moves_clocks {
    struct moves_clock *in;
    size_t n;
};

enum move_kind {
    MOVE_FILE,    /* hand in what this procedure begins with */
    MOVE_ACT,     /* the client must do something: answer, supplement, pay */
    MOVE_WAIT,    /* the body still has time */
    MOVE_REMIND,  /* a reminder that the law asks for before the remedy */
    MOVE_SILENCE, /* the remedy against silence */
    MOVE_NEXT,    /* the remedy against the decision */
    MOVE_WORDS    /* a way that the packs know in words alone */
};

struct move {
    enum move_kind kind;
    const struct procedure *to;          /* whose paper it is; NULL for MOVE_WORDS */
    const struct procedure_stage *stage; /* of MOVE_ACT and MOVE_WAIT */
    const struct moves_clock *clock;     /* that sets the last day; NULL: none was counted */
    day opens;                           /* from this day on */
    bool counted;                        /* is there a last day? */
    day last;
    bool any_time; /* the law sets no limit */
    bool firm;
    bool undone;      /* it was decided in her favour and is not done: what is waited for, or why */
    struct str when;  /* open only if this is the case, in the pack's words; {NULL, 0}: in any */
    struct str words; /* of MOVE_WORDS, and why a day is not counted */
    size_t found;     /* in the order of the pack */
    enum law_status status;
};

struct moves {
    struct move *open; /* by last day; those without one come after */
    size_t open_n;
    struct move *barred; /* their last day is past */
    size_t barred_n;
    struct moves_clocks clocks;
    bool silent; /* the body's time is over and it has not decided */
    day silent_since;
};

/* The latest fact, up to today, of one of these kinds (bits 1 << EVENT_X); and the first from a day
 * on. NULL: there is none. */
const struct moves_fact *moves_latest(const struct moves_ask *ask, uint32_t kinds);
const struct moves_fact *moves_first(const struct moves_ask *ask, uint32_t kinds, day since);

const char *move_kind_name(enum move_kind kind); /* "file" */

MUST_USE enum rc moves_count(struct call *call, const struct moves_ask *ask,
                             struct moves_clocks *out);
MUST_USE enum rc moves_find(struct call *call, const struct moves_ask *ask, struct moves *out);

#endif
