/* delivery_pages.h - what became of a letter, as pages: its facts and the next one; what is carried
 *   today, by the body it goes to.
 * Owns: their routes. Order: as pages.h; delivery_card() inside the page of a letter.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: CARRY_MAX letters on the list (carry.h). Cost: a few queries a page. */
#ifndef CASEWORK_DELIVERY_PAGES_H
#define CASEWORK_DELIVERY_PAGES_H

#include "model/record.h"
#include "web/route.h"

/* What has become of it, what to write down next, and what came back. */
MUST_USE enum rc delivery_card(struct web *web, const struct record *letter);

/* The choices of the list delivery_way; out has room for COME_PICKS_MAX. */
struct pick;
size_t delivery_picks(struct web *web, struct str chosen, struct pick *out);
/* The hour in a control of this name; false: it is no time of the day, said at the control. */
bool delivery_minute(struct web *web, const char *name, int *out);

extern const struct route delivery_routes[], carry_routes[];
extern const size_t delivery_routes_n, carry_routes_n;

#endif
