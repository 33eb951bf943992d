/* parse.c - see parse.h. */
#include "cli/parse.h"

#include "base/lang.h"
#include "base/near.h"

const struct command_option common_options[] = {
    {.name = "json", .brief = "the answer as one JSON value"},
    {.name = "lines", .brief = "the answer as JSON, one value a line"},
    {.name = "plain", .brief = "the answer as lines with tabs between the columns"},
    {.name = "quiet", .letter = 'q', .brief = "only the answer and errors"},
    {.name = "lang",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "en mk sr-Cyrl sr-Latn sq rom lt"},
    {.name = "dir",
     .type = OPTION_FILE,
     .value = "PATH",
     .brief = "the data folder; else KHETANE_DIR"},
    {.name = "as", .type = OPTION_TEXT, .value = "USER", .brief = "who you are"},
    {.name = "password-file",
     .type = OPTION_FILE,
     .value = "PATH",
     .brief = "your password, if it cannot be typed"},
    {.name = "passphrase-file",
     .type = OPTION_FILE,
     .value = "PATH",
     .brief = "a key holder's passphrase, if it cannot be typed"},
    {.name = "sure", .brief = "yes, it is so: what is odd is kept as it is given"},
    {.name = "no-color", .brief = "no colours in what is said"},
    {.name = "help", .letter = 'h', .brief = "what the command does"},
    {.name = "version", .brief = "the version of this program"},
    {.name = NULL},
};

struct parsing {
    struct call *call;
    struct command_args *args;
    struct str *words;
    char *const *next, *const *end; /* what is left of argv */
    bool words_only;                /* -- was read */
};

const struct command *command_next(const struct cli *cli, const struct command *after)
{
    bool take = after == NULL;

    for (size_t k = 0; cli->tables[k] != NULL; k++) {
        const struct command_table *table = cli->tables[k];
        for (size_t i = 0; i < table->n; i++) {
            if (take)
                return &table->commands[i];
            take = &table->commands[i] == after;
        }
    }
    return NULL;
}

const struct command *command_find(const struct cli *cli, struct str name)
{
    command_each(command, cli) {
        if (str_is(name, command->name))
            return command;
    }
    return NULL;
}

/* "list, show" for the noun "case"; empty when no command begins with it. */
static struct str verbs_of(struct call *call, const struct cli *cli, struct str noun)
{
    struct buf out;

    buf_init(&out, call->arena, 4096);
    command_each(command, cli) {
        struct str name = str_of(command->name);
        if (!str_starts(name, noun) || name.n <= noun.n || name.p[noun.n] != ' ')
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        buf_add(&out, str_cut(name, noun.n + 1, name.n));
    }
    return buf_str(&out);
}

enum rc command_unknown(struct call *call, const struct cli *cli, struct str name)
{
    struct str noun = str_cut(name, 0, str_find(name, ' '));
    struct str verbs = verbs_of(call, cli, noun);
    struct near near;

    if (verbs.n != 0 && str_eq(noun, name))
        return fail(call, RC_USAGE, NULL, "'%.*s' needs one of these behind it: %s.", (int)noun.n,
                    noun.p, verbs.p);
    near_start(&near, name);
    command_each(command, cli)
        near_try(&near, str_of(command->name));
    if (near.found.p != NULL)
        return fail(call, RC_USAGE, NULL, "Unknown command '%.*s'. Did you mean '%s'?", (int)name.n,
                    name.p, near.found.p);
    if (verbs.n != 0)
        return fail(call, RC_USAGE, NULL, "'%.*s' needs one of these behind it: %s.", (int)noun.n,
                    noun.p, verbs.p);
    return fail(call, RC_USAGE, NULL, "Unknown command '%.*s'. \"khetane help\" lists all of them.",
                (int)name.n, name.p);
}

static const struct command_option *find_option(const struct command_option *options,
                                                struct str name, bool letter)
{
    for (; options != NULL && options->name != NULL; options++)
        if (letter ? name.n == 1 && name.p[0] == options->letter : str_is(name, options->name))
            return options;
    return NULL;
}

static enum rc unknown_option(struct parsing *in, struct str dashed, struct str name)
{
    const struct command_option *lists[] = {
        in->args->command == NULL ? NULL : in->args->command->options, common_options};
    struct near near;

    near_start(&near, name);
    for (size_t i = 0; i < 2; i++)
        for (const struct command_option *o = lists[i]; o != NULL && o->name != NULL; o++)
            near_try(&near, str_of(o->name));
    if (near.found.p == NULL)
        return fail(in->call, RC_USAGE, NULL, "Unknown option '%.*s'.", (int)dashed.n, dashed.p);
    return fail(in->call, RC_USAGE, NULL, "Unknown option '%.*s'. Did you mean '--%s'?",
                (int)dashed.n, dashed.p, near.found.p);
}

static enum rc read_choice(struct call *call, const struct command_option *option,
                           struct command_value *value)
{
    struct buf all;
    struct near near;

    buf_init(&all, call->arena, 4096);
    near_start(&near, value->text);
    for (int i = 0; option->choices[i] != NULL; i++) {
        if (str_is(value->text, option->choices[i])) {
            value->number = i;
            return RC_OK;
        }
        near_try(&near, str_of(option->choices[i]));
        buf_format(&all, "%s%s", i == 0 ? "" : ", ", option->choices[i]);
    }
    if (near.found.p != NULL)
        return fail(call, RC_USAGE, NULL, "--%s cannot be '%s'. Did you mean '%s'?", option->name,
                    value->text.p, near.found.p);
    return fail(call, RC_USAGE, NULL, "--%s cannot be '%s'. It is one of: %s.", option->name,
                value->text.p, buf_str(&all).p);
}

static enum rc read_value(struct call *call, const struct command_option *option, struct str text,
                          struct command_value *value)
{
    day d;

    *value = (struct command_value){.set = true, .text = text};
    switch (option->type) {
    case OPTION_FLAG: return RC_OK;
    case OPTION_TEXT:
    case OPTION_FILE:
        if (text.n == 0)
            return fail(call, RC_USAGE, NULL, "--%s needs a value, %s.", option->name,
                        option->value);
        return RC_OK;
    case OPTION_INT:
        if (str_int(text, &value->number) && value->number >= option->min &&
            value->number <= option->max)
            return RC_OK;
        return fail(call, RC_USAGE, NULL, "--%s must be a whole number from %lld to %lld.",
                    option->name, (long long)option->min, (long long)option->max);
    case OPTION_DATE:
        if (text.n != DAY_TEXT - 1 || !day_parse(text.p, &d))
            return fail(call, RC_USAGE, NULL,
                        "--%s must be a date, written like 2026-11-22; '%s' is none.", option->name,
                        text.p);
        value->number = d;
        return RC_OK;
    case OPTION_CHOICE: return read_choice(call, option, value);
    }
    return RC_OK;
}

static enum rc take_common(struct parsing *in, const struct command_option *option, struct str text)
{
    struct command_args *args = in->args;
    struct command_value value;
    enum rc rc = read_value(in->call, option, text, &value);

    if (rc != RC_OK)
        return rc;
    if (strcmp(option->name, "json") == 0)
        args->form = OUT_JSON;
    else if (strcmp(option->name, "lines") == 0)
        args->form = OUT_LINES;
    else if (strcmp(option->name, "plain") == 0)
        args->form = OUT_PLAIN;
    else if (strcmp(option->name, "quiet") == 0)
        args->quiet = true;
    else if (strcmp(option->name, "sure") == 0)
        args->sure = true;
    else if (strcmp(option->name, "help") == 0)
        args->help = true;
    else if (strcmp(option->name, "version") == 0)
        args->version = true;
    else if (strcmp(option->name, "no-color") == 0)
        args->no_color = true;
    else if (strcmp(option->name, "dir") == 0)
        args->dir = text;
    else if (strcmp(option->name, "as") == 0)
        args->as_user = text;
    else if (strcmp(option->name, "password-file") == 0)
        args->password_file = text;
    else if (strcmp(option->name, "passphrase-file") == 0)
        args->passphrase_file = text;
    else
        args->lang = text;
    return RC_OK;
}

static enum rc take_option(struct parsing *in, struct str dashed)
{
    const struct command *command = in->args->command;
    bool letter = dashed.p[1] != '-';
    struct str rest = str_cut(dashed, letter ? 1 : 2, dashed.n);
    size_t equals = letter ? rest.n : str_find(rest, '=');
    struct str name = str_cut(rest, 0, equals);
    const struct command_option *own =
        command == NULL ? NULL : find_option(command->options, name, letter);
    const struct command_option *option =
        own != NULL ? own : find_option(common_options, name, letter);
    struct str text = str_cut(rest, equals + 1, rest.n);

    if (option == NULL)
        return unknown_option(in, dashed, name);
    if (option->type == OPTION_FLAG && equals < rest.n)
        return fail(in->call, RC_USAGE, NULL, "--%s takes no value.", option->name);
    if (option->type != OPTION_FLAG && equals == rest.n) {
        if (in->next == in->end || strncmp(*in->next, "--", 2) == 0)
            return fail(in->call, RC_USAGE, NULL, "--%s needs a value, %s.", option->name,
                        option->value);
        text = str_of(*in->next++);
    }
    if (own == NULL)
        return take_common(in, option, text);
    struct command_value *value = &in->args->values[own - command->options];
    if (value->set)
        return fail(in->call, RC_USAGE, NULL, "--%s is given twice.", option->name);
    return read_value(in->call, option, text, value);
}

/* The first words name the command: two if there is such a command, else one. */
static enum rc take_command(struct parsing *in, struct str first)
{
    const struct cli *cli = in->args->cli;
    const struct command *command = NULL;
    struct str name = first;

    if (in->next != in->end && (*in->next)[0] != '-') {
        name = str_format(in->call->arena, "%s %s", first.p, *in->next);
        command = command_find(cli, name);
        in->next += command != NULL;
    }
    if (command == NULL)
        command = command_find(cli, first);
    if (command == NULL)
        return command_unknown(in->call, cli, verbs_of(in->call, cli, first).n == 0 ? first : name);
    size_t n = 0;
    while (command->options != NULL && command->options[n].name != NULL)
        n++;
    in->args->values = arena_array(in->call->arena, n + 1, sizeof *in->args->values);
    in->args->command = command;
    return in->args->values == NULL ? fail_memory(in->call) : RC_OK;
}

static enum rc take(struct parsing *in)
{
    struct str s = str_of(*in->next++);

    if (!in->words_only && str_is(s, "--")) {
        in->words_only = true;
        return RC_OK;
    }
    if (!in->words_only && s.n > 1 && s.p[0] == '-')
        return take_option(in, s);
    if (in->args->command == NULL)
        return take_command(in, s);
    if (in->args->n == ARGS_WORDS_MAX)
        return fail(in->call, RC_USAGE, NULL, "There are more than %d words.", ARGS_WORDS_MAX);
    in->words[in->args->n++] = s;
    return RC_OK;
}

/* Is all there that must be, and nothing more? */
static enum rc check_complete(struct call *call, const struct command_args *args)
{
    static const struct command_word none[] = {{.name = NULL}};
    const struct command *command = args->command;
    const struct command_word *word = command->words == NULL ? none : command->words;
    size_t n = 0;

    for (; word->name != NULL; word++) {
        if (word->must && args->n <= n)
            return fail(call, RC_USAGE, NULL, "%s is missing. See \"khetane help %s\".", word->name,
                        command->name);
        n = word->many ? ARGS_WORDS_MAX : n + 1;
    }
    if (args->n > n)
        return fail(call, RC_USAGE, NULL, "'%s' is one word too many. See \"khetane help %s\".",
                    args->words[n].p, command->name);
    for (size_t i = 0; command->options != NULL && command->options[i].name != NULL; i++)
        if (command->options[i].must && !args->values[i].set)
            return fail(call, RC_USAGE, NULL, "--%s is missing. See \"khetane help %s\".",
                        command->options[i].name, command->name);
    return RC_OK;
}

enum rc parse_args(struct call *call, int argc, char *const *argv, struct command_args *args)
{
    struct parsing in = {
        .call = call,
        .args = args,
        .words = arena_array(call->arena, (size_t)argc + 1, sizeof *in.words),
        .next = argv + (argc > 0),
        .end = argv + argc,
    };

    if (in.words == NULL)
        return fail_memory(call);
    args->words = in.words;
    while (in.next != in.end) {
        enum rc rc = take(&in);
        if (rc != RC_OK)
            return rc;
    }
    if (args->command == NULL || args->help || args->version)
        return RC_OK;
    return check_complete(call, args);
}
