/* beside.h - what stands beside a case: its tasks, promises, what was handed over, unequal
 *   treatment, the way home.
 * Owns: nothing; each card is of its own pages. Order: inside the page of a case.
 * Memory: the request's arena. Fails: as query.h. Limits: as the cards. Cost: a query for each. */
#ifndef CASEWORK_BESIDE_H
#define CASEWORK_BESIDE_H

#include "model/record.h"
#include "web/route.h"

MUST_USE enum rc beside_case(struct web *web, const struct record *of);

#endif
