/* proceeding_pages.h - procedures on the page of a case: what comes next, what happened, what runs.
 * Owns: their routes. Order: next_step() and procedure_cards() inside the page of a case.
 * Memory: the request's arena. Fails: as every handler. Limits, cost: as proceeding.h. */
#ifndef CASEWORK_PROCEEDING_PAGES_H
#define CASEWORK_PROCEEDING_PAGES_H

#include "casework/proceeding.h"
#include "web/route.h"

/* The one thing to do, with its reason and last day; false: the procedures know of none. */
bool next_step(struct web *web, const struct record *of, const struct proceedings *all);
/* The steps that are open in one of them, each with its last day and its buttons. */
void procedure_moves(struct web *web, const struct record *of, const struct proceeding_view *view);
void procedure_cards(struct web *web, const struct record *of, const struct proceedings *all);

extern const struct route proceeding_routes[];
extern const size_t proceeding_routes_n;

#endif
