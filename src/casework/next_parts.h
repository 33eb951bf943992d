/* next_parts.h - what stands first on the page of a case where it is no step of the law: a task
 *   that is due before, or what came of a case that is closed.
 * Owns: nothing. Order: inside the page of a case, before all its cards.
 * Memory: the request's arena. Fails: as query.h. Limits: none. Cost: one query for the task.
 * A step of the law whose last day is within NEXT_LAW_DAYS comes before any task. */
#ifndef CASEWORK_NEXT_PARTS_H
#define CASEWORK_NEXT_PARTS_H

#include "casework/proceeding.h"
#include "web/part.h"

enum { NEXT_LAW_DAYS = 30 };

/* Shows the task that is due first, if it is to be done before what the procedures know. */
MUST_USE enum rc next_task(struct web *web, const struct record *of, const struct proceedings *all,
                           bool *shown);

#endif
