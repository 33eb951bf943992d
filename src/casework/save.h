/* save.h - one record of a kind, filled field by field and saved: what the pages and commands of
 *   this area share for record.save.
 * Owns: nothing. Order: save_init(), save_set() ..., save_run() once.
 * Memory: the call's arena. Fails: RC_MEMORY; save_run() as operation_run().
 * Limits: none of its own. Cost: one change. A name that the kind does not have is a mistake in our
 *   own code. */
#ifndef CASEWORK_SAVE_H
#define CASEWORK_SAVE_H

#include "model/operation.h"

struct save {
    struct save_args args;
    struct value *values;
    bool *given;
};

MUST_USE enum rc save_init(struct call *call, const struct kind *kind, struct save *out);
void save_set(struct save *save, const char *name, struct value v);
void save_text(struct save *save, const char *name, struct str text); /* n == 0: nothing */
/* May the record go on to that state from where it is? */
bool save_follows(const struct record *record, struct str state);
/* Of an operation's arguments: [[name, value], ...] into the record; RC_INVALID where they are no
 * such list, or name what is not a field or is derived. */
MUST_USE enum rc save_fields(struct call *call, struct record *record, struct value fields);
MUST_USE enum rc save_run(struct call *call, const struct save *save, const struct id *change,
                          struct outcome *out);

#endif
