/* letter_template.h - which template a letter is written from; for letter.c.
 * Owns: nothing. Order: any. Memory: the call's arena.
 * Fails: RC_INVALID with a fault at "language", naming those that there are, or at "sort"; as
 *   template.h.
 * The office's own come first (letter_own.h), then the country's, then those of packs/common:
 *   packs/<cc>/letters/<sort>.<procedure>.<language>.txt, then <sort>.<language>.txt
 * One that names another procedure is not taken. Serbian in Latin letters is made of the Cyrillic
 * where it has no file of its own (base/latin.h). */
#ifndef CASEWORK_LETTER_TEMPLATE_H
#define CASEWORK_LETTER_TEMPLATE_H

#include "casework/letter.h"

/* "sr-Cyrl" or "sr_cyrl" as a tag and as a code of the list of languages; false: not known. */
bool letter_language(struct call *call, struct str typed, struct str *tag, struct str *code);

/* The code of the language in which a letter is written if nobody says another: the office's own,
 * or where bodies would not read that (English, Romani) one that they must. */
MUST_USE enum rc letter_usual_language(struct call *call, struct str *code);

struct letter_which {
    struct str sort;                   /* of the list letter_kind */
    struct str country;                /* "MK" */
    const struct procedure *procedure; /* NULL: of none */
    struct str language;               /* a tag */
    struct id own;                     /* one of the office's that was chosen; none: as found */
};

/* The languages in which there is one: "mk, sq, en". */
struct str letter_languages(struct call *call, const struct letter_which *which);

/* A template in Serbian Cyrillic, in Latin letters: all words but those in braces. */
struct str letter_latin(struct call *call, struct str bytes);

/* name: its file, or the number of the office's own. */
MUST_USE enum rc letter_template(struct call *call, const struct letter_which *which,
                                 struct str *name, struct template **out);

#endif
