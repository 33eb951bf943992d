/* say.h - what a command says beside its answer: notes and errors, on standard error.
 * Owns: nothing. Order: any. Memory: the call's arena.
 * Fails: never; what cannot be said is lost. Not here: the answer (out.h). */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "cli/command.h"

/* One translated line, unless --quiet: what is done, what was changed, what comes next. */
void note(struct call *call, const struct command_args *args, const char *format, ...) FORMAT(3, 4);

/* The call's error, or each of its faults, a line each: "khetane: where: sentence". */
void say_error(struct call *call, const struct terminal *terminal, bool color);

#endif
