/* no_answer.h - what bodies have not answered in time, by the last day to act.
 * Owns: the derived fields answer_due and act_by of a procedure; nobody else sets them.
 * Order: no_answer_derive() by hooks.c whenever clocks of a procedure change; no_answer_list() for
 *   whoever shows them.
 * Memory: the call's arena.
 * Fails: as query.h, change.h and rules/moves.h.
 * Limits: NO_ANSWER_ROWS_MAX rows at a time, paged by key.
 * Cost: one query along an index, and for each row its facts (script/bench: board).
 * Sorted by the last day on which silence can still be challenged (PEOPLE 3), never by the longest
 * wait: the earliest first, those past it among them; then those for which the law sets none. A
 * procedure leaves the list when it is answered, when the remedy was handed in (that has a row of
 * its own), when it has ended, or when the case is closed. */
#ifndef CASEWORK_NO_ANSWER_H
#define CASEWORK_NO_ANSWER_H

#include "casework/proceeding.h"
#include "query/query.h"

enum { NO_ANSWER_ROWS_MAX = 100 };

/* What a procedure is awaited for, from its clocks as this change leaves them. */
MUST_USE enum rc no_answer_derive(struct call *call, struct change *change,
                                  const struct record *clock);

enum no_answer_show {
    NO_ANSWER_ALL,
    NO_ANSWER_OPEN,   /* something can be done, by a last day that is to come */
    NO_ANSWER_BARRED, /* the last day is past */
    NO_ANSWER_PROOF,  /* that it reached them cannot be proved yet */
    NO_ANSWER_SHOWS
};

const char *no_answer_show_name(enum no_answer_show show); /* "open" */

struct no_answer_ask {
    enum no_answer_show show;
    struct id body; /* of this institution alone; none: of all */
    bool mine;      /* in cases of which she is responsible */
    struct query_after after;
    size_t limit;
};

struct no_answer_row {
    const struct record *proceeding;
    const struct record *of; /* the case; brief, or NULL */
    struct str body;         /* its name; empty: nobody wrote it down */
    struct str number;       /* of our letter; empty */
    day due;                 /* the last day on which they should have answered */
    bool counted;            /* is there a last day to act? */
    day act_by;
    bool proved;
    day received; /* 0: not known */
    struct proceeding_view view;
    const struct move *move; /* what the law opens now because of it; NULL: nothing */
};

struct no_answer_page {
    struct no_answer_row *in;
    size_t n;
    bool more;
    struct query_after next;
};

MUST_USE enum rc no_answer_list(struct call *call, const struct no_answer_ask *ask,
                                struct no_answer_page *out);
/* At most QUERY_COUNT_MAX + 1. */
MUST_USE enum rc no_answer_count(struct call *call, const struct no_answer_ask *ask, int64_t *out);
/* One procedure as its row; RC_NOT_FOUND for what may not be seen. */
MUST_USE enum rc no_answer_row(struct call *call, const struct id *proceeding,
                               struct no_answer_row *out);

/* How many letters of one body are unanswered, without persons and cases. */
struct no_answer_body {
    struct id id; /* none: it is not in our list */
    struct str name;
    size_t letters;
    day since;                /* the earliest last day on which it should have answered */
    struct str procedures[8]; /* ids of those with NO_ANSWER_NAMED letters or more */
    size_t procedures_n;
};

/* A procedure with fewer letters could tell who asked. */
enum { NO_ANSWER_NAMED = 3, NO_ANSWER_BODIES_MAX = 300, NO_ANSWER_COUNTED_MAX = 20000 };

/* The most letters first; *more: not all were counted. */
MUST_USE enum rc no_answer_bodies(struct call *call, struct no_answer_body **out, size_t *n,
                                  bool *more);

/* "Appeal because nobody answered", or what is left where it is too late. */
struct str no_answer_next(struct call *call, const struct no_answer_row *row);

#endif
