/* task_rules.h - tasks that follow from what happened in a procedure: a table of rules, each with
 *   the reason that a person reads beside the task.
 * Owns: tasks with a rule; who typed a task herself owns it alone.
 * Order: a hook, run when an event of the procedure, or the procedure itself, changes.
 * Memory: the call's arena. Fails: as change.h.
 * Limits: one task for each rule and event. Cost: loads the events, clocks and tasks of the case.
 * A task is made with the change that gives its reason, for who is responsible for the case, and
 * goes
 * when the reason is gone; one that somebody has done or dropped stays as it is. Taking the change
 * back takes the task back. The words are those of the language of whoever made the change. */
#ifndef CASEWORK_TASK_RULES_H
#define CASEWORK_TASK_RULES_H

#include "model/change.h"

MUST_USE enum rc task_rules_event(struct call *call, struct change *change, struct record *event);
MUST_USE enum rc task_rules_proceeding(struct call *call, struct change *change,
                                       struct record *proceeding);

#endif
