/* told_pages.h - a person's file in plain words on a page: read aloud, answered, struck out,
 *   printed.
 * Owns: the routes of /person/{code}/file. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: as told.h. Cost: as told.h.
 * On paper large, without buttons; in the language that is chosen, as far as it has the words. */
#ifndef CASEWORK_TOLD_PAGES_H
#define CASEWORK_TOLD_PAGES_H

#include "web/route.h"

extern const struct route told_routes[];
extern const size_t told_routes_n;

#endif
