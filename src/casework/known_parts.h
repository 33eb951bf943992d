/* known_parts.h - on the card of a procedure: which limits were kept, what to beware of, what the
 *   packs do not know and whom to ask, which papers it needs.
 * Owns: nothing. Order: inside the card (proceeding_pages.c). Memory: the request's arena.
 * Fails: as the html does. Limits, cost: none beyond the procedure's own texts, which are the
 *   researcher's English. What is not known is said, never guessed (PEOPLE 3). */
#ifndef CASEWORK_KNOWN_PARTS_H
#define CASEWORK_KNOWN_PARTS_H

#include "casework/proceeding.h"
#include "web/part.h"

/* "Handed in on 18 November 2026: 9 days before the last day, 27 November 2026." */
void known_kept(struct web *web, const struct proceeding_view *view);
/* Above what is open: what goes wrong with it, as an old number that is still told. */
void known_warnings(struct web *web, const struct procedure *procedure);
/* Below it: gaps with whom to ask, what to look at, which papers it needs. */
void known_rest(struct web *web, const struct procedure *procedure);

#endif
