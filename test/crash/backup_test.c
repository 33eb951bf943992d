/* backup_test.c - power cuts and faults while a backup is made: what was acknowledged as backed up
 * can be read back whole, whatever became of the backup that was being made. */
#include "holds.h"
#include "store/backup.h"
#include "store/blob.h"
#include "tap.h"

enum { STEPS = 14, FAULT_STEPS = 6, BLOB_EVERY = 3 };

#define DATA  "/data"
#define STICK "/stick"

static struct str phrase(void)
{
    return STR("a phrase for tests alone");
}

static enum rc make_keyring(struct call *call, struct keyring **ring)
{
    const struct keyring_holder holder = {STR("holder"), phrase(), {CRYPT_MEMORY_KIB_MIN, 1}};
    struct keyring_sheets sheets;

    return keyring_create(call, DATA, &holder, NULL, &sheets, ring);
}

static enum rc setup(struct call *call, void **state)
{
    const struct os *os = call->os;
    struct keyring *ring = NULL;
    struct backup_report report;

    *state = NULL;
    if (os->mkdir(os->data, DATA) != OS_OK || os->sync_dir(os->data, "/") != OS_OK)
        return fail(call, RC_IO, DATA, NULL);
    enum rc rc = make_keyring(call, &ring);
    if (rc != RC_OK)
        return rc;
    struct store_options options = {
        .folder = DATA, .ring = ring, .create = true, .checkpoints = true};
    rc = store_open(call, &options, &call->store);
    keyring_close(ring);
    *state = call->store;
    return rc == RC_OK ? backup_make(call, STICK, NULL, &report) : rc;
}

static void stop(struct call *call, void *state)
{
    (void)call;
    store_close(state);
}

static enum rc append(struct call *call, int i)
{
    struct txn txn CLEANUP(txn_end) = {0};
    struct log_part part = {id_new(call), str_format(call->arena, "what happened, part %d", i)};
    struct log_entry entry = {.change = id_new(call),
                              .operation = STR("record.save"),
                              .operation_version = 1,
                              .parts = &part,
                              .n = 1};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = log_append(call, call->store->log, &entry);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc step(struct call *call, void *state, int i)
{
    struct backup_report report;
    struct blob blob;
    enum rc rc;

    call->store = state;
    call->today += 8 * i; /* key files grow old */
    rc = append(call, i);
    if (rc == RC_OK && i % BLOB_EVERY == 0)
        rc = blob_put(call, DATA, STR("a scanned paper"), &blob);
    return rc == RC_OK ? backup_make(call, STICK, NULL, &report) : rc;
}

/* Nothing of the data folder is looked at: it may be what burned down. */
static enum rc check(struct call *call, int acknowledged, int *found)
{
    unsigned char key[CRYPT_KEY];
    struct backup_report report;
    struct keyring *ring = NULL;
    struct os_file file;
    struct str bytes;
    size_t slot;

    (void)acknowledged;
    *found = -1;
    if (call->os->stat(call->os->data, STICK "/khetane.backup", &file) != OS_OK)
        return RC_OK;
    enum rc rc = keyring_read(call, STICK, &bytes);
    if (rc == RC_OK)
        rc = keyring_open_phrase(call, bytes, phrase(), &ring, &slot);
    if (rc != RC_OK)
        return rc;
    keyring_derive(ring, KEYRING_BACKUP, key);
    struct backup_keys keys = {.key = key, .public = ring->public};
    memcpy(keys.organisation.b, ring->organisation, ID_SIZE);
    rc = backup_check(call, STICK, &keys, NULL, &report);
    keyring_close(ring);
    *found = rc == RC_OK ? (int)report.entries : -1;
    return rc;
}

static bool cut_test(const struct crash_workload *workload, const struct crash_options *options)
{
    CASE("no acknowledged backup is lost or damaged by a power cut");
    if (!crash_holds(workload, options))
        return false;
    CASE("dropped syncs are found out");
    (void)crash_control(workload, *options, 5);
    return true;
}

static void fault_test(struct crash_workload workload, struct crash_options options)
{
    static const char *const names[] = {"backup-io", "backup-disk-full"};

    workload.steps = FAULT_STEPS;
    options.states /= 4;
    crash_fails(workload, &options, names);
}

int main(int argc, char **argv)
{
    const struct crash_workload workload = {"backup", STEPS, true, setup, step, stop, check};
    struct crash_options options = {.states = 1000, .seed = 1};

    if (!crash_arguments(argc, argv, &options)) {
        (void)fprintf(stderr, "Usage: backup_crash [--states N] [--seed N] [--replay S:E:M:D]\n");
        return 2;
    }
    if (!crypt_init())
        return 3;
    if (cut_test(&workload, &options))
        fault_test(workload, options);
    return tap_end();
}
