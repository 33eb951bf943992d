/* help.h - help, written from the tables of commands.
 * Owns: the command "help". Order: any. Memory: the call's arena. Fails: RC_USAGE for a name that
 *   is no command. Limits: the short help is at most 12 lines. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/command.h"

extern const struct command_table help_table;

void help_short(struct call *call, const struct command_args *args);
void help_command(struct call *call, const struct command_args *args,
                  const struct command *command);

#endif
