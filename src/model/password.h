/* password.h - what is kept of a person's password: a slow hash with its salt and cost.
 * Owns: the form of user.password and of a PIN: CBOR [1, KiB, passes, salt, hash]; what a new
 *   password must be.
 * Order: password_check() for a new one; password_new() or password_read(), then the job
 *   "password" (process/kinds.h) makes the key, then password_put() or password_same().
 * Memory: the call's arena. Fails: RC_CORRUPT for a stored hash that is none; RC_INVALID with a
 *   sentence at 'where' for a password that is too short or too easily guessed.
 * Limits: PASSWORD_MIN characters, PASSWORD_MIN_SECOND of who has a second factor, to
 *   PASSWORD_CHARS_MAX; no rules of composition. Cost: the job's PASSWORD_KIB three times over,
 *   about 90 ms.
 * Source: Argon2id, RFC 9106; OWASP ASVS 5.0, 6.2 and 11.4; NIST SP 800-63B-4. The common ones
 *   (packs/common/passwords.txt): npm @zxcvbn-ts/language-common 3.0.4, MIT. */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "base/call.h"
#include "store/crypt.h"

enum {
    PASSWORD_MIN = 15,
    PASSWORD_MIN_SECOND = 12,
    PASSWORD_CHARS_MAX = 128,
    PASSWORD_MAX = PASSWORD_CHARS_MAX * 4, /* bytes */
    PASSWORD_KIB = 64 << 10,
    PASSWORD_PASSES = 3,
    PASSWORD_NAMES_MAX = 16,
};

/* Of a new one. */
extern const struct crypt_cost password_cost;

struct password {
    struct crypt_cost cost;
    unsigned char salt[CRYPT_SALT];
    unsigned char key[CRYPT_KEY];
    bool nobody; /* there is no such person or password; the work is done all the same */
};

/* What a new password must be. Names: of the organisation, of the person; whole, their words are
 * taken apart here. */
struct password_rule {
    const char *where; /* of the fault */
    bool second;       /* she has a second factor */
    const struct str *names;
    size_t names_n;
};

MUST_USE enum rc password_check(struct call *call, const struct password_rule *rule,
                                struct str typed);
/* What many people use: one a line, lower case. */
struct str password_common(void);

struct password password_new(struct call *call);
/* stored {NULL, 0}: nobody. */
MUST_USE enum rc password_read(struct call *call, struct str stored, struct password *out);
struct str password_put(struct call *call, const struct password *password);
bool password_same(const struct password *password, const unsigned char key[static CRYPT_KEY]);

#endif
