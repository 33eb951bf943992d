/* faulty_os.h - a system whose n-th change to the disk fails, around a real or another made one.
 * Owns: nothing but its counters; faulty.os is handed to the code under test, faulty.os.data must
 *   stay where it is.
 * Order: faulty_os_init(), then as any struct os. Changes counted: open for writing, write, sync,
 *   rename, remove, mkdir, sync_dir. Reading is never touched.
 * Fails: call number fail_at answers with error; a write has then put half of its bytes. With
 *   dead, every later change fails too, as on a disk that was pulled out.
 * Limits: files are written through at once: what a power cut loses is test/crash/'s business. */
#ifndef TEST_FAULTY_OS_H
#define TEST_FAULTY_OS_H

#include "base/os.h"

struct faulty_os {
    struct os os; /* hand this in */
    const struct os *real;
    long fail_at; /* 1, 2, ...; 0: never */
    long changes; /* seen so far */
    int error;    /* OS_FULL unless set otherwise */
    bool dead;
};

void faulty_os_init(struct faulty_os *faulty, const struct os *real, long fail_at);

#endif
