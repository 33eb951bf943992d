/* folder.h - the data folder: is it safe to work in, and who works in it now.
 * Owns: DIR/serve.lock (one server) and DIR/write.lock (one writer); both stay there when unused,
 *   only the lock on them counts.
 * Order: folder_make() once at init, else folder_check(), before anything in DIR is opened;
 *   then folder_serve() in a server. write.lock: folder_lock_open() once per process, take and
 *   give around each write transaction, close at the end.
 * Memory: paths are borrowed for the call. Locks hold one file handle.
 * Fails: RC_NOT_FOUND; RC_INVALID for a network or synchronised folder; RC_DENIED for one that
 *   others own or may read; RC_BUSY for a second server (its process is named) or writer; RC_IO.
 *   Each sentence says what to do.
 * Limits: knows the sync programs of the table in folder.c and what the system calls a network
 *   disk; a link that points into the folder from a synchronised one cannot be seen from here.
 * Cost: folder_check() lists the folder and each of its parents once; a lock is one system call. */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include "base/call.h"
#include "store/posix.h"

/* Makes the folder (its parent must be there), or takes an existing one; then as folder_check().
 * A folder made here that turns out unfit is removed again. */
MUST_USE enum rc folder_make(struct call *call, const char *path);
MUST_USE enum rc folder_check(struct call *call, const char *path);

/* The judgement alone, on facts from anywhere; looks for sync programs' marks through call->os. */
MUST_USE enum rc folder_judge(struct call *call, const struct posix_folder *facts);

struct folder_lock {
    const char *path; /* for sentences; in the arena of the call that opened it */
    int file;         /* -1: not open */
};

/* For good until folder_lock_close(): this process is the server of the folder. */
MUST_USE enum rc folder_serve(struct call *call, const char *folder, int64_t pid,
                              struct folder_lock *out);

MUST_USE enum rc folder_lock_open(struct call *call, const char *folder, const char *name,
                                  struct folder_lock *out);
MUST_USE enum rc folder_lock_take(struct call *call, struct folder_lock *lock, bool wait);
void folder_lock_give(struct call *call, struct folder_lock *lock);
void folder_lock_close(struct call *call, struct folder_lock *lock);

#endif
