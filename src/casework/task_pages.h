/* task_pages.h - on the page of a case: its tasks with the reason of those that a rule made, one
 *   line to add another, done by one press; a page to put one off or drop it, with a reason.
 * Owns: its routes. Order: tasks_card() inside the page of a case.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: TASKS_SHOWN open tasks on the case; the rest stands in the list. Cost: one query. */
#ifndef CASEWORK_TASK_PAGES_H
#define CASEWORK_TASK_PAGES_H

#include "model/record.h"
#include "web/route.h"

enum { TASKS_SHOWN = 12 };

MUST_USE enum rc tasks_card(struct web *web, const struct record *of);

extern const struct route task_routes[];
extern const size_t task_routes_n;

#endif
