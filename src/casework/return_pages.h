/* return_pages.h - what a returning family may ask for, on one page of its case: the day it came,
 *   school against benefit, each kind of help with its clock or with whom to ask, and the children
 *   who have no papers.
 * Owns: the routes of /case/{code}/return. Order: return_card() inside the page of a case.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: homecoming.h; CHILDREN_MAX people of the household. Cost: a few queries. */
#ifndef CASEWORK_RETURN_PAGES_H
#define CASEWORK_RETURN_PAGES_H

#include "model/record.h"
#include "web/route.h"

/* Nothing where the case is not about a return and none is written down. */
MUST_USE enum rc return_card(struct web *web, const struct record *of);

extern const struct route return_routes[];
extern const size_t return_routes_n;

#endif
