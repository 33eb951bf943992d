/* phrase.h - the passphrase of a key holder: seven words that the program drew, or one's own.
 * Owns: nothing.
 * Order: phrase_make() or phrase_check() for a new one, phrase_read() for what is typed; only
 *   what phrase_read() gives goes into the keyring.
 * Memory: phrases are secret: arenas over heap_secret, wiped with them.
 * Fails: RC_INVALID with a sentence: too short, too long, guessable, a wrong word named.
 * Limits: an own phrase has PHRASE_MIN to PHRASE_MAX characters, of any kind.
 * Source: 7 of 2,048 words are 77 bits; own phrases as NIST SP 800-63B-4 and ASVS 5.0, 6.2. */
#ifndef STORE_PHRASE_H
#define STORE_PHRASE_H

#include "store/words.h"

enum {
    PHRASE_WORDS = 7,
    PHRASE_WORDS_MEANT = 5, /* so many of seven in the list: it is meant as a drawn one */
    PHRASE_MIN = 15,        /* characters of an own phrase */
    PHRASE_MAX = 128,
};

void phrase_make(const struct os *os, const struct word_list *words, struct buf *out);

/* One form for all ways to type the same: of drawn words the list's spelling with one space
 * between; of an own phrase NFC, and one space for any white space. */
MUST_USE enum rc phrase_read(struct call *call, const struct word_list *words, struct arena *secret,
                             struct str typed, struct str *out);

/* What nobody may choose. */
struct phrase_refused {
    struct str common;       /* one a line */
    const struct str *names; /* of the organisation, the person, the place */
    size_t name_count;
};

/* Nothing that others would try first: RC_INVALID with a sentence, at 'where'. Passwords too. */
MUST_USE enum rc phrase_guess(struct call *call, struct arena *secret,
                              const struct phrase_refused *refused, const char *where,
                              struct str phrase);

/* Is this good enough for a new passphrase? */
MUST_USE enum rc phrase_check(struct call *call, const struct word_list *words,
                              struct arena *secret, const struct phrase_refused *refused,
                              struct str typed);

#endif
