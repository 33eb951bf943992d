/* tasks.h - a task of a case: added in one line, done, put off or dropped with a reason.
 * Owns: the operation "task.settle". Order: through operation_run() as every change.
 * Memory: the call's arena.
 * Fails: RC_INVALID with a fault at "words" where a reason is missing, at "due" for a day that has
 *   passed, at "state" for what does not follow; else as operation.h.
 * Limits: as model/casework/task.yaml. Cost: one change.
 * A task that a rule has made and somebody put off stays the rule's: it goes when its reason does,
 *   and its new day stays (task_rules.h). One that was dropped does not come again. */
#ifndef CASEWORK_TASKS_H
#define CASEWORK_TASKS_H

#include "model/operation.h"

enum task_act { TASK_DONE, TASK_AGAIN, TASK_DROP, TASK_PUT_OFF, TASK_ACTS };

extern const struct operation task_settle_operation;

/* "done", "again", "drop" or "put_off"; false: none of them. */
bool task_act_find(struct str word, enum task_act *out);

struct task_settle {
    const struct id *task;
    enum task_act act;
    struct value due; /* of TASK_PUT_OFF */
    struct str words; /* why, or what came of it; may be empty for TASK_DONE and TASK_AGAIN */
    struct id change;
};

MUST_USE enum rc task_settle(struct call *call, const struct task_settle *settle,
                             struct outcome *out);

/* A new one, for whoever adds it. */
MUST_USE enum rc task_add(struct call *call, const struct id *of, struct str what, struct value due,
                          const struct id *change, struct outcome *out);

#endif
