/* vault.h - the server's keys while it is unlocked, and the one attempt to unlock it.
 * Owns: the keys, in locked memory (store/crypt.h), and the job that looks for them.
 * Order: vault_init(), vault_try(), vault_poll() when job.channel is readable or job.until_us has
 *   come, vault_lock() to forget everything (also at the end).
 * Memory: vault_keys() is borrowed until vault_lock(). The passphrase is not kept.
 * Fails: vault_try() with RC_BUSY while another attempt runs or the pause after a wrong
 *   passphrase lasts (wait_s of the answer); else as the job: its sentences are the answer.
 * Limits: one attempt at a time, so that the pause counts for all who ask; KEYS_MAX bytes.
 * The job is the kind VAULT_JOB of the table: it gets a byte string, the passphrase, and gives
 * [key bytes, name of the key holder]. That pair is what LINK_KEYS carries. */
#ifndef PROCESS_VAULT_H
#define PROCESS_VAULT_H

#include "process/job.h"
#include "process/throttle.h"
#include "process/wire.h"

#define VAULT_JOB "unlock"

enum { KEYS_MAX = 1024 };

struct vault {
    unsigned char *keys; /* NULL: locked */
    size_t n;
    struct throttle throttle;
    struct job job; /* channel -1: nobody tries */
};

void vault_init(struct vault *vault);
/* RC_OK: the attempt has begun. Otherwise *out says why not. */
MUST_USE enum rc vault_try(struct call *call, struct vault *vault, const struct job_source *source,
                           struct job_request request, struct answer *out);
/* Opens with keys that somebody else found, in the form of VAULT_JOB's result. */
MUST_USE enum rc vault_open(struct call *call, struct vault *vault, struct str keys);
/* True when the attempt is over: *out is its answer, and with RC_OK the keys are here. */
bool vault_poll(struct call *call, struct vault *vault, struct answer *out);
void vault_lock(struct vault *vault);
struct str vault_keys(const struct vault *vault); /* as LINK_KEYS carries them; empty: locked */

#endif
