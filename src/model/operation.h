/* operation.h - the one way to change anything: a table of operations, each carried out as a
 *   change that is checked, logged and applied in one transaction.
 * Owns: the general operations (record.save, record.move, record.retire, record.restore,
 *   record.erase, change.undo, proposal.approve, proposal.decline); areas add rows of their own.
 * Order: operation_run() with the call's actor set and no transaction open.
 * Memory: the outcome lives in the call's arena.
 * Fails: RC_INVALID with faults, RC_DENIED, RC_NOT_FOUND, RC_CONFLICT (somebody was quicker; the
 *   record's present values are in outcome->present), RC_FULL, ...; then nothing was changed.
 * Limits: as change.h. Cost: one transaction; the disk's sync is most of it.
 * A change id that was carried out before gives the same answer and does nothing. */
#ifndef MODEL_OPERATION_H
#define MODEL_OPERATION_H

#include "model/change.h"

/* One operation. Arguments are a list value whose items are described beside each row. */
struct operation {
    const char *name;
    unsigned version;
    const char *brief; /* a msgid, for help and history: "changed", "retired" */
    bool reason;       /* a reason must be given */
    bool undo;         /* change.undo may take it back */
    /* Waits as a proposal for a second person. So that she can be shown what it is about, the
     * arguments begin with kind and id; then [[field, value], ...], if it sets something. */
    bool second;
    /* Opens, makes and edits records of the change; the rest is done for it. */
    enum rc (*apply)(struct call *call, struct change *change, struct value args);
    /* Gives something about a person to others: the purpose for which a basis must hold, or a
     * reason must be given (model/basis.h). NULL: it shares nothing. */
    const char *shares;
};

struct outcome {
    struct id change;
    struct id record; /* the first that was touched */
    const struct kind *kind;
    struct str code;
    bool repeated;                /* it had been carried out before */
    bool waits;                   /* a second person must approve; record is the proposal */
    bool nothing;                 /* there was nothing to change */
    const struct record *present; /* RC_CONFLICT: as it is now */
};

struct operation_request {
    const char *operation;
    struct id change; /* made by the client, so that a repeated request is one change */
    struct value args;
    struct str reason;
};

MUST_USE enum rc operation_run(struct call *call, const struct operation_request *request,
                               struct outcome *out);

/* Is this request a repetition? Then nothing more is asked: operation_run() gives its answer. */
MUST_USE enum rc operation_was_run(struct call *call, const struct id *change, bool *out);

const struct operation *operation_find(const struct app *app, struct str name);

/* The general operations, to be put first into app->operations. */
extern const struct operation *const record_operations[];
extern const size_t record_operations_n;

/* Parts saved together with their owner: one row each, in the order they are to stand in. */
struct save_part {
    const struct kind *kind;
    const struct id *id; /* NULL: a new one */
    int64_t rev;
    bool gone; /* retire it; values are not looked at */
    const struct value *values;
    const bool *given;
    int64_t position; /* among its owner's; 0: as it is */
};

/* Arguments of record.save: [kind, id or null, rev or null, owner id or null,
 * [[field, value], ...]] - fields left out stay as they are - and since version 2 maybe
 * [[part kind, id or null, rev, [[field, value], ...] or null (retire it), position], ...]. */
struct save_args {
    const struct kind *kind;
    const struct id *id;        /* NULL: make a new record */
    int64_t rev;                /* as the person saw it; 0: whatever it is */
    const struct id *owner;     /* of a new part */
    const struct value *values; /* by field->index */
    const bool *given;          /* by field->index */
    const struct save_part *parts;
    size_t parts_n;
};

MUST_USE enum rc save_args_make(struct call *call, const struct save_args *save, struct value *out);

/* record.each: the same for many records of a kind, as one change; at most 500. */
struct each_args {
    const struct kind *kind;
    const struct id *ids;
    size_t n;
    struct str act;            /* "retire", "restore", "move" (value: the state), "set" */
    const struct field *field; /* of "set" */
    struct value value;
};

MUST_USE enum rc each_args_make(struct call *call, const struct each_args *each, struct value *out);

/* Arguments of the operations that name one record: [kind, id, rev or null, word or null]. */
MUST_USE enum rc record_args_make(struct call *call, const struct record *record, struct str word,
                                  struct value *out);

#endif
