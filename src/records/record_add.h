/* record_add.h - the commands add and set, and what they share with those of record_commands.h; for
 *   nobody else.
 * Owns: nothing. Order: rows of record_table. Memory: as record_commands.h.
 * Fails: as record_commands.h. Limits: as there. Cost: a change for each record. */
#ifndef RECORDS_RECORD_ADD_H
#define RECORDS_RECORD_ADD_H

#include "base/id.h"
#include "cli/command.h"
#include "model/kind.h"

MUST_USE enum rc record_run_add(struct call *call, const struct command_args *args);
MUST_USE enum rc record_run_set(struct call *call, const struct command_args *args);

/* ---- record_commands.c */

MUST_USE enum rc record_find_id(struct call *call, const struct kind *kind, struct str written,
                                struct id *out);
/* Fails with the field that was probably meant. */
MUST_USE enum rc record_no_field(struct call *call, const struct kind *kind, struct str name);

#endif
