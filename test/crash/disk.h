/* disk.h - a simulated disk in memory that loses power; it serves files and SQLite alike.
 * Owns: everything on the disk, and a journal of all that ever changed it.
 * Order: disk_new(), work through disk_os() (its .vfs is a SQLite VFS over this very disk; with
 *   "multipleciphers-" before the name encryption lies over it), then disk_crash() as often as
 *   wanted, disk_free() each. All database connections of a disk are closed before it is freed;
 *   crashed disks live on their own.
 * Memory: plain heap; pages are shared between disks until written; the program ends when
 *   there is none left. One process, one thread.
 * Fails: disk_os() as base/os.h says, or as disk_fail() orders.
 * Limits: locks never wait (the only other holder is in the same thread): OS_BUSY at once.
 *   What the person sees as "now" starts on a fixed day and runs 10 us per call.
 * Cost: a crash state about 0.05 ms for a disk of 1 MB, if states are asked for in the order of
 *   their events; going backwards replays the journal from its start.
 *
 * The model. Each change is one event: write, resize, sync, a name given or taken, sync_dir.
 * After a cut behind event k:
 *   - What stood in a file at its last sync is there. Of what was written or resized since, the
 *     mode says what arrived. A file may have grown without its bytes: then they are zeros.
 *   - A sector (512 bytes) is never half written; bytes beside a write are never harmed.
 *   - Names (create, mkdir, rename, remove): on a journaling file system they become lasting in
 *     order, at the latest with sync_dir of a folder they touch or sync of the file they name.
 *     With DISK_POSIX nothing but sync_dir of every folder they touch makes them last, and
 *     those not lasting arrive in any selection. A rename is all or nothing in both.
 *   - Locks and shared memory are gone.
 *   - A sync that failed (disk_fail) has dropped some of the writes for good: syncing again
 *     succeeds and brings nothing back, as Linux does.
 * Not here: what to do on the disk and what to check afterwards (crash.h). */
#ifndef TEST_CRASH_DISK_H
#define TEST_CRASH_DISK_H

#include "base/os.h"

enum disk_mode {
    DISK_KEPT,      /* all arrived, as after kill -9 */
    DISK_LOST,      /* nothing arrived that was not synced */
    DISK_REORDERED, /* each write arrived or not, by chance */
    DISK_TORN,      /* each sector is as after one of the writes to it, by chance */
    DISK_POSIX = 4, /* added to one of the others: names as weak as POSIX allows */
    DISK_MODES = 8,
};

enum disk_op {
    DISK_OPEN = 1,
    DISK_READ = 2,
    DISK_WRITE = 4, /* and resize */
    DISK_SYNC = 8,  /* and sync_dir */
    DISK_NAME = 16, /* rename, remove, mkdir, and open that creates */
    DISK_ANY = 31,
};

enum disk_trouble {
    DISK_WELL,
    DISK_FULL,  /* nothing of it is done */
    DISK_IO,    /* nothing of it is done; a sync may have lost some of what it was for */
    DISK_SHORT, /* half the bytes are written, then the disk is full; a read gives half */
};

struct disk_fault {
    unsigned ops; /* enum disk_op: which calls are counted */
    long at;      /* the first to fail: 1, 2, ... */
    long times;   /* how many fail before the disk heals; 0: it never does */
    enum disk_trouble trouble;
};

struct disk;

/* The same seed and the same calls give the same events. */
struct disk *disk_new(uint64_t seed);
void disk_free(struct disk *disk);
const struct os *disk_os(struct disk *disk);
void disk_pass(struct disk *disk, int64_t ms); /* lets time go by */

size_t disk_events(const struct disk *disk); /* so far */
/* The disk as found when power comes back, having gone after so many events; its own journal is
 * empty. The same arguments give the same disk. */
struct disk *disk_crash(struct disk *disk, size_t events, unsigned mode, uint64_t seed);
const char *disk_mode_name(unsigned mode); /* "torn", "torn-posix" */

/* The negative control: every n-th sync of a file says yes and does nothing. 0: all are honest. */
void disk_drop_syncs(struct disk *disk, unsigned every);
/* From now on; forgets the fault before. Trouble DISK_WELL heals at once. */
void disk_fail(struct disk *disk, struct disk_fault fault);
long disk_fault_calls(const struct disk *disk); /* counted since then; beyond .at: it has struck */

#endif
