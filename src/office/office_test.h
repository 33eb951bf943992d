/* office_test.h - what the tests of this folder share: a data folder whose clock and disk they set.
 * Owns: nothing. Order: a desk is opened by office_test.c. Memory: the world's.
 * Fails: bails out. */
#ifndef OFFICE_OFFICE_TEST_H
#define OFFICE_OFFICE_TEST_H

#include "model/keeping.h"
#include "roles/turns.h"
#include "tap.h"
#include "world.h"

/* An operating system whose clock and disk say what the test wants. */
struct fake {
    struct os os;
    int64_t now_ms, free;
};

struct desk {
    struct world world;
    struct fake fake;
    struct program program;
    struct opened opened;
    struct turns turns;
};

/* It is ten o'clock on that day, and the lead is at work. */
void desk_clock(struct desk *d, const char *on);
/* A case that was made and closed that day. */
struct id desk_closed_case(struct desk *d, const char *on);
/* Looks on that day: is the time of this record ending? */
bool desk_listed(struct desk *d, const char *on, const struct id *id, struct keeping *out);

void keeping_pages_test(struct desk *desk);

#endif
