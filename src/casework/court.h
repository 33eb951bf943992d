/* court.h - the court file of a case: its hearings by day, the next one first; who is counsel, and
 *   with access until when.
 * Owns: nothing.
 * Order: any. Memory: the call's arena.
 * Fails: as query.h.
 * Limits: COURT_SHOWN hearings and parties of a case. Cost: a query each.
 * A day of a hearing is never moved: what is odd about it is asked (asked.h). */
#ifndef CASEWORK_COURT_H
#define CASEWORK_COURT_H

#include "casework/save.h"
#include "model/change.h"
#include "query/query.h"

enum { COURT_SHOWN = 60, COURT_OUTSIDE_MAX = 60 };

struct court_hearings {
    struct record **in; /* the earliest first */
    size_t n;
    const struct record *next; /* the first that is not over; NULL: none is set */
};

MUST_USE enum rc court_hearings(struct call *call, const struct record *of,
                                struct court_hearings *out);

/* The parties of a case with that role; role NULL: all. */
MUST_USE enum rc court_parties(struct call *call, const struct record *of, const char *role,
                               struct query_page *out);

/* May this party look into the case by an account, today? */
bool court_sees(const struct call *call, const struct record *party);

/* Accounts of people from outside: those whose only role it is. out has room for
 * COURT_OUTSIDE_MAX. */
MUST_USE enum rc court_accounts(struct call *call, struct record **out, size_t *n);

/* Lets an account look into a case until a day. */
struct court_access {
    const struct record *party; /* counsel who is written down already; NULL: a new party ... */
    struct str name;            /* ... of this name */
    const struct id *account;
    struct value until; /* a day, or V_NULL: until it is ended */
    struct str client;  /* how the person is called for her; n == 0: as she is called already */
    const struct id *change;
};

/* RC_INVALID with faults at "account", "account_until", "name". */
MUST_USE enum rc court_let_in(struct call *call, const struct record *of,
                              const struct court_access *access, struct outcome *out);
struct case_write;
/* Adds the next hearing to what is written: where this one was, with its judge, number and
 * counsel. */
MUST_USE enum rc court_add_next(struct call *call, struct case_write *write,
                                const struct record *hearing, struct value when);
MUST_USE enum rc court_end(struct call *call, const struct record *of, const struct record *party,
                           const struct id *change, struct outcome *out);

#endif
