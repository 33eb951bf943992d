/* command.h - the commands as a table: what each is called, takes and does.
 * Owns: nothing; the tables are constant, each area hands in its own (main.c collects them).
 * Order: cli_run() once; it reads the arguments, opens what the command needs, runs it, shows the
 *   error, and gives the exit code. A handler gets its arguments checked and typed: it reads
 *   them with args_*(), writes its answer to args->out (out.h) and its talk with note() (say.h).
 * Memory: everything lives in the call's arena, until cli_run() ends.
 * Fails: a handler returns its rc; rc_exit() is the exit code. A command that is not understood
 *   is RC_USAGE (2), with the word that was probably meant.
 * Limits: ARGS_WORDS_MAX words after the options.
 * A secret is never an option: a handler asks with secret_read() (secret.h). */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/call.h"
#include "cli/terminal.h"

struct command_args;
struct out;

enum { ARGS_WORDS_MAX = 1000 };

enum option_type {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_INT,
    OPTION_DATE,
    OPTION_CHOICE,
    OPTION_FILE, /* a path, or - for standard input or output */
};

struct command_option {
    const char *name; /* without its dashes; NULL ends the list */
    enum option_type type;
    const char *value;          /* what stands for it in help: "DATE"; NULL for a flag */
    const char *brief;          /* a msgid */
    const char *const *choices; /* of an OPTION_CHOICE, ended by NULL */
    int64_t min, max;           /* of an OPTION_INT */
    bool must;
    char letter; /* "o" for -o; 0: none */
};

/* A word that stands without an option: a code, a file. */
struct command_word {
    const char *name; /* as in help: "CODE"; NULL ends the list */
    const char *brief;
    bool must;
    bool many; /* the last alone: one or more of them */
};

enum command_needs { NEEDS_NOTHING, NEEDS_DATA };

struct command {
    const char *name;    /* "term" or "case show" */
    const char *brief;   /* one line, a msgid */
    const char *about;   /* more lines for "help VERB", a msgid; NULL: none */
    const char *example; /* a whole line; NULL: none */
    bool first;          /* stands in the short help */
    enum command_needs needs;
    const struct command_option *options; /* NULL: none */
    const struct command_word *words;     /* NULL: none */
    enum rc (*run)(struct call *call, const struct command_args *args);
};

struct command_table {
    const struct command *commands;
    size_t n;
};

struct cli {
    const struct command_table *const *tables; /* ended by NULL */
    struct terminal terminal;
    struct environment environment;
    const struct os *os;
    const char *version;
    /* What NEEDS_DATA means; fills the call's store, actor, app and today. */
    enum rc (*open)(struct call *call, const struct command_args *args);
    void (*close)(struct call *call, const struct command_args *args);
    void *data; /* for these two */
};

int cli_run(const struct cli *cli, int argc, char *const *argv);

enum out_form { OUT_PEOPLE, OUT_JSON, OUT_LINES, OUT_PLAIN };

struct command_value {
    bool set;
    struct str text;
    int64_t number; /* an int, a day, or a choice's place */
};

struct command_args {
    const struct cli *cli;
    const struct command *command; /* NULL: none was named */
    struct command_value *values;  /* one for each option */
    const struct str *words;       /* without options; each ends in NUL */
    size_t n;
    enum out_form form;
    bool quiet, no_color, help, version;
    bool sure;                /* what is odd is kept: model/question.h */
    struct str dir;           /* --dir or KHETANE_DIR; {NULL, 0}: neither */
    struct str as_user, lang; /* --as, --lang; {NULL, 0}: not given */
    struct str password_file, passphrase_file;
    struct out *out;
};

/* What was given for an option of this command; asking for one that it has not is a mistake
 * of ours and ends the program. */
bool args_has(const struct command_args *args, const char *name);
struct str args_text(const struct command_args *args, const char *name); /* {NULL, 0}: absent */
int64_t args_int(const struct command_args *args, const char *name, int64_t absent);
day args_day(const struct command_args *args, const char *name, day absent);
int args_choice(const struct command_args *args, const char *name, int absent);
struct str args_word(const struct command_args *args, size_t i); /* {NULL, 0}: not so many */

#endif
