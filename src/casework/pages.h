/* pages.h - the pages of casework: the list, a case, a paper, a letter.
 * Owns: their routes. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: 25 rows a page; PAPERS_MAX papers of a case are shown.
 * Cost: a page is a few queries; a printed letter waits for a job. */
#ifndef CASEWORK_PAGES_H
#define CASEWORK_PAGES_H

#include "web/route.h"

enum { PAPERS_MAX = 50 };

extern const struct route casework_routes[];
extern const size_t casework_routes_n;

#endif
