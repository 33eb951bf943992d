/* throttle.h - the pause after wrong passphrases: one second, doubled by each failure.
 * Owns: nothing; a struct throttle is a value that starts as zero.
 * Order: ask throttle_wait_s() before an attempt, then say how it ended.
 * Memory: none. Pure: the clock is handed in (microseconds that run on evenly). Fails: never.
 * Limits: THROTTLE_S_MAX; passing once forgets all failures. */
#ifndef PROCESS_THROTTLE_H
#define PROCESS_THROTTLE_H

#include <stdint.h>

enum { THROTTLE_S_MAX = 600 };

struct throttle {
    unsigned failures;
    int64_t until_us;
};

int64_t throttle_wait_s(const struct throttle *throttle, int64_t now_us); /* 0: now */
void throttle_failed(struct throttle *throttle, int64_t now_us);
void throttle_passed(struct throttle *throttle);

#endif
