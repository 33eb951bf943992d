/* letter_own.h - the office's own letter templates: records of the kind letter_template.
 * Owns: what is derived from their text (name, sort, procedure, language), and who stands for them;
 *   the operation template.stand.
 * Order: the hook runs by change_finish(); own_find() when a letter is written.
 * Memory: the call's arena; a template read lives there too.
 * Fails: the hook collects a fault at "text" for each line that is wrong, or asks for a fact that
 *   no case has; own_read() as template_read().
 * Limits: OWN_MAX are looked at. Cost: one is read anew each time (1 ms).
 * A text that is changed takes back who stood for it: her words were about another text. */
#ifndef CASEWORK_LETTER_OWN_H
#define CASEWORK_LETTER_OWN_H

#include "casework/letter_template.h"
#include "model/change.h"

enum { OWN_MAX = 200 };

MUST_USE enum rc own_derive(struct call *call, struct change *change, struct record *record);

/* Those that are not retired, the newest first; sort n == 0: of every sort. */
MUST_USE enum rc own_list(struct call *call, struct str sort, struct record ***out, size_t *n);

/* The one for this letter: of its procedure before one of any. NULL: there is none. */
MUST_USE enum rc own_find(struct call *call, const struct letter_which *which, struct record **out);

/* Its text with the names of who stands for it in the head, as a file to read and to pass on. */
MUST_USE enum rc own_text(struct call *call, const struct record *record, struct str *out);
MUST_USE enum rc own_read(struct call *call, const struct record *record, struct template **out);

/* Does the text read, and ask only for facts that there are? RC_INVALID with a fault for each line:
 * at "name:line:column", or at the field "text", which then says the line. */
MUST_USE enum rc own_check(struct call *call, const char *name, struct str text,
                           struct template **out);

/* Tried on the invented case: what a page shows beside the text. */
MUST_USE enum rc own_try(struct call *call, const struct template *t, struct template_filled *out);

/* for_law: else for the language. By the actor's own name. */
MUST_USE enum rc own_stand(struct call *call, const struct letter_change *which, bool for_law,
                           struct outcome *out);

/* The text of one of the program's, by its file or by its folder, sort and language
 * ("mk/appeal.mk"); Serbian in Latin letters is made. {NULL, 0}: there is none. */
struct str own_shipped(struct call *call, struct str name);

extern const struct operation template_stand_operation;

#endif
