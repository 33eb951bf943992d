/* form_draft.h - what somebody was writing in a form when the power, the time or the line ended.
 * Owns: the table draft, in the encrypted database; rows are local and may vanish with a restore.
 *   Those of a form's address alone: held_file.h keeps its own there.
 * Order: form_draft_keep() while she types, form_draft_find() when the form is opened again,
 *   form_draft_drop() when it was saved or thrown away.
 * Memory: results live in the call's arena. Fails: as the database; RC_LIMIT for a draft too large.
 * Limits: FORM_DRAFT_MAX bytes; FORM_DRAFTS_MAX of one person, the oldest go; FORM_DRAFT_DAYS.
 * Cost: one small transaction. Only its writer ever sees a draft. Not here: what the bytes mean. */
#ifndef MODEL_FORM_DRAFT_H
#define MODEL_FORM_DRAFT_H

#include "model/actor.h"

enum { FORM_DRAFT_MAX = 512 << 10, FORM_DRAFTS_MAX = 20, FORM_DRAFT_DAYS = 30 };

struct form_draft {
    struct str form; /* the address of the form */
    struct str body;
    int64_t saved_ms;
};

MUST_USE enum rc form_draft_keep(struct call *call, struct str form, struct str body);
/* RC_NOT_FOUND without a recorded error. */
MUST_USE enum rc form_draft_find(struct call *call, struct str form, struct form_draft *out);
MUST_USE enum rc form_draft_drop(struct call *call, struct str form);
/* The newest first, at most max. */
MUST_USE enum rc form_drafts(struct call *call, struct form_draft *out, size_t max, size_t *n);

#endif
