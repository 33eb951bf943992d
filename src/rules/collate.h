/* collate.h - sort keys: bytes that stand in the order in which an organisation sorts its texts.
 * Owns: nothing; pure. Keys are compared byte by byte, so that the database sorts without knowing
 *   any language. A key has three levels, apart by a 1: letters; marks and scripts; capitals.
 *   Latin and Cyrillic letters of one sound share the first level, so that a list in two scripts is
 *   one list (Марко beside Marko); a mark counts on the second unless the language has it as a
 *   letter of its own.
 * Order: collation_for() once, then collate_key() any number of times.
 * Memory: keys live in the call's arena. Fails: RC_MEMORY.
 * Limits: COLLATE_LETTERS_MAX letters count, the rest of a text is not looked at.
 * Cost: linear in the text, times the letters of an alphabet.
 * Source: CLDR 48 collation (lt: č š ž letters, y beside i; sq: ç dh ë gj ll nj rr sh th xh zh
 *   letters; sr-Latn: č ć dž đ lj nj š ž letters); the Macedonian and Serbian alphabets. */
#ifndef RULES_COLLATE_H
#define RULES_COLLATE_H

#include "base/call.h"

enum { COLLATE_LETTERS_MAX = 250, COLLATE_VERSION = 1 };

struct collation;

/* By language code ("sq", "sr-Cyrl", "sr-Latn", "mk", "lt"); all others sort as English does. */
const struct collation *collation_for(struct str lang);

/* Bytes for a BLOB; {NULL, 0} for a text without anything that can be sorted by. */
MUST_USE enum rc collate_key(struct call *call, const struct collation *collation, struct str text,
                             struct str *out);

/* The first level alone: a text contains another one when these bytes do. */
MUST_USE enum rc collate_letters(struct call *call, const struct collation *collation,
                                 struct str text, struct str *out);

#endif
