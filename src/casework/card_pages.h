/* card_pages.h - one page to hang up: what to do when somebody stands at the door.
 * Owns: the route /card. Order: by the dispatcher alone. Memory: the request's arena.
 * Fails: as every handler. Limits: ten lines. Cost: one page, no query.
 * Source: the same lines stand in doc/guide/card.md. */
#ifndef CASEWORK_CARD_PAGES_H
#define CASEWORK_CARD_PAGES_H

#include "web/route.h"

extern const struct route card_routes[];
extern const size_t card_routes_n;

#endif
