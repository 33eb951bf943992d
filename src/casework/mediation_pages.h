/* mediation_pages.h - one short form for a talk with an office or a landlord: with whom, who
 *   promised what by when, how many minutes; and the promises of a case, kept or not by one press.
 * Owns: the routes of /talk and /case/{code}/promise.
 * Order: promises_card() inside the page of a case; promise_presses() for rows of Today.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: TALK_CASES_MAX cases to choose from; others are reached from their own page.
 * Cost: a query for the cases, one for the bodies; saved as one change (mediation.h). */
#ifndef CASEWORK_MEDIATION_PAGES_H
#define CASEWORK_MEDIATION_PAGES_H

#include "model/record.h"
#include "web/part.h"

enum { TALK_CASES_MAX = 60 };

MUST_USE enum rc promises_card(struct web *web, const struct record *of);

/* The buttons of a row: kept or not; of one whose day has passed also kept late. */
void promise_presses(struct web *web, const struct record *promise, struct task *row);
/* Was one of them pressed? Then it is carried out; *done says that there was one. */
MUST_USE enum rc promise_pressed(struct web *web, bool *done, struct id *change);

#define PROMISE_PARAMS                                              \
    {"kept", PARAM_ID, 32, false, false, N_("Kept")},               \
        {"kept_late", PARAM_ID, 32, false, false, N_("Kept late")}, \
    {                                                               \
        "broken", PARAM_ID, 32, false, false, N_("Not kept")        \
    }

extern const struct route mediation_routes[];
extern const size_t mediation_routes_n;

#endif
