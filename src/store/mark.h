/* mark.h - the first line of every file of ours that lasts: what it is and its format's number.
 * Owns: the line "khetane KIND VERSION CHECK\n", whose form never changes: KIND is a lower-case
 *   word, VERSION decimal, CHECK eight hexadecimal digits over what stands before the last space.
 * Order: the line is the first thing written and the first thing read, before anything else of
 *   the file is believed. Memory: none.
 * Fails: RC_CORRUPT (another file, or a damaged line), RC_NEWER (a format above version_max).
 *   The check tells a damaged number from a newer one.
 * Limits: MARK_MAX bytes. Cost: one hash. */
#ifndef STORE_MARK_H
#define STORE_MARK_H

#include "base/call.h"

enum { MARK_MAX = 48 };

/* Writes the line; returns its length. */
size_t mark_make(const char *kind, unsigned version, char out[static MARK_MAX]);

struct mark {
    const char *kind;
    unsigned version_max;
    const char *path; /* for sentences */
};

/* bytes: the beginning of the file. Gives the length of the line and its version. */
MUST_USE enum rc mark_read(struct call *call, struct mark want, struct str bytes, size_t *size,
                           unsigned *version);

#endif
