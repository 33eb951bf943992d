/* blob_test.c - blobs on good and bad disks, and the files that no record knows. */
#include "base/file.h"
#include "faulty_os.h"
#include "store/blob.h"
#include "store/posix.h"
#include "store/store_test.h"

static bool knows(void *data, const unsigned char id[static BLOB_ID])
{
    return data != NULL && memcmp(data, id, BLOB_ID) == 0;
}

static int orphans(struct test_call *test, const char *dir, void *known, int64_t older_than_ms)
{
    struct blob_search search = {knows, known, older_than_ms};
    struct blob_orphan *list = NULL;
    int n = 0;

    CHECK_RC(&test->call, blob_orphans(&test->call, dir, &search, &list), RC_OK);
    for (; list != NULL; list = list->next)
        n++;
    return n;
}

static void put_test(void)
{
    CASE("a blob is put, got, checked and removed");
    struct test_call test;
    test_call_init(&test, &heap_libc, posix_os());
    struct call *call = &test.call;
    const char *dir = test_folder(&test, "blobs-put");
    struct blob blob, other;
    struct str got;

    CHECK_INT(orphans(&test, dir, NULL, INT64_MAX), 0);
    CHECK_RC(call, blob_put(call, dir, STR("the first paper"), &blob), RC_OK);
    CHECK_RC(call, blob_put(call, dir, STR("the second paper"), &other), RC_OK);
    CHECK_RC(call, blob_get(call, dir, &blob, 100, &got), RC_OK);
    CHECK_TEXT(got, "the first paper");
    CHECK_RC(call, blob_get(call, dir, &other, 16, &got), RC_OK);
    CHECK_TEXT(got, "the second paper");
    CHECK_RC(call, blob_get(call, dir, &other, 15, &got), RC_LIMIT);
    CHECK_RC(call, blob_verify(call, dir, &blob), RC_OK);
    CHECK_INT(orphans(&test, dir, blob.id, INT64_MAX), 1);
    CHECK_INT(orphans(&test, dir, blob.id, call->now_ms - 60000), 0);
    struct blob mixed = other;
    mixed.sealed = blob.sealed;
    CHECK_RC(call, blob_get(call, dir, &mixed, 100, &got), RC_CORRUPT);
    CHECK_RC(call, blob_verify(call, dir, &mixed), RC_CORRUPT);
    CHECK_RC(call, blob_remove(call, dir, blob.id), RC_OK);
    CHECK_RC(call, blob_get(call, dir, &blob, 100, &got), RC_NOT_FOUND);
    CHECK_RC(call, blob_verify(call, dir, &blob), RC_NOT_FOUND);
    CHECK_RC(call, blob_remove(call, dir, blob.id), RC_NOT_FOUND);
    test_call_fini(&test);
}

static void disk_sweep_test(void)
{
    for (int dead = 0; dead < 2; dead++) {
        CASE("a blob on a disk %s at every step", dead ? "that dies" : "that fails");
        struct test_call test;
        test_call_init(&test, &heap_libc, posix_os());
        const char *dir = test_folder(&test, dead ? "blobs-dead" : "blobs-faulty");
        struct str content = str_dup(&test.arena, STR("a paper"));
        long n = 0;
        int left = 0;
        bool done = false;
        struct blob blob = {.id = {0}};
        while (!done && n < 30) {
            struct faulty_os faulty;
            faulty_os_init(&faulty, posix_os(), ++n);
            faulty.dead = dead != 0;
            test.call.os = &faulty.os;
            enum rc rc = blob_put(&test.call, dir, content, &blob);
            test.call.os = posix_os();
            done = rc == RC_OK;
            CHECK_RC(&test.call, rc, done ? RC_OK : RC_FULL);
            left = orphans(&test, dir, done ? blob.id : NULL, INT64_MAX);
            CHECK(dead || left == 0); /* what a dead disk keeps is found */
        }
        struct str got;
        /* two folders and their syncs, open, header, chunk, sync, rename, sync: 10 that fail */
        CHECK_INT(n, 11);
        CHECK(!dead || left > 0);
        CHECK_RC(&test.call, blob_get(&test.call, dir, &blob, 100, &got), RC_OK);
        CHECK_TEXT(got, "a paper");
        test_call_fini(&test);
    }
}

static void remove_sweep_test(void)
{
    CASE("a blob is removed for good, or the failure is said");
    struct test_call test;
    test_call_init(&test, &heap_libc, posix_os());
    const char *dir = test_folder(&test, "blobs-remove");

    for (long n = 1; n <= 3; n++) { /* the removal, the folder's sync, nothing */
        struct faulty_os faulty;
        struct blob blob;
        CHECK_RC(&test.call, blob_put(&test.call, dir, STR("a paper"), &blob), RC_OK);
        faulty_os_init(&faulty, posix_os(), n);
        test.call.os = &faulty.os;
        enum rc rc = blob_remove(&test.call, dir, blob.id);
        CHECK_RC(&test.call, rc, n < 3 ? RC_FULL : RC_OK);
        test.call.os = posix_os();
    }
    test_call_fini(&test);
}

static void memory_sweep_test(void)
{
    enum { STEP = 16, SPARE_MAX = 8000 };
    CASE("memory ends at every step of putting, getting and looking for orphans");
    struct test_call world;
    test_call_init(&world, &heap_libc, posix_os());
    const char *dir = test_folder(&world, "blobs-memory");
    struct blob_search search = {knows, NULL, INT64_MAX};
    struct blob_orphan *list = NULL;
    bool done = false;
    size_t spare = 0;

    for (; !done && spare < SPARE_MAX; spare += STEP) {
        struct fault_heap heap;
        struct test_call test;
        struct blob blob;
        struct str got;
        test_call_scarce(&test, &heap, spare);
        enum rc rc = blob_put(&test.call, dir, STR("a paper"), &blob);
        if (rc == RC_OK)
            rc = blob_get(&test.call, dir, &blob, 100, &got);
        if (rc == RC_OK)
            rc = blob_remove(&test.call, dir, blob.id);
        done = rc == RC_OK;
        CHECK_RC(&test.call, rc, done ? RC_OK : RC_MEMORY);
        test_call_fini(&test);
        CHECK_INT(heap.live, 0);
    }
    CHECK(done && spare > 300);
    CHECK(orphans(&world, dir, NULL, INT64_MAX) > 0);
    struct fault_heap heap;
    struct test_call test;
    test_call_scarce(&test, &heap, 2000);
    CHECK_RC(&test.call, blob_orphans(&test.call, dir, &search, &list), RC_MEMORY);
    test_call_fini(&test);
    test_call_fini(&world);
}

void blob_test(void)
{
    put_test();
    disk_sweep_test();
    remove_sweep_test();
    memory_sweep_test();
}
