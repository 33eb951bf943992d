/* text.h - Unicode text: is it valid, its normal form, its letters one by one, its folded form.
 * Owns: nothing; utf8proc is used here and nowhere else.
 * Order: what comes from outside goes through text_clean() once; all stored text is its result.
 * Memory: results live in the arena.
 * Fails: text_clean() by {NULL, 0} (invalid UTF-8, a control character, memory).
 * Limits: none of its own; the caller caps. Cost: linear.
 * Source: Unicode 14 as in utf8proc 2.8; NFC (UAX 15). */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/str.h"

bool text_valid(struct str s); /* UTF-8 without surrogates or overlong forms */

/* NFC, line ends as one \n, no control characters but \n and \t, nothing else changed. */
struct str text_clean(struct arena *arena, struct str s);

/* Compatibility decomposition without marks, case folded: "Čhavo" becomes "chavo". */
struct str text_fold(struct arena *arena, struct str s);

/* Takes one code point off the front; 0 at the end. The text must be valid. */
uint32_t text_next(struct str *rest);
void text_put(struct buf *out, uint32_t code);
bool text_is_letter(uint32_t code);
bool text_is_mark(uint32_t code);
uint32_t text_lower(uint32_t code);
uint32_t text_base(uint32_t code); /* without its marks: 'z' of ž */
size_t text_length(struct str s);  /* code points */

#endif
