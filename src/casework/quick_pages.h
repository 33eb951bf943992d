/* quick_pages.h - quick help in one screen of large choices, with its sums and the day's list.
 * Owns: its routes. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: as casework/quick.h. Cost: the month is read once a page. */
#ifndef CASEWORK_QUICK_PAGES_H
#define CASEWORK_QUICK_PAGES_H

#include "web/route.h"

extern const struct route quick_routes[];
extern const size_t quick_routes_n;

#endif
