/* queue_pages.h - visitors today: the list of the desk, the paper sheet typed in later, the empty
 *   sheet to print; and what the first page shows of them.
 * Owns: its routes. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: as casework/queue.h. Cost: one query a page. */
#ifndef CASEWORK_QUEUE_PAGES_H
#define CASEWORK_QUEUE_PAGES_H

#include "web/route.h"

/* Two buttons for whoever stands at the desk. */
void queue_home(struct web *web);

extern const struct route queue_routes[];
extern const size_t queue_routes_n;

#endif
