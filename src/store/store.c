/* store.c - see store.h. */
#include "store/store.h"

#include "base/file.h"
#include "store/schema.h"

struct store_keys {
    unsigned char use[KEYRING_USES][CRYPT_KEY];
    unsigned char signer[CRYPT_SIGNER], public[CRYPT_PUBLIC];
};

static enum rc take_keys(struct call *call, const struct keyring *ring, struct store *store)
{
    struct store_keys *keys = crypt_secret_new(sizeof *keys);

    if (keys == NULL)
        return fail_memory(call);
    for (int use = 0; use < KEYRING_USES; use++)
        keyring_derive(ring, (enum keyring_use)use, keys->use[use]);
    memcpy(keys->signer, ring->signer, sizeof keys->signer);
    memcpy(keys->public, ring->public, sizeof keys->public);
    memcpy(store->node.b, ring->node, ID_SIZE);
    memcpy(store->incarnation.b, ring->incarnation, ID_SIZE);
    memcpy(store->organisation.b, ring->organisation, ID_SIZE);
    store->keys = keys;
    return RC_OK;
}

/* One database file with its lock, schema and log. */
struct file_options {
    const char *name, *lock;
    enum keyring_use key;
    bool relaxed;
    enum rc (*schema)(struct call *call, struct db *db);
};

static enum rc open_file(struct call *call, struct store *store, const struct store_options *how,
                         const struct file_options *file, struct db **db, struct log **log)
{
    const struct store_keys *keys = store->keys;
    struct log_keys log_keys = {store->node, store->incarnation, keys->signer, keys->public,
                                keys->use[KEYRING_SUBJECTS]};
    struct db_options options = {
        .path = file_path(call, how->folder, file->name).p,
        .lock_path = file_path(call, how->folder, file->lock).p,
        .key = keys->use[file->key],
        .create = how->create,
        .relaxed = file->relaxed,
        .checkpoints = how->checkpoints,
    };
    /* Memory is out; and an empty path is a database in a temporary file to SQLite. */
    if (options.path[0] == '\0' || options.lock_path[0] == '\0')
        return fail_memory(call);
    enum rc rc = db_open(call, &options, db);
    if (rc == RC_OK)
        rc = file->schema(call, *db);
    return rc == RC_OK ? log_open(call, *db, &log_keys, log) : rc;
}

static enum rc open_files(struct call *call, struct store *store, const struct store_options *how)
{
    static const struct file_options main_file = {"khetane.db", "write.lock", KEYRING_DATABASE,
                                                  false, schema_main};
    static const struct file_options reads_file = {"reads.db", "reads.lock", KEYRING_READS, true,
                                                   schema_reads};
    enum rc rc = open_file(call, store, how, &main_file, &store->db, &store->log);

    return rc != RC_OK ? rc
                       : open_file(call, store, how, &reads_file, &store->reads, &store->reads_log);
}

enum rc store_open(struct call *call, const struct store_options *options, struct store **out)
{
    struct store *store = calloc(1, sizeof *store);

    if (store == NULL)
        return fail_memory(call);
    store->folder = options->folder;
    enum rc rc = take_keys(call, options->ring, store);
    if (rc == RC_OK)
        rc = open_files(call, store, options);
    if (rc == RC_OK)
        *out = store;
    else
        store_close(store);
    return rc;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    log_close(store->log);
    log_close(store->reads_log);
    db_close(store->db);
    db_close(store->reads);
    crypt_secret_free(store->keys);
    free(store);
}

const unsigned char *store_token_key(const struct store *store)
{
    return store->keys->use[KEYRING_TOKENS];
}

const unsigned char *store_backup_key(const struct store *store)
{
    return store->keys->use[KEYRING_BACKUP];
}

const unsigned char *store_network_key(const struct store *store)
{
    return store->keys->use[KEYRING_NETWORK];
}

const unsigned char *store_public_key(const struct store *store)
{
    return store->keys->public;
}

void store_sign(const struct store *store, const unsigned char hash[static CRYPT_HASH],
                unsigned char out[static CRYPT_SIGNATURE])
{
    crypt_sign(store->keys->signer, hash, out);
}
