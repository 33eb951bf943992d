/* edit.h - what one change does to one record, as it stands in the log for ever.
 * Owns: nothing. Order: any. Memory: what is read lives in the call's arena and borrows from the
 *   bytes.
 * Fails: RC_CORRUPT for bytes that are no edits; RC_NEWER for a format of a later version.
 * Limits: EDITS_MAX edits in one part. Cost: one pass.
 * Format: doc/formats.md, "Parts". Keys of fields are the registry's immutable ones; those that
 *   begin with a point are what every record has: .state .retired .code .code_n
 *   .n .owner .merged .took .subject */
#ifndef MODEL_EDIT_H
#define MODEL_EDIT_H

#include "model/record.h"

enum { EDIT_FORMAT = 1, EDITS_MAX = 10000 };

enum edit_act { EDIT_MAKE = 1, EDIT_SET = 2, EDIT_ERASE = 3 };

struct edit_field {
    struct str key;
    struct value was, now;
};

struct edit {
    struct str kind;
    unsigned kind_version;
    struct id record;
    enum edit_act act;
    int64_t rev;       /* after the change */
    struct id base;    /* the change before; none when made */
    struct id owner;   /* of a part, when made */
    struct id subject; /* not written: it is the part's */
    const struct edit_field *fields;
    size_t n;
};

struct edits {
    struct str reason; /* as the person gave it, or empty */
    const struct edit *items;
    size_t n;
};

void edits_put(struct buf *out, const struct edits *edits);
MUST_USE enum rc edits_read(struct call *call, struct str bytes, struct edits *out);

#endif
