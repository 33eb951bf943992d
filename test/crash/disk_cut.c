/* disk_cut.c - builds the disk that is found when power comes back; see disk.h, "The model". */
#include "disk_inside.h"

enum { SECTOR = 512 };

/* A change that has happened but is not yet lasting. */
struct pending {
    size_t event;
    bool from_synced, to_synced; /* names: the folders of both sides */
    bool in_order;               /* names: lasting where a file system keeps the order */
};

struct replay {
    struct image image; /* the lasting state */
    size_t at;          /* events taken in */
    struct pending *pending;
    size_t pending_n, pending_room;
};

/* One cut: what chance decides, it decides from the seed and the place alone. */
struct cut {
    const struct disk *disk;
    const struct replay *replay;
    struct image *image; /* of the disk being built */
    unsigned mode;       /* without DISK_POSIX */
    uint64_t seed;
    unsigned arrive; /* of 256: how likely one write arrives; differs from cut to cut */
};

static uint64_t draw(uint64_t seed, uint64_t a, uint64_t b)
{
    return disk_mix(disk_mix(seed ^ disk_mix(a)) ^ b);
}

static void apply_change(struct image *image, const struct event *event)
{
    image_reach(image, event->inode, event->is_folder);
    if (event->kind == EVENT_WRITE)
        image_write(image, event->inode, event->bytes, event->n, event->at);
    else
        image_resize(image, event->inode, event->at);
}

static void apply_name(struct image *image, const struct event *event)
{
    image_reach(image, event->inode, event->is_folder);
    if (event->from.parent != NONE)
        image_name(image, event->from.parent, event->from.name, NONE);
    if (event->to.parent != NONE)
        image_name(image, event->to.parent, event->to.name, event->inode);
}

/* A sync of the file: its changes become lasting, all of them or (a failed one) some. */
static void settle_file(const struct disk *disk, struct replay *replay, size_t sync)
{
    const struct event *ended = &disk->events[sync];
    size_t n = 0;

    for (size_t i = 0; i < replay->pending_n; i++) {
        struct pending pending = replay->pending[i];
        const struct event *event = &disk->events[pending.event];
        bool is_its = event->inode == ended->inode;
        if (event->kind == EVENT_NAME) {
            pending.in_order = pending.in_order || (is_its && ended->ended == SYNC_DONE);
        } else if (is_its) {
            if (ended->ended == SYNC_DONE || draw(disk->seed, sync, pending.event) % 2 == 0)
                apply_change(&replay->image, event);
            continue;
        }
        replay->pending[n++] = pending;
    }
    replay->pending_n = n;
}

static bool is_lasting(const struct event *event, const struct pending *pending)
{
    return (event->from.parent == NONE || pending->from_synced) &&
           (event->to.parent == NONE || pending->to_synced);
}

/* A sync of a folder. A name goes into the lasting state only when all names before it have:
 * the same name may be given twice. */
static void settle_folder(const struct disk *disk, struct replay *replay, int folder)
{
    bool waits = false;
    size_t n = 0;

    for (size_t i = 0; i < replay->pending_n; i++) {
        struct pending pending = replay->pending[i];
        const struct event *event = &disk->events[pending.event];
        if (event->kind == EVENT_NAME) {
            pending.from_synced = pending.from_synced || event->from.parent == folder;
            pending.to_synced = pending.to_synced || event->to.parent == folder;
            pending.in_order = pending.in_order || pending.from_synced || pending.to_synced;
            waits = waits || !is_lasting(event, &pending);
            if (!waits) {
                apply_name(&replay->image, event);
                continue;
            }
        }
        replay->pending[n++] = pending;
    }
    replay->pending_n = n;
}

static void add_pending(struct replay *replay, size_t event)
{
    replay->pending = image_grow(replay->pending, replay->pending_n, &replay->pending_room,
                                 sizeof *replay->pending);
    replay->pending[replay->pending_n++] = (struct pending){.event = event};
}

static void take_in(const struct disk *disk, struct replay *replay)
{
    const struct event *event = &disk->events[replay->at];

    switch (event->kind) {
    case EVENT_WRITE:
    case EVENT_RESIZE:
    case EVENT_NAME: add_pending(replay, replay->at); break;
    case EVENT_SYNC:
        if (event->ended != SYNC_DROPPED)
            settle_file(disk, replay, replay->at);
        break;
    case EVENT_SYNC_DIR: settle_folder(disk, replay, event->inode); break;
    }
    replay->at++;
}

void disk_cut_free(struct disk *disk)
{
    if (disk->replay == NULL)
        return;
    image_fini(&disk->replay->image);
    free(disk->replay->pending);
    free(disk->replay);
    disk->replay = NULL;
}

static struct replay *replay_to(struct disk *disk, size_t events)
{
    if (disk->replay != NULL && disk->replay->at > events)
        disk_cut_free(disk);
    if (disk->replay == NULL) {
        size_t room = 0;
        disk->replay = image_grow(NULL, 0, &room, sizeof *disk->replay);
        *disk->replay = (struct replay){.at = 0};
        image_copy(&disk->replay->image, &disk->base);
    }
    while (disk->replay->at < events)
        take_in(disk, disk->replay);
    return disk->replay;
}

/* Behind which of the pending names nothing arrived, on a file system that keeps the order. */
static size_t ordered_names(const struct cut *cut)
{
    size_t names = 0, lasting = 0;

    for (size_t i = 0; i < cut->replay->pending_n; i++) {
        const struct pending *pending = &cut->replay->pending[i];
        if (cut->disk->events[pending->event].kind != EVENT_NAME)
            continue;
        names++;
        if (pending->in_order)
            lasting = names;
    }
    if (cut->mode == DISK_LOST)
        return lasting;
    return lasting + draw(cut->seed, 1, 0) % (names - lasting + 1);
}

static void cut_names(struct cut *cut, bool posix)
{
    size_t arrived = posix ? 0 : ordered_names(cut), name = 0;

    for (size_t i = 0; i < cut->replay->pending_n; i++) {
        const struct pending *pending = &cut->replay->pending[i];
        const struct event *event = &cut->disk->events[pending->event];
        if (event->kind != EVENT_NAME)
            continue;
        bool lasts = name++ < arrived;
        if (posix)
            lasts = is_lasting(event, pending) ||
                    (cut->mode != DISK_LOST && draw(cut->seed, 2, pending->event) % 2 == 0);
        if (lasts || cut->mode == DISK_KEPT)
            apply_name(cut->image, event);
    }
}

/* The last event that this sector of the file has seen. */
static size_t seen_by(const struct cut *cut, int inode, int64_t sector)
{
    uint64_t drawn = draw(cut->seed, (uint64_t)inode, (uint64_t)sector);
    size_t first = cut->replay->pending[0].event, span = cut->replay->at - first;

    if (drawn % 4 == 0)
        return 0;
    if (drawn % 4 == 1)
        return SIZE_MAX;
    return first + (size_t)(drawn / 4 % (span + 1));
}

static void tear_write(struct cut *cut, size_t at, const struct event *event)
{
    int64_t end = event->at + (int64_t)event->n;

    for (int64_t from = event->at, to; from < end; from = to) {
        to = (from / SECTOR + 1) * SECTOR;
        if (to > end)
            to = end;
        if (at < seen_by(cut, event->inode, from / SECTOR))
            image_write(cut->image, event->inode, event->bytes + (from - event->at),
                        (size_t)(to - from), from);
    }
    /* The size is kept elsewhere than the bytes and may arrive without them. */
    if (end > cut->image->inodes[event->inode].size && at < seen_by(cut, event->inode, NONE))
        image_resize(cut->image, event->inode, end);
}

static void cut_change(struct cut *cut, size_t at, const struct event *event)
{
    image_reach(cut->image, event->inode, event->is_folder);
    if (cut->mode == DISK_TORN && event->kind == EVENT_WRITE)
        tear_write(cut, at, event);
    else if (cut->mode == DISK_KEPT ||
             (cut->mode == DISK_TORN && at < seen_by(cut, event->inode, NONE)) ||
             (cut->mode == DISK_REORDERED && draw(cut->seed, 3, at) % 256 < cut->arrive))
        apply_change(cut->image, event);
}

static void cut_changes(struct cut *cut)
{
    if (cut->mode == DISK_LOST)
        return;
    for (size_t i = 0; i < cut->replay->pending_n; i++) {
        size_t at = cut->replay->pending[i].event;
        const struct event *event = &cut->disk->events[at];
        if (event->kind != EVENT_NAME)
            cut_change(cut, at, event);
    }
}

struct disk *disk_crash(struct disk *disk, size_t events, unsigned mode, uint64_t seed)
{
    static const unsigned arrive[] = {32, 128, 224};
    struct replay *replay = replay_to(disk, events);
    uint64_t drawn = draw(seed, events, mode);
    struct disk *found = disk_new(drawn);
    struct cut cut = {.disk = disk,
                      .replay = replay,
                      .image = &found->live,
                      .mode = mode & ~(unsigned)DISK_POSIX,
                      .seed = drawn,
                      .arrive = arrive[drawn % 3]};

    image_fini(&found->live);
    image_copy(&found->live, &replay->image);
    found->clock_us = disk->clock_us;
    cut_names(&cut, (mode & DISK_POSIX) != 0);
    cut_changes(&cut);
    image_keep_named(&found->live);
    image_fini(&found->base);
    image_copy(&found->base, &found->live);
    return found;
}

const char *disk_mode_name(unsigned mode)
{
    static const char *const names[DISK_MODES] = {
        "kept",       "lost",       "reordered",       "torn",
        "kept-posix", "lost-posix", "reordered-posix", "torn-posix"};

    return names[mode % DISK_MODES];
}
