/* taken_commands.h - what "khetane export" does beside tables: a record's file, and everything.
 * Owns: nothing. Order: from the command's row in exchange_commands.c. Memory: the call's arena.
 * Fails: as exchange/taken.h and exchange/whole.h. Limits: as those. Cost: as those.
 * Not here: lists as tables (exchange_commands.c). */
#ifndef RECORDS_TAKEN_COMMANDS_H
#define RECORDS_TAKEN_COMMANDS_H

#include "cli/command.h"

/* export KIND CODE --file OUT.zip */
MUST_USE enum rc taken_run_record(struct call *call, const struct command_args *args);
/* export --all --file OUT.zip.age: asks, or makes what was agreed. */
MUST_USE enum rc taken_run_all(struct call *call, const struct command_args *args);
/* export agree */
MUST_USE enum rc taken_run_agree(struct call *call, const struct command_args *args);

#endif
