/* disk_inside.h - the parts of a simulated disk, for disk.c, disk_cut.c and disk_vfs.c alone.
 * Owns: struct disk. Order, Memory, Fails: as disk.h says; ints are negative enum os_error. */
#ifndef TEST_CRASH_DISK_INSIDE_H
#define TEST_CRASH_DISK_INSIDE_H

#include "disk.h"
#include "image.h"

enum event_kind { EVENT_WRITE, EVENT_RESIZE, EVENT_SYNC, EVENT_NAME, EVENT_SYNC_DIR };
enum sync_end { SYNC_DONE, SYNC_DROPPED, SYNC_FAILED };

struct name {
    int parent; /* NONE: no such side */
    char *name;
};

struct event {
    enum event_kind kind;
    int inode;
    bool is_folder;      /* EVENT_NAME: what the inode is */
    enum sync_end ended; /* EVENT_SYNC and EVENT_SYNC_DIR */
    int64_t at;          /* EVENT_WRITE: where; EVENT_RESIZE: the new size */
    size_t n;            /* EVENT_WRITE */
    unsigned char *bytes;
    struct name from, to; /* EVENT_NAME: taken away there, given here */
};

struct handle {
    int inode; /* NONE: free */
    int parent;
    unsigned flags; /* enum os_open */
    bool locked;
};

struct replay;     /* disk_cut.c: the lasting state behind some event, moving forward */
struct sim_file;   /* disk_vfs.c: a file opened by SQLite */
struct sim_shared; /* disk_vfs.c: memory shared by connections to one database */

struct disk {
    struct os os;
    char vfs_name[64];
    struct sqlite3_vfs *vfs;
    struct sim_file *files;
    struct sim_shared *shared;
    uint64_t seed, random;
    int64_t clock_us;
    struct image base, live; /* before the first event, and now */
    struct event *events;
    size_t events_n, events_room;
    struct handle *handles;
    size_t handles_n, handles_room;
    struct replay *replay;
    unsigned drop_every, syncs;
    struct disk_fault fault;
    long fault_calls;
};

uint64_t disk_mix(uint64_t x); /* scrambles: near numbers give unlike ones */

int disk_open(struct disk *disk, const char *path, unsigned flags);
int disk_open_nameless(struct disk *disk); /* gone when the power goes; not in the journal */
void disk_close(struct disk *disk, int file);
int64_t disk_read(struct disk *disk, int file, void *out, size_t n, int64_t at);
int disk_write(struct disk *disk, int file, const void *bytes, size_t n, int64_t at);
int disk_resize(struct disk *disk, int file, int64_t size);
int disk_sync(struct disk *disk, int file);
int disk_sync_folder(struct disk *disk, int inode);
int disk_remove(struct disk *disk, const char *path);
void disk_random(struct disk *disk, void *out, size_t n);

void disk_cut_free(struct disk *disk); /* its replay */
void disk_vfs_open(struct disk *disk); /* registers the VFS and sets os.vfs */
void disk_vfs_close(struct disk *disk);

#endif
