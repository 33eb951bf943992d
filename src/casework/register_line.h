/* register_line.h - which lines a register has, and what they say to somebody who may read the
 *   paper or not.
 * Owns: nothing. Order: any. Memory: the call's arena, and borrowed from the entry.
 * Fails: as query/query.h. Limits: none. Cost: two to four probes a line.
 * A line of a case is read in the case, with the case's permission: who may not see the case sees
 * number and day, and that it is for the team alone. */
#ifndef CASEWORK_REGISTER_LINE_H
#define CASEWORK_REGISTER_LINE_H

#include "query/query.h"

struct register_line {
    const struct record *entry;
    bool shut;                 /* it is of a case that this actor may not see */
    bool gone;                 /* what it was about was erased */
    struct str what, with;     /* subject; from or to whom */
    struct str their_number;   /* theirs */
    day their_date;            /* 0: none */
    struct str path;           /* of the letter, or of the paper's case; n == 0: none */
    struct str cancelled;      /* why; n == 0: it was not */
    struct str answers, reply; /* the numbers of the line that it answers, and that answers it */
    struct id answers_id, reply_id;
};

/* Lines of one register and year, the newest first. */
enum register_show {
    REGISTER_ALL,
    REGISTER_IN,
    REGISTER_OUT,
    REGISTER_CANCELLED,
    REGISTER_UNANSWERED, /* went out, and nothing is known to have come back */
    REGISTER_SHOWS
};

/* "in", "out", "cancelled", "unanswered"; "" for all. */
const char *register_show_name(enum register_show show);
bool register_show_find(struct str name, enum register_show *out);

struct register_which {
    const struct record *book;
    int year;
    enum register_show show;
};

void register_query(struct call *call, const struct register_which *which, struct query *out);

/* Lines whose number, or theirs, has this in it, in any register; also theirs on papers of cases
 * that this actor may see. exact: as it is written, and ours alone. */
enum { REGISTER_FOUND_MAX = 50 };

struct register_found {
    struct record *in[REGISTER_FOUND_MAX];
    size_t n;
    bool more;
};

MUST_USE enum rc register_find(struct call *call, struct str text, bool exact,
                               struct register_found *out);

MUST_USE enum rc register_line_read(struct call *call, const struct record *entry,
                                    struct register_line *out);

#endif
