/* network.h - what a folder keeps to be known by on the local network: its certificates.
 * Owns: DIR/network: root.crt (what devices install), issuer.key (what signs for this server,
 *   sealed under a key that the root key stands for), server.pem (the server's certificates and
 *   its key: in the clear, mode 0600, since a locked server must answer too; doc/decisions/lan.md).
 * Order: network_make() once, with an open folder; network_read() at any time; network_renew()
 *   from whoever has the folder open, now and then.
 * Memory: results live in the call's arena; network.pem has a key in it: an arena over heap_secret.
 * Fails: RC_NOT_FOUND when nothing was made yet; RC_CONFLICT when it was, and again is false;
 *   RC_INVALID for a name; RC_CORRUPT naming the file; RC_DENIED for another folder's issuer;
 *   errors of files.
 * Limits: as certificate.h. Cost: reading some 100 us, making and renewing a few milliseconds.
 * A copy of the folder without its root key can show the server's certificate until it ends, and
 * get no other. */
#ifndef STORE_NETWORK_H
#define STORE_NETWORK_H

#include "store/certificate.h"
#include "store/crypt.h"

enum {
    NETWORK_ADDRESSES_MAX = CERTIFICATE_NAMES_MAX - 1,
    NETWORK_RENEW_DAYS = 120, /* left of the server's certificate when it is made anew */
    NETWORK_PICTURES = 4,
    NETWORK_PICTURES_OF = 64, /* each is one of so many */
    NETWORK_PRINT_TEXT = 2 * CERTIFICATE_SHA256 + CERTIFICATE_SHA256 / 2,
};

#define NETWORK_FOLDER "network"

struct network {
    struct str pem;                  /* for web/server.h; secret */
    struct certificate root, server; /* server.names[0] is the name it was made for */
};

/* The addresses of this machine on local networks now. */
struct network_place {
    struct str host; /* "office.local" */
    struct str addresses[NETWORK_ADDRESSES_MAX];
    size_t n;
};

bool network_is_made(struct call *call, const char *folder);
/* again: also when there is one; all devices must then be told anew. */
MUST_USE enum rc network_make(struct call *call, const char *folder,
                              const unsigned char key[static CRYPT_KEY],
                              const struct network_place *place, bool again);
MUST_USE enum rc network_read(struct call *call, const char *folder, struct network *out);
/* The root alone: no secret. */
MUST_USE enum rc network_root(struct call *call, const char *folder, struct certificate *out);

/* The server's certificate ends soon, is not valid yet, or lacks an address that it has now. */
bool network_is_due(const struct network *network, int64_t now_ms,
                    const struct network_place *place);
/* Makes a new one if it is due, also when another process does the same at this time. */
MUST_USE enum rc network_renew(struct call *call, const char *folder,
                               const unsigned char key[static CRYPT_KEY],
                               const struct network_place *place);

/* "3F2A 9C11 ...": 20 or 32 bytes in groups of four digits. */
struct str network_print(struct arena *arena, const unsigned char *hash, size_t n);
/* Four different numbers below NETWORK_PICTURES_OF, which stand for the root. */
void network_pictures(const struct certificate *root, unsigned out[static NETWORK_PICTURES]);

#endif
