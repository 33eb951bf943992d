/* age.c - see age.h. */
#include "store/age.h"

enum { SALT = 16, NONCE = 16, BODY = AGE_KEY + CRYPT_CHACHA_EXTRA, LABEL_MAX = 64 };

#define VERSION_LINE "age-encryption.org/v1\n"
#define SALT_LABEL   "age-encryption.org/v1/scrypt"

/* Without the signs that fill up, as the format asks. */
static void put_base64(struct buf *out, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < n; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        if (i + 1 < n)
            three |= (uint32_t)bytes[i + 1] << 8;
        if (i + 2 < n)
            three |= bytes[i + 2];
        size_t signs = n - i >= 3 ? 4 : n - i + 1;
        for (size_t j = 0; j < signs; j++)
            buf_char(out, digits[three >> (18 - 6 * j) & 63]);
    }
}

/* HKDF-SHA-256 (RFC 5869) for one block. */
static void derive(const unsigned char key[static AGE_KEY], struct str salt, const char *info,
                   unsigned char out[static CRYPT_KEY])
{
    static const unsigned char none[CRYPT_HASH];
    unsigned char extracted[CRYPT_HASH], text[LABEL_MAX];
    size_t n = strlen(info);

    crypt_hmac_sha256(salt.n == 0 ? str_bytes(none, sizeof none) : salt, str_bytes(key, AGE_KEY),
                      extracted);
    memcpy(text, info, n);
    text[n] = 1;
    crypt_hmac_sha256(str_bytes(extracted, sizeof extracted), str_bytes(text, n + 1), out);
    crypt_wipe(extracted, sizeof extracted);
}

/* The file's key, sealed with what scrypt makes of the passphrase. */
static bool seal_key(struct str passphrase, const unsigned char salt[static SALT],
                     const unsigned char key[static AGE_KEY], unsigned char out[static BODY])
{
    static const unsigned char nonce[CRYPT_CHACHA_NONCE];
    unsigned char labelled[sizeof SALT_LABEL - 1 + SALT], wrap[CRYPT_KEY];

    memcpy(labelled, SALT_LABEL, sizeof SALT_LABEL - 1);
    memcpy(labelled + sizeof SALT_LABEL - 1, salt, SALT);
    if (!crypt_scrypt(passphrase, str_bytes(labelled, sizeof labelled), AGE_COST, wrap))
        return false;
    crypt_chacha_seal(wrap, nonce, str_bytes(key, AGE_KEY), out);
    crypt_wipe(wrap, sizeof wrap);
    return true;
}

bool age_lock(const struct os *os, struct str passphrase, struct age_lock *out)
{
    unsigned char salt[SALT], body[BODY], mac_key[CRYPT_KEY], mac[CRYPT_HASH];
    struct arena arena;
    struct buf text;

    os->random(os->data, out->key, AGE_KEY);
    os->random(os->data, salt, sizeof salt);
    if (!seal_key(passphrase, salt, out->key, body))
        return false;
    arena_init(&arena, &heap_libc, 4096);
    buf_init(&text, &arena, AGE_HEADER_MAX);
    buf_z(&text, VERSION_LINE "-> scrypt ");
    put_base64(&text, salt, sizeof salt);
    buf_format(&text, " %d\n", AGE_COST);
    put_base64(&text, body, sizeof body);
    buf_z(&text, "\n---");
    derive(out->key, STR(""), "header", mac_key);
    crypt_hmac_sha256(str_bytes(mac_key, sizeof mac_key), buf_str(&text), mac);
    buf_char(&text, ' ');
    put_base64(&text, mac, sizeof mac);
    buf_char(&text, '\n');
    bool ok = buf_ok(&text);
    if (ok) {
        out->header_n = text.n;
        memcpy(out->header, buf_str(&text).p, text.n);
    }
    arena_fini(&arena);
    crypt_wipe(mac_key, sizeof mac_key);
    return ok;
}

/* ---- the payload */

enum rc age_begin(struct call *call, struct arena *keep, const struct age_lock *lock,
                  struct age_sink sink, struct age *out)
{
    unsigned char nonce[NONCE];

    *out = (struct age){.sink = sink,
                        .bytes = arena_alloc(keep, AGE_CHUNK),
                        .sealed = arena_alloc(keep, AGE_CHUNK + CRYPT_CHACHA_EXTRA)};
    if (out->bytes == NULL || out->sealed == NULL)
        return fail_memory(call);
    call->os->random(call->os->data, nonce, sizeof nonce);
    derive(lock->key, str_bytes(nonce, sizeof nonce), "payload", out->payload);
    if (!sink.write(sink.data, str_bytes(lock->header, lock->header_n)) ||
        !sink.write(sink.data, str_bytes(nonce, sizeof nonce)))
        return fail(call, RC_IO, NULL, "The file could not be written out.");
    return RC_OK;
}

/* The nonce is the chunk's number, most significant byte first, and whether it is the last. */
static bool put_chunk(struct age *age, bool last)
{
    unsigned char nonce[CRYPT_CHACHA_NONCE] = {0};

    for (int i = 0; i < 8; i++)
        nonce[10 - i] = (unsigned char)(age->chunk >> (8 * i));
    nonce[11] = last;
    crypt_chacha_seal(age->payload, nonce, str_bytes(age->bytes, age->n), age->sealed);
    age->chunk++;
    size_t n = age->n + CRYPT_CHACHA_EXTRA;
    age->n = 0;
    return age->sink.write(age->sink.data, str_bytes(age->sealed, n));
}

/* A full chunk waits for what follows: the last one must not be empty, and must say that it is. */
bool age_write(struct age *age, struct str bytes)
{
    bool ok = true;

    while (bytes.n != 0 && ok) {
        if (age->n == AGE_CHUNK)
            ok = put_chunk(age, false);
        size_t n = AGE_CHUNK - age->n < bytes.n ? AGE_CHUNK - age->n : bytes.n;
        memcpy(age->bytes + age->n, bytes.p, n);
        age->n += n;
        bytes = str_cut(bytes, n, bytes.n);
    }
    return ok;
}

enum rc age_end(struct call *call, struct age *age)
{
    bool ok = put_chunk(age, true);

    crypt_wipe(age->payload, sizeof age->payload);
    crypt_wipe(age->bytes, AGE_CHUNK);
    return ok ? RC_OK : fail(call, RC_IO, NULL, "The file could not be written out.");
}
