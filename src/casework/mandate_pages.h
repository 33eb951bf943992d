/* mandate_pages.h - that we may act for a person: written down, and one page to print for her to
 *   sign, or to put her thumb to before two witnesses, with lines to fill in where a fact is not
 *   known.
 * Owns: the routes /person/{code}/mandate. Order: handlers of web/route.h, by the dispatcher alone;
 *   mandates_card() within a page. Memory: the request's arena. Fails: as every handler.
 * Limits: MANDATES_MAX shown. Cost: a query.
 * No lawyer has read this text yet: the page says so, on paper too. Her national number is never
 * filled in; there is a line for it. A power of attorney that is missing keeps nobody from handing
 * in what has a last day. */
#ifndef CASEWORK_MANDATE_PAGES_H
#define CASEWORK_MANDATE_PAGES_H

#include "model/record.h"
#include "web/route.h"

enum { MANDATES_MAX = 20 };

MUST_USE enum rc mandates_card(struct web *web, const struct record *person);

extern const struct route mandate_routes[];
extern const size_t mandate_routes_n;

#endif
