/* law.h - what every fact of law carries with it: its words, where it was read, how sure it is.
 * Owns: nothing. Order: any. Memory: borrowed from the pack it was read from.
 * Fails: never; words that are there in no language are {NULL, 0}.
 * Cost: linear in the number of languages. */
#ifndef RULES_LAW_H
#define RULES_LAW_H

#include "base/str.h"

struct word {
    struct str lang; /* a BCP 47 tag: "en", "sr-Latn" */
    struct str text;
};

/* One text in several languages. */
struct words {
    const struct word *in;
    size_t n;
};

/* Texts in one language. */
struct texts {
    const struct str *in;
    size_t n;
};

/* Verified: read in the law's text. Partly: read about, or read in a neighbouring law. */
enum law_status { LAW_VERIFIED, LAW_PARTLY, LAW_UNVERIFIED };

struct law {
    struct str source; /* for people: "ZUP arts 80-83, Sl. glasnik RS 18/2016" */
    enum law_status status;
    struct str note; /* what is not certain, or what else to know; for people */
};

/* In this language, else in another script of it, else in English, else in the first there is. */
struct str words_in(struct words words, struct str lang);
const char *law_status_name(enum law_status status); /* "verified", as in the packs */

#endif
