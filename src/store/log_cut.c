/* log_cut.c - see log_cut.h. */
#include "store/log_cut.h"

#include "base/cbor.h"
#include "store/schema.h"

enum { CUT_FORMAT = 1, CUT_MAX = 256 };

static const char *name_of(struct call *call, int64_t chain)
{
    struct str name = str_format(call->arena, "cut %lld", (long long)chain);

    return name.p == NULL ? "" : name.p;
}

static void digest(const struct log_cut *cut, unsigned char out[static CRYPT_HASH])
{
    struct crypt_hash state;
    unsigned char seq[8];

    for (int i = 0; i < 8; i++)
        seq[i] = (unsigned char)(cut->seq >> (56 - 8 * i));
    crypt_hash_start(&state, "khetane/cut/1");
    crypt_hash_add(&state, id_str(&cut->node));
    crypt_hash_add(&state, id_str(&cut->incarnation));
    crypt_hash_add(&state, str_bytes(seq, sizeof seq));
    crypt_hash_add(&state, str_bytes(cut->hash, CRYPT_HASH));
    crypt_hash_end(&state, out);
}

enum rc log_cut_put(struct call *call, struct db *db, int64_t chain, const struct log_cut *cut)
{
    unsigned char hash[CRYPT_HASH], signature[CRYPT_SIGNATURE];
    struct buf out;

    digest(cut, hash);
    store_sign(call->store, hash, signature);
    buf_init(&out, call->arena, CUT_MAX);
    cbor_put_array(&out, 4);
    cbor_put_uint(&out, CUT_FORMAT);
    cbor_put_uint(&out, cut->seq);
    cbor_put_bytes(&out, str_bytes(cut->hash, CRYPT_HASH));
    cbor_put_bytes(&out, str_bytes(signature, sizeof signature));
    if (!buf_ok(&out))
        return fail_memory(call);
    return meta_set(call, db, name_of(call, chain), v_bytes(buf_str(&out)));
}

enum rc log_cut_get(struct call *call, struct db *db, int64_t chain,
                    const unsigned char public[static CRYPT_PUBLIC], struct log_cut *cut)
{
    unsigned char hash[CRYPT_HASH];
    struct value bytes;
    enum rc rc = meta_get(call, db, name_of(call, chain), &bytes);

    if (rc != RC_OK)
        return rc;
    if (bytes.type == V_NULL)
        return RC_NOT_FOUND;
    struct cbor in = cbor_open(bytes.type == V_BYTES ? bytes.s : STR(""));
    bool shape = cbor_array(&in) == 4 && cbor_uint(&in) == CUT_FORMAT;
    cut->seq = cbor_uint(&in);
    struct str tip = cbor_bytes_n(&in, CRYPT_HASH), signature = cbor_bytes_n(&in, CRYPT_SIGNATURE);
    if (shape && cbor_done(&in)) {
        memcpy(cut->hash, tip.p, CRYPT_HASH);
        digest(cut, hash);
        if (crypt_signed(public, hash, (const unsigned char *)signature.p))
            return RC_OK;
    }
    return fail(call, RC_CORRUPT, "log",
                "The statement on where the log begins was changed (chain %lld).",
                (long long)chain);
}
