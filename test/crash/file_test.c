/* file_test.c - power cuts while files are replaced: base/file.h holds, careless ways do not. */
#include "base/file.h"
#include "holds.h"
#include "tap.h"

void file_test(const struct crash_options *options);

enum { STEPS = 60, SIZE_MAX_OF_STEP = 3000 };

/* Step i leaves i as a byte, again and again: a mixture of two is seen at once. */
static struct str content(struct call *call, int i)
{
    size_t n = 1 + (size_t)i * 977 % SIZE_MAX_OF_STEP;
    char *bytes = arena_alloc(call->arena, n);

    memset(bytes, i + 1, n);
    return str_bytes(bytes, n);
}

static enum rc setup(struct call *call, void **state)
{
    const struct os *os = call->os;

    (void)state;
    int error = os->mkdir(os->data, "/data");
    if (error == OS_OK)
        error = os->sync_dir(os->data, "/");
    return error == OS_OK ? RC_OK : file_fail(call, error, "make", "/data");
}

static void stop(struct call *call, void *state)
{
    (void)call;
    (void)state;
}

static enum rc replace(struct call *call, void *state, int i)
{
    (void)state;
    return file_replace(call, "/data", "keys", content(call, i));
}

/* Without the sync of the file, or of its folder. */
static enum rc replace_careless(struct call *call, int i, bool sync_file)
{
    const struct os *os = call->os;
    struct str bytes = content(call, i);
    int file = os->open(os->data, "/data/part", OS_WRITE | OS_CREATE | OS_TRUNCATE);

    if (file < 0)
        return file_fail(call, file, "open", "part");
    int error = os->write(os->data, file, bytes.p, bytes.n, 0);
    if (error == OS_OK && sync_file)
        error = os->sync(os->data, file);
    (void)os->close(os->data, file);
    if (error == OS_OK)
        error = os->rename(os->data, "/data/part", "/data/keys");
    if (error == OS_OK && !sync_file)
        error = os->sync_dir(os->data, "/data");
    return error == OS_OK ? RC_OK : file_fail(call, error, "write", "part");
}

static enum rc replace_unsynced(struct call *call, void *state, int i)
{
    (void)state;
    return replace_careless(call, i, false);
}

static enum rc replace_unnamed(struct call *call, void *state, int i)
{
    (void)state;
    return replace_careless(call, i, true);
}

static enum rc check(struct call *call, int acknowledged, int *found)
{
    struct str got;
    enum rc rc = file_read(call, "/data/keys", SIZE_MAX_OF_STEP, &got);

    (void)acknowledged;
    if (rc == RC_NOT_FOUND) {
        struct os_file folder;
        call_forgive(call);
        *found = call->os->stat(call->os->data, "/data", &folder) == OS_OK ? 0 : -1;
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    if (got.n == 0)
        return fail(call, RC_CORRUPT, "keys", "The file is empty.");
    *found = got.p[0];
    struct str want = content(call, *found - 1);
    return str_eq(got, want) ? RC_OK : fail(call, RC_CORRUPT, "keys", "The file is not whole.");
}

void file_test(const struct crash_options *options)
{
    struct crash_workload workload = {"file-replace", STEPS, true, setup, replace, stop, check};
    struct crash_options quiet = *options;

    CASE("a file is replaced whole or not at all");
    if (!crash_holds(&workload, options))
        return;

    CASE("the same without syncing the file is found out");
    quiet.quiet = true;
    workload.name = "file-unsynced";
    workload.step = replace_unsynced;
    CHECK(crash_run(&workload, quiet).damaged > 0);

    CASE("the same without syncing the folder is found out");
    workload.name = "file-unnamed";
    workload.step = replace_unnamed;
    struct crash_result result = crash_run(&workload, quiet);
    CHECK(result.lost > 0);
    CHECK_INT(result.damaged, 0);

    CASE("dropped syncs are found out");
    workload.name = "file-replace";
    workload.step = replace;
    (void)crash_control(&workload, *options, 1);
}
