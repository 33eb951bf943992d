/* folder_test.c - the real system, marks of files, and which folders are refused. */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "faulty_os.h"
#include "store/folder.h"
#include "store/mark.h"
#include "store/store_test.h"

static bool count_names(void *arg, const char *name)
{
    (void)name;
    return ++*(int *)arg < 2;
}

static void posix_files_test(void)
{
    CASE("files of the real system");
    struct test_call test;
    test_call_init(&test, &heap_libc, posix_os());
    const struct os *os = posix_os();
    const char *folder = test_folder(&test, "posix");
    struct str path = file_path(&test.call, folder, "a");
    struct os_file facts;
    char text[8];

    CHECK_INT(os->open(NULL, path.p, OS_READ), OS_NOT_FOUND);
    int file = os->open(NULL, path.p, OS_WRITE | OS_CREATE | OS_NEW);
    CHECK(file >= 0);
    CHECK_INT(os->open(NULL, path.p, OS_WRITE | OS_CREATE | OS_NEW), OS_EXISTS);
    CHECK(fcntl(file, F_GETFD) == FD_CLOEXEC);
    CHECK_INT(os->write(NULL, file, "hello", 5, 3), OS_OK);
    CHECK_INT(os->sync(NULL, file), OS_OK);
    CHECK_INT(os->read(NULL, file, text, 8, 0), 8);
    CHECK_INT(os->read(NULL, file, text, 8, 8), 0);
    int other = os->open(NULL, path.p, OS_WRITE);
    CHECK_INT(os->lock(NULL, file, false), OS_OK);
    CHECK_INT(os->lock(NULL, other, false), OS_BUSY);
    CHECK_INT(os->unlock(NULL, file), OS_OK);
    CHECK_INT(os->lock(NULL, other, true), OS_OK);
    CHECK_INT(os->close(NULL, other), OS_OK);
    CHECK_INT(os->close(NULL, file), OS_OK);
    CHECK_INT(os->close(NULL, file), OS_IO);
    CHECK_INT(os->stat(NULL, path.p, &facts), OS_OK);
    CHECK(facts.size == 8 && !facts.is_folder && facts.modified_ms > 1700000000000);
    CHECK_INT(os->sync_dir(NULL, folder), OS_OK);
    CHECK_INT(os->sync_dir(NULL, path.p), OS_NOT_FOUND);
    CHECK_INT(os->remove(NULL, folder), OS_EXISTS);
    struct str moved = file_path(&test.call, folder, "b");
    CHECK_INT(os->rename(NULL, path.p, moved.p), OS_OK);
    CHECK_INT(os->stat(NULL, path.p, &facts), OS_NOT_FOUND);
    CHECK_INT(os->mkdir(NULL, path.p), OS_OK);
    CHECK_INT(os->mkdir(NULL, path.p), OS_EXISTS);
    int names = 0;
    CHECK_INT(os->list(NULL, folder, count_names, &names), OS_OK);
    CHECK_INT(names, 2);
    CHECK(os->remove(NULL, moved.p) == OS_OK && os->remove(NULL, path.p) == OS_OK);
    CHECK_INT(os->open(NULL, "/dev/full", OS_WRITE) >= 0, true);
    test_call_fini(&test);
}

static void posix_faults_test(void)
{
    CASE("a full disk, private files, the process");
    const struct os *os = posix_os();
    struct stat st;
    char path[256];
    unsigned char a[40] = {0}, b[40] = {0};

    int full = os->open(NULL, "/dev/full", OS_WRITE);
    CHECK_INT(os->write(NULL, full, "x", 1, 0), OS_FULL);
    (void)os->close(NULL, full);
    (void)snprintf(path, sizeof path, "%s/private", tap_folder());
    (void)umask(0);
    (void)os->close(NULL, os->open(NULL, path, OS_WRITE | OS_CREATE));
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
    (void)os->remove(NULL, path);
    CHECK(os->mkdir(NULL, path) == OS_OK && stat(path, &st) == 0 && (st.st_mode & 0777) == 0700);
    (void)umask(077);
    os->random(NULL, a, sizeof a);
    os->random(NULL, b, sizeof b);
    CHECK(memcmp(a, b, sizeof a) != 0);
    int64_t from = os->tick_us(NULL);
    CHECK(os->tick_us(NULL) >= from && os->now_ms(NULL) > 1700000000000);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit core;
        bool secured = posix_secure_process() && getrlimit(RLIMIT_CORE, &core) == 0;
        _exit(secured && core.rlim_cur == 0 ? 0 : 1);
    }
    int status = 1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
}

/* The child waits for the lock: whoever holds it cannot lock the door of posix.c. */
static bool somebody_waits(int file)
{
    struct flock door = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1};

    return fcntl(file, F_OFD_GETLK, &door) == 0 && door.l_type != F_UNLCK;
}

static void queue_test(void)
{
    CASE("who gives a lock back and wants it again does not overtake who waits");
    const struct os *os = posix_os();
    char path[256], order[2] = "";
    int ends[2], status = 1;

    (void)snprintf(path, sizeof path, "%s/queue", tap_folder());
    int file = os->open(NULL, path, OS_WRITE | OS_CREATE);
    CHECK(pipe(ends) == 0 && os->lock(NULL, file, true) == OS_OK);
    pid_t child = fork();
    if (child == 0) {
        int own = os->open(NULL, path, OS_WRITE);
        bool got = os->lock(NULL, own, true) == OS_OK && write(ends[1], "c", 1) == 1;
        _exit(got ? 0 : 1); /* which also unlocks */
    }
    while (!somebody_waits(file))
        (void)usleep(1000);
    CHECK_INT(os->unlock(NULL, file), OS_OK);
    CHECK_INT(os->lock(NULL, file, true), OS_OK);
    CHECK(write(ends[1], "p", 1) == 1);
    CHECK(read(ends[0], order, 2) == 2 && order[0] == 'c' && order[1] == 'p');
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    (void)close(ends[0]);
    (void)close(ends[1]);
    CHECK(os->close(NULL, file) == OS_OK && os->remove(NULL, path) == OS_OK);
}

static void mark_test(void)
{
    CASE("the first line of a file");
    struct test_call test;
    test_call_init(&test, &heap_libc, posix_os());
    struct call *call = &test.call;
    char line[MARK_MAX];
    size_t size = 0, n = mark_make("keys", 1, line);
    unsigned version = 0;
    struct mark want = {"keys", 1, "khetane.keys"};

    CHECK_RC(call, mark_read(call, want, str_bytes(line, n), &size, &version), RC_OK);
    CHECK(size == n && version == 1);
    for (size_t bit = 0; bit < 8 * n; bit++) {
        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
        CHECK_RC(call, mark_read(call, want, str_bytes(line, n), &size, &version), RC_CORRUPT);
        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
    }
    for (size_t cut = 0; cut < n; cut++)
        CHECK_RC(call, mark_read(call, want, str_bytes(line, cut), &size, &version), RC_CORRUPT);
    want.kind = "blob";
    CHECK_RC(call, mark_read(call, want, str_bytes(line, n), &size, &version), RC_CORRUPT);
    n = mark_make("keys", 2, line);
    want.kind = "keys";
    enum rc rc = mark_read(call, want, str_bytes(line, n), &size, &version);
    CHECK(test_says(call, "newer version of Khetane (format 2"));
    CHECK_RC(call, rc, RC_NEWER);
    test_call_fini(&test);
}

static const struct {
    const char *name, *fs;
    bool is_folder, is_mine;
    unsigned mode;
    enum rc rc;
    const char *says;
} judged[] = {
    {"own folder", "ext4", true, true, 0700, RC_OK, ""},
    {"of an unknown disk", "", true, true, 0700, RC_OK, ""},
    {"NTFS by FUSE", "fuseblk", true, true, 0700, RC_OK, ""},
    {"gocryptfs", "fuse.gocryptfs", true, true, 0700, RC_OK, ""},
    {"a file", "ext4", false, true, 0700, RC_INVALID, "is a file"},
    {"NFS", "nfs4", true, true, 0700, RC_INVALID, "network or shared disk (nfs4)"},
    {"Windows share", "cifs", true, true, 0700, RC_INVALID, "this computer's own disk"},
    {"sshfs", "fuse.sshfs", true, true, 0700, RC_INVALID, "fuse.sshfs"},
    {"shared by a virtual machine", "9p", true, true, 0700, RC_INVALID, "9p"},
    {"of another user", "ext4", true, false, 0700, RC_DENIED, "another user"},
    {"open to all", "ext4", true, true, 0755, RC_DENIED, "chmod 700"},
    {"open to the group", "ext4", true, true, 0710, RC_DENIED, "mode 710"},
    {"not to be written", "ext4", true, true, 0500, RC_DENIED, "may not read and write"},
};

static void judge_test(void)
{
    struct test_call test;
    test_call_init(&test, &heap_libc, posix_os());
    static struct posix_folder found;

    CASE("what the system says of a folder");
    CHECK_INT(posix_folder("/proc/self/..", &found), OS_OK);
    CHECK_TEXT(str_of(found.real), "/proc");
    CHECK_TEXT(str_of(found.fs), "proc");
    CHECK(found.is_folder);
    CHECK_INT(posix_folder("/nowhere", &found), OS_NOT_FOUND);

    for (size_t i = 0; i < sizeof judged / sizeof judged[0]; i++) {
        struct posix_folder facts = {
            .is_folder = judged[i].is_folder, .is_mine = judged[i].is_mine, .mode = judged[i].mode};
        CASE("folder: %s", judged[i].name);
        (void)snprintf(facts.real, sizeof facts.real, "%s", tap_folder());
        (void)snprintf(facts.fs, sizeof facts.fs, "%s", judged[i].fs);
        enum rc rc = folder_judge(&test.call, &facts);
        CHECK(rc == RC_OK || test_says(&test.call, judged[i].says));
        CHECK_RC(&test.call, rc, judged[i].rc);
    }
    test_call_fini(&test);
}

static const struct {
    const char *folder, *mark; /* a mark ending in / is a folder */
    enum rc rc;
} synced[] = {
    {"plain", NULL, RC_OK},
    {"Dropbox", NULL, RC_INVALID},
    {"OneDrive - Legal Aid", NULL, RC_INVALID},
    {"Google Drive", NULL, RC_INVALID},
    {"Nextcloud", NULL, RC_INVALID},
    {"nextcloud", NULL, RC_OK}, /* a server's own user, say */
    {"iCloud Drive", NULL, RC_INVALID},
    {"a", ".dropbox", RC_INVALID},
    {"b", ".dropbox/", RC_OK}, /* the program's settings in everybody's home */
    {"c", ".stfolder/", RC_INVALID},
    {"d", ".sync_1a2b3c.db", RC_INVALID},
    {"e", ".sync_settings", RC_OK},
    {"f", ".tmp.drivedownload/", RC_INVALID},
    {"g", ".owncloudsync.log", RC_INVALID},
};

static void put_mark(struct call *call, const char *folder, const char *mark)
{
    const struct os *os = call->os;
    struct str path = file_path(call, folder, mark);

    if (str_ends(path, STR("/")))
        CHECK_INT(os->mkdir(os->data, path.p), OS_OK);
    else
        (void)os->close(os->data, os->open(os->data, path.p, OS_WRITE | OS_CREATE));
}

static void sync_test(void)
{
    struct test_call test;
    test_call_init(&test, &heap_libc, posix_os());
    struct call *call = &test.call;

    for (size_t i = 0; i < sizeof synced / sizeof synced[0]; i++) {
        CASE("synchronised: %s %s", synced[i].folder, synced[i].mark ? synced[i].mark : "");
        const char *outer = test_folder(&test, synced[i].folder);
        struct str inner = file_path(call, outer, "in");
        CHECK_INT(call->os->mkdir(NULL, inner.p), OS_OK);
        if (synced[i].mark != NULL)
            put_mark(call, outer, synced[i].mark);
        struct str data = file_path(call, inner.p, "khetane");
        enum rc rc = folder_make(call, data.p);
        CHECK(rc == RC_OK || test_says(call, "khetane backup"));
        CHECK_RC(call, rc, synced[i].rc);
        CHECK_INT(file_exists(call, data.p), rc == RC_OK);
        if (rc == RC_OK)
            CHECK_RC(call, folder_make(call, data.p), RC_OK);
    }
    CASE("a folder that is not there");
    CHECK_RC(call, folder_check(call, "/nowhere/khetane"), RC_NOT_FOUND);
    CHECK_RC(call, folder_make(call, "/nowhere/khetane"), RC_NOT_FOUND);
    test_call_fini(&test);
}

static void serve_test(void)
{
    CASE("one server, one writer");
    struct test_call test;
    test_call_init(&test, &heap_libc, posix_os());
    struct call *call = &test.call;
    const char *folder = test_folder(&test, "served");
    struct folder_lock first, second, write;

    CHECK_RC(call, folder_serve(call, folder, 4711, &first), RC_OK);
    enum rc rc = folder_serve(call, folder, 4712, &second);
    CHECK(test_says(call, "(process 4711)"));
    CHECK_RC(call, rc, RC_BUSY);
    folder_lock_close(call, &first);
    CHECK_RC(call, folder_serve(call, folder, 99, &second), RC_OK);
    rc = folder_serve(call, folder, 4712, &first);
    CHECK(test_says(call, "(process 99)"));
    CHECK_RC(call, rc, RC_BUSY);
    folder_lock_close(call, &second);
    CHECK_RC(call, folder_lock_open(call, folder, "write.lock", &first), RC_OK);
    CHECK_RC(call, folder_lock_open(call, folder, "write.lock", &write), RC_OK);
    CHECK_RC(call, folder_lock_take(call, &first, true), RC_OK);
    CHECK_RC(call, folder_lock_take(call, &write, false), RC_BUSY);
    folder_lock_give(call, &first);
    CHECK_RC(call, folder_lock_take(call, &write, true), RC_OK);
    folder_lock_close(call, &write);
    folder_lock_close(call, &first);
    test_call_fini(&test);
}

static void serve_faults_test(void)
{
    CASE("a lock on a disk that fails");
    struct test_call test;
    struct faulty_os faulty;
    struct folder_lock lock;

    test_call_init(&test, &heap_libc, posix_os());
    const char *folder = test_folder(&test, "served-badly");
    long n = 0;
    enum rc rc = RC_FULL;
    while (rc != RC_OK && n < 10) {
        faulty_os_init(&faulty, posix_os(), ++n);
        test.call.os = &faulty.os;
        rc = folder_serve(&test.call, folder, 1, &lock);
        CHECK_RC(&test.call, rc, rc == RC_OK ? RC_OK : RC_FULL);
    }
    CHECK_INT(n, 3); /* open, write, then nothing fails */
    folder_lock_close(&test.call, &lock);
    test_call_fini(&test);
}

void folder_test(void)
{
    posix_files_test();
    posix_faults_test();
    queue_test();
    mark_test();
    judge_test();
    sync_test();
    serve_test();
    serve_faults_test();
}
