/* words.h - a field's value in the reader's words, links as the titles of what they name.
 * Owns: nothing. Order: any, with an actor. Memory: the call's arena.
 * Fails: never; a link to what this actor may not see is left out.
 * Cost: one look-up for each link. Not here: markup (web/field_control.h). */
#ifndef QUERY_WORDS_H
#define QUERY_WORDS_H

#include "query/query.h"

/* "Senada Demirova, Ramiz Demirov"; "" for nothing. */
struct str query_words(struct call *call, const struct field *field, struct value v);

#endif
