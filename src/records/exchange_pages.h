/* exchange_pages.h - the pages /import, and lists as files: /records/{kind}/as/{format}.
 * Owns: their routes. Order: by the dispatcher alone. Memory: the request's arena.
 * Fails: as web/route.h; a file that is no table is a fault at its field (422).
 * Limits: exchange/import.h; a page does IMPORT_PAGE_MS of work and then shows how far it came,
 *   with a button to go on. Cost: that. */
#ifndef RECORDS_EXCHANGE_PAGES_H
#define RECORDS_EXCHANGE_PAGES_H

#include "web/route.h"

enum { IMPORT_PAGE_MS = 500 };

extern const struct route exchange_routes[];
extern const size_t exchange_routes_n;

#endif
