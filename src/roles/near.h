/* near.h - a worker on the local network: the certificates, the names it answers to, its sites.
 * Owns: a struct near what was read of DIR/network, and the two sites for other devices: all
 *   pages by TLS, and the one page in the clear that says whom to trust (network_pages.h).
 * Order: near_open() before the server is opened; near_forget() after it; near_tick() now and
 *   then; near_close(). Where the keeper holds one socket alone, all of them do nothing.
 * Memory: the server's key lies in locked memory, until near_forget().
 * Fails: near_open() as store/network.h. near_tick() tells true when the certificates were
 *   made anew: the worker then ends, and the one that takes its place reads them.
 * Limits: a change of the machine's addresses is noticed within NEAR_CHECK_MS, and only while
 *   the data are open. Cost: a tick is one stat(), a check some system calls. */
#ifndef ROLES_NEAR_H
#define ROLES_NEAR_H

#include "process/role.h"
#include "store/network.h"
#include "web/route.h"

enum { NEAR_CHECK_MS = 60000, NEAR_HOSTS_MAX = CERTIFICATE_NAMES_MAX + 1 };

struct near {
    bool on;
    const char *folder;
    struct arena keep, secret;
    struct network network;
    uint16_t port, trust_port;
    int64_t made_ms; /* of the file that was read */
    int64_t checked_ms;
    const char *hosts[NEAR_HOSTS_MAX], *trust_hosts[NEAR_HOSTS_MAX]; /* with ports; end in NULL */
};

MUST_USE enum rc near_open(struct call *call, const struct role_start *start, struct near *out);
/* The PEM text for server_open(); NULL: not on the network. */
const char *near_tls(const struct near *near);
void near_forget(struct near *near);
/* key: of the open data (store_network_key()), or NULL while they are locked. */
bool near_tick(struct call *call, struct near *near, const unsigned char *key);
void near_close(struct near *near);

#endif
