/* secret.h - a passphrase or password for a command: typed without echo, or from a file.
 * Owns: nothing; the bytes are put into the caller's memory, who wipes it.
 * Order: any. Memory: no copy is kept anywhere else.
 * Fails: RC_USAGE without a terminal and without a file; RC_INVALID for an empty or too long line;
 *   what reading a file says. Never an option's own value: those stand in the list of processes.
 * Limits: room bytes; a file's first line counts. */
#ifndef CLI_SECRET_H
#define CLI_SECRET_H

#include "cli/command.h"

struct secret_line {
    char *p; /* the caller's */
    size_t room, n;
};

struct secret_ask {
    const char *prompt; /* a msgid */
    const char *option; /* which names a file instead: "passphrase-file" */
    struct str file;    /* what it named; {NULL, 0}: it was not given */
};

MUST_USE enum rc secret_read(struct call *call, const struct command_args *args,
                             const struct secret_ask *ask, struct secret_line *line);

#endif
