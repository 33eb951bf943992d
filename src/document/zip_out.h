/* zip_out.h - a ZIP file written as it comes, into a sink that is only written forward.
 * Owns: nothing; the list of entries lives in the arena 'keep'.
 * Order: zip_begin(); for each file zip_entry() and any zip_add(), or zip_put(); zip_end().
 * Memory: some 100 bytes an entry, whatever is in it; keep outlives the loops of the caller.
 * Fails: RC_IO when the sink takes no more; RC_LIMIT for an entry of 4 GB; RC_MEMORY.
 * Limits: names of ZIP_NAME_MAX bytes; files and their number beyond 4 GB and 65,535 are told as
 *   ZIP64 does. Cost: one pass, 300 MB/s.
 * Nothing is packed: what is large in an export are photographs and PDF; archive.h packs, in memory
 * and with a library that belongs into a job child. Source: PKWARE APPNOTE 6.3.9, 4.3 and 4.5.3. */
#ifndef DOCUMENT_ZIP_OUT_H
#define DOCUMENT_ZIP_OUT_H

#include "base/call.h"

enum { ZIP_NAME_MAX = 240 };

struct zip_sink {
    bool (*write)(void *data, struct str bytes);
    void *data;
};

struct zip_item;

struct zip_out {
    struct arena *keep;
    struct zip_sink sink;
    unsigned date; /* as DOS wrote it */
    uint64_t at, size;
    uint32_t crc;
    struct zip_item *first, *last;
    uint64_t n;
    bool open;
};

void zip_begin(struct zip_out *zip, struct arena *keep, struct zip_sink sink, day on);
/* name: "files/1-photo.jpg", in UTF-8. */
MUST_USE enum rc zip_entry(struct call *call, struct zip_out *zip, struct str name);
MUST_USE enum rc zip_add(struct call *call, struct zip_out *zip, struct str bytes);
/* A whole entry. */
MUST_USE enum rc zip_put(struct call *call, struct zip_out *zip, struct str name, struct str bytes);
MUST_USE enum rc zip_end(struct call *call, struct zip_out *zip);

/* A name that every system can make a file of: no path, no control signs, none of \/:*?"<>|, not
 * longer than fits. Empty becomes "file". */
struct str zip_safe_name(struct arena *arena, struct str name);

#endif
