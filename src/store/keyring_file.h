/* keyring_file.h - the bytes of khetane.keys, for keyring.c alone. doc/formats.md describes them.
 * Owns: nothing. Order: keyring_parse(), keyring_open_core(); keyring_encode() to write.
 * Memory: parts borrow from the bytes; what is encoded lives in the call's arena (it is sealed).
 * Fails: as keyring.h. Limits, cost: as keyring.h. */
#ifndef STORE_KEYRING_FILE_H
#define STORE_KEYRING_FILE_H

#include "store/keyring.h"

struct keyring_parts {
    struct str mark;                              /* the first line */
    struct keyring_slot slots[KEYRING_SLOTS_MAX]; /* no names yet */
    size_t slot_count;
    struct keyring_recovery recovery;
    bool recovery_damaged;
    struct str core; /* sealed */
    bool core_damaged;
    struct str section_slots[KEYRING_SLOTS_MAX], section_recovery; /* as they stand in the file */
};

MUST_USE enum rc keyring_parse(struct call *call, struct str bytes, struct keyring_parts *out);

/* With the root key already in the ring, fills the rest of it and compares every part's hash. */
MUST_USE enum rc keyring_open_core(struct call *call, const struct keyring_parts *parts,
                                   struct keyring *ring);

MUST_USE enum rc keyring_encode(struct call *call, const struct keyring *ring, struct str *out);

/* What a slot's or the sheets' sealed key is bound to; {NULL, 0} when memory is out. */
struct str keyring_slot_context(struct arena *arena, const struct keyring_slot *slot);
struct str keyring_recovery_context(struct arena *arena, const struct keyring_recovery *recovery);

#endif
