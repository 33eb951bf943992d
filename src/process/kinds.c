/* kinds.c - see kinds.h. */
#include "process/kinds.h"

#include <string.h>

#include "base/cbor.h"
#include "process/vault.h"
#include "store/keyring.h"

static enum rc fail_request(struct call *call)
{
    return fail(call, RC_INVALID, "job", "A job was asked for something that it does not know.");
}

static enum rc give_key(struct call *call, const struct keyring *ring, size_t slot,
                        struct job_work *work)
{
    const struct keyring_slot *holder = &ring->slots[slot];
    struct buf item;

    buf_init(&item, call->arena, KEYS_MAX);
    cbor_put_array(&item, 2);
    cbor_put_bytes(&item, str_bytes(ring->root, sizeof ring->root));
    cbor_put_text(&item, str_bytes(holder->name, holder->name_size));
    work->result = buf_str(&item);
    return buf_ok(&item) ? RC_OK : fail_memory(call);
}

static enum rc run_unlock(struct call *call, struct job_work *work)
{
    struct cbor in = cbor_open(work->request);
    struct str phrase = cbor_bytes(&in), bytes;
    struct keyring *ring;
    size_t slot;

    if (!cbor_done(&in))
        return fail_request(call);
    enum rc rc = keyring_read(call, work->folder, &bytes);
    if (rc == RC_OK)
        rc = keyring_open_phrase(call, bytes, phrase, &ring, &slot);
    if (rc != RC_OK)
        return rc;
    rc = give_key(call, ring, slot, work);
    keyring_close(ring);
    return rc;
}

static enum rc run_password(struct call *call, struct job_work *work)
{
    struct cbor in = cbor_open(work->request);
    size_t n = cbor_array(&in);
    struct str password = cbor_bytes(&in);
    struct str salt = cbor_bytes_n(&in, CRYPT_SALT);
    uint64_t memory_kib = cbor_uint(&in), passes = cbor_uint(&in);
    unsigned char key[CRYPT_KEY];
    struct buf item;

    if (!cbor_done(&in) || n != 4 || memory_kib > PASSWORD_MEMORY_KIB_MAX ||
        passes > CRYPT_PASSES_MAX)
        return fail_request(call);
    struct crypt_cost cost = {.memory_kib = (uint32_t)memory_kib, .passes = (uint32_t)passes};
    if (!crypt_cost_valid(cost))
        return fail_request(call);
    if (!crypt_password(cost, password, (const unsigned char *)salt.p, key))
        return fail_memory(call);
    buf_init(&item, call->arena, 64);
    cbor_put_bytes(&item, str_bytes(key, sizeof key));
    work->result = buf_str(&item);
    return buf_ok(&item) ? RC_OK : fail_memory(call);
}

static const char *const keyring_alone[] = {KEYRING_NAME, NULL};

const struct job_kind job_unlock = {
    .name = VAULT_JOB,
    .limits = {.memory_bytes = (1024 + 64) << 20, .cpu_s = 60, .wall_s = 120},
    .sandbox = {.computes_only = true, .read_in_data = keyring_alone},
    .run = run_unlock,
};

const struct job_kind job_password = {
    .name = "password",
    .at_once = 2,
    .limits = {.memory_bytes = (128 + 32) << 20, .cpu_s = 20, .wall_s = 30},
    .sandbox = {.computes_only = true},
    .run = run_password,
};

enum rc password_request(struct call *call, struct crypt_cost cost, struct str password,
                         const unsigned char salt[static CRYPT_SALT], struct str *out)
{
    struct buf item;

    buf_init(&item, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&item, 4);
    cbor_put_bytes(&item, password);
    cbor_put_bytes(&item, str_bytes(salt, CRYPT_SALT));
    cbor_put_uint(&item, cost.memory_kib);
    cbor_put_uint(&item, cost.passes);
    if (!buf_ok(&item))
        return fail(call, RC_LIMIT, "password", "The password is too long.");
    *out = buf_str(&item);
    return RC_OK;
}

enum rc password_result(struct call *call, struct str body, unsigned char out[static CRYPT_KEY])
{
    struct cbor in = cbor_open(body);
    struct str key = cbor_bytes_n(&in, CRYPT_KEY);

    if (!cbor_done(&in))
        return fail(call, RC_CORRUPT, "password", "A job gave a hash that is none.");
    memcpy(out, key.p, CRYPT_KEY);
    return RC_OK;
}
