/* court_pages.h - the court file of a case, on a screen and on paper: court and number, hearings
 *   and what came of them, decisions and what runs from them, counsel; a short form for each.
 * Owns: the routes below /case/{code}/court. Order: handlers of web/route.h, by the dispatcher
 *   alone. Memory: the request's arena. Fails: as every handler.
 * Limits: as court.h. Cost: a page is a few queries.
 * Counsel from outside reads this page as everybody who may see the case; buttons are for those who
 * may change it. */
#ifndef CASEWORK_COURT_PAGES_H
#define CASEWORK_COURT_PAGES_H

#include "model/record.h"
#include "web/route.h"

extern const struct route court_routes[], hearing_routes[], counsel_routes[];
extern const size_t court_routes_n, hearing_routes_n, counsel_routes_n;

/* The form of a party, and of counsel's access: counsel_pages.c. */
MUST_USE enum rc counsel_card(struct web *web, const struct record *of, bool change);
MUST_USE enum rc parties_card(struct web *web, const struct record *of, bool change);

#endif
