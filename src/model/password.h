/* password.h - a person's password: the slow hash that is kept, and the job that makes or compares
 *   it in a process of its own, so that no worker waits and memory is bounded.
 * Owns: the form of user.password: CBOR [1, KiB, passes, salt, hash].
 * Order: password_ask_*() makes a job's request; in the job child password_work() does it;
 *   password_answer() reads the result. Memory: the call's arena.
 * Fails: RC_CORRUPT for a stored hash that is none; RC_MEMORY.
 * Limits: 1 to PASSWORD_MAX bytes. Cost: PASSWORD_KIB three times over, about 90 ms.
 * Source: Argon2id, RFC 9106; OWASP ASVS 5.0, 6.2 and 11.4. */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "base/call.h"

enum { PASSWORD_MAX = 1024, PASSWORD_KIB = 64 << 10, PASSWORD_PASSES = 3 };

#define PASSWORD_JOB "password"

/* stored {NULL, 0}: nobody of that name; the job does the same work all the same. */
struct str password_ask_check(struct call *call, struct str stored, struct str typed);
struct str password_ask_hash(struct call *call, struct str typed);

/* In the job: a request becomes a result, true or false, or the hash to be kept. */
MUST_USE enum rc password_work(struct call *call, struct str request, struct str *result);

MUST_USE enum rc password_was_right(struct call *call, struct str result, bool *right);
MUST_USE enum rc password_hashed(struct call *call, struct str result, struct str *stored);

#endif
