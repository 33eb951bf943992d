/* photo_address.h - an address at which a telephone without an account may send photos for a case.
 * Owns: what a record of the kind photo_address means, its hook, the operation photos.come.
 * Order: photo_address_make() by who works on the case; photo_address_find() and
 *   photo_address_come() for who holds the address.
 * Memory: the call's arena. Fails: RC_NOT_FOUND for an address that is none, is over or was ended;
 *   RC_LIMIT when as many came as may; else as operation.h.
 * Limits: PHOTO_ADDRESS_MS, PHOTO_ADDRESS_MOST photos. Cost: a query of those that are open.
 * The secret is shown once; its hash alone is kept, and neither is in any log of requests. It opens
 * one thing: photos come to wait for the one who made it, on that case. */
#ifndef CASEWORK_PHOTO_ADDRESS_H
#define CASEWORK_PHOTO_ADDRESS_H

#include "model/operation.h"
#include "query/query.h"

enum {
    PHOTO_ADDRESS_MS = 10 * 60 * 1000,
    PHOTO_ADDRESS_MOST = 20,
    PHOTO_ADDRESSES_MAX = 200, /* open at a time that are looked through */
    PHOTO_TOKEN = 64,          /* digits */
};

extern const struct operation photos_come_operation;

MUST_USE enum rc photo_address_derive(struct call *call, struct change *change,
                                      struct record *address);

MUST_USE enum rc photo_address_make(struct call *call, const struct record *of,
                                    const struct id *change, struct str *token,
                                    struct outcome *out);
/* Those of the actor for this case that are still open. */
MUST_USE enum rc photo_addresses_of(struct call *call, const struct record *of,
                                    struct query_page *out);
MUST_USE enum rc photo_address_end(struct call *call, const struct record *address,
                                   const struct id *change);

/* For who holds it, without an account: sets call->actor to whose it is. */
MUST_USE enum rc photo_address_find(struct call *call, struct str token, struct record **out);
/* Counts n photos that are about to come. */
MUST_USE enum rc photo_address_come(struct call *call, const struct record *address, size_t n);
/* How many more may come. */
int64_t photo_address_left(const struct record *address);

#endif
