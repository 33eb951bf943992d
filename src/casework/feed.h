/* feed.h - what is due in one's own calendar, by a secret address; and the week on paper.
 * Owns: the routes, and the records of the kind calendar_feed. Order: handlers of web/route.h.
 * Memory: the request's arena. Fails: RC_NOT_FOUND for an address that is none, or not any more.
 * Limits: FEED_ROWS events; FEEDS_MAX addresses are looked through. Cost: as today.h.
 * The address is off until somebody makes one; only its hash is kept; putting it away ends it. The
 * calendar has numbers of cases alone: whoever finds the address learns days, and no name. */
#ifndef CASEWORK_FEED_H
#define CASEWORK_FEED_H

#include "model/change.h"
#include "web/route.h"

enum { FEED_ROWS = 200, FEEDS_MAX = 400, FEED_TOKEN = 32 };

MUST_USE enum rc feed_derive(struct call *call, struct change *change, struct record *feed);

extern const struct route feed_routes[];
extern const size_t feed_routes_n;

#endif
