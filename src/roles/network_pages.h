/* network_pages.h - pages about the local network: how another device comes to trust this server.
 * Owns: nothing; routes. trust_routes are a site of their own, in the clear, for everybody near,
 *   with no session and no data behind them; network_area has the page for key holders.
 * Order: as web/route.h; they find the worker in site->data. Memory: the request's arena.
 * Fails: as web/route.h. Limits: none. Cost: a page each. */
#ifndef ROLES_NETWORK_PAGES_H
#define ROLES_NETWORK_PAGES_H

#include "roles/area.h"

extern const struct route trust_routes[];
extern const size_t trust_routes_n;
extern const struct area network_area;

/* "https://192.0.2.20:8438/": where other devices find this server, by number if there is one;
 * n == 0 while it is on this computer alone. */
struct str network_address(struct web *web);

#endif
