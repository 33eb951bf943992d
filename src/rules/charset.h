/* charset.h - bytes of a foreign file as UTF-8: which encoding they are probably in, and the text.
 * Owns: the tables of windows-1250, -1251 and -1257.
 * Order: charset_guess() unless a person has chosen, then charset_decode().
 * Memory: the text lives in the arena. Fails: charset_decode() by {NULL, 0}: the bytes are not in
 *   this encoding (a sign of UTF-8 or UTF-16 is torn), or memory is out.
 * Limits: none of its own; the caller caps. Cost: linear; a text is at most three times its bytes.
 * Source: Encoding Standard (WHATWG), indexes of windows-1250, windows-1251 and windows-1257.
 * A guess among the three is one by letters and may be wrong: say so, and let a person choose. */
#ifndef RULES_CHARSET_H
#define RULES_CHARSET_H

#include "base/str.h"

enum charset {
    CHARSET_UTF8,
    CHARSET_UTF16LE,
    CHARSET_UTF16BE,
    CHARSET_1250, /* Central European: Serbian, Albanian, ... in Latin letters */
    CHARSET_1251, /* Cyrillic */
    CHARSET_1257, /* Baltic */
    CHARSET_COUNT
};

const char *charset_name(enum charset charset); /* "UTF-8", "windows-1251" */
bool charset_find(struct str name, enum charset *out);

/* *sure: there is a mark at the beginning, or the bytes cannot well be anything else. */
enum charset charset_guess(struct str bytes, bool *sure);

/* Without the mark at the beginning. */
struct str charset_decode(struct arena *arena, struct str bytes, enum charset charset);

#endif
