/* register_line.h - what a line of a register says, to somebody who may read the paper or not.
 * Owns: nothing. Order: any. Memory: the call's arena, and borrowed from the entry.
 * Fails: as query/query.h. Limits: none. Cost: two to four probes a line.
 * A line of a case is read in the case, with the case's permission: who may not see the case sees
 * number and day, and that it is for the team alone. */
#ifndef CASEWORK_REGISTER_LINE_H
#define CASEWORK_REGISTER_LINE_H

#include "model/record.h"

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

MUST_USE enum rc register_line_read(struct call *call, const struct record *entry,
                                    struct register_line *out);

#endif
