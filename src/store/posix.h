/* posix.h - the real operating system behind base/os.h, and the little of it that os.h lacks.
 * Owns: nothing; the table is constant.
 * Order: posix_secure_process() first thing in main(); the rest any time.
 * Memory: none kept. Handles are file descriptors, never handed to a child (O_CLOEXEC).
 * Fails: as base/os.h says: negative enum os_error. A signal never makes a call fail; a quota and
 *   a full disk are both OS_FULL. random ends the process when the kernel gives none.
 * Cost: one system call each, more only after a signal or a short transfer.
 * Not here: sockets and processes; what the facts about a folder mean (folder.h). */
#ifndef STORE_POSIX_H
#define STORE_POSIX_H

#include "base/os.h"

const struct os *posix_os(void);

/* No core file and no debugger of the same user: keys stay in this process; new files are this
 * user's alone. False: not granted. */
bool posix_secure_process(void);

/* What the system says of a folder. */
struct posix_folder {
    char real[OS_PATH_MAX]; /* without links, . and .. */
    char fs[64];            /* as in mountinfo: "ext4", "nfs4", "fuse.sshfs"; "" if unknown */
    bool is_folder;
    bool is_mine;  /* owned by the user this process runs as */
    unsigned mode; /* permission bits */
};

int posix_folder(const char *path, struct posix_folder *out);

int64_t posix_pid(void);
void posix_sleep(int ms);

#endif
