/* today.h - what is due, from all kinds of casework, by day: what a person may lose before
 *   all else.
 * Owns: nothing; which kinds, which of their days, and when they are over.
 * Order: any. Memory: the call's arena.
 * Fails: as query.h. Limits: TODAY_ROWS_MAX rows at a time, paged by key; counts end above
 *   TODAY_COUNT_MAX. Cost: one query for each kind and page, each along an index or over what the
 *   actor is bound to (script/bench: today).
 * Only what the actor may see is there. Nothing of a closed case or an old register is due (due.h).
 * Sources are numbered in the order in which they stand on one day. */
#ifndef CASEWORK_TODAY_H
#define CASEWORK_TODAY_H

#include "query/query.h"

enum { TODAY_ROWS_MAX = 200, TODAY_SOON_DAYS = 7, TODAY_COUNT_MAX = 99 };

enum today_group {
    TODAY_LOSE = 1, /* a last day of the person's */
    TODAY_WORK = 2, /* hearings, promises, tasks, what was handed over */
    TODAY_BODY = 4, /* what a body must do until then */
};

enum today_whose { TODAY_ALL, TODAY_TEAM, TODAY_MINE };

struct today_row {
    const char *what; /* "silence", "task": a code for programs */
    enum today_group group;
    const struct record *record, *of; /* of: the case */
    struct str person;                /* the case's */
    day on;
    int minute; /* of a hearing, else -1 */
    bool counted, firm;
};

/* Behind which row the next page begins; source -1: at the beginning. */
struct today_place {
    int source;
    int64_t sort, rid;
};

struct today_ask {
    enum today_whose whose;
    unsigned groups; /* of enum today_group */
    day from, to;
    struct today_place after;
    size_t limit;
};

struct today_page {
    struct today_row *in;
    size_t n;
    bool more;
    struct today_place next;
};

MUST_USE enum rc today_list(struct call *call, const struct today_ask *ask, struct today_page *out);
/* At most TODAY_COUNT_MAX + 1: then there are more. */
MUST_USE enum rc today_count(struct call *call, const struct today_ask *ask, int64_t *out);

/* What it is: "Against the decision: Appeal in administrative procedure"; and who works on it. */
struct str today_title(struct call *call, const struct today_row *row);
struct str today_who(struct call *call, const struct today_row *row);
/* The same without anything of a person or a place, for what leaves the house. */
struct str today_plain(struct call *call, const struct today_row *row);

#endif
