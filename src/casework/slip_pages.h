/* slip_pages.h - what a person takes home: a slip with the day, the office, the worker and what to
 *   bring, as pictures and without the subject.
 * Owns: the route of /slip, the small drawings on it.
 * Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: none. Cost: one or two queries.
 * A slip is kept nowhere: it says nothing that is not known here already. Nothing on it, not even
 * its address, tells what it is about. */
#ifndef CASEWORK_SLIP_PAGES_H
#define CASEWORK_SLIP_PAGES_H

#include "web/route.h"

extern const struct route slip_routes[];
extern const size_t slip_routes_n;

#endif
