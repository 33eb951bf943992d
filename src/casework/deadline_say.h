/* deadline_say.h - what people read about a last day: steps, reasons, reservations; for deadline.c.
 * Owns: nothing. Order: deadline_explain() after everything was counted.
 * Memory: the call's arena. Fails: RC_MEMORY. Limits: DEADLINE_NOTES_MAX notes. */
#ifndef CASEWORK_DEADLINE_SAY_H
#define CASEWORK_DEADLINE_SAY_H

#include "casework/deadline.h"

/* Fills steps, rule, why_not and notes. */
MUST_USE enum rc deadline_explain(struct call *call, const struct deadline_ask *ask,
                                  struct deadline *d);

/* Why a term was not counted: the pack's own words; its event is another than this receipt. */
struct str deadline_other_event(struct call *call, uint32_t from);

#endif
