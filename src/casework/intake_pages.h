/* intake_pages.h - a new case: short steps, or one page; the last day of the paper in her hand
 *   before anything else.
 * Owns: the routes of /case/new. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: as casework/intake.h. Cost: a look at who is known already, once for each name. */
#ifndef CASEWORK_INTAKE_PAGES_H
#define CASEWORK_INTAKE_PAGES_H

#include "web/route.h"

extern const struct route intake_routes[];
extern const size_t intake_routes_n;

#endif
