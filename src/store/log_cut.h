/* log_cut.h - where a log begins whose oldest entries were forgotten: a signed statement per chain.
 * Owns: in meta of one database file, "cut N" for the chain with rid N.
 * Order: log_cut_put() inside the transaction that deletes what is before it; log_cut_get() by who
 *   verifies.
 * Memory: the call's arena. Fails: RC_CORRUPT for one that is damaged or not signed by the chain's
 *   key; RC_NOT_FOUND without a recorded error: the chain is whole.
 * Limits: none. Cost: a signature. For the log of reads alone: the log of changes is never cut.
 * Format: doc/formats.md, "Reads log". */
#ifndef STORE_LOG_CUT_H
#define STORE_LOG_CUT_H

#include "store/store.h"

struct log_cut {
    struct id node, incarnation;    /* of the chain */
    uint64_t seq;                   /* of the last entry that was forgotten */
    unsigned char hash[CRYPT_HASH]; /* of its header */
};

MUST_USE enum rc log_cut_put(struct call *call, struct db *db, int64_t chain,
                             const struct log_cut *cut);
/* cut: node and incarnation are given, the rest is filled in. */
MUST_USE enum rc log_cut_get(struct call *call, struct db *db, int64_t chain,
                             const unsigned char public[static CRYPT_PUBLIC], struct log_cut *cut);

#endif
