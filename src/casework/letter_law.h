/* letter_law.h - what a letter quotes of the law: institution, basis, term; for letter_facts.c.
 * Owns: nothing. Order: any. Memory: the call's arena, or borrowed from the packs.
 * Fails: law_term() as lang_load(); what is not certain is absent ({NULL, 0}), never guessed. */
#ifndef CASEWORK_LETTER_LAW_H
#define CASEWORK_LETTER_LAW_H

#include "casework/letter_facts.h"

/* The office that a procedure goes to, if the pack names it in the letter's own language. English
 * is the language in which the packs describe what is in no other. */
struct str law_institution(const struct procedure *procedure, struct str language);

/* "count", "1.act", "1.articles"; an act as letters of that language name it */
struct str law_basis(struct call *call, const struct procedure *procedure, struct str language,
                     struct str item);

/* The term for deciding, in the letter's language, with its article: only if there is exactly one,
 * it was read in the law's text, and the language has words for it. */
MUST_USE enum rc law_term(struct call *call, const struct procedure *procedure, struct str language,
                          struct str *term, struct str *article);

/* The words of a language other than that of the screen; NULL: English, or none are there. */
MUST_USE enum rc law_lang(struct call *call, struct str language, const struct lang **out);

#endif
