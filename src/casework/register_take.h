/* register_take.h - what operations and hooks of the registers share within a change.
 * Owns: the hooks: the registers of a new office, how a register's numbers are written, a line that
 *   stays in the book, a letter that keeps what was registered, an answer that comes.
 * Order: within a change. Memory: the call's arena. Fails: as register.h.
 * Limits: as register.h. Cost: a few probes. */
#ifndef CASEWORK_REGISTER_TAKE_H
#define CASEWORK_REGISTER_TAKE_H

#include "casework/register.h"

/* The number of a new line, whose direction, case and answered line are set. */
MUST_USE enum rc register_take(struct call *call, struct change *change, struct record *entry,
                               const struct register_ask *ask, bool limited);
/* When the line behind a link was answered; no link: nothing. */
MUST_USE enum rc register_answered(struct call *call, struct change *change, struct value link,
                                   struct value on);
/* The line of the letter behind a link. */
MUST_USE enum rc register_line_of_letter(struct call *call, struct change *change,
                                         struct value link, struct value *out);

MUST_USE enum rc register_found(struct call *call, struct change *change, struct record *record);
MUST_USE enum rc register_derive(struct call *call, struct change *change, struct record *record);
MUST_USE enum rc register_derive_entry(struct call *call, struct change *change,
                                       struct record *record);
MUST_USE enum rc register_derive_letter(struct call *call, struct change *change,
                                        struct record *record);
MUST_USE enum rc register_derive_paper(struct call *call, struct change *change,
                                       struct record *record);

#endif
