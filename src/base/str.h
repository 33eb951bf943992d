/* str.h - texts and bytes: a borrowed view (str) and a growing, capped buffer (buf).
 * Owns: a str nothing; a buf the bytes that it has, in its arena.
 * Order: buf_init(), any number of buf_*(), then one look at buf_ok() or buf_str().
 * Memory: a str made here (str_dup, str_format, buf_str) has a NUL behind its last byte, so that
 *   .p may be handed to libc; others may not have one (str_z() copies them).
 * Fails: a buf is sticky: once its max or memory is exhausted it stays failed and takes no more.
 * Limits: the max given to buf_init(). Cost: amortised constant per byte. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){"" literal "", sizeof(literal) - 1})
#define STR_INIT(literal)                  \
    {                                      \
        "" literal "", sizeof(literal) - 1 \
    }
#define FORMAT(at, from) __attribute__((format(printf, at, from)))

struct str str_of(const char *z); /* NULL is the empty text */
struct str str_bytes(const void *p, size_t n);
struct str str_cut(struct str s, size_t from, size_t to); /* clamped to the text */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *z);
bool str_starts(struct str s, struct str with);
bool str_ends(struct str s, struct str with);
int str_cmp(struct str a, struct str b); /* by bytes; a prefix comes first */
size_t str_find(struct str s, char c);   /* its place, or s.n */
uint64_t str_hash(struct str s);         /* FNV-1a, for tables in memory; no secret depends on it */
struct str str_trim(struct str s);       /* without ASCII white space at both ends */
/* Takes what stands before the next 'at' off the front of *rest (all of it if there is none). */
struct str str_split(struct str *rest, char at);
bool str_uint(struct str s, uint64_t max, uint64_t *out); /* decimal digits alone, no sign */
bool str_int(struct str s, int64_t *out);                 /* digits, maybe after a minus */

/* Copies; {NULL, 0} when memory is out. */
struct str str_dup(struct arena *arena, struct str s);
struct str str_format(struct arena *arena, const char *format, ...) FORMAT(2, 3);
struct str str_vformat(struct arena *arena, const char *format, va_list args) FORMAT(2, 0);
/* The text with a NUL behind it; "" when memory is out. */
const char *str_z(struct arena *arena, struct str s);
/* Lower-case hexadecimal, and back (false: odd length or another character). */
struct str str_hex(struct arena *arena, struct str bytes);
bool str_unhex(struct str hex, void *out, size_t n);

struct buf {
    char *p;
    size_t n, room, max;
    struct arena *arena;
    bool failed;
};

void buf_init(struct buf *buf, struct arena *arena, size_t max);
void buf_add(struct buf *buf, struct str s);
void buf_z(struct buf *buf, const char *z);
void buf_char(struct buf *buf, char c);
void buf_format(struct buf *buf, const char *format, ...) FORMAT(2, 3);
void buf_vformat(struct buf *buf, const char *format, va_list args) FORMAT(2, 0);
void *buf_room(struct buf *buf, size_t n); /* n bytes to be written by the caller, or NULL */
bool buf_ok(const struct buf *buf);
struct str buf_str(struct buf *buf); /* what it holds; empty if it failed */

#endif
