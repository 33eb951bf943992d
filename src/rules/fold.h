/* fold.h - search keys of a name: the same for all its spellings, in Latin and Cyrillic letters,
 *   with and without marks, in Macedonian, Serbian, Albanian, Lithuanian and Romani spelling.
 * Owns: nothing; pure. Two spellings of one name share a key; names that sound different do not.
 *   Letters become a few sounds. Those told apart by a mark, which people leave out, are one sound:
 *   s = š = sh (Шабан, Šaban, Shaban, Saban), z = ž = zh, c = č = ć = q = kj (Ќазим, Ćazim,
 *   Qazim, Kjazim), g = gj (Ѓорѓи, Gjorgji, Gorgi), dz = dž = xh (Џемаил, Džemail, Xhemail,
 *   Dzemail). A letter that is read in two ways has a key for each: đ, ђ and dj as gj and as dž,
 *   y as i and as u, ch as č and as h, x as dz, ks and h. Doubled letters count once, h beside
 *   a consonant is mute; beginnings and endings always count (Демир and Демиров differ).
 * Order: any. A full name's keys are its words' keys, sorted, so that their order is ignored.
 * Memory: keys live in the call's arena; a key is lower-case ASCII, words separated by one space
 *   (letters of scripts not known here stay as they are, folded).
 * Fails: RC_INVALID (no valid UTF-8, control characters), RC_LIMIT, RC_MEMORY.
 * Limits: FOLD_BYTES_MAX; FOLD_WORDS_MAX; at most FOLD_WORD_KEYS_MAX keys of a word and
 *   FOLD_NAME_KEYS_MAX of a name. The keys that read every doubtful letter in the first way, then
 *   in the second, come first, so that the cap takes away mixed readings alone.
 * Cost: linear in the text, times the number of keys.
 * Not here: names that are related and not the same (Ahmed and Ahmet, Husein and Usein, one with a
 *   Lithuanian ending and without): rules/match scores those.
 * Source: Pravopis na makedonskiot jazik (2017); Pravopis srpskoga jezika (2010); Drejtshkrimi i
 *   gjuhës shqipe (1973); Lietuvių kalbos rašyba ir skyryba (1992); the Romani alphabet of the 4th
 *   World Romani Congress (1990) and the spelling with h for marks; BGN/PCGN 2013 for Macedonian;
 *   ICAO Doc 9303 part 3 section 6 (Ѓ = GJ, Ќ = KJ, Đ = D or DJ: bare D for Đ is not followed, it
 *   would make Duro and Đuro one). */
#ifndef RULES_FOLD_H
#define RULES_FOLD_H

#include "base/call.h"

enum {
    FOLD_BYTES_MAX = 400,
    FOLD_WORDS_MAX = 16,
    FOLD_WORD_KEYS_MAX = 8,
    FOLD_NAME_KEYS_MAX = 16,
};

/* The keys of a full name; none when there is no letter in it. Writes at most max. */
MUST_USE enum rc fold_name(struct call *call, struct str name, struct str *keys, size_t max,
                           size_t *n);

/* The keys of one word, as a search for a part of a name needs; words after the first are left. */
MUST_USE enum rc fold_word(struct call *call, struct str word, struct str *keys, size_t max,
                           size_t *n);

#endif
