/* vault.c - see vault.h. */
#include "process/vault.h"

#include <unistd.h>

#include "store/crypt.h"

void vault_init(struct vault *vault)
{
    *vault = (struct vault){.job = {.channel = -1}};
}

static int64_t now_of(const struct call *call)
{
    return call->os->tick_us(call->os->data);
}

enum rc vault_try(struct call *call, struct vault *vault, const struct job_source *source,
                  struct job_request request, struct answer *out)
{
    enum rc rc;
    int64_t wait_s = throttle_wait_s(&vault->throttle, now_of(call));

    if (vault->keys != NULL)
        rc = fail(call, RC_CONFLICT, VAULT_JOB, "The data is open already.");
    else if (vault->job.channel >= 0)
        rc = fail(call, RC_BUSY, VAULT_JOB,
                  "Another passphrase is being tried at this moment. Try again after it.");
    else if (wait_s > 0)
        rc = fail(call, RC_BUSY, VAULT_JOB, "A pause follows a wrong passphrase.");
    else
        rc = job_start(call, source, VAULT_JOB, request, &vault->job);
    if (rc == RC_OK)
        return rc;
    *out = answer_of(call, rc);
    out->wait_s = wait_s;
    call_forgive(call);
    return rc;
}

enum rc vault_open(struct call *call, struct vault *vault, struct str keys)
{
    struct cbor in = cbor_open(keys);
    size_t n = cbor_array(&in);
    struct str key = cbor_bytes(&in);

    (void)cbor_text(&in);
    if (!cbor_done(&in) || n != 2 || key.n == 0 || keys.n > KEYS_MAX)
        return fail(call, RC_CORRUPT, VAULT_JOB, "The job that opens the data gave no key.");
    vault->keys = crypt_secret_new(keys.n);
    if (vault->keys == NULL)
        return fail_memory(call);
    memcpy(vault->keys, keys.p, keys.n);
    vault->n = keys.n;
    return RC_OK;
}

/* A fault of the machine is no wrong passphrase. */
static bool counts(enum rc rc)
{
    return rc != RC_OK && rc != RC_IO && rc != RC_MEMORY && rc != RC_LIMIT && rc != RC_NOT_FOUND &&
           rc != RC_CORRUPT && rc != RC_NEWER;
}

bool vault_poll(struct call *call, struct vault *vault, struct answer *out)
{
    struct job_news news = {.fd = -1};
    enum rc rc = job_poll(call, &vault->job, 0, &news);

    if (news.fd >= 0)
        (void)close(news.fd);
    if (rc == RC_OK && news.state != JOB_IS_DONE)
        return false;
    if (rc == RC_OK)
        rc = vault_open(call, vault, news.body);
    if (rc == RC_OK)
        throttle_passed(&vault->throttle);
    else if (counts(rc))
        throttle_failed(&vault->throttle, now_of(call));
    job_close(&vault->job);
    *out = answer_of(call, rc);
    call_forgive(call);
    return true;
}

void vault_lock(struct vault *vault)
{
    if (vault->job.channel >= 0)
        job_close(&vault->job);
    crypt_secret_free(vault->keys);
    vault->keys = NULL;
    vault->n = 0;
}

struct str vault_keys(const struct vault *vault)
{
    return str_bytes(vault->keys, vault->n);
}
