/* person_pages.h - a person at the desk: how she is reached safely, whether she was reached of
 *   late, and the ladder of papers of identity for her and her household.
 * Owns: the routes of /person/{code}; the one tap "tried, not reached" on a case.
 * Order: handlers of web/route.h, by the dispatcher alone; person_reach_card() within a page.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: LADDER_MAX papers of a person, MEMBERS_MAX of a household. Cost: a few queries.
 * "Never ring" is the first and loudest thing wherever a telephone is shown. */
#ifndef CASEWORK_PERSON_PAGES_H
#define CASEWORK_PERSON_PAGES_H

#include "model/record.h"
#include "web/route.h"

/* How to reach her, and the button for an attempt that failed, written into that case; of: NULL, no
 * button. A person who may not be seen is no card. */
MUST_USE enum rc person_reach_card(struct web *web, const struct id *person,
                                   const struct record *of);

extern const struct route person_routes[];
extern const size_t person_routes_n;

#endif
