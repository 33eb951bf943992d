/* entry.h - the bytes of one log entry: its header, made, signed and read back.
 * Owns: nothing. Order: any. Memory: results live in the call's arena; what is read borrows the
 *   header's bytes.
 * Fails: entry_read() with RC_CORRUPT or RC_NEWER; entry_make() with RC_MEMORY.
 * Limits: as log.h. Cost: one hash and one signature to make, one pass to read.
 * Format: doc/formats.md, "Log". Used by log.c and verify.c alone. */
#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

#include "store/log.h"

enum { ENTRY_FORMAT = 1 };

struct entry_bytes {
    struct str header, signature;
    unsigned char hash[CRYPT_HASH]; /* of the header: what is signed, and what comes next names */
};

MUST_USE enum rc entry_make(struct call *call, const struct log_entry *entry,
                            const struct str *ciphers, struct str previous,
                            const struct log_keys *keys, struct entry_bytes *out);

struct entry_read {
    struct log_entry entry;   /* parts without plain text */
    struct str previous;      /* hash of the entry before it; zeros in the first */
    const struct str *hashes; /* of each part's ciphertext */
    struct str public_key;    /* in the first entry of a chain, else empty */
};

MUST_USE enum rc entry_read(struct call *call, struct str header, struct entry_read *out);
void entry_hash(struct str header, unsigned char out[static CRYPT_HASH]);
void entry_part_hash(struct str cipher, unsigned char out[static CRYPT_HASH]);

/* What a part's ciphertext is tied to: its place in the log and whose it is. */
struct str entry_part_context(struct call *call, const struct log_entry *entry, size_t n);

#endif
