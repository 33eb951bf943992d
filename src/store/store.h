/* store.h - an open data folder: its database, its log, the log of reads, its keys.
 * Owns: all of them; store_close() closes and wipes.
 * Order: folder_check() and keyring_open_*() before; store_open(); then any; store_close().
 * Memory: keys in locked memory. Fails: as db.h, keyring.h.
 * Files in DIR: khetane.keys, khetane.db, reads.db, blobs/, write.lock, reads.lock.
 * Cost: opening is a few milliseconds. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "store/keyring.h"
#include "store/log.h"

struct store_keys;

struct store {
    const char *folder;
    struct db *db;
    struct log *log;
    struct db *reads; /* who looked at what; its own file, lock and chain */
    struct log *reads_log;
    struct id organisation; /* also the subject of what is about no person */
    struct id node, incarnation;
    struct store_keys *keys;
};

struct store_options {
    const char *folder;
    const struct keyring *ring; /* borrowed for the call */
    bool create;                /* make the databases */
    bool checkpoints;           /* this process is alone, or the clerk */
};

MUST_USE enum rc store_open(struct call *call, const struct store_options *options,
                            struct store **out);
void store_close(struct store *store);

/* A key that the store's own key derives for sessions and forms. */
const unsigned char *store_token_key(const struct store *store);
const unsigned char *store_backup_key(const struct store *store);
const unsigned char *store_network_key(const struct store *store);
const unsigned char *store_public_key(const struct store *store); /* of the node */
void store_sign(const struct store *store, const unsigned char hash[static CRYPT_HASH],
                unsigned char out[static CRYPT_SIGNATURE]);

#endif
