/* second.h - a person's second factor: the secret of her authenticator app, and recovery codes.
 * Owns: the form of user.second_factor, CBOR [1, secret], and of user.recovery, CBOR [1, hash ...].
 * Order: second_new() and second_matches() while it is set up; second_try() at signing in.
 * Memory: the call's arena. Fails: RC_CORRUPT for stored bytes that are none; as operations.
 * Limits: SECOND_CODES recovery codes, each used once; a step of the app once (session.h).
 * Cost: microseconds; a recovery code one change.
 * Recovery codes have 60 random bits each and are printed once; a fast hash is enough for them. */
#ifndef MODEL_SECOND_H
#define MODEL_SECOND_H

#include "model/record.h"
#include "rules/totp.h"

enum { SECOND_CODES = 10, SECOND_CODE_CHARS = 12 };

struct second {
    unsigned char secret[TOTP_SECRET];
};

/* What is shown once and then only kept as hashes. */
struct second_codes {
    char words[SECOND_CODES][SECOND_CODE_CHARS + 3]; /* "ABCD-EFGH-JKMN" */
};

struct second second_new(struct call *call);
struct str second_put(struct call *call, const struct second *second);
MUST_USE enum rc second_read(struct call *call, struct str stored, struct second *out);
/* Is it a code of about now? *step: which. */
bool second_matches(const struct call *call, const struct second *second, struct str typed,
                    int64_t *step);

struct str second_codes_make(struct call *call, struct second_codes *out); /* what is kept */
size_t second_codes_left(struct str stored);

static inline bool second_is_on(const struct record *user)
{
    return record_value(user, "second_factor").type == V_BYTES;
}

/* A code of the app or a recovery code, which is then used up. The call's actor is that person. */
MUST_USE enum rc second_try(struct call *call, const struct record *user, struct str typed,
                            bool *right);

#endif
