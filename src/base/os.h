/* os.h - what the program asks of the operating system, as a table that tests replace.
 * Owns: nothing; the table is handed in with the call (store/posix.c has the real one,
 *   test/crash/disk.c one whose disk loses power).
 * Order: open before read, write, sync, close; sync_dir after rename, unlink, mkdir that must last.
 * Memory: handles are small integers; texts are borrowed for the call; paths end in NUL.
 * Fails: what can fail returns a negative enum os_error; file.h turns it into a sentence.
 * Limits: a path of OS_PATH_MAX bytes. Not here: sockets and processes (main.c and web/). */
#ifndef BASE_OS_H
#define BASE_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OS_PATH_MAX = 4096 };

enum os_error {
    OS_OK = 0,
    OS_NOT_FOUND = -1,
    OS_EXISTS = -2,
    OS_DENIED = -3,
    OS_FULL = -4, /* the disk, or the user's quota */
    OS_BUSY = -5, /* the lock is held by someone else */
    OS_IO = -6,
};

enum os_open {
    OS_READ = 0,
    OS_WRITE = 1,
    OS_CREATE = 2, /* with OS_WRITE; private to this user */
    OS_NEW = 4,    /* with OS_CREATE: it must not exist */
    OS_TRUNCATE = 8,
};

struct os_file {
    bool is_folder;
    int64_t size;        /* bytes */
    int64_t modified_ms; /* UTC */
};

/* The disk on which a path lies. */
struct os_space {
    int64_t free, total; /* bytes; free: for this user */
    uint64_t device;     /* two paths of one disk have the same */
};

struct os {
    void *data;
    const char *vfs; /* the SQLite VFS that stores files in the same place; NULL is the default */

    int64_t (*now_ms)(void *data);                   /* wall clock, UTC, since 1970 */
    int64_t (*tick_us)(void *data);                  /* runs on evenly, from any start */
    void (*random)(void *data, void *out, size_t n); /* for keys and ids */

    int (*open)(void *data, const char *path, unsigned flags); /* a handle */
    int (*close)(void *data, int file);
    /* How many bytes it read; 0 at the end. */
    int64_t (*read)(void *data, int file, void *out, size_t n, int64_t at);
    /* All of them, or an error. */
    int (*write)(void *data, int file, const void *bytes, size_t n, int64_t at);
    int (*sync)(void *data, int file);
    /* Exclusive, until closed or unlocked; who waits gets it in the order of coming. */
    int (*lock)(void *data, int file, bool wait);
    int (*unlock)(void *data, int file);

    int (*stat)(void *data, const char *path, struct os_file *out);
    int (*rename)(void *data, const char *from, const char *to);
    int (*remove)(void *data, const char *path); /* a file or an empty folder */
    int (*mkdir)(void *data, const char *path);  /* private to this user */
    int (*sync_dir)(void *data, const char *path);
    /* Calls each() with every name in the folder but . and .., in no order, until it says no. */
    int (*list)(void *data, const char *path, bool (*each)(void *arg, const char *name), void *arg);
    int (*space)(void *data, const char *path, struct os_space *out); /* NULL: nobody knows */
};

#endif
