/* notice.h - what a person must be told when she next looks: failed attempts to sign in as her,
 *   what an admin did to her account, who opened a record of hers by emergency access.
 * Owns: the table notice; it is local and vanishes with a restore (the log has what happened).
 * Order: notice_add() inside or outside a transaction. Memory: the call's arena.
 * Fails: as the database. Limits: NOTICE_LIST_MAX are listed; NOTICE_DAYS days are kept.
 * Cost: one row each. No reason or name of a client stands here, for notices outlive her. */
#ifndef MODEL_NOTICE_H
#define MODEL_NOTICE_H

#include "base/call.h"

enum { NOTICE_LIST_MAX = 100, NOTICE_DAYS = 90 };

enum notice_what {
    NOTICE_FAILED = 1, /* number: how many; since: the first */
    NOTICE_PASSWORD,   /* who gave her a one-time password */
    NOTICE_SECOND,     /* who took her second factor away */
    NOTICE_RECOVERY,   /* number: how many recovery codes are left */
    NOTICE_EMERGENCY,  /* who opened the record with that code */
    NOTICE_LET_IN,     /* who let her in again after too many failures */
    NOTICE_WHATS
};

struct notice {
    int64_t rid, user; /* user: whom it is for */
    int64_t made_ms;
    enum notice_what what;
    int64_t who; /* rid of a user; 0: nobody */
    int64_t number;
    struct str code;
    bool seen;
};

MUST_USE enum rc notice_add(struct call *call, const struct notice *notice);
MUST_USE enum rc notice_count(struct call *call, int64_t user_rid, int64_t *unseen);
MUST_USE enum rc notice_list(struct call *call, int64_t user_rid, struct notice *out, size_t *n);
MUST_USE enum rc notice_seen(struct call *call, int64_t user_rid); /* all of them */

#endif
