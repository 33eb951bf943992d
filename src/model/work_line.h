/* work_line.h - how a line of the schedule stands: which of its times was served, how the last try
 *   ended.
 * Owns: the local table job_schedule. Order: any. Memory: the call's arena.
 * Fails: as the database. Limits: none. Cost: one row each.
 * Not here: which lines there are, and when they are due (roles/schedule.h). */
#ifndef MODEL_WORK_LINE_H
#define MODEL_WORK_LINE_H

#include "base/id.h"

struct work_line {
    bool known;       /* it was looked at before */
    int64_t slot_ms;  /* the newest time that was served */
    int64_t tried_ms; /* 0: never */
    int64_t well_ms;  /* 0: never */
    struct str fault; /* of the last try; empty: none */
    struct id job;    /* of the last try; none: not yet */
};

MUST_USE enum rc work_line_find(struct call *call, struct str name, struct work_line *out);
/* That time needs no run: the line is new, or its clock was wrong. */
MUST_USE enum rc work_line_skip(struct call *call, struct str name, int64_t slot_ms);
/* That time is served by this job. */
MUST_USE enum rc work_line_serve(struct call *call, struct str name, int64_t slot_ms,
                                 const struct id *job);
/* How a try ended, now; an empty fault: well. */
MUST_USE enum rc work_line_note(struct call *call, struct str name, struct str fault);

#endif
