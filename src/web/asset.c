/* asset.c - see asset.h. */
#include "web/asset.h"

#include <zlib.h>

#include "base/embed.h"

struct kind {
    const char *stem, *ending, *type;
};

static const struct kind kinds[ASSETS] = {
    [ASSET_STYLE] = {"k", "css", "text/css; charset=utf-8"},
    [ASSET_SCRIPT] = {"k", "js", "text/javascript; charset=utf-8"},
    [ASSET_ICONS] = {"icons", "svg", "image/svg+xml"},
    [ASSET_MARK] = {"mark", "svg", "image/svg+xml"},
    [ASSET_PICTURES] = {"pictures", "svg", "image/svg+xml"},
};

enum { GZIP_WINDOW = 15 + 16 }; /* zlib: the largest window, with the header of gzip */

static enum rc pack(struct call *call, struct str bytes, struct arena *keep, struct str *out)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes.p, .avail_in = (uInt)bytes.n};

    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return fail_memory(call);
    uLong room = deflateBound(&z, (uLong)bytes.n);
    char *packed = arena_array(keep, room, 1);
    z.next_out = (Bytef *)packed;
    z.avail_out = (uInt)room;
    bool done = packed != NULL && deflate(&z, Z_FINISH) == Z_STREAM_END;
    *out = (struct str){packed, (size_t)z.total_out};
    (void)deflateEnd(&z);
    return done ? RC_OK : fail_memory(call);
}

static enum rc open_one(struct call *call, const struct kind *kind, struct arena *keep,
                        struct asset *out)
{
    struct str name = str_format(call->arena, "assets/%s.%s", kind->stem, kind->ending);
    const struct embedded *file = name.p == NULL ? NULL : embedded_find(name);

    if (file == NULL)
        return fail(call, RC_NOT_FOUND, NULL, "The file %s.%s is missing in this program.",
                    kind->stem, kind->ending);
    unsigned long long hash = str_hash(file->bytes); /* tells versions apart, no more */
    *out = (struct asset){
        .type = kind->type,
        .bytes = file->bytes,
        .url = str_format(keep, "/a/%s.%016llx.%s", kind->stem, hash, kind->ending),
        .tag = str_format(keep, "\"%016llx\"", hash),
    };
    if (out->url.p == NULL || out->tag.p == NULL)
        return fail_memory(call);
    return pack(call, file->bytes, keep, &out->packed);
}

enum rc assets_open(struct call *call, struct arena *keep, struct assets *out)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < ASSETS && rc == RC_OK; i++)
        rc = open_one(call, &kinds[i], keep, &out->all[i]);
    return rc;
}

const struct asset *asset_find(const struct assets *assets, struct str url)
{
    for (size_t i = 0; i < ASSETS; i++)
        if (str_eq(assets->all[i].url, url))
            return &assets->all[i];
    return NULL;
}
