/* terminal.h - where a command's answer and talk go, and where a secret comes from.
 * Owns: nothing; a table of functions that tests replace.
 * Order: any. Memory: bytes are borrowed for the call.
 * Fails: write by false (a full disk, a closed pipe); secret by a negative number.
 * Not here: what is written (say.h, out.h). */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "base/str.h"

enum { SECRET_NO_TERMINAL = -1, SECRET_TOO_LONG = -2 };
enum stream { TO_OUT, TO_TALK }; /* data; everything else */

struct terminal {
    void *data;
    bool (*write)(void *data, enum stream to, struct str bytes);
    /* Asks on the terminal itself, without echo. How many bytes of the line were put into out;
     * or one of the two below. */
    int64_t (*secret)(void *data, const char *prompt, char *out, size_t room);
    bool color; /* the talk may be coloured */
    bool live;  /* the talk goes to a screen, where a line may be written over */
};

/* What the environment asks for; NULL for what it does not. */
struct environment {
    const char *dir;      /* KHETANE_DIR */
    const char *language; /* LC_ALL, LC_MESSAGES or LANG */
};

/* The real ones: standard output, standard error, /dev/tty. */
struct terminal terminal_real(void);
struct environment environment_real(void);

#endif
