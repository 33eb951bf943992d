/* today_pages.h - the page Today: what is due, by urgency, what a person may lose before the rest.
 * Owns: its routes. Order: handlers of web/route.h; today_home() within the first page.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: TODAY_PAGE rows a page. Cost: today.h, once for each heading and tile. */
#ifndef CASEWORK_TODAY_PAGES_H
#define CASEWORK_TODAY_PAGES_H

#include "web/route.h"

enum { TODAY_PAGE = 25 };

/* Its part of the first page: the same, as it is when nothing was chosen. */
void today_home(struct web *web);

extern const struct route today_routes[];
extern const size_t today_routes_n;

#endif
