/* disk.c - see disk.h: the disk as files see it, and its journal. */
#include <assert.h>

#include "disk_inside.h"

enum { STEP_US = 10 };
static const int64_t START_US = 1771200000000000; /* 16 February 2026 */

uint64_t disk_mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u; /* splitmix64, S. Vigna */
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

void disk_random(struct disk *disk, void *out, size_t n)
{
    unsigned char *to = out;

    for (size_t i = 0; i < n; i++) {
        if (i % 8 == 0)
            disk->random = disk_mix(disk->random);
        to[i] = (unsigned char)(disk->random >> (i % 8 * 8));
    }
}

static void step(struct disk *disk)
{
    disk->clock_us += STEP_US;
}

/* What befalls this call. */
static enum disk_trouble trouble(struct disk *disk, unsigned op)
{
    const struct disk_fault *fault = &disk->fault;

    step(disk);
    if (fault->trouble == DISK_WELL || (fault->ops & op) == 0)
        return DISK_WELL;
    disk->fault_calls++;
    if (disk->fault_calls < fault->at)
        return DISK_WELL;
    if (fault->times != 0 && disk->fault_calls >= fault->at + fault->times)
        return DISK_WELL;
    return fault->trouble;
}

static int trouble_error(enum disk_trouble trouble)
{
    return trouble == DISK_IO ? OS_IO : OS_FULL;
}

static struct event *add_event(struct disk *disk, enum event_kind kind, int inode)
{
    disk->events =
        image_grow(disk->events, disk->events_n, &disk->events_room, sizeof *disk->events);
    struct event *event = &disk->events[disk->events_n++];
    *event = (struct event){.kind = kind,
                            .inode = inode,
                            .from.parent = NONE,
                            .to.parent = NONE,
                            .is_folder = disk->live.inodes[inode].is_folder};
    return event;
}

static void *keep(const void *bytes, size_t n)
{
    size_t room = 0;
    void *kept = image_grow(NULL, 0, &room, n == 0 ? 1 : n);

    memcpy(kept, bytes, n);
    return kept;
}

static struct name keep_name(struct place place)
{
    return (struct name){place.parent, keep(place.name, strlen(place.name) + 1)};
}

static bool is_nameless(const struct disk *disk, int file)
{
    return disk->handles[file].parent == NONE;
}

static int add_handle(struct disk *disk, int inode, int parent, unsigned flags)
{
    size_t i = 0;

    while (i < disk->handles_n && disk->handles[i].inode != NONE)
        i++;
    if (i == disk->handles_n) {
        disk->handles =
            image_grow(disk->handles, disk->handles_n, &disk->handles_room, sizeof *disk->handles);
        disk->handles_n++;
    }
    disk->handles[i] = (struct handle){.inode = inode, .parent = parent, .flags = flags};
    return (int)i;
}

static void touch(struct disk *disk, int inode)
{
    disk->live.inodes[inode].modified_ms = disk->clock_us / 1000;
}

static int create(struct disk *disk, struct place place, bool is_folder)
{
    int inode = image_add(&disk->live, is_folder);

    image_name(&disk->live, place.parent, place.name, inode);
    touch(disk, inode);
    add_event(disk, EVENT_NAME, inode)->to = keep_name(place);
    return inode;
}

int disk_open(struct disk *disk, const char *path, unsigned flags)
{
    struct place place = image_find(&disk->live, path);
    bool creates = place.inode == NONE && place.parent != NONE && (flags & OS_CREATE) != 0;
    enum disk_trouble ill = trouble(disk, creates ? DISK_OPEN | DISK_NAME : DISK_OPEN);

    if (ill != DISK_WELL)
        return trouble_error(ill);
    if (place.inode == NONE && !creates)
        return OS_NOT_FOUND;
    if (place.inode != NONE && (flags & OS_NEW) != 0)
        return OS_EXISTS;
    if (place.inode != NONE && disk->live.inodes[place.inode].is_folder)
        return OS_IO;
    if (creates)
        place.inode = create(disk, place, false);
    int file = add_handle(disk, place.inode, place.parent, flags);
    if ((flags & OS_TRUNCATE) != 0 && disk->live.inodes[place.inode].size != 0)
        (void)disk_resize(disk, file, 0);
    return file;
}

int disk_open_nameless(struct disk *disk)
{
    return add_handle(disk, image_add(&disk->live, false), NONE, OS_WRITE);
}

void disk_close(struct disk *disk, int file)
{
    disk->handles[file].inode = NONE;
}

int64_t disk_read(struct disk *disk, int file, void *out, size_t n, int64_t at)
{
    enum disk_trouble ill = trouble(disk, DISK_READ);

    if (ill == DISK_FULL || ill == DISK_IO)
        return OS_IO;
    size_t got = image_read(&disk->live, disk->handles[file].inode, out, n, at);
    return (int64_t)(ill == DISK_SHORT && got > 1 ? got / 2 : got);
}

int disk_write(struct disk *disk, int file, const void *bytes, size_t n, int64_t at)
{
    int inode = disk->handles[file].inode;

    if ((disk->handles[file].flags & OS_WRITE) == 0)
        return OS_DENIED;
    enum disk_trouble ill = trouble(disk, DISK_WRITE);
    if (ill == DISK_SHORT)
        n /= 2;
    else if (ill != DISK_WELL)
        return trouble_error(ill);
    image_write(&disk->live, inode, bytes, n, at);
    touch(disk, inode);
    if (n != 0 && !is_nameless(disk, file)) {
        struct event *event = add_event(disk, EVENT_WRITE, inode);
        event->at = at;
        event->n = n;
        event->bytes = keep(bytes, n);
    }
    return ill == DISK_SHORT ? OS_FULL : OS_OK;
}

int disk_resize(struct disk *disk, int file, int64_t size)
{
    int inode = disk->handles[file].inode;

    if ((disk->handles[file].flags & OS_WRITE) == 0)
        return OS_DENIED;
    enum disk_trouble ill = trouble(disk, DISK_WRITE);
    if (ill != DISK_WELL)
        return trouble_error(ill);
    image_resize(&disk->live, inode, size);
    touch(disk, inode);
    if (!is_nameless(disk, file))
        add_event(disk, EVENT_RESIZE, inode)->at = size;
    return OS_OK;
}

int disk_sync(struct disk *disk, int file)
{
    enum disk_trouble ill = trouble(disk, DISK_SYNC);

    if (is_nameless(disk, file))
        return ill == DISK_WELL ? OS_OK : trouble_error(ill);
    struct event *event = add_event(disk, EVENT_SYNC, disk->handles[file].inode);
    disk->syncs++;
    if (ill != DISK_WELL) {
        event->ended = SYNC_FAILED;
        return trouble_error(ill);
    }
    if (disk->drop_every != 0 && disk->syncs % disk->drop_every == 0)
        event->ended = SYNC_DROPPED;
    return OS_OK;
}

int disk_sync_folder(struct disk *disk, int inode)
{
    enum disk_trouble ill = trouble(disk, DISK_SYNC);

    if (ill != DISK_WELL)
        return trouble_error(ill);
    (void)add_event(disk, EVENT_SYNC_DIR, inode);
    return OS_OK;
}

int disk_remove(struct disk *disk, const char *path)
{
    struct place place = image_find(&disk->live, path);
    enum disk_trouble ill = trouble(disk, DISK_NAME);

    if (ill != DISK_WELL)
        return trouble_error(ill);
    if (place.inode == NONE)
        return OS_NOT_FOUND;
    if (place.parent == NONE) /* the root */
        return OS_IO;
    if (disk->live.inodes[place.inode].is_folder && !image_is_empty(&disk->live, place.inode))
        return OS_EXISTS;
    image_name(&disk->live, place.parent, place.name, NONE);
    add_event(disk, EVENT_NAME, place.inode)->from = keep_name(place);
    return OS_OK;
}

static int64_t os_now_ms(void *data)
{
    step(data);
    return ((struct disk *)data)->clock_us / 1000;
}

static int64_t os_tick_us(void *data)
{
    step(data);
    return ((struct disk *)data)->clock_us;
}

static void os_random(void *data, void *out, size_t n)
{
    disk_random(data, out, n);
}

static int os_open(void *data, const char *path, unsigned flags)
{
    return disk_open(data, path, flags);
}

static int os_close(void *data, int file)
{
    disk_close(data, file);
    return OS_OK;
}

static int64_t os_read(void *data, int file, void *out, size_t n, int64_t at)
{
    return disk_read(data, file, out, n, at);
}

static int os_write(void *data, int file, const void *bytes, size_t n, int64_t at)
{
    return disk_write(data, file, bytes, n, at);
}

static int os_sync(void *data, int file)
{
    return disk_sync(data, file);
}

static int os_lock(void *data, int file, bool wait)
{
    struct disk *disk = data;

    (void)wait; /* whoever holds it is in this thread and can never let go meanwhile */
    for (size_t i = 0; i < disk->handles_n; i++) {
        const struct handle *other = &disk->handles[i];
        if ((int)i != file && other->inode == disk->handles[file].inode && other->locked)
            return OS_BUSY;
    }
    disk->handles[file].locked = true;
    return OS_OK;
}

static int os_unlock(void *data, int file)
{
    ((struct disk *)data)->handles[file].locked = false;
    return OS_OK;
}

static int os_stat(void *data, const char *path, struct os_file *out)
{
    struct disk *disk = data;
    struct place place = image_find(&disk->live, path);

    if (place.inode == NONE)
        return OS_NOT_FOUND;
    const struct inode *inode = &disk->live.inodes[place.inode];
    *out = (struct os_file){inode->is_folder, inode->size, inode->modified_ms};
    return OS_OK;
}

/* Whether the folder is, or is below, what the path names; such a rename would lose both. */
static bool is_below(const struct image *image, int folder, int above)
{
    while (folder != above && folder != IMAGE_ROOT) {
        int parent = IMAGE_ROOT;
        for (size_t i = 0; i < image->entries_n; i++)
            if (image->entries[i].inode == folder)
                parent = image->entries[i].parent;
        folder = parent;
    }
    return folder == above;
}

static int rename_error(const struct image *image, struct place from, struct place to)
{
    if (from.inode == NONE || to.parent == NONE)
        return OS_NOT_FOUND;
    if (from.parent == NONE || is_below(image, to.parent, from.inode))
        return OS_IO;
    if (to.inode == NONE)
        return OS_OK;
    bool is_folder = image->inodes[to.inode].is_folder;
    if (is_folder != image->inodes[from.inode].is_folder)
        return is_folder ? OS_IO : OS_NOT_FOUND;
    return is_folder && !image_is_empty(image, to.inode) ? OS_EXISTS : OS_OK;
}

static int os_rename(void *data, const char *path_from, const char *path_to)
{
    struct disk *disk = data;
    struct place from = image_find(&disk->live, path_from);
    struct place to = image_find(&disk->live, path_to);
    enum disk_trouble ill = trouble(disk, DISK_NAME);

    if (ill != DISK_WELL)
        return trouble_error(ill);
    int error = rename_error(&disk->live, from, to);
    if (error != OS_OK || from.inode == to.inode)
        return error;
    image_name(&disk->live, from.parent, from.name, NONE);
    image_name(&disk->live, to.parent, to.name, from.inode);
    struct event *event = add_event(disk, EVENT_NAME, from.inode);
    event->from = keep_name(from);
    event->to = keep_name(to);
    return OS_OK;
}

static int os_remove(void *data, const char *path)
{
    return disk_remove(data, path);
}

static int os_mkdir(void *data, const char *path)
{
    struct disk *disk = data;
    struct place place = image_find(&disk->live, path);
    enum disk_trouble ill = trouble(disk, DISK_NAME);

    if (ill != DISK_WELL)
        return trouble_error(ill);
    if (place.inode != NONE)
        return OS_EXISTS;
    if (place.parent == NONE)
        return OS_NOT_FOUND;
    (void)create(disk, place, true);
    return OS_OK;
}

static int os_sync_dir(void *data, const char *path)
{
    struct disk *disk = data;
    struct place place = image_find(&disk->live, path);

    if (place.inode == NONE || !disk->live.inodes[place.inode].is_folder)
        return OS_NOT_FOUND;
    return disk_sync_folder(disk, place.inode);
}

static int os_list(void *data, const char *path, bool (*each)(void *arg, const char *name),
                   void *arg)
{
    struct disk *disk = data;
    struct place place = image_find(&disk->live, path);

    if (place.inode == NONE || !disk->live.inodes[place.inode].is_folder)
        return OS_NOT_FOUND;
    /* A copy: each() may add and remove files. */
    size_t n = disk->live.entries_n;
    struct entry *entries = keep(disk->live.entries, n * sizeof *entries);
    for (size_t i = 0; i < n; i++)
        if (entries[i].parent == place.inode && !each(arg, entries[i].name))
            break;
    free(entries);
    return OS_OK;
}

struct disk *disk_new(uint64_t seed)
{
    struct disk *disk = keep(&(struct disk){.seed = seed}, sizeof *disk);

    disk->random = disk_mix(seed);
    disk->clock_us = START_US;
    disk->os = (struct os){
        .data = disk,
        .now_ms = os_now_ms,
        .tick_us = os_tick_us,
        .random = os_random,
        .open = os_open,
        .close = os_close,
        .read = os_read,
        .write = os_write,
        .sync = os_sync,
        .lock = os_lock,
        .unlock = os_unlock,
        .stat = os_stat,
        .rename = os_rename,
        .remove = os_remove,
        .mkdir = os_mkdir,
        .sync_dir = os_sync_dir,
        .list = os_list,
    };
    image_init(&disk->base);
    image_init(&disk->live);
    disk_vfs_open(disk);
    return disk;
}

void disk_free(struct disk *disk)
{
    if (disk == NULL)
        return;
    disk_vfs_close(disk);
    disk_cut_free(disk);
    for (size_t i = 0; i < disk->events_n; i++) {
        free(disk->events[i].bytes);
        free(disk->events[i].from.name);
        free(disk->events[i].to.name);
    }
    free(disk->events);
    free(disk->handles);
    image_fini(&disk->base);
    image_fini(&disk->live);
    free(disk);
}

const struct os *disk_os(struct disk *disk)
{
    return &disk->os;
}

void disk_pass(struct disk *disk, int64_t ms)
{
    assert(ms >= 0);
    disk->clock_us += ms * 1000;
}

size_t disk_events(const struct disk *disk)
{
    return disk->events_n;
}

void disk_drop_syncs(struct disk *disk, unsigned every)
{
    disk->drop_every = every;
}

void disk_fail(struct disk *disk, struct disk_fault fault)
{
    disk->fault = fault;
    disk->fault_calls = 0;
}

long disk_fault_calls(const struct disk *disk)
{
    return disk->fault_calls;
}
