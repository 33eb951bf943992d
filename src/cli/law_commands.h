/* law_commands.h - commands that read the packs, without data: procedures, institutions, moves.
 * Owns: their rows. Their JSON is stable: the tests compare it with a second implementation.
 * Order: any. Memory: the call's arena.
 * Fails: RC_USAGE for what was asked wrongly, RC_NOT_FOUND with the name that was probably meant,
 *   else as model/packs.h and rules/moves.h say.
 * Cost: the packs are read anew for each command, some 20 ms. */
#ifndef CLI_LAW_COMMANDS_H
#define CLI_LAW_COMMANDS_H

#include "cli/command.h"

extern const struct command_table law_table;

#endif
