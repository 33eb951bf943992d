/* file_test.c - whole files on a folder in memory whose n-th call fails. */
#include "base/file.h"
#include "tap.h"

enum { FILES = 4, FILE_MAX = 300000, NAME_MAX_HERE = 64 };

/* A folder in memory: enough of struct os for whole files. */
struct folder {
    struct {
        char name[NAME_MAX_HERE];
        char bytes[FILE_MAX];
        size_t n;
        bool there;
    } files[FILES];
    int calls, fail_at; /* the fail_at-th call fails with error; 0: none */
    int error;
    int opened;
    size_t read_max; /* bytes that one read gives; 0: as asked */
    bool synced, folder_synced;
};

static struct folder folder_here;

static bool fails(struct folder *f)
{
    return ++f->calls == f->fail_at;
}

static int find(const struct folder *f, const char *path)
{
    for (int i = 0; i < FILES; i++)
        if (f->files[i].there && strcmp(f->files[i].name, path) == 0)
            return i;
    return OS_NOT_FOUND;
}

static int64_t no_time(void *data)
{
    (void)data;
    return 0;
}

static int folder_open(void *data, const char *path, unsigned flags)
{
    struct folder *f = data;
    int i = find(f, path);

    if (fails(f))
        return f->error;
    if (i < 0 && (flags & OS_CREATE) == 0)
        return OS_NOT_FOUND;
    for (int free = 0; i < 0; free++)
        if (!f->files[free].there)
            i = free;
    if (!f->files[i].there) {
        (void)snprintf(f->files[i].name, sizeof f->files[i].name, "%s", path);
        f->files[i].there = true;
        f->files[i].n = 0;
    }
    if ((flags & OS_TRUNCATE) != 0)
        f->files[i].n = 0;
    f->opened++;
    return i;
}

static int folder_close(void *data, int file)
{
    struct folder *f = data;

    (void)file;
    f->opened--;
    return fails(f) ? f->error : OS_OK;
}

static int64_t folder_read(void *data, int file, void *out, size_t n, int64_t at)
{
    struct folder *f = data;
    size_t left = f->files[file].n - (size_t)at;

    if (fails(f))
        return f->error;
    if (f->read_max != 0 && n > f->read_max)
        n = f->read_max;
    n = n < left ? n : left;
    memcpy(out, f->files[file].bytes + at, n);
    return (int64_t)n;
}

static int folder_write(void *data, int file, const void *bytes, size_t n, int64_t at)
{
    struct folder *f = data;
    bool bad = fails(f);

    if (bad)
        n /= 2; /* half of it reaches the disk */
    memcpy(f->files[file].bytes + at, bytes, n);
    f->files[file].n = (size_t)at + n;
    f->synced = false;
    return bad ? f->error : OS_OK;
}

static int folder_sync(void *data, int file)
{
    struct folder *f = data;

    (void)file;
    if (fails(f))
        return f->error;
    f->synced = true;
    return OS_OK;
}

static int folder_rename(void *data, const char *from, const char *to)
{
    struct folder *f = data;

    if (fails(f))
        return f->error;
    CHECK(f->synced); /* or a power cut may leave the new name on an empty file */
    int old = find(f, to), i = find(f, from);
    if (old >= 0)
        f->files[old].there = false;
    (void)snprintf(f->files[i].name, sizeof f->files[i].name, "%s", to);
    return OS_OK;
}

static int folder_remove(void *data, const char *path)
{
    struct folder *f = data;
    int i = find(f, path);

    if (i >= 0)
        f->files[i].there = false;
    return i >= 0 ? OS_OK : i;
}

static int folder_sync_dir(void *data, const char *path)
{
    struct folder *f = data;

    (void)path;
    if (fails(f))
        return f->error;
    f->folder_synced = true;
    return OS_OK;
}

static int folder_stat(void *data, const char *path, struct os_file *out)
{
    struct folder *f = data;
    int i = find(f, path);

    if (i < 0)
        return i;
    *out = (struct os_file){.size = (int64_t)f->files[i].n};
    return OS_OK;
}

static const struct os folder_os = {
    .data = &folder_here,
    .now_ms = no_time,
    .open = folder_open,
    .close = folder_close,
    .read = folder_read,
    .write = folder_write,
    .sync = folder_sync,
    .rename = folder_rename,
    .remove = folder_remove,
    .sync_dir = folder_sync_dir,
    .stat = folder_stat,
};

static void fresh(struct arena *arena, struct call *call)
{
    memset(&folder_here, 0, sizeof folder_here);
    arena_reset(arena);
    call_init(call, arena, &folder_os);
}

static void reading(struct arena *arena, struct call *call)
{
    struct str text = str_of("before");

    CASE("written, replaced and read again");
    fresh(arena, call);
    CHECK_RC(call, file_replace(call, "dir", "a", STR("first")), RC_OK);
    CHECK_RC(call, file_replace(call, "dir", "a", STR("second")), RC_OK);
    CHECK(folder_here.folder_synced);
    CHECK(file_exists(call, "dir/a") && !file_exists(call, "dir/a.part"));
    CHECK_RC(call, file_read(call, "dir/a", 6, &text), RC_OK);
    CHECK_TEXT(text, "second");
    CHECK(text.p[6] == '\0');
    CHECK_INT(folder_here.opened, 0);

    CASE("a file longer than its limit, and one that is not there");
    text = str_of("before");
    CHECK_INT(file_read(call, "dir/a", 5, &text), RC_LIMIT);
    CHECK_TEXT(call->error.text, "dir/a is longer than 5 bytes.");
    call_forgive(call);
    CHECK_INT(file_read(call, "dir/b", 5, &text), RC_NOT_FOUND);
    CHECK_TEXT(call->error.text, "Could not read dir/b: it is not there.");
    call_forgive(call);
    CHECK_TEXT(text, "before");
    CHECK_INT(folder_here.opened, 0);

    CASE("reads that give less than was asked");
    CHECK_RC(call, file_replace(call, "dir", "a", str_format(arena, "%0200000d", 5)), RC_OK);
    folder_here.read_max = 999;
    CHECK_RC(call, file_read(call, "dir/a", 1 << 20, &text), RC_OK);
    CHECK(text.n == 200000 && text.p[199999] == '5');

    CASE("an empty file");
    CHECK_RC(call, file_replace(call, "dir", "empty", STR("")), RC_OK);
    CHECK_RC(call, file_read(call, "dir/empty", 10, &text), RC_OK);
    CHECK(text.p != NULL && text.n == 0);
}

static const struct {
    int error;
    enum rc rc;
} errors[] = {
    {OS_NOT_FOUND, RC_NOT_FOUND}, {OS_EXISTS, RC_CONFLICT}, {OS_DENIED, RC_DENIED},
    {OS_FULL, RC_FULL},           {OS_BUSY, RC_BUSY},       {OS_IO, RC_IO},
};

static void every_call_fails(struct arena *arena, struct call *call)
{
    for (size_t e = 0; e < sizeof errors / sizeof *errors; e++) {
        enum rc rc = RC_BUSY;
        CASE("each call of a replacement fails with %s: the old file or the new one",
             rc_name(errors[e].rc));
        for (int n = 1; rc != RC_OK && n < 20; n++) {
            fresh(arena, call);
            CHECK_RC(call, file_replace(call, "dir", "a", STR("old")), RC_OK);
            folder_here.calls = 0;
            folder_here.fail_at = n;
            folder_here.error = errors[e].error;
            rc = file_replace(call, "dir", "a", STR("newer"));
            CHECK(rc == RC_OK || (rc == errors[e].rc && call->error.text.n > 20));
            CHECK((rc == RC_OK) == (n > 6)); /* open write sync close rename sync_dir */
            CHECK_INT(folder_here.opened, 0);
            CHECK(!file_exists(call, "dir/a.part"));
            int i = find(&folder_here, "dir/a");
            struct str there = str_bytes(folder_here.files[i].bytes, folder_here.files[i].n);
            CHECK(str_is(there, "newer") || (rc != RC_OK && str_is(there, "old")));
            call_forgive(call);
        }
        CHECK_INT(rc, RC_OK);
    }
}

static void reading_fails(struct arena *arena, struct call *call)
{
    struct str text = str_of("before");

    CASE("each call of a reading fails; nothing stays open");
    for (int n = 1; n <= 2; n++) {
        fresh(arena, call);
        CHECK_RC(call, file_replace(call, "dir", "a", STR("old")), RC_OK);
        folder_here.calls = 0;
        folder_here.fail_at = n;
        folder_here.error = OS_IO;
        CHECK_INT(file_read(call, "dir/a", 100, &text), RC_IO);
        CHECK_TEXT(call->error.text, "Could not read dir/a: the disk reports an error.");
        CHECK_TEXT(text, "before");
        CHECK_INT(folder_here.opened, 0);
    }
}

static void no_memory(void)
{
    bool done = false;

    CASE("no memory: no file is touched, and the result says so");
    for (long n = 1; !done && n < 50; n++) {
        struct fault_heap faults;
        struct arena arena;
        struct call call;
        struct str text = str_of("before");
        fault_heap_init(&faults, n);
        arena_init(&arena, &faults.heap, 1 << 22);
        memset(&folder_here, 0, sizeof folder_here);
        call_init(&call, &arena, &folder_os);
        enum rc rc = file_replace(&call, "dir", "a", STR("bytes"));
        if (rc == RC_OK)
            rc = file_read(&call, "dir/a", 1 << 20, &text);
        CHECK(rc == RC_OK || rc == RC_MEMORY);
        CHECK_INT(folder_here.opened, 0);
        done = rc == RC_OK;
        arena_fini(&arena);
    }
    CHECK(done);
}

void file_test(void);
void file_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, 1 << 22);
    reading(&arena, &call);
    every_call_fails(&arena, &call);
    reading_fails(&arena, &call);
    arena_fini(&arena);
    no_memory();
}
