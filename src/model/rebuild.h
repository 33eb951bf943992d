/* rebuild.h - makes every table of kinds anew from the log: for restore, repair and proof.
 * Owns: nothing. Order: with the folder open and nobody else writing (serve.lock).
 * Memory: one entry at a time. Fails: as the log; then the tables are as they were before.
 * Limits: none. Cost: script/bench, "rebuild".
 * Erasures are carried out first, so that what was erased is never there again and links to it
 * find its tombstone. */
#ifndef MODEL_REBUILD_H
#define MODEL_REBUILD_H

#include "model/change.h"

MUST_USE enum rc rebuild(struct call *call);

/* A hash over all tables of kinds, rows in the order of their ids, links as ids: equal for two
 * files that hold the same records, whatever their rids are. */
MUST_USE enum rc tables_digest(struct call *call, unsigned char out[static CRYPT_HASH]);
/* The same, and how many records there are, those erased too. */
MUST_USE enum rc tables_digest_count(struct call *call, unsigned char out[static CRYPT_HASH],
                                     int64_t *records);

#endif
