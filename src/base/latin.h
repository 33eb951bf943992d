/* latin.h - Serbian in Cyrillic letters written in Latin ones.
 * Owns: nothing. Order: any. Memory: the result lives in the arena.
 * Fails: {NULL, 0} when memory is out. Cost: linear.
 * Kept as they are: web and mail addresses, what stands in braces, every letter that is not
 *   Serbian. Never the other way round: "nj" may be one letter or two ("injekcija").
 * Source: Pravopis srpskoga jezika; lj, nj, dž in capitals where the word around is in capitals. */
#ifndef BASE_LATIN_H
#define BASE_LATIN_H

#include "base/str.h"

struct str latin_of(struct arena *arena, struct str cyrillic);

#endif
