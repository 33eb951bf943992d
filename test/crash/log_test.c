/* log_test.c - power cuts under the store: what the log acknowledged is there and verifies. */
#include "holds.h"
#include "store/log.h"
#include "store/schema.h"
#include "tap.h"

enum { STEPS = 150, SUBJECTS = 5, ERASE_EVERY = 40, CHECKPOINT_EVERY = 25, FAULT_STEPS = 30 };

struct store {
    struct db *db;
    struct log *log;
    struct log_keys keys;
    unsigned char signer[CRYPT_SIGNER], public[CRYPT_PUBLIC], wrap[CRYPT_KEY];
};

/* Made from a number alone: a check knows the ids without having seen them made. */
static struct id id_of_number(int kind, int i)
{
    struct id id = {{0}};

    id.b[0] = (unsigned char)kind;
    id.b[1] = (unsigned char)(i >> 8);
    id.b[2] = (unsigned char)i;
    return id;
}

static enum rc open_store(struct call *call, bool create, struct store **out)
{
    static const unsigned char key[DB_KEY_SIZE] = {7}, seed[CRYPT_SEED] = {9};
    struct db_options options = {.path = "/data/khetane.db",
                                 .lock_path = "/data/write.lock",
                                 .key = key,
                                 .create = create,
                                 .checkpoints = true};
    struct store *store = arena_alloc(call->arena, sizeof *store);

    *out = store;
    crypt_signer(seed, store->public, store->signer);
    memcpy(store->wrap, key, sizeof store->wrap);
    store->keys = (struct log_keys){id_of_number(1, 1), id_of_number(1, 2), store->signer,
                                    store->public, store->wrap};
    enum rc rc = db_open(call, &options, &store->db);
    if (rc == RC_OK)
        rc = schema_main(call, store->db);
    return rc == RC_OK ? log_open(call, store->db, &store->keys, &store->log) : rc;
}

static enum rc setup(struct call *call, void **state)
{
    const struct os *os = call->os;
    struct store *store = NULL;

    if (os->mkdir(os->data, "/data") != OS_OK || os->sync_dir(os->data, "/") != OS_OK)
        return fail(call, RC_IO, "/data", NULL);
    enum rc rc = open_store(call, true, &store);
    *state = store;
    return rc;
}

static void stop(struct call *call, void *state)
{
    struct store *store = state;

    (void)call;
    if (store == NULL)
        return;
    if (store->log != NULL)
        log_close(store->log);
    db_close(store->db);
}

static enum rc append(struct call *call, struct store *store, int i)
{
    struct log_part parts[] = {
        {id_of_number(2, i % SUBJECTS), str_format(call->arena, "what happened, part %d", i)},
        {id_of_number(2, SUBJECTS + i), STR("and to whom, at some length, with a reason why")},
    };
    struct log_entry entry = {.change = id_of_number(3, i),
                              .operation = STR("record.save"),
                              .operation_version = 1,
                              .parts = parts,
                              .n = 2};

    return log_append(call, store->log, &entry);
}

static enum rc step(struct call *call, void *state, int i)
{
    struct store *store = state;
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, store->db, &txn);

    if (rc == RC_OK)
        rc = append(call, store, i);
    if (rc == RC_OK && i % ERASE_EVERY == ERASE_EVERY - 1) {
        struct id subject = id_of_number(2, SUBJECTS + i - 1);
        rc = log_erase_subject(call, store->log, &subject, call->today);
    }
    if (rc == RC_OK)
        rc = txn_commit(&txn);
    if (rc == RC_OK && i % CHECKPOINT_EVERY == CHECKPOINT_EVERY - 1)
        rc = db_checkpoint(call, store->db, i % 2 == 0);
    return rc;
}

static enum rc count_entry(struct call *call, void *arg, const struct log_entry *entry)
{
    int *n = arg;
    struct id change = id_of_number(3, *n);

    if (memcmp(&entry->change, &change, sizeof change) != 0)
        return fail(call, RC_CORRUPT, "log", "Entry %d is another change.", *n);
    ++*n;
    return RC_OK;
}

/* Who was erased is not back. */
static enum rc check_erased(struct call *call, struct store *store, int steps)
{
    for (int i = ERASE_EVERY - 1; i < steps; i += ERASE_EVERY) {
        struct id subject = id_of_number(2, SUBJECTS + i - 1);
        bool erased = false;
        enum rc rc = log_subject_erased(call, store->log, &subject, &erased);
        if (rc != RC_OK)
            return rc;
        if (!erased)
            return fail(call, RC_CORRUPT, "log", "The subject erased in step %d is back.", i);
    }
    return RC_OK;
}

static enum rc check_store(struct call *call, struct store *store, int *found)
{
    struct log_report report;
    int n = 0;
    enum rc rc = db_check(call, store->db);

    if (rc == RC_OK)
        rc = log_verify(call, store->db, LOG_PARTS, &report);
    if (rc == RC_OK)
        rc = log_each(call, store->log, 0, count_entry, &n);
    if (rc == RC_OK)
        rc = check_erased(call, store, n);
    if (rc != RC_OK)
        return rc;
    *found = n;
    return step(call, store, n); /* and work can go on */
}

static enum rc check(struct call *call, int acknowledged, int *found)
{
    struct os_file file;
    struct store *store = NULL;

    *found = -1;
    if (call->os->stat(call->os->data, "/data/khetane.db", &file) != OS_OK)
        return RC_OK;
    /* Cut in the middle of setup(), making the store again must work. */
    enum rc rc = open_store(call, acknowledged < 0, &store);
    if (rc == RC_OK)
        rc = check_store(call, store, found);
    stop(call, store);
    return rc;
}

static bool cut_test(const struct crash_workload *workload, const struct crash_options *options)
{
    CASE("no acknowledged entry of the log is lost, and it verifies");
    if (!crash_holds(workload, options))
        return false;
    CASE("dropped syncs are found out");
    CHECK(crash_control(workload, *options, 5).lost > 0);
    return true;
}

static void fault_test(struct crash_workload workload, struct crash_options options)
{
    static const char *const names[] = {"log-io", "log-disk-full"};

    workload.steps = FAULT_STEPS;
    options.states /= 4;
    crash_fails(workload, &options, names);
}

int main(int argc, char **argv)
{
    const struct crash_workload workload = {"log", STEPS, true, setup, step, stop, check};
    struct crash_options options = {.states = 2000, .seed = 1};

    if (!crash_arguments(argc, argv, &options)) {
        (void)fprintf(stderr, "Usage: log_crash [--states N] [--seed N] [--replay S:E:M:D]\n");
        return 2;
    }
    if (!crypt_init())
        return 3;
    if (cut_test(&workload, &options))
        fault_test(workload, options);
    return tap_end();
}
