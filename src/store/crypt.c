/* crypt.c - see crypt.h. */
#include "store/crypt.h"

#include <assert.h>
#include <sodium.h>

_Static_assert(sizeof(struct crypt_hash) == sizeof(crypto_generichash_state), "state of a hash");
_Static_assert(_Alignof(struct crypt_hash) >= _Alignof(crypto_generichash_state), "its alignment");
_Static_assert(sizeof(struct crypt_stream) == sizeof(crypto_secretstream_xchacha20poly1305_state),
               "state of a stream");
_Static_assert(sizeof(struct crypt_sha256) == sizeof(crypto_hash_sha256_state), "its state");
_Static_assert(CRYPT_CHACHA_NONCE == crypto_aead_chacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(CRYPT_CHACHA_EXTRA == crypto_aead_chacha20poly1305_ietf_ABYTES, "tag");
_Static_assert(CRYPT_SEED == crypto_sign_SEEDBYTES, "seed of a signer");
_Static_assert(CRYPT_SEED == crypto_box_SEEDBYTES, "seed of a box");
_Static_assert(CRYPT_PUBLIC == crypto_sign_PUBLICKEYBYTES, "public half of a signer");
_Static_assert(CRYPT_PUBLIC == crypto_box_PUBLICKEYBYTES, "public half of a box");
_Static_assert(CRYPT_SIGNER == crypto_sign_SECRETKEYBYTES, "secret half of a signer");
_Static_assert(CRYPT_SIGNATURE == crypto_sign_BYTES, "signature");
_Static_assert(CRYPT_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(CRYPT_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(CRYPT_SEAL_EXTRA == CRYPT_NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "seal");
_Static_assert(CRYPT_BOX_EXTRA == crypto_box_SEALBYTES, "box");
_Static_assert(CRYPT_STREAM_HEADER == crypto_secretstream_xchacha20poly1305_HEADERBYTES, "header");
_Static_assert(CRYPT_STREAM_EXTRA == crypto_secretstream_xchacha20poly1305_ABYTES, "chunk");
_Static_assert(CRYPT_SALT == crypto_pwhash_SALTBYTES, "salt");
_Static_assert((size_t)CRYPT_MEMORY_KIB_MIN << 10 >= crypto_pwhash_argon2id_MEMLIMIT_MIN, "cost");

static const unsigned char *bytes_of(struct str s)
{
    return (const unsigned char *)s.p;
}

bool crypt_init(void)
{
    return sodium_init() >= 0;
}

static void hash_start(struct crypt_hash *hash, const unsigned char *key, const char *domain)
{
    crypto_generichash_state *state = (void *)hash->state;

    (void)crypto_generichash_init(state, key, key == NULL ? 0 : CRYPT_KEY, CRYPT_HASH);
    (void)crypto_generichash_update(state, (const unsigned char *)domain, strlen(domain) + 1);
}

void crypt_hash_start(struct crypt_hash *hash, const char *domain)
{
    hash_start(hash, NULL, domain);
}

void crypt_hash_add(struct crypt_hash *hash, struct str data)
{
    (void)crypto_generichash_update((void *)hash->state, bytes_of(data), data.n);
}

void crypt_hash_end(struct crypt_hash *hash, unsigned char out[static CRYPT_HASH])
{
    (void)crypto_generichash_final((void *)hash->state, out, CRYPT_HASH);
}

void crypt_hash(const char *domain, struct str data, unsigned char out[static CRYPT_HASH])
{
    struct crypt_hash hash;

    crypt_hash_start(&hash, domain);
    crypt_hash_add(&hash, data);
    crypt_hash_end(&hash, out);
}

void crypt_derive(const unsigned char key[static CRYPT_KEY], const char *domain, struct str subject,
                  unsigned char out[static CRYPT_KEY])
{
    struct crypt_hash hash;

    hash_start(&hash, key, domain);
    crypt_hash_add(&hash, subject);
    crypt_hash_end(&hash, out);
    crypt_wipe(&hash, sizeof hash);
}

void crypt_sha256(struct str data, unsigned char out[static CRYPT_HASH])
{
    (void)crypto_hash_sha256(out, bytes_of(data), data.n);
}

void crypt_sha256_start(struct crypt_sha256 *hash)
{
    (void)crypto_hash_sha256_init((void *)hash->state);
}

void crypt_sha256_add(struct crypt_sha256 *hash, struct str data)
{
    (void)crypto_hash_sha256_update((void *)hash->state, bytes_of(data), data.n);
}

void crypt_sha256_end(struct crypt_sha256 *hash, unsigned char out[static CRYPT_HASH])
{
    (void)crypto_hash_sha256_final((void *)hash->state, out);
}

void crypt_hmac_sha256(struct str key, struct str data, unsigned char out[static CRYPT_HASH])
{
    crypto_auth_hmacsha256_state state;

    (void)crypto_auth_hmacsha256_init(&state, bytes_of(key), key.n);
    (void)crypto_auth_hmacsha256_update(&state, bytes_of(data), data.n);
    (void)crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

bool crypt_scrypt(struct str password, struct str salt, unsigned log_n,
                  unsigned char out[static CRYPT_KEY])
{
    enum { BLOCK = 8, LANES = 1 };

    return crypto_pwhash_scryptsalsa208sha256_ll(bytes_of(password), password.n, bytes_of(salt),
                                                 salt.n, (uint64_t)1 << log_n, BLOCK, LANES, out,
                                                 CRYPT_KEY) == 0;
}

void crypt_chacha_seal(const unsigned char key[static CRYPT_KEY],
                       const unsigned char nonce[static CRYPT_CHACHA_NONCE], struct str plain,
                       void *out)
{
    (void)crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, bytes_of(plain), plain.n, NULL, 0,
                                                    NULL, nonce, key);
}

void crypt_signer(const unsigned char seed[static CRYPT_SEED],
                  unsigned char public[static CRYPT_PUBLIC],
                  unsigned char signer[static CRYPT_SIGNER])
{
    (void)crypto_sign_seed_keypair(public, signer, seed);
}

void crypt_sign(const unsigned char signer[static CRYPT_SIGNER],
                const unsigned char hash[static CRYPT_HASH],
                unsigned char out[static CRYPT_SIGNATURE])
{
    (void)crypto_sign_detached(out, NULL, hash, CRYPT_HASH, signer);
}

bool crypt_signed(const unsigned char public[static CRYPT_PUBLIC],
                  const unsigned char hash[static CRYPT_HASH],
                  const unsigned char signature[static CRYPT_SIGNATURE])
{
    return crypto_sign_verify_detached(signature, hash, CRYPT_HASH, public) == 0;
}

void crypt_seal(const struct os *os, const unsigned char key[static CRYPT_KEY], struct str context,
                struct str plain, void *out)
{
    unsigned char *to = out;

    os->random(os->data, to, CRYPT_NONCE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(to + CRYPT_NONCE, NULL, bytes_of(plain),
                                                     plain.n, bytes_of(context), context.n, NULL,
                                                     to, key);
}

bool crypt_open(const unsigned char key[static CRYPT_KEY], struct str context, struct str sealed,
                void *out)
{
    const unsigned char *from = bytes_of(sealed);

    if (sealed.n < CRYPT_SEAL_EXTRA)
        return false;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, from + CRYPT_NONCE,
                                                      sealed.n - CRYPT_NONCE, bytes_of(context),
                                                      context.n, from, key) == 0;
}

/* The library makes the header itself, from its own randomness. The state after reading a header
 * is by construction the state after writing it, so ours goes in by the reader's door. */
void crypt_stream_create(const struct os *os, const unsigned char key[static CRYPT_KEY],
                         struct crypt_stream *out, unsigned char header[static CRYPT_STREAM_HEADER])
{
    os->random(os->data, header, CRYPT_STREAM_HEADER);
    crypt_stream_open(key, header, out);
}

void crypt_stream_push(struct crypt_stream *stream, struct str plain, bool last, void *out)
{
    unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

    (void)crypto_secretstream_xchacha20poly1305_push((void *)stream->state, out, NULL,
                                                     bytes_of(plain), plain.n, NULL, 0, tag);
}

void crypt_stream_open(const unsigned char key[static CRYPT_KEY],
                       const unsigned char header[static CRYPT_STREAM_HEADER],
                       struct crypt_stream *out)
{
    (void)crypto_secretstream_xchacha20poly1305_init_pull((void *)out->state, header, key);
}

bool crypt_stream_pull(struct crypt_stream *stream, struct str sealed, void *out, bool *last)
{
    unsigned char tag;

    if (sealed.n < CRYPT_STREAM_EXTRA ||
        crypto_secretstream_xchacha20poly1305_pull((void *)stream->state, out, NULL, &tag,
                                                   bytes_of(sealed), sealed.n, NULL, 0) != 0)
        return false;
    *last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
}

bool crypt_cost_valid(struct crypt_cost cost)
{
    return cost.memory_kib >= CRYPT_MEMORY_KIB_MIN && cost.memory_kib <= CRYPT_MEMORY_KIB_MAX &&
           cost.passes >= 1 && cost.passes <= CRYPT_PASSES_MAX;
}

bool crypt_password(struct crypt_cost cost, struct str password,
                    const unsigned char salt[static CRYPT_SALT],
                    unsigned char out[static CRYPT_KEY])
{
    assert(crypt_cost_valid(cost));
    return crypto_pwhash(out, CRYPT_KEY, password.p, password.n, salt, cost.passes,
                         (size_t)cost.memory_kib << 10, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

void crypt_box_pair(const unsigned char seed[static CRYPT_SEED],
                    unsigned char public[static CRYPT_PUBLIC],
                    unsigned char secret[static CRYPT_KEY])
{
    (void)crypto_box_seed_keypair(public, secret, seed);
}

/* As crypto_box_seal() documents it, with the one-time pair from os->random. */
bool crypt_box_seal(const struct os *os, const unsigned char public[static CRYPT_PUBLIC],
                    struct str plain, void *out)
{
    unsigned char *to = out, seed[CRYPT_SEED], secret[CRYPT_KEY], nonce[crypto_box_NONCEBYTES];
    crypto_generichash_state state;

    os->random(os->data, seed, sizeof seed);
    (void)crypto_box_seed_keypair(to, secret, seed);
    (void)crypto_generichash_init(&state, NULL, 0, sizeof nonce);
    (void)crypto_generichash_update(&state, to, CRYPT_PUBLIC);
    (void)crypto_generichash_update(&state, public, CRYPT_PUBLIC);
    (void)crypto_generichash_final(&state, nonce, sizeof nonce);
    int failed =
        crypto_box_easy(to + CRYPT_PUBLIC, bytes_of(plain), plain.n, nonce, public, secret);
    crypt_wipe(seed, sizeof seed);
    crypt_wipe(secret, sizeof secret);
    return failed == 0;
}

bool crypt_box_open(const unsigned char public[static CRYPT_PUBLIC],
                    const unsigned char secret[static CRYPT_KEY], struct str sealed, void *out)
{
    return sealed.n >= CRYPT_BOX_EXTRA &&
           crypto_box_seal_open(out, bytes_of(sealed), sealed.n, public, secret) == 0;
}

bool crypt_same(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void crypt_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

/* sodium_malloc() puts the block right before a fence page; a size in steps of 64 keeps it
 * aligned for every type. It locks the pages and keeps them out of core files where it may. */
void *crypt_secret_new(size_t n)
{
    size_t size = n > SIZE_MAX - 63 ? 0 : (n + 63) / 64 * 64;
    void *p = size == 0 ? NULL : sodium_malloc(size);

    if (p != NULL)
        memset(p, 0, size); /* it comes filled with a pattern */
    return p;
}

void crypt_secret_free(void *p)
{
    sodium_free(p);
}

static void *secret_alloc(void *data, size_t size)
{
    (void)data;
    return crypt_secret_new(size);
}

static void secret_free(void *data, void *block)
{
    (void)data;
    crypt_secret_free(block);
}

const struct heap heap_secret = {secret_alloc, secret_free, NULL};
