/* batch_pages.h - letters that were written together, on one page: checked, registered, printed.
 * Owns: the routes below /letters/batch. Order: handlers of web/route.h, by the dispatcher.
 * Memory: the request's arena. Fails: as every handler. Limits, cost: as batch.h; printing waits
 *   for a job. */
#ifndef CASEWORK_BATCH_PAGES_H
#define CASEWORK_BATCH_PAGES_H

#include "web/route.h"

extern const struct route batch_routes[];
extern const size_t batch_routes_n;

#endif
