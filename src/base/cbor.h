/* cbor.h - bytes that last: every record on disk is CBOR (RFC 8949) in its deterministic form.
 * Owns: nothing. The subset: integers of 64 bits, byte and text strings, arrays, maps, null,
 *   true, false; definite lengths, shortest heads (RFC 8949, 4.2.1). No tags, no floats.
 * Order: write an array's or map's head, then its items. Read in the same order; a reader is
 *   sticky: after the first item that is not what was asked for, everything is empty and
 *   cbor_ok() is false, so that one look at the end is enough.
 * Memory: what is read is borrowed from the bytes; cbor_value() puts lists into an arena.
 * Fails: a writer by its buf; a reader by cbor_ok(). Cost: one pass, no allocation.
 * Limits: nesting CBOR_DEPTH_MAX; a length never exceeds the bytes that are left.
 * Source: RFC 8949 (STD 94). */
#ifndef BASE_CBOR_H
#define BASE_CBOR_H

#include "base/value.h"

enum { CBOR_DEPTH_MAX = 8 };

void cbor_put_int(struct buf *out, int64_t i);
void cbor_put_uint(struct buf *out, uint64_t u);
void cbor_put_bytes(struct buf *out, struct str bytes);
void cbor_put_text(struct buf *out, struct str text); /* must be valid UTF-8 */
void cbor_put_array(struct buf *out, size_t n);
void cbor_put_map(struct buf *out, size_t n); /* then n times key, value; keys ascending */
void cbor_put_null(struct buf *out);
void cbor_put_bool(struct buf *out, bool b);
void cbor_put_value(struct buf *out, struct value v);

struct cbor {
    const unsigned char *p, *end;
    bool bad;
};

struct cbor cbor_open(struct str bytes);
bool cbor_ok(const struct cbor *in);   /* all so far was as asked */
bool cbor_done(const struct cbor *in); /* the same, and nothing is left */
int64_t cbor_int(struct cbor *in);
uint64_t cbor_uint(struct cbor *in);
struct str cbor_bytes(struct cbor *in);
struct str cbor_bytes_n(struct cbor *in, size_t n); /* exactly n of them */
struct str cbor_text(struct cbor *in);
size_t cbor_array(struct cbor *in); /* the number of items; never more than bytes left */
size_t cbor_map(struct cbor *in);   /* the number of pairs */
bool cbor_bool(struct cbor *in);
bool cbor_null(struct cbor *in); /* takes a null if there is one */
bool cbor_is_text(const struct cbor *in);
struct value cbor_value(struct cbor *in, struct arena *arena);
/* One whole item of any shape, as its bytes; of a text it checks the length alone. */
struct str cbor_skip(struct cbor *in);

#endif
