/* run.c - one run of the program as a command; see command.h. */
#include <assert.h>

#include "base/embed.h"
#include "base/lang.h"
#include "cli/help.h"
#include "cli/out.h"
#include "cli/parse.h"
#include "cli/say.h"

static const struct command_value *find_value(const struct command_args *args, const char *name)
{
    const struct command_option *option = args->command->options;

    for (size_t i = 0; option[i].name != NULL; i++)
        if (strcmp(option[i].name, name) == 0)
            return &args->values[i];
    assert(!"an option that this command does not have");
    abort();
}

bool args_has(const struct command_args *args, const char *name)
{
    return find_value(args, name)->set;
}

struct str args_text(const struct command_args *args, const char *name)
{
    return find_value(args, name)->text;
}

int64_t args_int(const struct command_args *args, const char *name, int64_t absent)
{
    const struct command_value *value = find_value(args, name);

    return value->set ? value->number : absent;
}

day args_day(const struct command_args *args, const char *name, day absent)
{
    return (day)args_int(args, name, absent);
}

int args_choice(const struct command_args *args, const char *name, int absent)
{
    return (int)args_int(args, name, absent);
}

struct str args_word(const struct command_args *args, size_t i)
{
    return i < args->n ? args->words[i] : (struct str){NULL, 0};
}

/* A language that nobody knows is a fault when it was asked for by --lang, not in LANG. */
static enum rc choose_language(struct call *call, const struct command_args *args)
{
    const char *environment = args->cli->environment.language;
    bool asked = args->lang.p != NULL;
    struct str code = asked ? args->lang : lang_of_locale(str_of(environment));
    const char *file = lang_file(code);
    struct lang *lang;

    if (file == NULL && asked)
        return fail(call, RC_USAGE, NULL, "The language '%.*s' is not known here. Known are: %s.",
                    (int)code.n, code.p, "en mk sr-Cyrl sr-Latn sq rom lt");
    const struct embedded *po = file == NULL ? NULL : embedded_find(str_of(file));
    if (po == NULL)
        return RC_OK;
    enum rc rc = lang_load(call, code, po, call->arena, &lang);
    if (rc == RC_OK)
        call->lang = lang;
    return rc;
}

static enum rc run_with_data(struct call *call, const struct command_args *args)
{
    enum rc rc = args->cli->open(call, args);

    if (rc == RC_OK)
        rc = args->command->run(call, args);
    args->cli->close(call, args); /* also what was opened before open() failed */
    return rc;
}

static enum rc run_command(struct call *call, const struct command_args *args)
{
    if (args->version)
        out_plain(args->out, str_format(call->arena, "khetane %s\n", args->cli->version));
    else if (args->command == NULL)
        help_short(call, args);
    else if (args->help)
        help_command(call, args, args->command);
    else if (args->command->needs == NEEDS_DATA)
        return run_with_data(call, args);
    else
        return args->command->run(call, args);
    return RC_OK;
}

/* What was not understood is read a second time, once the language for saying so is known. */
static enum rc understand(struct call *call, int argc, char *const *argv, struct command_args *args)
{
    enum rc parsed = parse_args(call, argc, argv, args);

    if (parsed != RC_OK)
        call_forgive(call);
    enum rc rc = choose_language(call, args);
    if (rc != RC_OK || parsed == RC_OK)
        return rc;
    *args = (struct command_args){.cli = args->cli};
    return parse_args(call, argc, argv, args);
}

static enum rc run(struct call *call, struct command_args *args, int argc, char *const *argv)
{
    struct out out;
    enum rc rc = understand(call, argc, argv, args);

    if (rc != RC_OK)
        return rc;
    if (args->sure)
        call->sure = STR(CALL_SURE_OF_ALL);
    if (args->dir.p == NULL)
        args->dir = str_of(args->cli->environment.dir);
    out_init(&out, call, &args->cli->terminal, args->form);
    args->out = &out;
    rc = run_command(call, args);
    if (rc == RC_OK)
        rc = out_finish(&out);
    args->out = NULL;
    return rc;
}

int cli_run(const struct cli *cli, int argc, char *const *argv)
{
    struct command_args args = {.cli = cli};
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, cli->os);
    enum rc rc = run(&call, &args, argc, argv);
    if (rc != RC_OK)
        say_error(&call, &cli->terminal, cli->terminal.color && !args.no_color);
    arena_fini(&arena);
    return rc_exit(rc);
}
