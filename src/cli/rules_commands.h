/* rules_commands.h - the commands that need no data: holidays, term, fold.
 * Owns: their rows. Their JSON is stable: others compare it with calendars and laws of their own.
 * Order: any. Memory: the call's arena. Fails: RC_USAGE for what was asked wrongly, else as rules/
 *   and model/calendar.h say. */
#ifndef CLI_RULES_COMMANDS_H
#define CLI_RULES_COMMANDS_H

#include "cli/command.h"

extern const struct command_table rules_table;

#endif
