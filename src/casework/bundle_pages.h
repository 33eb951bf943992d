/* bundle_pages.h - the bundle for a court: papers ticked and put in order, how far it is, the PDFs
 *   that were made.
 * Owns: the routes below /case/{code}/bundle.
 * Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler; as bundle.h.
 * Limits: BUNDLE_PAPERS_MAX ticked, BUNDLES_SHOWN made before. Cost: a query for each kind of part
 *   that has files; the PDF itself is the clerk's work. */
#ifndef CASEWORK_BUNDLE_PAGES_H
#define CASEWORK_BUNDLE_PAGES_H

#include "web/route.h"

enum { BUNDLES_SHOWN = 50 };

extern const struct route bundle_routes[];
extern const size_t bundle_routes_n;

#endif
