/* password.c - see password.h. */
#include "model/password.h"

#include "base/cbor.h"

enum { FORMAT = 1, STORED_MAX = 256 };

struct password password_new(struct call *call)
{
    struct password password = {.cost = {PASSWORD_KIB, PASSWORD_PASSES}};

    call->os->random(call->os->data, password.salt, sizeof password.salt);
    return password;
}

enum rc password_read(struct call *call, struct str stored, struct password *out)
{
    if (stored.n == 0) { /* the time it takes must not tell that there is no such person */
        *out = password_new(call);
        out->nobody = true;
        return RC_OK;
    }
    struct cbor in = cbor_open(stored);
    bool known = cbor_array(&in) == 5 && cbor_uint(&in) == FORMAT;
    uint32_t kib = (uint32_t)cbor_uint(&in);
    struct crypt_cost cost = {kib, (uint32_t)cbor_uint(&in)};
    struct str salt = cbor_bytes_n(&in, CRYPT_SALT), key = cbor_bytes_n(&in, CRYPT_KEY);

    if (!known || !cbor_done(&in) || !crypt_cost_valid(cost))
        return fail(call, RC_CORRUPT, "password", "A stored password cannot be read.");
    *out = (struct password){.cost = cost};
    memcpy(out->salt, salt.p, sizeof out->salt);
    memcpy(out->key, key.p, sizeof out->key);
    return RC_OK;
}

struct str password_put(struct call *call, const struct password *password)
{
    struct buf out;

    buf_init(&out, call->arena, STORED_MAX);
    cbor_put_array(&out, 5);
    cbor_put_uint(&out, FORMAT);
    cbor_put_uint(&out, password->cost.memory_kib);
    cbor_put_uint(&out, password->cost.passes);
    cbor_put_bytes(&out, str_bytes(password->salt, sizeof password->salt));
    cbor_put_bytes(&out, str_bytes(password->key, sizeof password->key));
    return buf_str(&out);
}

bool password_same(const struct password *password, const unsigned char key[static CRYPT_KEY])
{
    return !password->nobody && crypt_same(password->key, key, CRYPT_KEY);
}
