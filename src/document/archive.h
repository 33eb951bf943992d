/* archive.h - ZIP files in memory: entries read under caps, and written from bytes or as they come.
 * Owns: a struct archive the library's handle. libzip is used in archive.c alone.
 * Order: archive_open(), archive_read() or archive_each(), archive_close(). archive_make() in one
 *   call.
 * Memory: what is read lives in the call's arena; archive_each() hands out pieces that are gone
 *   after the call. The library's own memory is freed by archive_close().
 * Fails: RC_INVALID for what is no ZIP, is damaged or locked with a password; RC_LIMIT for one
 *   that unpacks to more than can be right (a zip bomb); RC_NOT_FOUND without a recorded error.
 * Limits: ARCHIVE_ENTRIES_MAX; ARCHIVE_RATIO_MAX times its packed bytes behind the first
 *   ARCHIVE_FREE_BYTES of all that is unpacked; the max given. What a file says of its own sizes
 *   is not believed. Cost: one pass. */
#ifndef DOCUMENT_ARCHIVE_H
#define DOCUMENT_ARCHIVE_H

#include "base/call.h"

enum { ARCHIVE_ENTRIES_MAX = 5000, ARCHIVE_RATIO_MAX = 100, ARCHIVE_FREE_BYTES = 8 << 20 };

struct archive;

MUST_USE enum rc archive_open(struct call *call, struct str bytes, struct archive **out);
void archive_close(struct archive *in); /* NULL is accepted */
size_t archive_count(const struct archive *in);
/* The name of an entry; valid until archive_close(). */
struct str archive_name(const struct archive *in, size_t i);
MUST_USE enum rc archive_read(struct call *call, struct archive *in, struct str name, size_t max,
                              struct str *out);

/* each() returns false to end early. */
struct archive_taker {
    bool (*each)(void *data, struct str piece);
    void *data;
};

MUST_USE enum rc archive_each(struct call *call, struct archive *zip, struct str name, size_t max,
                              struct archive_taker taker);

/* One file to be written: its bytes, or a function that gives them piece by piece. */
struct archive_entry {
    const char *name;
    struct str bytes;
    /* Up to n bytes into 'to'; 0 at the end, less than 0 to give up. NULL: bytes. */
    int64_t (*give)(void *data, void *to, size_t n);
    void *data;
    bool stored; /* not packed: photographs, PDF */
};

MUST_USE enum rc archive_make(struct call *call, const struct archive_entry *entries, size_t n,
                              struct str *out);

/* The same file with other bytes in those entries, which must be there; all others stay as they
 * are packed. */
MUST_USE enum rc archive_replace(struct call *call, struct str bytes,
                                 const struct archive_entry *entries, size_t n, struct str *out);

#endif
