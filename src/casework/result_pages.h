/* result_pages.h - how a case ends and how it is opened again, as forms; and the box on the page of
 *   a case that says so first.
 * Owns: the routes /case/{code}/result and /case/{code}/reopen.
 * Order: handlers of web/route.h, by the dispatcher alone; result_box() within a page.
 * Memory: the request's arena. Fails: as every handler. Limits: as result.h. Cost: a query. */
#ifndef CASEWORK_RESULT_PAGES_H
#define CASEWORK_RESULT_PAGES_H

#include "model/record.h"
#include "web/route.h"

/* Of a closed case what came of it, before all else; true: it is closed. Of an open one why it was
 * opened again, if it was. */
bool result_box(struct web *web, const struct record *of);
/* The way to the form, on the page of an open case. */
void result_link(struct web *web, const struct record *of);

extern const struct route result_routes[];
extern const size_t result_routes_n;

#endif
