/* exchange_commands.h - the commands import and export.
 * Owns: their rows. Order: by cli_run() alone; all need open data.
 * Memory: the call's arena. Fails: RC_USAGE for what was asked wrongly; else as
 *   exchange/import.h and exchange/export.h. Limits: as those. Cost: as those. */
#ifndef RECORDS_EXCHANGE_COMMANDS_H
#define RECORDS_EXCHANGE_COMMANDS_H

#include "cli/command.h"

extern const struct command_table exchange_table;

#endif
