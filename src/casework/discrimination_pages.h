/* discrimination_pages.h - unequal treatment in a case, on one page: the act, the ground, with whom
 *   one compares, the tests, evidence, who must show what, which bodies are open until when.
 * Owns: the routes of /case/{code}/discrimination.
 * Order: discrimination_card() inside the page of a case.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: what together.h lists of a case. Cost: a few queries; rules/moves for each body.
 * Who must show what stands in the packs with its source and status; where a pack does not say it,
 * the page says that it is not known. Last days are those of rules/moves, from the day it
 * happened, or of the procedure that has begun. */
#ifndef CASEWORK_DISCRIMINATION_PAGES_H
#define CASEWORK_DISCRIMINATION_PAGES_H

#include "model/record.h"
#include "web/route.h"

MUST_USE enum rc discrimination_card(struct web *web, const struct record *of);

extern const struct route discrimination_routes[];
extern const size_t discrimination_routes_n;

#endif
