/* throttle.c - see throttle.h. */
#include "process/throttle.h"

int64_t throttle_wait_s(const struct throttle *throttle, int64_t now_us)
{
    int64_t left_us = throttle->until_us - now_us;

    return throttle->failures == 0 || left_us <= 0 ? 0 : (left_us + 999999) / 1000000;
}

void throttle_failed(struct throttle *throttle, int64_t now_us)
{
    enum { DOUBLINGS = 10 }; /* 1,024 s are past the maximum */
    int64_t pause_s = 1LL << (throttle->failures < DOUBLINGS ? throttle->failures : DOUBLINGS);

    throttle->failures++;
    throttle->until_us = now_us + (pause_s < THROTTLE_S_MAX ? pause_s : THROTTLE_S_MAX) * 1000000;
}

void throttle_passed(struct throttle *throttle)
{
    *throttle = (struct throttle){0};
}
