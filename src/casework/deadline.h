/* deadline.h - the last day that a paper sets, why it is that day, and how far it can be relied on.
 * Owns: nothing. Over the packs of call->app and, where a folder is open, what a lawyer said of
 *   their terms (laid.h): no clock.
 * Order: any; deadline_check() alone where the faults of a form are collected.
 * Memory: results live in the call's arena and borrow from the packs.
 * Fails: RC_INVALID with faults at "procedure", "stage" and "received"; RC_MEMORY; as rules/term.h.
 *   A day that cannot be counted is no failure: counted is false and why_not says why. It is never
 *   made up.
 * Limits: DEADLINE_TERMS_MAX terms for one stage. Cost: that of term_count() for each of them.
 * How a day is chosen: each term of the stage (or limit for filing) is counted if the day on which
 * the paper was received is one of its events; the earliest of the last days is the one. A term
 * that holds in one case alone counts too, for a lost day cannot be got back, and is named.
 * Firm is what was counted from a delivery that can be proved; received by post, or nobody knows
 * how, it is provisional (README.md). */
#ifndef CASEWORK_DEADLINE_H
#define CASEWORK_DEADLINE_H

#include "model/packs.h"

enum { DEADLINE_TERMS_MAX = 12, DEADLINE_NOTES_MAX = 16, DEADLINE_FILING = 0 };

struct deadline_ask {
    struct str procedure; /* an id: "rs.admin.appeal" */
    int64_t stage;        /* DEADLINE_FILING: the limit for filing; 1: the first stage */
    day received;
    int minute;       /* of the day, where it is known; else TERM_NO_HOUR */
    struct str how;   /* of the list how_received; empty: not known */
    struct str paper; /* of the list kind_of_paper; empty: any */
};

/* One term that was looked at. */
struct deadline_term {
    const struct procedure_term *term;
    bool counted;
    enum procedure_event from; /* the event that the receipt is */
    struct term_count count;
    struct str length;  /* "15 days"; {NULL, 0}: no number is known */
    struct str why_not; /* {NULL, 0}: it was counted */
};

struct deadline_step {
    day on;
    struct str what, why;
};

/* What follows if a body says nothing until the last day. */
struct deadline_silence {
    enum silence_means means;
    struct str rule;                     /* in the pack's words, or empty */
    bool opens_known, closes_known;      /* are the days below there? */
    day opens;                           /* from this day on one may speak of silence */
    day closes;                          /* the last day of the remedy */
    struct str closes_term;              /* "2 months" */
    const struct procedure_refs *remedy; /* what is open then */
    const struct texts *remedy_other;
    enum law_status status;
};

struct deadline {
    const struct procedure *procedure;
    const struct procedure_stage *stage; /* NULL: the limit for filing */
    const struct term_country *country;
    enum procedure_side side; /* whose last day it is */
    bool counted;
    struct str why_not;
    day due;
    int due_minute; /* of terms of hours; else TERM_NO_HOUR */
    bool firm;
    const struct deadline_term *chosen; /* NULL: none was counted */
    const struct deadline_term *terms;
    size_t terms_n;
    const struct deadline_step *steps; /* the count, unfolded */
    size_t steps_n;
    struct str rule;        /* how this country counts, in the law's terms */
    struct str rule_source; /* where that stands */
    struct str article;     /* of the term, or empty */
    struct str source;      /* where the term was read, or the law the procedure rests on */
    enum law_status status; /* the weakest of procedure, stage, term and rule of counting */
    struct str notes[DEADLINE_NOTES_MAX]; /* what to know before relying on it, a sentence each */
    size_t notes_n;
    struct deadline_silence silence;
};

/* Is this a procedure that we know, a stage that it has, a day that can be counted from? */
MUST_USE bool deadline_check(struct call *call, const struct deadline_ask *ask);
MUST_USE enum rc deadline_of(struct call *call, const struct deadline_ask *ask,
                             struct deadline *out);

/* Why no day is counted, from the pack's own words. */
struct str deadline_uncounted(struct call *call, struct str words);
/* A fault at "procedure" with the nearest id there is. */
void procedure_unknown(struct call *call, struct str id);
struct str procedure_near(struct call *call, struct str id); /* or empty */

/* "the day on which the decision reached the person" */
struct str deadline_event(struct call *call, enum procedure_event event);
/* What the stage is: its actor and action, or that it is the limit for filing. */
struct str deadline_stage(struct call *call, const struct deadline *deadline);

#endif
