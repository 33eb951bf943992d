/* password.h - what is kept of a person's password: a slow hash with its salt and cost.
 * Owns: the form of user.password: CBOR [1, KiB, passes, salt, hash].
 * Order: password_new() or password_read(), then the job "password" (process/kinds.h) makes the
 *   key, then password_put() or password_same(). Memory: the call's arena.
 * Fails: RC_CORRUPT for a stored hash that is none. Limits: 1 to PASSWORD_MAX bytes typed.
 * Cost: the job's PASSWORD_KIB three times over, about 90 ms.
 * Source: Argon2id, RFC 9106; OWASP ASVS 5.0, 6.2 and 11.4. */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "base/call.h"
#include "store/crypt.h"

enum { PASSWORD_MIN = 12, PASSWORD_MAX = 1024, PASSWORD_KIB = 64 << 10, PASSWORD_PASSES = 3 };

struct password {
    struct crypt_cost cost;
    unsigned char salt[CRYPT_SALT];
    unsigned char key[CRYPT_KEY];
    bool nobody; /* there is no such person or password; the work is done all the same */
};

struct password password_new(struct call *call);
/* stored {NULL, 0}: nobody. */
MUST_USE enum rc password_read(struct call *call, struct str stored, struct password *out);
struct str password_put(struct call *call, const struct password *password);
bool password_same(const struct password *password, const unsigned char key[static CRYPT_KEY]);

#endif
