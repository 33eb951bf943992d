/* letter_template.h - which template a letter is written from; for letter.c.
 * Owns: nothing. Order: any. Memory: the call's arena.
 * Fails: RC_INVALID with a fault at "language", naming those that there are; as template.h. */
#ifndef CASEWORK_LETTER_TEMPLATE_H
#define CASEWORK_LETTER_TEMPLATE_H

#include "casework/letter.h"

/* "sr-Cyrl" or "sr_cyrl" as a tag and as a code of the list of languages; false: not known. */
bool letter_language(struct call *call, struct str typed, struct str *tag, struct str *code);

MUST_USE enum rc letter_template(struct call *call, const struct procedure *procedure,
                                 struct str tag, struct str *name, struct template **out);

#endif
