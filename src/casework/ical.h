/* ical.h - days and hours as a calendar file (RFC 5545), for the calendar of a telephone.
 * Owns: nothing. Order: ical_begin(), ical_event() any number, ical_end().
 * Memory: the buf's. Fails: as the buf. Limits: a line has 75 bytes and goes on behind a blank,
 *   never
 *   within a sign. Cost: one pass.
 * What a summary must not hold (names) is the caller's; here signs are only escaped. */
#ifndef CASEWORK_ICAL_H
#define CASEWORK_ICAL_H

#include "base/call.h"

enum { ICAL_LINE = 75 };

struct ical_event {
    struct str id;      /* unique for ever */
    struct str summary; /* of one line */
    day on;
    int64_t at_ms;   /* UTC; 0: the whole day */
    int64_t made_ms; /* when this was written */
};

void ical_begin(struct buf *out, struct str name);
void ical_event(struct buf *out, const struct ical_event *event);
void ical_end(struct buf *out);

#endif
