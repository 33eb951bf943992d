/* posix.c - see posix.h. */
#include "store/posix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/str.h"

enum { MS = 1000, US = 1000000, NS_PER_US = 1000, NS_PER_MS = 1000000 };

static int error_of(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR: return OS_NOT_FOUND;
    case EEXIST:
    case ENOTEMPTY: return OS_EXISTS;
    case EACCES:
    case EPERM:
    case EROFS: return OS_DENIED;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return OS_FULL;
    case EWOULDBLOCK: return OS_BUSY;
    default: return OS_IO;
    }
}

static int result(int returned)
{
    return returned < 0 ? error_of(errno) : OS_OK;
}

static int64_t now_ms(void *data)
{
    struct timespec t;

    (void)data;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * MS + t.tv_nsec / NS_PER_MS;
}

static int64_t tick_us(void *data)
{
    struct timespec t;

    (void)data;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * US + t.tv_nsec / NS_PER_US;
}

static void fill_random(void *data, void *out, size_t n)
{
    unsigned char *to = out;

    (void)data;
    while (n != 0) {
        ssize_t got = getrandom(to, n, 0);
        if (got < 0 && errno != EINTR)
            abort(); /* a key that can be guessed is worse than no program */
        if (got > 0) {
            to += got;
            n -= (size_t)got;
        }
    }
}

static int open_file(void *data, const char *path, unsigned flags)
{
    int mode = (flags & OS_WRITE) != 0 ? O_RDWR : O_RDONLY;
    int file;

    (void)data;
    mode |= (flags & OS_CREATE) != 0 ? O_CREAT : 0;
    mode |= (flags & OS_NEW) != 0 ? O_EXCL : 0;
    mode |= (flags & OS_TRUNCATE) != 0 ? O_TRUNC : 0;
    do
        file = open(path, mode | O_CLOEXEC | O_NOCTTY, S_IRUSR | S_IWUSR);
    while (file < 0 && errno == EINTR);
    return file < 0 ? error_of(errno) : file;
}

static int close_file(void *data, int file)
{
    (void)data;
    /* Linux has closed it even when a signal came: a second close could hit somebody else's. */
    return close(file) < 0 && errno != EINTR ? error_of(errno) : OS_OK;
}

static int64_t read_file(void *data, int file, void *out, size_t n, int64_t at)
{
    char *to = out;
    size_t done = 0;

    (void)data;
    while (done < n) {
        ssize_t got = pread(file, to + done, n - done, at + (int64_t)done);
        if (got < 0 && errno != EINTR)
            return error_of(errno);
        if (got == 0)
            break;
        if (got > 0)
            done += (size_t)got;
    }
    return (int64_t)done;
}

static int write_file(void *data, int file, const void *bytes, size_t n, int64_t at)
{
    const char *from = bytes;
    size_t done = 0;

    (void)data;
    while (done < n) {
        ssize_t put = pwrite(file, from + done, n - done, at + (int64_t)done);
        if (put < 0 && errno != EINTR)
            return error_of(errno);
        if (put > 0)
            done += (size_t)put;
    }
    return OS_OK;
}

static int sync_file(void *data, int file)
{
    int done;

    (void)data;
    do
        done = fsync(file);
    while (done < 0 && errno == EINTR);
    return result(done);
}

/* The two bytes of a file that locks lie on; they need not be there. */
enum { LOCK_ITSELF = 0, LOCK_DOOR = 1 };

static int lock_byte(int file, off_t at, short type, bool wait)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};
    int done;

    do
        done = fcntl(file, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
    while (done < 0 && errno == EINTR);
    return result(done);
}

/* Who waits for the lock holds the door, and the others queue for the door: otherwise whoever
 * gives the lock back and wants it again is quicker than all who sleep. */
static int lock_file(void *data, int file, bool wait)
{
    (void)data;
    int error = wait ? lock_byte(file, LOCK_DOOR, F_WRLCK, true) : OS_OK;
    if (error != OS_OK)
        return error;
    error = lock_byte(file, LOCK_ITSELF, F_WRLCK, wait);
    if (wait)
        (void)lock_byte(file, LOCK_DOOR, F_UNLCK, false);
    return error;
}

static int unlock_file(void *data, int file)
{
    (void)data;
    return lock_byte(file, LOCK_ITSELF, F_UNLCK, false);
}

static int stat_file(void *data, const char *path, struct os_file *out)
{
    struct stat st;

    (void)data;
    if (stat(path, &st) < 0)
        return error_of(errno);
    *out = (struct os_file){
        .is_folder = S_ISDIR(st.st_mode),
        .size = st.st_size,
        .modified_ms = (int64_t)st.st_mtim.tv_sec * MS + st.st_mtim.tv_nsec / NS_PER_MS,
    };
    return OS_OK;
}

static int rename_file(void *data, const char *from, const char *to)
{
    (void)data;
    return result(rename(from, to));
}

static int remove_file(void *data, const char *path)
{
    (void)data;
    return result(remove(path));
}

static int make_folder(void *data, const char *path)
{
    (void)data;
    return result(mkdir(path, S_IRWXU));
}

static int sync_folder(void *data, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (folder < 0)
        return error_of(errno);
    int error = sync_file(data, folder);
    (void)close(folder);
    return error;
}

static int list_folder(void *data, const char *path, bool (*each)(void *arg, const char *name),
                       void *arg)
{
    DIR *folder = opendir(path);
    bool more = true;

    (void)data;
    if (folder == NULL)
        return error_of(errno);
    errno = 0;
    for (struct dirent *e; more && (e = readdir(folder)) != NULL; errno = 0)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            more = each(arg, e->d_name);
    int error = more && errno != 0 ? error_of(errno) : OS_OK;
    (void)closedir(folder);
    return error;
}

static int find_space(void *data, const char *path, struct os_space *out)
{
    struct statvfs fs;
    struct stat st;

    (void)data;
    if (statvfs(path, &fs) < 0 || stat(path, &st) < 0)
        return error_of(errno);
    *out = (struct os_space){.free = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize,
                             .total = (int64_t)fs.f_blocks * (int64_t)fs.f_frsize,
                             .device = st.st_dev};
    return OS_OK;
}

const struct os *posix_os(void)
{
    static const struct os os = {
        .now_ms = now_ms,
        .tick_us = tick_us,
        .random = fill_random,
        .open = open_file,
        .close = close_file,
        .read = read_file,
        .write = write_file,
        .sync = sync_file,
        .lock = lock_file,
        .unlock = unlock_file,
        .stat = stat_file,
        .rename = rename_file,
        .remove = remove_file,
        .mkdir = make_folder,
        .sync_dir = sync_folder,
        .list = list_folder,
        .space = find_space,
    };

    return &os;
}

bool posix_secure_process(void)
{
    static const struct rlimit none = {0, 0};

    bool no_core = setrlimit(RLIMIT_CORE, &none) == 0;
    (void)umask(077); /* SQLite makes files of its own */
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && no_core;
}

void posix_sleep(int ms)
{
    struct timespec time = {.tv_sec = ms / MS, .tv_nsec = (long)(ms % MS) * NS_PER_MS};

    while (nanosleep(&time, &time) != 0 && errno == EINTR)
        ;
}

int64_t posix_pid(void)
{
    return getpid();
}

/* Names for what cannot be looked up in mountinfo: no /proc, or a device number of its own. */
static const char *fs_of_magic(uint32_t magic)
{
    static const struct {
        uint32_t magic;
        const char *name;
    } known[] = {
        {0x6969, "nfs"},        {0x517B, "smb"},        {0xFF534D42, "cifs"},
        {0xFE534D42, "smb3"},   {0x65735546, "fuse"},   {0x01021997, "9p"},
        {0x00C36400, "ceph"},   {0x5346414F, "afs"},    {0x73757245, "coda"},
        {0x564C, "ncpfs"},      {0x786F4256, "vboxsf"}, {0xBACBACBC, "vmhgfs"},
        {0x0BD00BD0, "lustre"}, {0x01161970, "gfs2"},   {0x7461636F, "ocfs2"},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].magic == magic)
            return known[i].name;
    return "";
}

/* One line: "36 35 98:0 /root /mount options [more] - type source options" (proc(5)). */
static bool fs_of_line(struct str line, dev_t device, char *out, size_t room)
{
    uint64_t at_major = 0, at_minor = 0;
    struct str rest = line, word = STR("");

    (void)str_split(&rest, ' ');
    (void)str_split(&rest, ' ');
    struct str number = str_split(&rest, ' ');
    if (!str_uint(str_split(&number, ':'), UINT32_MAX, &at_major) ||
        !str_uint(number, UINT32_MAX, &at_minor) || at_major != major(device) ||
        at_minor != minor(device))
        return false;
    while (rest.n != 0 && !str_is(word, "-"))
        word = str_split(&rest, ' ');
    word = str_split(&rest, ' ');
    if (word.n == 0 || word.n >= room)
        return false;
    memcpy(out, word.p, word.n);
    out[word.n] = '\0';
    return true;
}

static void find_fs(const char *path, dev_t device, char *out, size_t room)
{
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    char *line = NULL;
    size_t size = 0;
    bool found = false;
    struct statfs fs;

    while (mounts != NULL && !found && getline(&line, &size, mounts) > 0)
        found = fs_of_line(str_of(line), device, out, room);
    free(line);
    if (mounts != NULL)
        (void)fclose(mounts);
    if (!found && statfs(path, &fs) == 0)
        (void)snprintf(out, room, "%s", fs_of_magic((uint32_t)fs.f_type));
}

int posix_folder(const char *path, struct posix_folder *out)
{
    struct stat st;
    char *real = realpath(path, NULL);

    if (real == NULL)
        return error_of(errno);
    *out = (struct posix_folder){.mode = 0};
    int n = snprintf(out->real, sizeof out->real, "%s", real);
    free(real);
    if (n < 0 || (size_t)n >= sizeof out->real)
        return OS_IO;
    if (stat(out->real, &st) < 0)
        return error_of(errno);
    out->is_folder = S_ISDIR(st.st_mode);
    out->is_mine = st.st_uid == geteuid();
    out->mode = st.st_mode & 07777;
    find_fs(out->real, st.st_dev, out->fs, sizeof out->fs);
    return OS_OK;
}
