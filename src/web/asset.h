/* asset.h - the few fixed files that pages ask for: style, script, icons.
 * Owns: their addresses, which carry a hash of the bytes, so that browsers keep them for ever.
 * Order: assets_open() once at start, then any. Memory: the arena handed in; bytes are static.
 *   Packed once at start; pages never are: they hold secrets beside what others wrote.
 * Fails: assets_open() RC_NOT_FOUND when a file is missing, RC_MEMORY.
 * Limits: ASSETS. Cost: a look-up compares at most ASSETS addresses. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/call.h"

enum asset_name { ASSET_STYLE, ASSET_SCRIPT, ASSET_ICONS, ASSET_MARK, ASSET_PICTURES, ASSETS };

struct asset {
    const char *type;
    struct str bytes;
    struct str packed; /* the same by gzip, for who takes it */
    struct str url;    /* "/a/k.0f3c9a17.css" */
    struct str tag;    /* its ETag, with the quotes */
};

struct assets {
    struct asset all[ASSETS];
};

/* From the files that the program carries with it. */
MUST_USE enum rc assets_open(struct call *call, struct arena *keep, struct assets *out);
const struct asset *asset_find(const struct assets *assets, struct str url); /* or NULL */

#endif
