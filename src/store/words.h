/* words.h - bytes as words that people can read aloud, write down and type again.
 * Owns: nothing but a loaded list of 2,048 English words.
 * Order: words_load() once, then any.
 * Memory: the list's texts are borrowed, its table lives in keep. What is typed may be secret:
 *   hand in an arena over heap_secret. A word that is not in the list goes into the sentence.
 * Fails: RC_CORRUPT (the list), RC_INVALID (the word is named, with what it may have been; or
 *   the number of words, or the check).
 * Limits: WORDS_TYPED_MAX words, WORDS_TEXT_MAX bytes. Words are taken without regard to case,
 *   marks and what stands between them; their first four letters are enough. Latin letters only.
 * Cost: a search is eleven comparisons; suggestions look at the whole list once.
 * Source: BIP-39: 256 bits and the first 8 of their SHA-256, eleven bits a word. */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include "base/call.h"

enum {
    WORDS = 2048,
    WORDS_SHARE = 24, /* of 32 bytes */
    WORDS_SHARE_BYTES = 32,
    WORDS_TYPED_MAX = 64,
    WORDS_TEXT_MAX = 2000,
};

struct word_list {
    struct str word[WORDS]; /* ascending */
};

/* lines: the list, one word a line. */
MUST_USE enum rc words_load(struct call *call, struct str lines, struct arena *keep,
                            const struct word_list **out);

/* The word's place, or -1. typed is in lower case without marks (words_split()). */
int words_find(const struct word_list *words, struct str typed);

/* Writes the 24 words with one space between them. */
void words_encode(const struct word_list *words,
                  const unsigned char bytes[static WORDS_SHARE_BYTES], struct buf *out);
MUST_USE enum rc words_decode(struct call *call, const struct word_list *words,
                              struct arena *secret, struct str typed,
                              unsigned char out[static WORDS_SHARE_BYTES]);

struct words_typed {
    struct str word[WORDS_TYPED_MAX];
    size_t n;
};

/* Takes a text apart: lower case, no marks, no digits and signs. */
MUST_USE enum rc words_split(struct call *call, struct arena *secret, struct str typed,
                             struct words_typed *out);
/* Says which word (counted from 1) is not in the list, and what it may have been. */
enum rc words_fail(struct call *call, const struct word_list *words, size_t number,
                   struct str typed);

#endif
