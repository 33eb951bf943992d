/* kinds.h - the two kinds of job that every server needs: opening the keyring, hashing passwords.
 * Owns: nothing; rows for the table of job kinds (job.h).
 * Order: as job.h.
 * Memory: both work in their own process, which is the wiping.
 * Fails: job_unlock as store/keyring.h (RC_DENIED: the passphrase opens nothing); job_password
 *   with RC_INVALID for a request that is none, RC_MEMORY.
 * Limits: an unlocking of 1 GiB as the keyring's cost may ask; a password hash of
 *   PASSWORD_MEMORY_KIB_MAX, two at once, so that guessing cannot use up the machine. */
#ifndef PROCESS_KINDS_H
#define PROCESS_KINDS_H

#include "process/job.h"
#include "store/crypt.h"

enum { PASSWORD_MEMORY_KIB_MAX = 128 << 10 };

/* Request: the passphrase, a byte string as phrase_read() gives it. Result: [root key, holder]. */
extern const struct job_kind job_unlock;

/* Request: [password, salt, memory in KiB, passes]. Result: the key, 32 bytes. */
extern const struct job_kind job_password;

/* The two ends of job_password's messages, for who asks. */
MUST_USE enum rc password_request(struct call *call, struct crypt_cost cost, struct str password,
                                  const unsigned char salt[static CRYPT_SALT], struct str *out);
MUST_USE enum rc password_result(struct call *call, struct str body,
                                 unsigned char out[static CRYPT_KEY]);

#endif
