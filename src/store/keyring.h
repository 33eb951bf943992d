/* keyring.h - the file khetane.keys: one root key, and who can open it.
 * Owns: DIR/khetane.keys. In it the root key R lies in slots, one for each key holder's passphrase,
 *   and once more for the recovery sheets; under R lie the node's identity and signing seed, the
 *   holders' names and the hash of every other part. Nothing personal is in the clear.
 * Order: folder_check() before; keyring_create() once, then one of keyring_open_*(). What changes
 *   the file needs an open ring, and that nobody else writes it: hold serve.lock or write.lock.
 * Memory: a ring lives in locked memory until keyring_close(), which wipes it.
 * Fails: RC_NEWER before all else; RC_CORRUPT naming the damaged part; RC_DENIED for a passphrase
 *   or sheets that open nothing; RC_MEMORY; RC_CONFLICT where a keyring is already; errors of
 *   files. A failed change leaves ring and file as they were (or the file with the change whole).
 * Limits: KEYRING_SLOTS_MAX holders, names of KEYRING_NAME_MAX bytes, a file of KEYRING_SIZE_MAX.
 * Cost: opening by passphrase is one Argon2id where the slots share salt and cost, as ours do (a
 *   shared salt spares an attacker of n slots n - 1 of n derivations, two bits for four, and us n
 *   waits); by sheets or root microseconds.
 * What a change of holders or sheets is worth, honestly: R stays the same. A removed passphrase
 *   and replaced sheets open nothing of the present file: sheets hold halves of a key S, of which
 *   the file keeps only R sealed under S, and minting draws a new S. Who kept an old copy of the
 *   file (a backup) and its passphrase or two of its sheets can open that copy, and by it R.
 *   Whoever may have both calls for a new R: init anew and restore into it. Sheets are worth
 *   nothing without a copy of the file that has their set: a backup carries one.
 * Not here: words (words.h), what counts as a good passphrase (phrase.h). doc/formats.md has the
 *   bytes. */
#ifndef STORE_KEYRING_H
#define STORE_KEYRING_H

#include "base/call.h"
#include "store/crypt.h"

enum {
    KEYRING_ID = 16,     /* of organisation, node and incarnation: random */
    KEYRING_SLOT_ID = 8, /* random */
    KEYRING_SET_ID = 3,  /* of a set of sheets, printed on them as six digits */
    KEYRING_SLOTS_MAX = 16,
    KEYRING_NAME_MAX = 100,
    KEYRING_SHEETS = 3,
    KEYRING_SHARE = 32,
    KEYRING_SIZE_MAX = 1 << 16,
    KEYRING_SEALED = CRYPT_KEY + CRYPT_SEAL_EXTRA, /* a sealed key */
};

#define KEYRING_NAME "khetane.keys"

/* A key holder's way to open the ring. */
struct keyring_slot {
    unsigned char id[KEYRING_SLOT_ID];
    struct crypt_cost cost;
    unsigned char salt[CRYPT_SALT];
    unsigned char sealed[KEYRING_SEALED]; /* R, under the passphrase's key */
    bool damaged; /* opens nothing any more; left out when the file is next written */
    day since;
    size_t name_size;
    char name[KEYRING_NAME_MAX];
};

struct keyring_recovery {
    bool present; /* false: no sheets open this ring; mint some */
    unsigned char set[KEYRING_SET_ID];
    day minted;
    unsigned char sealed[KEYRING_SEALED]; /* R, under the sheets' key S */
};

struct keyring {
    unsigned char root[CRYPT_KEY]; /* R */
    unsigned char organisation[KEYRING_ID];
    unsigned char node[KEYRING_ID];
    unsigned char incarnation[KEYRING_ID];
    unsigned char seed[CRYPT_SEED]; /* of the node's signatures */
    unsigned char public[CRYPT_PUBLIC];
    unsigned char signer[CRYPT_SIGNER];
    uint64_t generation; /* one more at every writing */
    struct keyring_slot slots[KEYRING_SLOTS_MAX];
    size_t slot_count;
    struct keyring_recovery recovery;
    bool damaged; /* some part is; keyring_check() says which */
};

/* A new key holder, or a new passphrase of an old one. */
struct keyring_holder {
    struct str name;
    struct str phrase; /* as phrase_read() gives it */
    struct crypt_cost cost;
};

/* What a real slot costs: 256 MiB three times over, 0.45 s on a desk computer of 2020. */
extern const struct crypt_cost keyring_cost;

/* The three sheets: share[i][k] is on sheet i, for use with the k-th of the other two.
 * A secret: hold it in locked memory, print it, wipe it. */
struct keyring_sheets {
    char set[2 * KEYRING_SET_ID + 1];
    unsigned char share[KEYRING_SHEETS][KEYRING_SHEETS - 1][KEYRING_SHARE];
};

/* Makes the file and its first sheets; organisation NULL: a new one. */
MUST_USE enum rc keyring_create(struct call *call, const char *folder,
                                const struct keyring_holder *first,
                                const unsigned char *organisation, struct keyring_sheets *sheets,
                                struct keyring **out) __attribute__((nonnull(1, 2, 3, 5, 6)));

/* The file's bytes, for the functions below, which need no folder (a job has none). */
MUST_USE enum rc keyring_read(struct call *call, const char *folder, struct str *out);

/* Looks for damage without any key; RC_CORRUPT names each damaged part. */
MUST_USE enum rc keyring_check(struct call *call, struct str bytes);

/* slot: which holder's it was. */
MUST_USE enum rc keyring_open_phrase(struct call *call, struct str bytes, struct str phrase,
                                     struct keyring **out, size_t *slot);
/* Shares of two sheets, one behind the other: two of them, or all four; the pair that belongs
 * together is found. */
MUST_USE enum rc keyring_open_sheets(struct call *call, struct str bytes,
                                     const unsigned char *shares, size_t n, struct keyring **out);
/* With R itself, as one of our processes hands it to another. */
MUST_USE enum rc keyring_open_root(struct call *call, struct str bytes,
                                   const unsigned char root[static CRYPT_KEY],
                                   struct keyring **out);
void keyring_close(struct keyring *ring);

MUST_USE enum rc keyring_add(struct call *call, const char *folder, struct keyring *ring,
                             const struct keyring_holder *holder);
/* Another passphrase, name or cost for the holder in this slot, whose id stays. */
MUST_USE enum rc keyring_change(struct call *call, const char *folder, struct keyring *ring,
                                size_t slot, const struct keyring_holder *holder);
/* RC_INVALID for the last one. */
MUST_USE enum rc keyring_remove(struct call *call, const char *folder, struct keyring *ring,
                                size_t slot);
/* New sheets; those before open nothing any more (see above). */
MUST_USE enum rc keyring_mint(struct call *call, const char *folder, struct keyring *ring,
                              struct keyring_sheets *sheets);
/* A new incarnation: at the first start after a restore or on a copy. */
MUST_USE enum rc keyring_renew(struct call *call, const char *folder, struct keyring *ring);

/* Keys that R stands for. */
enum keyring_use {
    KEYRING_DATABASE, /* khetane.db */
    KEYRING_SUBJECTS, /* wraps the subjects' keys */
    KEYRING_BACKUP,   /* wraps the keys of backup files */
    KEYRING_READS,    /* reads.db */
    KEYRING_TOKENS,   /* sessions and forms */
    KEYRING_NETWORK,  /* what signs the server's certificates */
    KEYRING_USES
};

void keyring_derive(const struct keyring *ring, enum keyring_use use,
                    unsigned char out[static CRYPT_KEY]);

#endif
