/* parse.h - the words after "khetane" become a command with checked, typed arguments.
 * Owns: nothing. Order: once per run. Memory: in the call's arena.
 * Fails: RC_USAGE naming the word, with what was probably meant.
 * Grammar: options before or after the words; --name VALUE, --name=VALUE, -o VALUE; after -- only
 *   words; - alone is a word. Not here: help (help.h). */
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include "cli/command.h"

/* Fills all of *args but cli and out. Without a command args->command is NULL. */
MUST_USE enum rc parse_args(struct call *call, int argc, char *const *argv,
                            struct command_args *args);

/* The options that every command takes. */
extern const struct command_option common_options[];

/* Finds by name; NULL. The name may come as two words ("case", "show"). */
const struct command *command_find(const struct cli *cli, struct str name);
#define command_each(command, cli)                                                 \
    for (const struct command *command = command_next(cli, NULL); command != NULL; \
         command = command_next(cli, command))
const struct command *command_next(const struct cli *cli, const struct command *after);
/* "Unknown command ...", with the nearest name or the noun's verbs. Returns RC_USAGE. */
enum rc command_unknown(struct call *call, const struct cli *cli, struct str name);

#endif
