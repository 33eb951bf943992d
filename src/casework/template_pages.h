/* template_pages.h - the templates of letters: the office's own and those that come with the
 *   program; one copied, changed, tried on a case, and taken over by name.
 * Owns: the routes /templates and /template. Order: handlers of web/route.h, by the dispatcher.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: OWN_MAX own ones. Cost: a query; a look at a text is a few milliseconds. */
#ifndef CASEWORK_TEMPLATE_PAGES_H
#define CASEWORK_TEMPLATE_PAGES_H

#include "web/route.h"

extern const struct route template_routes[];
extern const size_t template_routes_n;

#endif
