/* guess.h - how often a password was guessed wrongly, for whom and from where; the pauses that
 *   follow. One table for all workers, which a restart does not forget.
 * Owns: the table guess; names are kept as hashes, so that what was typed by mistake (a password in
 *   the field of the name) stands nowhere. It is local and vanishes with a restore.
 * Order: guess_begin() before a password is looked at, which counts the attempt as a failure;
 *   then guess_passed() or guess_undo() if it was none.
 * Memory: the call's arena. Fails: as the database.
 * Limits: GUESS_FREE attempts without a pause, then 1, 2, 4 ... GUESS_PAUSE_S_MAX seconds;
 *   GUESS_CLOSED failures without a success close the account until a lead lets it in again
 *   (guess_forget()); GUESS_SOURCE in an hour from one address. GUESS_ROWS_MAX rows.
 * Cost: one small transaction. A name that nobody has is treated as one that somebody has.
 * Source: OWASP ASVS 5.0, 6.3.1; NIST SP 800-63B-4, 3.2.2. */
#ifndef MODEL_GUESS_H
#define MODEL_GUESS_H

#include "base/call.h"

enum {
    GUESS_FREE = 5,
    GUESS_PAUSE_S_MAX = 60,
    GUESS_CLOSED = 100,
    GUESS_SOURCE = 30,
    GUESS_SOURCE_MS = 3600000,
    GUESS_ROWS_MAX = 20000,
};

struct guess {
    struct str login;  /* as typed */
    struct str source; /* the other side's address; n == 0: a command, without that limit */
};

struct guess_verdict {
    int64_t wait_s; /* 0: go on; else nothing may be looked at yet */
    bool closed;    /* only a lead can let this account in again */
};

/* How long to wait after so many failures in a row, in seconds. Pure. */
int64_t guess_pause_s(int64_t failures);

MUST_USE enum rc guess_begin(struct call *call, const struct guess *guess,
                             struct guess_verdict *out);
/* It was no failure, and no success yet either: the second factor is to come, or a job failed. */
MUST_USE enum rc guess_undo(struct call *call, const struct guess *guess);

struct guess_news {
    int64_t failures; /* since the last success */
    int64_t since_ms;
};

/* A success: what came before is forgotten, and told once. */
MUST_USE enum rc guess_passed(struct call *call, const struct guess *guess, struct guess_news *out);
/* A lead lets the account in again. */
MUST_USE enum rc guess_forget(struct call *call, struct str login);
/* For lists of the staff. */
MUST_USE enum rc guess_look(struct call *call, struct str login, struct guess_verdict *out);

#endif
