/* disk_test.c - the simulated disk: its files, its names, and what a power cut leaves of them. */
#include "base/file.h"
#include "crash.h"
#include "disk.h"
#include "tap.h"

void file_test(const struct crash_options *options);
void sqlite_test(const struct crash_options *options);

static int make(const struct os *os, const char *path, const char *text, bool sync)
{
    int file = os->open(os->data, path, OS_WRITE | OS_CREATE | OS_TRUNCATE);

    if (file < 0)
        return file;
    int error = os->write(os->data, file, text, strlen(text), 0);
    if (error == OS_OK && sync)
        error = os->sync(os->data, file);
    (void)os->close(os->data, file);
    return error;
}

/* Whether the file is there with exactly this text; NULL: whether it is not there at all. */
static bool holds(struct disk *disk, const char *path, const char *text)
{
    const struct os *os = disk_os(disk);
    char got[64];
    int file = os->open(os->data, path, OS_READ);

    if (file < 0)
        return text == NULL && file == OS_NOT_FOUND;
    int64_t n = os->read(os->data, file, got, sizeof got, 0);
    (void)os->close(os->data, file);
    return text != NULL && n == (int64_t)strlen(text) && memcmp(got, text, (size_t)n) == 0;
}

static bool holds_after(struct disk *disk, unsigned mode, const char *path, const char *text)
{
    struct disk *found = disk_crash(disk, disk_events(disk), mode, 1);
    bool ok = holds(found, path, text);

    disk_free(found);
    return ok;
}

static bool count_name(void *arg, const char *name)
{
    *(int *)arg += strcmp(name, "a") == 0 ? 1 : 100;
    return true;
}

static void names_test(void)
{
    struct disk *disk = disk_new(1);
    const struct os *os = disk_os(disk);
    struct os_file file;
    int names = 0;

    CASE("files and folders");
    CHECK_INT(make(os, "/f/a", "one", false), OS_NOT_FOUND);
    CHECK_INT(os->mkdir(os->data, "/f"), OS_OK);
    CHECK_INT(os->mkdir(os->data, "f"), OS_EXISTS);
    CHECK_INT(make(os, "/f/a", "one", false), OS_OK);
    CHECK(holds(disk, "f//./a", "one"));
    CHECK_INT(os->open(os->data, "/f/a", OS_WRITE | OS_CREATE | OS_NEW), OS_EXISTS);
    CHECK_INT(os->open(os->data, "/f", OS_READ), OS_IO);
    CHECK(os->stat(os->data, "/f/a", &file) == OS_OK && !file.is_folder && file.size == 3);
    CHECK(os->stat(os->data, "/f", &file) == OS_OK && file.is_folder);
    CHECK_INT(os->remove(os->data, "/f"), OS_EXISTS);
    CHECK_INT(os->list(os->data, "/f", count_name, &names), OS_OK);
    CHECK_INT(names, 1);
    CHECK_INT(os->list(os->data, "/g", count_name, &names), OS_NOT_FOUND);

    CASE("renames");
    CHECK_INT(os->rename(os->data, "/f/a", "/f/b"), OS_OK);
    CHECK(holds(disk, "/f/a", NULL) && holds(disk, "/f/b", "one"));
    CHECK_INT(os->rename(os->data, "/f/a", "/f/b"), OS_NOT_FOUND);
    CHECK_INT(os->rename(os->data, "/f", "/f/g"), OS_IO);
    CHECK_INT(os->mkdir(os->data, "/g"), OS_OK);
    CHECK_INT(os->rename(os->data, "/f", "/g/f"), OS_OK);
    CHECK(holds(disk, "/g/f/b", "one"));
    CHECK_INT(os->remove(os->data, "/g/f/b"), OS_OK);
    CHECK_INT(os->remove(os->data, "/g/f"), OS_OK);
    CHECK_INT(os->remove(os->data, "/g/f"), OS_NOT_FOUND);
    disk_free(disk);
}

static void bytes_test(void)
{
    struct disk *disk = disk_new(1);
    const struct os *os = disk_os(disk);
    char got[8];

    CASE("an open file outlives its name");
    CHECK_INT(make(os, "/a", "one", false), OS_OK);
    int a = os->open(os->data, "/a", OS_READ);
    CHECK_INT(os->remove(os->data, "/a"), OS_OK);
    CHECK_INT(os->read(os->data, a, got, sizeof got, 1), 2);
    CHECK_INT(os->read(os->data, a, got, sizeof got, 3), 0);
    CHECK_INT(os->write(os->data, a, "x", 1, 0), OS_DENIED);

    CASE("a gap reads as zeros");
    int b = os->open(os->data, "/b", OS_WRITE | OS_CREATE);
    CHECK_INT(os->write(os->data, b, "x", 1, 9000), OS_OK);
    CHECK(os->read(os->data, b, got, 3, 8998) == 3 && memcmp(got, "\0\0x", 3) == 0);

    CASE("a lock has one holder");
    int other = os->open(os->data, "/b", OS_READ);
    CHECK_INT(os->lock(os->data, b, false), OS_OK);
    CHECK_INT(os->lock(os->data, other, true), OS_BUSY);
    CHECK_INT(os->unlock(os->data, b), OS_OK);
    CHECK_INT(os->lock(os->data, other, false), OS_OK);
    CHECK_INT(os->close(os->data, other), OS_OK);
    CHECK_INT(os->lock(os->data, b, false), OS_OK);

    CASE("time runs on, chance repeats itself");
    int64_t now = os->now_ms(os->data);
    disk_pass(disk, 1000);
    CHECK(os->now_ms(os->data) >= now + 1000);
    struct disk *twin = disk_new(1);
    char mine[16], its[16];
    os->random(os->data, mine, sizeof mine);
    disk_os(twin)->random(twin, its, sizeof its);
    CHECK(memcmp(mine, its, sizeof mine) == 0);
    disk_free(twin);
    disk_free(disk);
}

/* The root folder holds everything, so that one sync_dir is enough. */
static struct disk *settled(const char *path, const char *text)
{
    struct disk *disk = disk_new(2);
    const struct os *os = disk_os(disk);

    CHECK_INT(make(os, path, text, true), OS_OK);
    CHECK_INT(os->sync_dir(os->data, "/"), OS_OK);
    return disk;
}

static void cut_bytes_test(void)
{
    struct disk *disk = settled("/a", "old");
    const struct os *os = disk_os(disk);

    CASE("synced bytes stay, others go as the mode says");
    CHECK_INT(make(os, "/a", "newer", false), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/a", "old"));
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/a", "old"));
    CHECK(holds_after(disk, DISK_KEPT, "/a", "newer"));
    struct disk *before = disk_crash(disk, disk_events(disk) - 1, DISK_KEPT, 1);
    CHECK(holds(before, "/a", "")); /* the open had emptied it */
    disk_free(before);

    CASE("a dropped sync keeps nothing");
    disk_drop_syncs(disk, 1);
    CHECK_INT(make(os, "/a", "newer", true), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/a", "old"));
    disk_drop_syncs(disk, 0);
    CHECK_INT(make(os, "/a", "newer", true), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/a", "newer"));

    CASE("a crashed disk crashes again");
    struct disk *found = disk_crash(disk, disk_events(disk), DISK_LOST, 1);
    CHECK_INT(disk_events(found), 0);
    CHECK_INT(make(disk_os(found), "/a", "newest", false), OS_OK);
    CHECK(holds_after(found, DISK_LOST, "/a", "newer"));
    CHECK(holds(disk, "/a", "newer"));
    disk_free(found);
    disk_free(disk);
}

static void cut_names_test(void)
{
    struct disk *disk = settled("/a", "old");
    const struct os *os = disk_os(disk);

    CASE("a name lasts with its folder");
    CHECK_INT(make(os, "/b", "new", true), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/b", "new")); /* its sync wrote the journal */
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/b", NULL));
    CHECK_INT(os->rename(os->data, "/b", "/a"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/a", "old"));
    CHECK(holds_after(disk, DISK_LOST, "/b", "new"));
    CHECK_INT(os->sync_dir(os->data, "/"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/a", "new"));
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/b", NULL));

    CASE("what was removed comes back unless its folder was synced");
    CHECK_INT(os->remove(os->data, "/a"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/a", "new"));
    CHECK_INT(os->sync_dir(os->data, "/"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/a", NULL));

    CASE("what is in a lost folder is lost");
    CHECK_INT(os->mkdir(os->data, "/f"), OS_OK);
    CHECK_INT(make(os, "/f/c", "text", true), OS_OK);
    CHECK_INT(os->sync_dir(os->data, "/f"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST, "/f/c", "text"));
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/f/c", NULL));
    CHECK_INT(os->sync_dir(os->data, "/"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/f/c", "text"));

    CASE("a rename between folders needs both");
    CHECK_INT(os->rename(os->data, "/f/c", "/d"), OS_OK);
    CHECK_INT(os->sync_dir(os->data, "/f"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/f/c", "text"));
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/d", NULL));
    CHECK_INT(os->sync_dir(os->data, "/"), OS_OK);
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/f/c", NULL));
    CHECK(holds_after(disk, DISK_LOST | DISK_POSIX, "/d", "text"));
    disk_free(disk);
}

/* How a file of A's, half of it rewritten with B's, may look after a cut. */
struct torn {
    bool whole_sectors; /* each has one letter only */
    bool some, none, mixed;
};

static void look_at_torn(struct disk *disk, struct torn *seen)
{
    enum { SECTOR = 512, SECTORS = 8 };
    const struct os *os = disk_os(disk);
    char got[SECTOR * SECTORS];
    int file = os->open(os->data, "/a", OS_READ), b = 0;

    CHECK_INT(os->read(os->data, file, got, sizeof got, 0), sizeof got);
    for (int i = 0; i < SECTORS; i++) {
        char first = got[i * SECTOR];
        for (int j = 0; j < SECTOR; j++)
            seen->whole_sectors = seen->whole_sectors && got[i * SECTOR + j] == first;
        b += first == 'B';
    }
    seen->none = seen->none || b == 0;
    seen->some = seen->some || b == SECTORS;
    seen->mixed = seen->mixed || (b > 0 && b < SECTORS);
    (void)os->close(os->data, file);
}

static struct torn cut_often(struct disk *disk, unsigned mode)
{
    struct torn seen = {.whole_sectors = true};

    for (uint64_t seed = 0; seed < 200; seed++) {
        struct disk *found = disk_crash(disk, disk_events(disk), mode, seed);
        look_at_torn(found, &seen);
        disk_free(found);
    }
    return seen;
}

static void torn_test(void)
{
    enum { SIZE = 4096 };
    char letters[SIZE];
    struct disk *disk = settled("/a", "");
    const struct os *os = disk_os(disk);
    int file = os->open(os->data, "/a", OS_WRITE);

    memset(letters, 'A', SIZE);
    CHECK_INT(os->write(os->data, file, letters, SIZE, 0), OS_OK);
    CHECK_INT(os->sync(os->data, file), OS_OK);
    memset(letters, 'B', SIZE);
    CHECK_INT(os->write(os->data, file, letters, SIZE, 0), OS_OK);

    CASE("torn writes break between sectors");
    struct torn torn = cut_often(disk, DISK_TORN);
    CHECK(torn.whole_sectors && torn.none && torn.some && torn.mixed);
    CASE("reordered writes are whole");
    struct torn reordered = cut_often(disk, DISK_REORDERED);
    CHECK(reordered.whole_sectors && reordered.none && reordered.some && !reordered.mixed);

    CASE("a failed sync loses for good what it was for, or some of it");
    disk_fail(disk, (struct disk_fault){DISK_SYNC, 1, 1, DISK_IO});
    CHECK_INT(os->sync(os->data, file), OS_IO);
    CHECK_INT(disk_fault_calls(disk), 1);
    CHECK_INT(os->sync(os->data, file), OS_OK);
    struct torn after = cut_often(disk, DISK_REORDERED);
    CHECK(after.none != after.some);
    (void)os->close(os->data, file);
    disk_free(disk);
}

static void fault_test(void)
{
    struct disk *disk = disk_new(3);
    const struct os *os = disk_os(disk);

    CASE("faults strike the call they were meant for");
    disk_fail(disk, (struct disk_fault){DISK_WRITE, 2, 1, DISK_FULL});
    CHECK_INT(make(os, "/a", "one", false), OS_OK);
    CHECK_INT(disk_fault_calls(disk), 1);
    CHECK_INT(make(os, "/b", "two", false), OS_FULL);
    CHECK_INT(disk_fault_calls(disk), 2);
    CHECK(holds(disk, "/b", ""));
    CHECK_INT(make(os, "/b", "two", false), OS_OK);
    disk_fail(disk, (struct disk_fault){DISK_WRITE, 1, 0, DISK_SHORT});
    CHECK_INT(make(os, "/c", "four", false), OS_FULL);
    CHECK(holds(disk, "/c", "fo"));
    CHECK_INT(make(os, "/c", "four", false), OS_FULL);
    disk_fail(disk, (struct disk_fault){DISK_NAME, 1, 1, DISK_IO});
    CHECK_INT(make(os, "/d", "x", false), OS_IO);
    CHECK(holds(disk, "/d", NULL));
    disk_fail(disk, (struct disk_fault){DISK_OPEN, 1, 1, DISK_IO});
    CHECK_INT(os->open(os->data, "/a", OS_READ), OS_IO);
    disk_fail(disk, (struct disk_fault){DISK_READ, 1, 0, DISK_SHORT});
    CHECK(holds(disk, "/a", "o"));
    disk_free(disk);
}

int main(int argc, char **argv)
{
    struct crash_options options = {.states = 2000, .seed = 1};

    if (!crash_arguments(argc, argv, &options)) {
        (void)fprintf(stderr, "Usage: disk_test [--states N] [--seed N] [--replay S:E:M:D]\n");
        return 2;
    }
    names_test();
    bytes_test();
    cut_bytes_test();
    cut_names_test();
    torn_test();
    fault_test();
    file_test(&options);
    sqlite_test(&options);
    return tap_end();
}
