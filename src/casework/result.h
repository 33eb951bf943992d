/* result.h - how a case ends: outcome, what changed for the person, what she says about the help
 *   and how she said it, how long it took; and how it is opened again, with the reason.
 * Owns: nothing; it goes through the operation "case.write".
 * Order: result_close() and result_reopen() through operation_run() as every change.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at the fields of the case: "outcome", "ended", "satisfaction_how",
 *   "let_go" (a way is still open: hooks.h), "reopened". Limits: none of their own.
 * Cost: one change. Days are counted from the day on which the case was written down; of a case
 * from an old register they are not known. */
#ifndef CASEWORK_RESULT_H
#define CASEWORK_RESULT_H

#include "casework/case_write.h"

struct result {
    struct str outcome, changed, satisfaction, how, let_go;
    const struct id *asked_by; /* NULL: nobody was named */
    struct value ended;        /* a day; V_NULL: today */
    bool withdrawn;            /* taken back by the person, else resolved */
    const struct id *change;
};

MUST_USE enum rc result_close(struct call *call, const struct record *of,
                              const struct result *result, struct outcome *out);
MUST_USE enum rc result_reopen(struct call *call, const struct record *of, struct str why,
                               const struct id *change, struct outcome *out);

/* From the opening to the result; -1: not known. */
int64_t result_days(const struct call *call, const struct record *of);

#endif
