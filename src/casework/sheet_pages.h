/* sheet_pages.h - rights sheets: the list of areas, and a sheet to print.
 * Owns: the routes of /sheets. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler; RC_NOT_FOUND for an area without a sheet.
 * Limits: none. Cost: one query. */
#ifndef CASEWORK_SHEET_PAGES_H
#define CASEWORK_SHEET_PAGES_H

#include "web/route.h"

extern const struct route sheet_routes[];
extern const size_t sheet_routes_n;

#endif
