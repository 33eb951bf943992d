/* emergency.h - emergency access: somebody opens a record that is not hers, for a day, with a
 *   reason that the responsible person and the leads hear of.
 * Owns: the operation emergency.open; the records of kind emergency_access,
 *   which actor_load() turns into grants (permit.h: the record is then of her team).
 * Order: emergency_open() with the call's actor set and no transaction open.
 * Memory: the call's arena.
 * Fails: RC_NOT_FOUND where there is no such record, or one that she must not see ("must not see"
 *   and "must not meet" win, and answer as if there were none); RC_CONFLICT where she may see it
 *   anyway; RC_DENIED for who is neither worker nor lead; RC_INVALID without a reason.
 * Limits: EMERGENCY_HOURS; ACTOR_GRANTS_MAX open at a time. Cost: one change. */
#ifndef MODEL_EMERGENCY_H
#define MODEL_EMERGENCY_H

#include "model/operation.h"

enum { EMERGENCY_HOURS = 24, EMERGENCY_REASON_MIN = 10 };

/* By the number that people see; *kind and *id are the record's that is now open. */
struct emergency {
    const struct kind *kind;
    struct id id;
    struct str code;
};

MUST_USE enum rc emergency_open(struct call *call, struct str code, struct str reason,
                                struct emergency *out);

extern const struct operation *const emergency_operations[];
extern const size_t emergency_operations_n;

#endif
