/* progress.h - how far long work has come, told to whoever waits for it.
 * Owns: nothing. Order: done grows up to total; total may grow too while more is found.
 * Memory: borrowed. Fails: never. Cost: the listener's; it may be told many times a millisecond. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

struct progress {
    void (*moved)(void *data, int64_t done, int64_t total);
    void *data;
};

/* NULL: nobody waits. */
static inline void progress_tell(const struct progress *progress, int64_t done, int64_t total)
{
    if (progress != NULL)
        progress->moved(progress->data, done, total);
}

#endif
