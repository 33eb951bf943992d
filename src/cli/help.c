/* help.c - see help.h. */
#include "cli/help.h"

#include "base/lang.h"
#include "base/text.h"
#include "cli/out.h"
#include "cli/parse.h"

enum { FIRST_MAX = 4, EXAMPLES_MAX = 2, HELP_BYTES_MAX = 256 << 10, TEXT_COLUMN = 26 };

static const char *text_of(const struct call *call, const char *msgid)
{
    return lang_text(call->lang, msgid);
}

/* "  left      right", the right part beginning in the same column everywhere. */
static void put_pair(struct buf *out, struct str left, const char *right)
{
    size_t width = text_length(left) + 2;

    buf_z(out, "  ");
    buf_add(out, left);
    if (width + 2 > TEXT_COLUMN) {
        buf_char(out, '\n');
        width = 0;
    }
    for (; width < TEXT_COLUMN; width++)
        buf_char(out, ' ');
    buf_z(out, right);
    buf_char(out, '\n');
}

void help_short(struct call *call, const struct command_args *args)
{
    struct buf out;
    int n = 0;

    buf_init(&out, call->arena, HELP_BYTES_MAX);
    buf_format(
        &out, "%s\n%s\n",
        text_of(call, "Khetane helps people stand up for those who are refused their rights."),
        text_of(call, "Usage: khetane COMMAND [OPTION...]"));
    command_each(command, args->cli) {
        if (!command->first || n++ >= FIRST_MAX)
            continue;
        buf_z(&out, n == 1 ? "\n" : "");
        put_pair(&out, str_of(command->name), text_of(call, command->brief));
    }
    n = 0;
    command_each(command, args->cli) {
        if (command->example == NULL || n++ >= EXAMPLES_MAX)
            continue;
        if (n == 1)
            buf_format(&out, "\n%s\n", text_of(call, "Examples:"));
        buf_format(&out, "  %s\n", command->example);
    }
    buf_format(&out, "%s\n",
               text_of(call, "All commands: khetane help. One of them: khetane help COMMAND."));
    out_plain(args->out, buf_str(&out));
}

static void put_usage(struct buf *out, const struct call *call, const struct command *command)
{
    const struct command_option *option = command->options;

    buf_format(out, "%s khetane %s", text_of(call, "Usage:"), command->name);
    for (const struct command_word *word = command->words; word != NULL && word->name != NULL;
         word++)
        buf_format(out, word->must ? " %s%s" : " [%s%s]", word->name, word->many ? "..." : "");
    for (; option != NULL && option->name != NULL; option++)
        if (option->must)
            buf_format(out, " --%s %s", option->name, option->value);
    buf_z(out, " [OPTION...]\n");
}

static struct str option_face(const struct call *call, const struct command_option *option)
{
    const char *space = option->value == NULL ? "" : " ";
    const char *value = option->value == NULL ? "" : option->value;

    if (option->letter != 0)
        return str_format(call->arena, "-%c, --%s%s%s", option->letter, option->name, space, value);
    return str_format(call->arena, "--%s%s%s", option->name, space, value);
}

static void put_options(struct buf *out, const struct call *call, const char *title,
                        const struct command_option *option)
{
    if (option == NULL || option->name == NULL)
        return;
    buf_format(out, "\n%s\n", text_of(call, title));
    for (; option->name != NULL; option++)
        put_pair(out, option_face(call, option), text_of(call, option->brief));
}

void help_command(struct call *call, const struct command_args *args, const struct command *command)
{
    struct buf out;

    buf_init(&out, call->arena, HELP_BYTES_MAX);
    put_usage(&out, call, command);
    buf_format(&out, "\n%s\n", text_of(call, command->brief));
    if (command->about != NULL)
        buf_format(&out, "%s\n", text_of(call, command->about));
    for (const struct command_word *word = command->words; word != NULL && word->name != NULL;
         word++) {
        buf_z(&out, word == command->words ? "\n" : "");
        put_pair(&out, str_of(word->name), text_of(call, word->brief));
    }
    put_options(&out, call, "Options:", command->options);
    put_options(&out, call, "Options of every command:", common_options);
    if (command->example != NULL)
        buf_format(&out, "\n%s\n  %s\n", text_of(call, "Example:"), command->example);
    out_plain(args->out, buf_str(&out));
}

static struct str noun_of(const struct command *command)
{
    struct str name = str_of(command->name);

    return str_cut(name, 0, str_find(name, ' '));
}

/* All commands, or those of one noun; false if it has none. */
static bool help_list(struct call *call, const struct command_args *args, struct str noun)
{
    struct buf out;
    bool any = false;

    buf_init(&out, call->arena, HELP_BYTES_MAX);
    command_each(command, args->cli) {
        if (noun.n != 0 && !str_eq(noun_of(command), noun))
            continue;
        put_pair(&out, str_of(command->name), text_of(call, command->brief));
        any = true;
    }
    if (any)
        out_plain(args->out, buf_str(&out));
    return any;
}

static enum rc run_help(struct call *call, const struct command_args *args)
{
    struct str name = args_word(args, 0);

    if (args->n > 1)
        name = str_format(call->arena, "%s %s", args_word(args, 0).p, args_word(args, 1).p);
    if (name.p == NULL) {
        (void)help_list(call, args, name);
        return RC_OK;
    }
    const struct command *command = command_find(args->cli, name);
    if (command != NULL)
        help_command(call, args, command);
    else if (args->n > 1 || !help_list(call, args, name))
        return command_unknown(call, args->cli, name);
    return RC_OK;
}

static const struct command_word help_words[] = {
    {.name = "COMMAND", .brief = "the command that is to be explained"},
    {.name = "VERB", .brief = "its second word, if it has one"},
    {.name = NULL},
};

static const struct command help_commands[] = {
    {
        .name = "help",
        .brief = "Lists all commands, or explains one.",
        .words = help_words,
        .run = run_help,
    },
};

const struct command_table help_table = {help_commands,
                                         sizeof help_commands / sizeof *help_commands};
