/* pages.h - the pages that belong to no area: the locked door, signing in and out, closing up.
 * Owns: their routes, once for a locked server and once for an open one.
 * Order: handlers of web/route.h; web->site->data is the struct worker.
 * Memory: the request's arena; a passphrase and a password are wiped after use.
 * Fails: as every handler.
 * Cost: an unlocking and a signing in wait for a job, during which the worker goes on. */
#ifndef ROLES_PAGES_H
#define ROLES_PAGES_H

#include "web/route.h"

extern const struct route locked_routes[], open_routes[];
extern const size_t locked_routes_n, open_routes_n;

#endif
