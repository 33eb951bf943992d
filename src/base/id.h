/* id.h - the name of a thing that never changes: 16 random bytes, the same on every machine.
 * Owns: nothing. Never holds a time, a place or anything about the thing.
 * Order: any. Memory: id_str() borrows from the id. Fails: never. People see codes, not ids.
 * Cost: two ids made apart are equal with a probability of 2^-64 after 2^32 of them. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/call.h"
#include "base/value.h"

enum { ID_SIZE = 16 };

struct id {
    unsigned char b[ID_SIZE];
};

static inline struct id id_new(struct call *call)
{
    struct id id;

    call->os->random(call->os->data, id.b, sizeof id.b);
    return id;
}

static inline struct str id_str(const struct id *id)
{
    return str_bytes(id->b, sizeof id->b);
}

static inline struct value id_value(const struct id *id)
{
    return v_bytes(id_str(id));
}

/* false, and *out untouched, if these are not 16 bytes */
static inline bool id_of(struct str bytes, struct id *out)
{
    if (bytes.n != ID_SIZE)
        return false;
    memcpy(out->b, bytes.p, ID_SIZE);
    return true;
}

static inline bool id_eq(const struct id *a, const struct id *b)
{
    return memcmp(a->b, b->b, ID_SIZE) == 0;
}

static inline bool id_is_none(const struct id *id)
{
    static const struct id none;

    return id_eq(id, &none);
}

#endif
