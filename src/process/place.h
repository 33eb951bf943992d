/* place.h - where this machine stands: its name and its addresses on local networks.
 * Owns: nothing. Order: any. Memory: the call's arena.
 * Fails: RC_IO, RC_MEMORY. A machine without a network has no addresses, which is no failure.
 * Limits: NETWORK_ADDRESSES_MAX addresses; IPv4; none of loopback, none of the world.
 * Cost: a few system calls. */
#ifndef PROCESS_PLACE_H
#define PROCESS_PLACE_H

#include "store/network.h"

/* host: the machine's own name, as multicast DNS would tell it: "office.local"; empty when it has
 * none that can stand in a certificate. */
MUST_USE enum rc place_find(struct call *call, struct network_place *out);

#endif
