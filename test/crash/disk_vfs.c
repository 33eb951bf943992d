/* disk_vfs.c - the simulated disk as SQLite sees it: behaves as SQLite's own Unix VFS does. */
#include <assert.h>
#include <sqlite3.h>

#include "disk_inside.h"

enum { UNIX_SECTOR = 4096 };

struct sim_file {
    sqlite3_file base;
    struct disk *disk;
    int handle;
    int level;                     /* SQLITE_LOCK_... */
    unsigned shm_shared, shm_sole; /* locks of the shared memory: a bit for each */
    bool new_journal;              /* its name is synced with its first sync */
    bool keeps_wal;                /* SQLITE_FCNTL_PERSIST_WAL */
    char *remove_path;             /* on close; NULL: stays */
    struct sim_shared *shared;
    struct sim_file *next;
};

struct sim_shared {
    int inode, users;
    void **regions;
    size_t regions_n, regions_room;
    struct sim_shared *next;
};

static struct sim_file *file_of(sqlite3_file *file)
{
    return (struct sim_file *)(void *)file;
}

static int inode_of(const struct sim_file *file)
{
    return file->disk->handles[file->handle].inode;
}

/* SQLite's word for an error of the disk; "otherwise" is the one for all but a full disk. */
static int result(int error, int otherwise)
{
    if (error >= OS_OK)
        return SQLITE_OK;
    return error == OS_FULL ? SQLITE_FULL : otherwise;
}

static int file_close(sqlite3_file *base)
{
    struct sim_file *file = file_of(base);
    struct sim_file **at = &file->disk->files;

    while (*at != file)
        at = &(*at)->next;
    *at = file->next;
    disk_close(file->disk, file->handle);
    if (file->remove_path != NULL)
        (void)disk_remove(file->disk, file->remove_path);
    free(file->remove_path);
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *out, int n, sqlite3_int64 at)
{
    struct sim_file *file = file_of(base);
    int64_t size = file->disk->live.inodes[inode_of(file)].size;
    int64_t got = disk_read(file->disk, file->handle, out, (size_t)n, at);

    /* Half a read is an error here; "short read" means the end of the file to SQLite. */
    if (got < 0 || (got < n && at + got < size))
        return SQLITE_IOERR_READ;
    if (got == n)
        return SQLITE_OK;
    memset((char *)out + got, 0, (size_t)(n - got));
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int n, sqlite3_int64 at)
{
    struct sim_file *file = file_of(base);

    return result(disk_write(file->disk, file->handle, bytes, (size_t)n, at), SQLITE_IOERR_WRITE);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct sim_file *file = file_of(base);

    return result(disk_resize(file->disk, file->handle, size), SQLITE_IOERR_TRUNCATE);
}

static int file_sync(sqlite3_file *base, int flags)
{
    struct sim_file *file = file_of(base);
    int error = disk_sync(file->disk, file->handle);

    (void)flags;
    if (error != OS_OK)
        return result(error, SQLITE_IOERR_FSYNC);
    if (file->new_journal) {
        error = disk_sync_folder(file->disk, file->disk->handles[file->handle].parent);
        file->new_journal = error != OS_OK;
    }
    return result(error, SQLITE_IOERR_DIR_FSYNC);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *out)
{
    struct sim_file *file = file_of(base);

    *out = file->disk->live.inodes[inode_of(file)].size;
    return SQLITE_OK;
}

/* The strongest lock that another connection has on the same file. */
static int level_of_others(const struct sim_file *file)
{
    int level = SQLITE_LOCK_NONE;

    for (const struct sim_file *other = file->disk->files; other != NULL; other = other->next)
        if (other != file && inode_of(other) == inode_of(file) && other->level > level)
            level = other->level;
    return level;
}

static int file_lock(sqlite3_file *base, int level)
{
    struct sim_file *file = file_of(base);
    int others = level_of_others(file);

    if (file->level >= level)
        return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (others >= SQLITE_LOCK_PENDING)
            return SQLITE_BUSY;
    } else if (others >= SQLITE_LOCK_RESERVED) {
        return SQLITE_BUSY;
    } else if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
        file->level = SQLITE_LOCK_PENDING; /* no new readers while the last ones leave */
        return SQLITE_BUSY;
    }
    file->level = level;
    return SQLITE_OK;
}

static int file_unlock(sqlite3_file *base, int level)
{
    struct sim_file *file = file_of(base);

    if (file->level > level)
        file->level = level;
    return SQLITE_OK;
}

static int file_check_reserved(sqlite3_file *base, int *out)
{
    struct sim_file *file = file_of(base);

    *out = file->level >= SQLITE_LOCK_RESERVED || level_of_others(file) >= SQLITE_LOCK_RESERVED;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int what, void *arg)
{
    struct sim_file *file = file_of(base);
    int *keeps = arg;

    switch (what) {
    case SQLITE_FCNTL_LOCKSTATE: *keeps = file->level; return SQLITE_OK;
    case SQLITE_FCNTL_PERSIST_WAL:
        if (*keeps >= 0)
            file->keeps_wal = *keeps != 0;
        *keeps = file->keeps_wal;
        return SQLITE_OK;
    default: return SQLITE_NOTFOUND;
    }
}

static int file_sector(sqlite3_file *base)
{
    (void)base;
    return UNIX_SECTOR;
}

static int file_traits(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static struct sim_shared *share(struct disk *disk, int inode)
{
    struct sim_shared *shared = disk->shared;
    size_t room = 0;

    while (shared != NULL && shared->inode != inode)
        shared = shared->next;
    if (shared == NULL) {
        shared = image_grow(NULL, 0, &room, sizeof *shared);
        *shared = (struct sim_shared){.inode = inode, .next = disk->shared};
        disk->shared = shared;
    }
    shared->users++;
    return shared;
}

static int shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct sim_file *file = file_of(base);

    if (file->shared == NULL)
        file->shared = share(file->disk, inode_of(file));
    struct sim_shared *shared = file->shared;
    *out = NULL;
    if ((size_t)region >= shared->regions_n && !extend)
        return SQLITE_OK;
    while (shared->regions_n <= (size_t)region) {
        void *zeros = calloc(1, (size_t)size);
        if (zeros == NULL)
            return SQLITE_NOMEM;
        shared->regions = image_grow(shared->regions, shared->regions_n, &shared->regions_room,
                                     sizeof *shared->regions);
        shared->regions[shared->regions_n++] = zeros;
    }
    *out = shared->regions[region];
    return SQLITE_OK;
}

static int shm_lock(sqlite3_file *base, int from, int n, int flags)
{
    struct sim_file *file = file_of(base);
    unsigned bits = ((1u << n) - 1) << from;
    bool sole = (flags & SQLITE_SHM_EXCLUSIVE) != 0;

    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        *(sole ? &file->shm_sole : &file->shm_shared) &= ~bits;
        return SQLITE_OK;
    }
    for (const struct sim_file *other = file->disk->files; other != NULL; other = other->next) {
        if (other == file || other->shared != file->shared)
            continue;
        unsigned taken = other->shm_sole | (sole ? other->shm_shared : 0);
        if ((taken & bits) != 0)
            return SQLITE_BUSY;
    }
    *(sole ? &file->shm_sole : &file->shm_shared) |= bits;
    return SQLITE_OK;
}

static void shm_barrier(sqlite3_file *base)
{
    (void)base; /* one thread */
}

static void drop_shared(struct disk *disk, struct sim_shared *shared)
{
    struct sim_shared **at = &disk->shared;

    if (--shared->users > 0)
        return;
    while (*at != shared)
        at = &(*at)->next;
    *at = shared->next;
    for (size_t i = 0; i < shared->regions_n; i++)
        free(shared->regions[i]);
    free(shared->regions);
    free(shared);
}

static int shm_unmap(sqlite3_file *base, int remove)
{
    struct sim_file *file = file_of(base);

    (void)remove; /* it never was a file */
    if (file->shared != NULL)
        drop_shared(file->disk, file->shared);
    file->shared = NULL;
    file->shm_shared = file->shm_sole = 0;
    return SQLITE_OK;
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static struct disk *disk_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static char *copy_text(const char *text)
{
    size_t room = 0, n = strlen(text) + 1;

    return memcpy(image_grow(NULL, 0, &room, n), text, n);
}

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out)
{
    enum { JOURNALS = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL };
    struct sim_file *file = file_of(base);
    struct disk *disk = disk_of(vfs);
    unsigned how = (flags & SQLITE_OPEN_READWRITE) != 0 ? OS_WRITE : OS_READ;

    *file = (struct sim_file){.disk = disk};
    how |= (flags & SQLITE_OPEN_CREATE) != 0 ? OS_CREATE : 0u;
    how |= (flags & SQLITE_OPEN_EXCLUSIVE) != 0 ? OS_NEW : 0u;
    file->handle = path == NULL ? disk_open_nameless(disk) : disk_open(disk, path, how);
    if (file->handle < 0)
        return SQLITE_CANTOPEN;
    file->base.pMethods = &file_methods;
    file->new_journal = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & JOURNALS) != 0;
    if (path != NULL && (flags & SQLITE_OPEN_DELETEONCLOSE) != 0)
        file->remove_path = copy_text(path);
    file->next = disk->files;
    disk->files = file;
    if (out != NULL)
        *out = flags;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    struct disk *disk = disk_of(vfs);
    struct place place = image_find(&disk->live, path);
    int error = disk_remove(disk, path);

    if (error == OS_NOT_FOUND)
        return SQLITE_IOERR_DELETE_NOENT;
    if (error != OS_OK)
        return SQLITE_IOERR_DELETE;
    return result(sync ? disk_sync_folder(disk, place.parent) : OS_OK, SQLITE_IOERR_DIR_FSYNC);
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    struct disk *disk = disk_of(vfs);
    struct place place = image_find(&disk->live, path);

    *out = place.inode != NONE;
    if (*out && flags == SQLITE_ACCESS_EXISTS && !disk->live.inodes[place.inode].is_folder)
        *out = disk->live.inodes[place.inode].size > 0; /* as the Unix VFS does */
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int room, char *out)
{
    size_t n = strlen(path) + 1;

    (void)vfs;
    if (n > (size_t)room)
        return SQLITE_CANTOPEN;
    memcpy(out, path, n);
    return SQLITE_OK;
}

static int vfs_random(sqlite3_vfs *vfs, int n, char *out)
{
    disk_random(disk_of(vfs), out, (size_t)n);
    return n;
}

static int vfs_sleep(sqlite3_vfs *vfs, int us)
{
    disk_of(vfs)->clock_us += us;
    return us;
}

static int vfs_now_ms(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    enum { HALF_DAYS_BEFORE_1970 = 4881175, HALF_DAY_MS = 43200000 };

    *out = disk_of(vfs)->clock_us / 1000 + (sqlite3_int64)HALF_DAYS_BEFORE_1970 * HALF_DAY_MS;
    return SQLITE_OK;
}

static int vfs_now_days(sqlite3_vfs *vfs, double *out)
{
    sqlite3_int64 ms;
    int rc = vfs_now_ms(vfs, &ms);

    *out = (double)ms / 86400000.0;
    return rc;
}

static int vfs_last_error(sqlite3_vfs *vfs, int room, char *out)
{
    (void)vfs;
    (void)room;
    (void)out;
    return 0;
}

void disk_vfs_open(struct disk *disk)
{
    size_t room = 0;
    sqlite3_vfs *vfs = image_grow(NULL, 0, &room, sizeof *vfs);

    (void)snprintf(disk->vfs_name, sizeof disk->vfs_name, "simdisk-%p", (void *)disk);
    *vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(struct sim_file),
        .mxPathname = OS_PATH_MAX,
        .zName = disk->vfs_name,
        .pAppData = disk,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_now_days,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_now_ms,
    };
    disk->vfs = vfs;
    disk->os.vfs = disk->vfs_name;
    int rc = sqlite3_vfs_register(vfs, 0);
    assert(rc == SQLITE_OK);
    /* SQLite's salts come from one generator for the whole process: two disks with equal salts
     * could take each other's frames for their own, so every disk starts it anew. */
    rc = sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(disk->random >> 33) | 1,
                              (sqlite3 *)NULL);
    assert(rc == SQLITE_OK);
}

void disk_vfs_close(struct disk *disk)
{
    char cipher[sizeof disk->vfs_name + 32];

    assert(disk->files == NULL && "every database on a disk is closed before the disk is freed");
    (void)snprintf(cipher, sizeof cipher, "multipleciphers-%s", disk->vfs_name);
    /* One may have been laid over the disk by each opening. */
    while (sqlite3_vfs_find(cipher) != NULL)
        sqlite3mc_vfs_destroy(cipher);
    (void)sqlite3_vfs_unregister(disk->vfs);
    free(disk->vfs);
}
