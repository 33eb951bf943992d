/* password.c - see password.h. */
#include "model/password.h"

#include "base/cbor.h"
#include "store/crypt.h"

enum { FORMAT = 1, REQUEST_MAX = 4096 };
enum ask { ASK_CHECK = 1, ASK_HASH = 2 };

struct stored {
    struct crypt_cost cost;
    struct str salt, hash;
};

static bool read_stored(struct str bytes, struct stored *out)
{
    struct cbor in = cbor_open(bytes);
    bool known = cbor_array(&in) == 5 && cbor_uint(&in) == FORMAT;

    out->cost.memory_kib = (uint32_t)cbor_uint(&in);
    out->cost.passes = (uint32_t)cbor_uint(&in);
    out->salt = cbor_bytes_n(&in, CRYPT_SALT);
    out->hash = cbor_bytes_n(&in, CRYPT_KEY);
    return known && cbor_done(&in) && crypt_cost_valid(out->cost);
}

static struct str ask(struct call *call, enum ask what, struct str stored, struct str typed)
{
    struct buf out;

    buf_init(&out, call->arena, REQUEST_MAX);
    cbor_put_array(&out, 3);
    cbor_put_uint(&out, what);
    cbor_put_bytes(&out, stored);
    cbor_put_bytes(&out, typed);
    return buf_str(&out);
}

struct str password_ask_check(struct call *call, struct str stored, struct str typed)
{
    return ask(call, ASK_CHECK, stored, typed);
}

struct str password_ask_hash(struct call *call, struct str typed)
{
    return ask(call, ASK_HASH, STR(""), typed);
}

static enum rc hash(struct call *call, struct str typed, struct str *result)
{
    unsigned char salt[CRYPT_SALT], key[CRYPT_KEY];
    struct crypt_cost cost = {PASSWORD_KIB, PASSWORD_PASSES};
    struct buf out;

    call->os->random(call->os->data, salt, sizeof salt);
    if (!crypt_password(cost, typed, salt, key))
        return fail_memory(call);
    buf_init(&out, call->arena, REQUEST_MAX);
    cbor_put_array(&out, 5);
    cbor_put_uint(&out, FORMAT);
    cbor_put_uint(&out, cost.memory_kib);
    cbor_put_uint(&out, cost.passes);
    cbor_put_bytes(&out, str_bytes(salt, sizeof salt));
    cbor_put_bytes(&out, str_bytes(key, sizeof key));
    struct str stored = buf_str(&out);
    struct buf item;
    buf_init(&item, call->arena, REQUEST_MAX);
    cbor_put_bytes(&item, stored);
    *result = buf_str(&item);
    return buf_ok(&item) ? RC_OK : fail_memory(call);
}

static enum rc check(struct call *call, struct str bytes, struct str typed, struct str *result)
{
    static const unsigned char nobody[CRYPT_SALT];
    struct stored stored;
    unsigned char key[CRYPT_KEY];
    struct buf out;
    bool known = bytes.n != 0;

    if (known && !read_stored(bytes, &stored))
        return fail(call, RC_CORRUPT, "password", "A stored password cannot be read.");
    if (!known) /* the time it takes must not tell that there is no such person */
        stored = (struct stored){
            {PASSWORD_KIB, PASSWORD_PASSES}, str_bytes(nobody, sizeof nobody), STR("")};
    if (!crypt_password(stored.cost, typed, (const unsigned char *)stored.salt.p, key))
        return fail_memory(call);
    buf_init(&out, call->arena, 16);
    cbor_put_bool(&out, known && crypt_same(key, stored.hash.p, sizeof key));
    *result = buf_str(&out);
    return RC_OK;
}

enum rc password_work(struct call *call, struct str request, struct str *result)
{
    struct cbor in = cbor_open(request);
    bool shape = cbor_array(&in) == 3;
    uint64_t what = cbor_uint(&in);
    struct str stored = cbor_bytes(&in), typed = cbor_bytes(&in);

    if (!shape || !cbor_done(&in) || typed.n == 0 || typed.n > PASSWORD_MAX)
        return fail(call, RC_INVALID, "password", "A password has 1 to %d bytes.", PASSWORD_MAX);
    return what == ASK_HASH ? hash(call, typed, result) : check(call, stored, typed, result);
}

enum rc password_was_right(struct call *call, struct str result, bool *right)
{
    struct cbor in = cbor_open(result);
    bool answer = cbor_bool(&in);

    if (!cbor_done(&in))
        return fail(call, RC_IO, "password", "The password could not be compared. Try again.");
    *right = answer;
    return RC_OK;
}

enum rc password_hashed(struct call *call, struct str result, struct str *stored)
{
    struct cbor in = cbor_open(result);
    struct str bytes = cbor_bytes(&in);

    if (!cbor_done(&in))
        return fail(call, RC_IO, "password", "The password could not be kept. Try again.");
    *stored = bytes;
    return RC_OK;
}
