/* letter_name.h - a person's name as a letter writes it; for letter_facts.c.
 * Owns: nothing. Order: any. Memory: the call's arena, or borrowed from the record.
 * Fails: never: what is not known is absent ({NULL, 0}). Cost: a pass over the names.
 * Names stand as they were written down, in the letter's script if they were in it, and in a
 * grammatical form only if somebody declared it for each part of the name. */
#ifndef CASEWORK_LETTER_NAME_H
#define CASEWORK_LETTER_NAME_H

#include "model/record.h"

/* Of a letter in this language, as ISO 15924: "Cyrl" or "Latn". */
struct str letter_script(struct str language);

/* person NULL: absent. */
struct str letter_name(struct call *call, const struct record *person, struct str script);
struct str letter_name_form(struct call *call, const struct record *person, struct str script,
                            struct str form);

#endif
