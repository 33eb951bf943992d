/* crypt.h - all cryptography of the program: fixed algorithms, a name in front of every hash.
 * Owns: nothing but the memory it hands out for keys; libsodium is used here and nowhere else.
 * Order: crypt_init() first thing in main(), before any other; streams and hashes: start, then
 *   any number of add or push or pull, then end.
 * Memory: keys belong in crypt_secret_new() or an arena over heap_secret: pages that are locked,
 *   fenced, left out of core files and wiped when given back. Buffers are the caller's.
 * Fails: opening what was not sealed with the same key, nonce and context returns false; the
 *   output is then zeros or as it was. crypt_password() is false when memory is out. Nothing
 *   else fails.
 * Limits: a message in one piece 4 GiB. Randomness comes from os->random, so that a simulated
 *   run repeats byte by byte.
 * Cost: on a 2-core virtual machine sign 14 us, verify 39 us, 1 us for 400 bytes sealed or
 *   hashed, 0.45 s for a passphrase at 256 MiB and three passes.
 * Source: BLAKE2b RFC 7693; Ed25519 RFC 8032; XChaCha20-Poly1305 draft-irtf-cfrg-xchacha-03;
 *   Argon2id RFC 9106; sealed boxes and secretstream as documented by libsodium. */
#ifndef STORE_CRYPT_H
#define STORE_CRYPT_H

#include "base/os.h"
#include "base/str.h"

enum {
    CRYPT_KEY = 32,
    CRYPT_HASH = 32,
    CRYPT_SEED = 32,   /* of a pair of keys */
    CRYPT_PUBLIC = 32, /* of Ed25519 and of X25519 */
    CRYPT_SIGNER = 64, /* the secret half of Ed25519 */
    CRYPT_SIGNATURE = 64,
    CRYPT_SALT = 16,
    CRYPT_NONCE = 24,
    CRYPT_SEAL_EXTRA = 40, /* nonce in front, tag behind */
    CRYPT_BOX_EXTRA = 48,  /* one-time public key in front, tag behind it */
    CRYPT_STREAM_HEADER = 24,
    CRYPT_STREAM_EXTRA = 17, /* each chunk */
};

/* False: the library does not start, or lacks what is needed; the program must end. */
bool crypt_init(void);

/* BLAKE2b-256 of: domain, one zero byte, data. The domain says what is hashed: "khetane/log/1". */
void crypt_hash(const char *domain, struct str data, unsigned char out[static CRYPT_HASH]);

struct crypt_hash {
    _Alignas(64) unsigned char state[384];
};

void crypt_hash_start(struct crypt_hash *hash, const char *domain);
void crypt_hash_add(struct crypt_hash *hash, struct str data);
void crypt_hash_end(struct crypt_hash *hash, unsigned char out[static CRYPT_HASH]);

/* A key from a key: BLAKE2b-256 under that key of: domain, one zero byte, subject. */
void crypt_derive(const unsigned char key[static CRYPT_KEY], const char *domain, struct str subject,
                  unsigned char out[static CRYPT_KEY]);

/* SHA-256, for formats of others (word lists, papers kept as evidence). */
void crypt_sha256(struct str data, unsigned char out[static CRYPT_HASH]);

struct crypt_sha256 {
    _Alignas(8) unsigned char state[104];
};

void crypt_sha256_start(struct crypt_sha256 *hash);
void crypt_sha256_add(struct crypt_sha256 *hash, struct str data);
void crypt_sha256_end(struct crypt_sha256 *hash, unsigned char out[static CRYPT_HASH]);

/* For the format of another program alone (store/age.h): HMAC-SHA-256 with a key of any length,
 * scrypt (r 8, p 1; false: no memory), ChaCha20-Poly1305 (RFC 8439) with out of plain.n + 16
 * bytes. Our own files use what is above and below. */
void crypt_hmac_sha256(struct str key, struct str data, unsigned char out[static CRYPT_HASH]);
bool crypt_scrypt(struct str password, struct str salt, unsigned log_n,
                  unsigned char out[static CRYPT_KEY]);
enum { CRYPT_CHACHA_NONCE = 12, CRYPT_CHACHA_EXTRA = 16 };
void crypt_chacha_seal(const unsigned char key[static CRYPT_KEY],
                       const unsigned char nonce[static CRYPT_CHACHA_NONCE], struct str plain,
                       void *out);

/* Ed25519. Only hashes are signed, so that every signature has the domain of its hash. */
void crypt_signer(const unsigned char seed[static CRYPT_SEED],
                  unsigned char public[static CRYPT_PUBLIC],
                  unsigned char signer[static CRYPT_SIGNER]);
void crypt_sign(const unsigned char signer[static CRYPT_SIGNER],
                const unsigned char hash[static CRYPT_HASH],
                unsigned char out[static CRYPT_SIGNATURE]);
bool crypt_signed(const unsigned char public[static CRYPT_PUBLIC],
                  const unsigned char hash[static CRYPT_HASH],
                  const unsigned char signature[static CRYPT_SIGNATURE]);

/* XChaCha20-Poly1305. The context is not stored but must be the same again when opening.
 * Sealed bytes: nonce, ciphertext, tag; out has plain.n + CRYPT_SEAL_EXTRA bytes. */
void crypt_seal(const struct os *os, const unsigned char key[static CRYPT_KEY], struct str context,
                struct str plain, void *out);
/* out has sealed.n - CRYPT_SEAL_EXTRA bytes. */
bool crypt_open(const unsigned char key[static CRYPT_KEY], struct str context, struct str sealed,
                void *out);

/* A file in chunks, of which none can be changed, moved, left out or added: secretstream. */
struct crypt_stream {
    unsigned char state[52];
};

void crypt_stream_create(const struct os *os, const unsigned char key[static CRYPT_KEY],
                         struct crypt_stream *out,
                         unsigned char header[static CRYPT_STREAM_HEADER]);
/* out has plain.n + CRYPT_STREAM_EXTRA bytes. */
void crypt_stream_push(struct crypt_stream *stream, struct str plain, bool last, void *out);
void crypt_stream_open(const unsigned char key[static CRYPT_KEY],
                       const unsigned char header[static CRYPT_STREAM_HEADER],
                       struct crypt_stream *out);
/* out has sealed.n - CRYPT_STREAM_EXTRA bytes. */
bool crypt_stream_pull(struct crypt_stream *stream, struct str sealed, void *out, bool *last);

/* What an attacker must spend for each guess. */
struct crypt_cost {
    uint32_t memory_kib;
    uint32_t passes;
};

enum {
    CRYPT_MEMORY_KIB_MIN = 8,
    CRYPT_MEMORY_KIB_MAX = 1 << 20, /* a damaged file must not ask for all memory */
    CRYPT_PASSES_MAX = 64,
};

bool crypt_cost_valid(struct crypt_cost cost);

/* Argon2id, one lane. False: not enough memory. */
bool crypt_password(struct crypt_cost cost, struct str password,
                    const unsigned char salt[static CRYPT_SALT],
                    unsigned char out[static CRYPT_KEY]);

/* X25519 boxes that anyone can close and only the holder of the secret half can open. */
void crypt_box_pair(const unsigned char seed[static CRYPT_SEED],
                    unsigned char public[static CRYPT_PUBLIC],
                    unsigned char secret[static CRYPT_KEY]);
/* out has plain.n + CRYPT_BOX_EXTRA bytes. False: that public key is none. */
bool crypt_box_seal(const struct os *os, const unsigned char public[static CRYPT_PUBLIC],
                    struct str plain, void *out);
/* out has sealed.n - CRYPT_BOX_EXTRA bytes. */
bool crypt_box_open(const unsigned char public[static CRYPT_PUBLIC],
                    const unsigned char secret[static CRYPT_KEY], struct str sealed, void *out);

bool crypt_same(const void *a, const void *b, size_t n); /* in a time that tells nothing */
void crypt_wipe(void *p, size_t n);

/* Memory for keys, zeroed; NULL when memory is out. Free wipes; NULL is accepted. */
void *crypt_secret_new(size_t n);
void crypt_secret_free(void *p);
extern const struct heap heap_secret;

#endif
