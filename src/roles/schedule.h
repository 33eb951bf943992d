/* schedule.h - what is to be done again and again, and how it went the last time.
 * Owns: nothing; how a line stands is model/work_line.h's.
 * Order: schedule_run() by the clerk now and then; schedule_list() any time.
 * Memory: the call's arena. Fails: as the table of jobs. Limits: SCHEDULE_MAX lines.
 * Cost: a look at one small table.
 * A time is served once: after three days of a machine that was off, one run, not three. A line
 * that is new waits for its next time, unless it begins at once. A clock that was wrong and is put
 * back does not silence a line: a time that lies ahead is taken for the newest one. */
#ifndef ROLES_SCHEDULE_H
#define ROLES_SCHEDULE_H

#include "model/work.h"
#include "model/work_line.h"
#include "rules/when.h"

struct program;

enum { SCHEDULE_MAX = 64, SCHEDULE_AGAIN_MS = 15 * 60 * 1000 };

/* A fixed line: a row in a table of its area. */
struct schedule_row {
    const char *work; /* the kind of work, and the line's name */
    struct when when;
};

/* One line, and how it stands. */
struct schedule_item {
    struct str name; /* also the job's mark */
    struct str title;
    const struct work *work;
    struct value args;
    struct when when;
    bool at_once; /* a line that is new begins at once */
    bool again;   /* it failed and may succeed now: what was missing is there again */

    int64_t next_ms;
    struct work_line line; /* how it stands */
};

struct schedule {
    struct schedule_item items[SCHEDULE_MAX];
    size_t n;
};

/* Adds an area's lines that depend on the data: one for each place of backups. */
typedef enum rc schedule_more(struct call *call, const struct program *program,
                              struct schedule *out);

MUST_USE enum rc schedule_list(struct call *call, const struct program *program,
                               const struct zone *zone, struct schedule *out);
/* Puts what is due into the table of jobs, on behalf of the system. */
MUST_USE enum rc schedule_run(struct call *call, const struct program *program,
                              const struct zone *zone);
/* "Each day at 03:00". */
struct str schedule_say(struct call *call, const struct when *when);
/* The organisation's own zone. */
MUST_USE enum rc schedule_zone(struct call *call, struct zone *out);
/* "today 03:00", "yesterday 03:00", "Friday 20 November 2026, 03:00". */
struct str moment_say(struct call *call, const struct zone *zone, int64_t utc_ms);

#endif
