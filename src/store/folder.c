/* folder.c - see folder.h. */
#include "store/folder.h"

#include "base/file.h"

/* Disks that other machines reach too, or that lie in another program's hands: locks and syncs
 * cannot be trusted there. Of FUSE only those that are known to lie on this machine's own disk. */
static bool is_shared_disk(struct str fs)
{
    static const char *const shared[] = {
        "nfs",    "nfs4", "smb",    "smb3",     "smbfs",  "cifs",  "afs",
        "ceph",   "9p",   "coda",   "gfs2",     "ncpfs",  "ocfs2", "lustre",
        "vboxsf", "fuse", "prl_fs", "virtiofs", "vmhgfs",
    };
    static const char *const local_fuse[] = {
        "fuse.fuse-overlayfs",
        "fuse.gocryptfs",
        "fuse.encfs",
    };

    for (size_t i = 0; i < sizeof local_fuse / sizeof local_fuse[0]; i++)
        if (str_is(fs, local_fuse[i]))
            return false;
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
        if (str_is(fs, shared[i]))
            return true;
    return str_starts(fs, STR("fuse."));
}

enum match { NAMED, BEGINS, HAS_FILE, HAS_FOLDER, HAS_BEGINNING };

/* How a folder shows that a sync program copies it away: its own name, or a mark inside it.
 * Marks are told apart by kind, since ~/.dropbox is a folder in every Dropbox user's home while
 * .dropbox is a file at the top of what is synchronised. */
static const struct sync_mark {
    enum match match;
    const char *text, *program;
} sync_marks[] = {
    {NAMED, "Dropbox", "Dropbox"},
    {BEGINS, "Dropbox (", "Dropbox"},
    {HAS_FILE, ".dropbox", "Dropbox"},
    {HAS_FOLDER, ".dropbox.cache", "Dropbox"},
    {NAMED, "OneDrive", "OneDrive"},
    {BEGINS, "OneDrive - ", "OneDrive"},
    {NAMED, "Google Drive", "Google Drive"},
    {NAMED, "GoogleDrive", "Google Drive"},
    {NAMED, "My Drive", "Google Drive"},
    {HAS_FOLDER, ".tmp.drivedownload", "Google Drive"},
    {HAS_FOLDER, ".tmp.driveupload", "Google Drive"},
    {HAS_FILE, ".grive", "Google Drive"},
    {NAMED, "Nextcloud", "Nextcloud"},
    {NAMED, "ownCloud", "ownCloud"},
    {HAS_BEGINNING, ".sync_", "Nextcloud or ownCloud"},
    {HAS_BEGINNING, "._sync_", "Nextcloud or ownCloud"},
    {HAS_FILE, ".nextcloudsync.log", "Nextcloud"},
    {HAS_FILE, ".owncloudsync.log", "ownCloud"},
    {HAS_FILE, ".csync_journal.db", "ownCloud"},
    {HAS_FILE, ".stfolder", "Syncthing"},
    {HAS_FOLDER, ".stfolder", "Syncthing"},
    {HAS_FOLDER, ".stversions", "Syncthing"},
    {NAMED, "iCloud Drive", "iCloud"},
    {NAMED, "iCloudDrive", "iCloud"},
    {NAMED, "Mobile Documents", "iCloud"},
    {NAMED, "com~apple~CloudDocs", "iCloud"},
    {NAMED, "MEGAsync", "MEGA"},
    {HAS_FILE, ".megaignore", "MEGA"},
};

enum { SYNC_MARKS = sizeof sync_marks / sizeof sync_marks[0] };

static const char *sync_by_name(struct str name)
{
    for (size_t i = 0; i < SYNC_MARKS; i++) {
        const struct sync_mark *mark = &sync_marks[i];
        if ((mark->match == NAMED && str_is(name, mark->text)) ||
            (mark->match == BEGINS && str_starts(name, str_of(mark->text))))
            return mark->program;
    }
    return NULL;
}

struct search {
    struct call *call;
    const char *folder;
    const char *program; /* NULL: no mark so far */
};

static bool look_at_entry(void *arg, const char *name)
{
    struct search *search = arg;
    struct call *call = search->call;

    for (size_t i = 0; i < SYNC_MARKS && search->program == NULL; i++) {
        const struct sync_mark *mark = &sync_marks[i];
        struct os_file file;
        if (mark->match == HAS_BEGINNING && str_starts(str_of(name), str_of(mark->text)) &&
            str_ends(str_of(name), STR(".db")))
            search->program = mark->program;
        if ((mark->match != HAS_FILE && mark->match != HAS_FOLDER) || strcmp(name, mark->text) != 0)
            continue;
        struct str path = file_path(call, search->folder, name);
        if (call->os->stat(call->os->data, path.p, &file) == OS_OK &&
            file.is_folder == (mark->match == HAS_FOLDER))
            search->program = mark->program;
    }
    return search->program == NULL;
}

/* Goes from the folder up to the root. A parent that may not be listed is judged by its name. */
static enum rc check_sync(struct call *call, const char *real)
{
    struct str path = str_dup(call->arena, str_of(real));

    if (path.p == NULL)
        return fail_memory(call);
    for (size_t n = path.n; n != 0;) {
        struct str folder = str_dup(call->arena, str_cut(path, 0, n));
        struct search search = {call, folder.p, NULL};
        if (folder.p == NULL)
            return fail_memory(call);
        size_t slash = n - 1;
        while (slash != 0 && path.p[slash] != '/')
            slash--;
        search.program = sync_by_name(str_cut(path, slash + 1, n));
        if (search.program == NULL)
            (void)call->os->list(call->os->data, folder.p, look_at_entry, &search);
        if (search.program != NULL)
            return fail(call, RC_INVALID, real,
                        "%s lies in a folder that %s copies to other computers (%s). Copying a "
                        "database while it is written destroys it. Choose a folder outside it; "
                        "for copies use: khetane backup.",
                        real, search.program, folder.p);
        n = slash;
    }
    return RC_OK;
}

enum rc folder_judge(struct call *call, const struct posix_folder *facts)
{
    const char *path = facts->real;

    if (!facts->is_folder)
        return fail(call, RC_INVALID, path, "%s is a file, not a folder. Choose another.", path);
    if (is_shared_disk(str_of(facts->fs)))
        return fail(call, RC_INVALID, path,
                    "%s lies on a network or shared disk (%s), where locks cannot be trusted and "
                    "others may read it. Choose a folder on this computer's own disk.",
                    path, facts->fs);
    if (!facts->is_mine)
        return fail(call, RC_DENIED, path,
                    "%s belongs to another user of this computer. Start Khetane as that user, or "
                    "choose a folder of your own.",
                    path);
    if ((facts->mode & 077) != 0)
        return fail(call, RC_DENIED, path,
                    "Other users of this computer may look into %s (mode %03o). Close it with: "
                    "chmod 700 '%s'",
                    path, facts->mode & 0777, path);
    if ((facts->mode & 0700) != 0700)
        return fail(call, RC_DENIED, path,
                    "You may not read and write in %s (mode %03o). Open it with: chmod 700 '%s'",
                    path, facts->mode & 0777, path);
    return check_sync(call, path);
}

enum rc folder_check(struct call *call, const char *path)
{
    struct posix_folder *facts = arena_alloc(call->arena, sizeof *facts);

    if (facts == NULL)
        return fail_memory(call);
    int error = posix_folder(path, facts);
    return error == OS_OK ? folder_judge(call, facts) : file_fail(call, error, "open", path);
}

enum rc folder_make(struct call *call, const char *path)
{
    const struct os *os = call->os;
    int error = os->mkdir(os->data, path);

    if (error != OS_OK && error != OS_EXISTS)
        return file_fail(call, error, "make", path);
    enum rc rc = folder_check(call, path);
    if (rc != RC_OK && error == OS_OK)
        (void)os->remove(os->data, path);
    return rc;
}

enum rc folder_lock_open(struct call *call, const char *folder, const char *name,
                         struct folder_lock *out)
{
    struct str path = file_path(call, folder, name);

    if (path.n == 0)
        return fail_memory(call);
    int file = call->os->open(call->os->data, path.p, OS_WRITE | OS_CREATE);
    if (file < 0)
        return file_fail(call, file, "open", path.p);
    *out = (struct folder_lock){path.p, file};
    return RC_OK;
}

enum rc folder_lock_take(struct call *call, struct folder_lock *lock, bool wait)
{
    int error = call->os->lock(call->os->data, lock->file, wait);

    return error == OS_OK ? RC_OK : file_fail(call, error, "lock", lock->path);
}

void folder_lock_give(struct call *call, struct folder_lock *lock)
{
    (void)call->os->unlock(call->os->data, lock->file);
}

void folder_lock_close(struct call *call, struct folder_lock *lock)
{
    if (lock->file >= 0)
        (void)call->os->close(call->os->data, lock->file);
    lock->file = -1;
}

/* The number has a fixed width: it is written over, since cutting the file before the lock is
 * held would take away the number of the server that holds it. */
#define PID_FORMAT "%-19lld\n"

enum { PID_SIZE = 20 };

static enum rc fail_served(struct call *call, const char *folder, const struct folder_lock *lock)
{
    char text[PID_SIZE];
    uint64_t pid = 0;
    int64_t n = call->os->read(call->os->data, lock->file, text, sizeof text, 0);

    if (n == PID_SIZE && str_uint(str_trim(str_bytes(text, sizeof text)), INT64_MAX, &pid))
        return fail(call, RC_BUSY, folder,
                    "Khetane already serves %s (process %llu). Open it in the browser, or stop "
                    "that process first.",
                    folder, (unsigned long long)pid);
    return fail(call, RC_BUSY, folder,
                "Khetane already serves %s. Open it in the browser, or stop it first.", folder);
}

enum rc folder_serve(struct call *call, const char *folder, int64_t pid, struct folder_lock *out)
{
    const struct os *os = call->os;
    struct folder_lock lock = {.file = -1};
    enum rc rc = folder_lock_open(call, folder, "serve.lock", &lock);

    if (rc != RC_OK)
        return rc;
    int error = os->lock(os->data, lock.file, false);
    if (error == OS_BUSY) {
        rc = fail_served(call, folder, &lock);
    } else if (error == OS_OK) {
        struct str text = str_format(call->arena, PID_FORMAT, (long long)pid);
        error = text.p == NULL ? OS_OK : os->write(os->data, lock.file, text.p, text.n, 0);
        if (text.p == NULL)
            rc = fail_memory(call);
    }
    if (rc == RC_OK && error != OS_OK)
        rc = file_fail(call, error, "lock", lock.path);
    if (rc != RC_OK)
        folder_lock_close(call, &lock);
    else
        *out = lock;
    return rc;
}
