/* carry.h - the letters that are to be carried today: printed or registered, and not on their way;
 *   those that a desk refused or that came back too. By the body they go to.
 * Owns: nothing. Order: carry_find(). Memory: the call's arena. Fails: as query.h.
 * Limits: CARRY_MAX letters, the newest; .more says that there are others. Cost: one query, and one
 *   for each body.
 * What leaves the team shows numbers, no names and no subject. */
#ifndef CASEWORK_CARRY_H
#define CASEWORK_CARRY_H

#include "model/app.h"
#include "query/query.h"

enum { CARRY_MAX = 100 };

struct carry_row {
    struct record *letter;
    struct str body, desk, address; /* of the body; desk with its hours */
    bool first;                     /* of its body */
};

struct carry {
    struct carry_row *in;
    size_t n;
    bool more;
};

MUST_USE enum rc carry_find(struct call *call, struct carry *out);
/* "17-4/2026", or our own code where it has no number. */
struct str carry_number(const struct record *letter);

#endif
