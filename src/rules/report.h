/* report.h - what was done in a time, counted: services many, people once, and both by what they
 *   were for.
 * Owns: a struct report the counts; nothing of the people but a number each, which is forgotten
 *   with the arena. Pure: facts in, counts out.
 * Order: report_new(); report_add() for each fact, in any order; then read the counts.
 * Memory: the arena given to report_new(). Fails: report_add() by RC_MEMORY alone.
 * Limits: REPORT_ROWS_MAX rows in a split; what comes behind them counts under REPORT_REST.
 * Cost: a hash for each split and person: 2 us a fact.
 * Holds: in every split of a fact's own, the sum over its rows is the total; a person is counted
 *   once in a row, so that the rows of a split by what people are (sex, age, place) add up to all
 *   of them, and those of a split by what was done need not.
 * Not here: which numbers are small (small.h), the words (casework/report_tables.h). */
#ifndef RULES_REPORT_H
#define RULES_REPORT_H

#include "base/call.h"

enum { REPORT_ROWS_MAX = 300 };

#define REPORT_REST "*"

enum report_what {
    REPORT_QUICK,  /* help on the spot, without a name */
    REPORT_HELP,   /* help in a case */
    REPORT_OPENED, /* cases */
    REPORT_CLOSED,
    REPORT_OPEN,     /* on the last day */
    REPORT_LETTER,   /* written */
    REPORT_SENT,     /* letters, on the day on which they went */
    REPORT_ANSWERED, /* letters, on the day of the answer */
    REPORT_ENDED,    /* procedures that came to an end */
    REPORT_WHATS
};

enum report_split {
    REPORT_BY_KIND, /* of help */
    REPORT_BY_AREA,
    REPORT_BY_PROJECT,
    REPORT_BY_SEX,
    REPORT_BY_AGE,
    REPORT_BY_PLACE,
    REPORT_BY_OUTCOME,
    REPORT_BY_STATE, /* of a letter */
    REPORT_BY_SORT,  /* of a letter */
    REPORT_BY_MONTH,
    REPORT_SPLITS
};

/* One thing that was done, for whom. */
struct report_fact {
    enum report_what what;
    int64_t person;                 /* any number that is hers alone; 0: nobody is known */
    bool beside;                    /* another person of a thing that was counted already */
    struct str keys[REPORT_SPLITS]; /* n == 0: not known */
};

struct report_row {
    struct str key;
    int64_t things[REPORT_WHATS];
    int64_t people[REPORT_WHATS]; /* each once */
    int64_t all_people;           /* once, for whom something was done: not what stood open, nor
                                     what others did with a letter */
};

struct report_rows {
    struct report_row *rows; /* in the order in which they were met */
    size_t n, room;
};

struct report_seen;

struct report {
    struct arena *keep;
    struct report_row total;
    struct report_rows by[REPORT_SPLITS];
    struct report_seen *seen;
    size_t seen_n, seen_room;
};

void report_init(struct report *report, struct arena *keep);
MUST_USE enum rc report_add(struct call *call, struct report *report,
                            const struct report_fact *fact);

/* Is a thing of this sort split so at all? Quick help has no sex, a letter no project. */
bool report_splits(enum report_what what, enum report_split split);

/* The row of that key, or NULL. */
const struct report_row *report_row(const struct report *report, enum report_split split,
                                    struct str key);

enum { REPORT_AGES = 6 };

/* "0_5", "6_14", "15_17", "18_29", "30_64", "65": the age reached on that day by who was born on
 * the earliest day that is known. i from 0. */
struct str report_age(day born, day on);
struct str report_age_at(size_t i);

#endif
