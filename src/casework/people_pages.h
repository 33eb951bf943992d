/* people_pages.h - whom a case is about when it is about several, fourteen parents or a whole
 *   street: the list, names pasted in with "is it one of these?", many taken away at once; and the
 *   other cases of the person, on the page of a case.
 * Owns: the routes /case/{code}/people. Order: handlers of web/route.h, by the dispatcher alone;
 *   the cards within a page. Memory: the request's arena. Fails: as every handler.
 * Limits: as people.h. Cost: a query for each name shown. Whom one may not see is counted, no more;
 *   taking others away keeps her. */
#ifndef CASEWORK_PEOPLE_PAGES_H
#define CASEWORK_PEOPLE_PAGES_H

#include "model/record.h"
#include "web/route.h"

MUST_USE enum rc people_card(struct web *web, const struct record *of);
MUST_USE enum rc other_cases_card(struct web *web, const struct record *of);

extern const struct route people_routes[];
extern const size_t people_routes_n;

#endif
