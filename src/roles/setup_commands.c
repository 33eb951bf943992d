/* setup_commands.c - khetane init: a new data folder, its key holder, sheets, organisation. */

#include "cli/out.h"
#include "cli/say.h"
#include "cli/secret.h"
#include "model/password.h"
#include "roles/commands.h"
#include "roles/found.h"
#include "roles/sheets.h"
#include "store/folder.h"
#include "store/keyring.h"
#include "store/phrase.h"

enum { SECRET_MAX = 1024 };

/* What was typed or drawn, in locked memory until the end. */
struct init {
    struct founding founding;
    struct arena secret;
    struct str phrase;
};

static enum rc choose_phrase(struct call *call, const struct command_args *args, struct init *in,
                             bool *drawn)
{
    const struct word_list *words = ((struct command_data *)args->cli->data)->program.words;
    const struct secret_ask ask = {"", "passphrase-file", args->passphrase_file};
    const struct phrase_refused refused = {password_common(), &in->founding.name, 1};
    struct buf out;

    *drawn = args->passphrase_file.p == NULL;
    if (*drawn) {
        buf_init(&out, &in->secret, SECRET_MAX);
        phrase_make(call->os, words, &out);
        in->phrase = buf_str(&out);
        return in->phrase.p == NULL ? fail_memory(call) : RC_OK;
    }
    char *typed = arena_alloc(&in->secret, SECRET_MAX);
    struct secret_line line = {typed, SECRET_MAX, 0};
    if (typed == NULL)
        return fail_memory(call);
    enum rc rc = secret_read(call, args, &ask, &line);
    if (rc == RC_OK)
        rc = phrase_check(call, words, &in->secret, &refused, str_bytes(line.p, line.n));
    return rc == RC_OK
               ? phrase_read(call, words, &in->secret, str_bytes(line.p, line.n), &in->phrase)
               : rc;
}

enum rc password_choose(struct call *call, const struct command_args *args,
                        const struct secret_ask *ask, const struct password_rule *rule,
                        struct str *stored)
{
    struct password password = password_new(call);
    char typed[SECRET_MAX];
    struct secret_line line = {typed, sizeof typed, 0};
    enum rc rc = secret_read(call, args, ask, &line);

    if (rc == RC_OK)
        rc = password_check(call, rule, str_bytes(line.p, line.n));
    if (rc == RC_OK &&
        !crypt_password(password.cost, str_bytes(line.p, line.n), password.salt, password.key))
        rc = fail_memory(call);
    crypt_wipe(typed, sizeof typed);
    if (rc != RC_OK)
        return rc;
    *stored = password_put(call, &password);
    crypt_wipe(&password, sizeof password);
    return stored->p == NULL ? fail_memory(call) : RC_OK;
}

/* A sheet's 48 words, as they are printed. */
static void put_sheet(const struct command_args *args, const struct keyring_sheets *sheets, int n)
{
    const struct word_list *words = ((struct command_data *)args->cli->data)->program.words;
    struct out *out = args->out;

    out_record(out, NULL);
    out_int(out, "sheet", n + 1);
    out_text(out, "set", str_of(sheets->set));
    out_list(out, "words");
    for (int share = 0; share < KEYRING_SHEETS - 1; share++) {
        struct buf line;
        buf_init(&line, out->call->arena, WORDS_TEXT_MAX);
        words_encode(words, sheets->share[n][share], &line);
        out_text(out, NULL, buf_str(&line));
    }
    out_end(out);
    out_end(out);
}

void sheets_put(const struct command_args *args, const struct keyring_sheets *sheets)
{
    out_list(args->out, args->out->depth == 0 ? NULL : "sheets");
    for (int i = 0; i < KEYRING_SHEETS; i++)
        put_sheet(args, sheets, i);
    out_end(args->out);
}

static void tell(struct call *call, const struct command_args *args, struct str phrase,
                 const struct keyring_sheets *sheets)
{
    struct out *out = args->out;

    out_record(out, NULL);
    out_text(out, "folder", args->dir);
    if (phrase.p != NULL) /* else the person chose it herself */
        out_text(out, "passphrase", phrase);
    if (!args_has(args, "sheets-file"))
        sheets_put(args, sheets);
    out_end(out);
    note(call, args,
         "Keep each sheet in another place: any two of them open the data when the passphrase is "
         "lost. They are shown only now.");
    note(call, args, "Next: khetane serve --dir %s", str_z(call->arena, args->dir));
}

static enum rc make_folder(struct call *call, const struct init *in, struct keyring_sheets *sheets)
{
    const char *folder = in->founding.folder;
    struct folder_lock lock = {.file = -1};
    enum rc rc = found_check(call, folder);

    if (rc == RC_OK)
        rc = folder_make(call, folder);
    if (rc == RC_OK)
        rc = folder_serve(call, folder, posix_pid(), &lock);
    if (rc == RC_OK)
        rc = found(call, &in->founding, sheets);
    folder_lock_close(call, &lock);
    return rc;
}

static enum rc run_init(struct call *call, const struct command_args *args)
{
    struct command_data *data = args->cli->data;
    struct init in = {.founding = {.program = &data->program,
                                   .name = args_text(args, "name"),
                                   .prefix = args_text(args, "prefix"),
                                   .country = args_text(args, "country"),
                                   .language = args_text(args, "language"),
                                   .person = args_text(args, "person"),
                                   .login = args_text(args, "login"),
                                   .holders_n = 1,
                                   .cost = keyring_cost}};
    const struct secret_ask ask = {"A password for the first person: ", "password-file",
                                   args->password_file};
    const struct str names[] = {in.founding.name, in.founding.person, in.founding.login};
    const struct password_rule rule = {"password", false, names, 3};
    struct keyring_sheets sheets;
    bool drawn = false;
    enum rc rc = command_folder(call, args, &in.founding.folder);

    if (in.founding.language.p == NULL)
        in.founding.language = STR("en");
    arena_init(&in.secret, &heap_secret, 1 << 16);
    if (rc == RC_OK)
        rc = choose_phrase(call, args, &in, &drawn);
    if (rc == RC_OK)
        rc = password_choose(call, args, &ask, &rule, &in.founding.password);
    in.founding.holders[0] = (struct found_holder){in.founding.person, in.phrase};
    if (rc == RC_OK)
        rc = make_folder(call, &in, &sheets);
    if (rc == RC_OK && args_has(args, "sheets-file"))
        rc = sheets_print(call, args, in.founding.name, &sheets, args_text(args, "sheets-file").p);
    if (rc == RC_OK) {
        tell(call, args, drawn ? in.phrase : (struct str){NULL, 0}, &sheets);
        rc = out_finish(args->out);
    }
    crypt_wipe(&sheets, sizeof sheets);
    arena_fini(&in.secret);
    return rc;
}

static const char *const countries[] = {"mk", "rs", "xk", "lt", NULL};

static const struct command_option init_options[] = {
    {.name = "name",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "the organisation's name",
     .must = true},
    {.name = "prefix",
     .type = OPTION_TEXT,
     .value = "AB",
     .brief = "in front of case numbers",
     .must = true},
    {.name = "country",
     .type = OPTION_CHOICE,
     .value = "CC",
     .brief = "mk, rs, xk or lt",
     .choices = countries,
     .must = true},
    {.name = "language",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "en mk sr_cyrl sr_latn sq rom lt"},
    {.name = "person",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "the first person's name",
     .must = true},
    {.name = "login",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "the name she signs in with",
     .must = true},
    {.name = "sheets-file",
     .type = OPTION_FILE,
     .value = "PDF",
     .brief = "the recovery sheets as three pages to print; destroy the file afterwards"},
    {.name = NULL},
};

static const struct command commands[] = {{
    .name = "init",
    .brief = "Make a new data folder",
    .about = "Makes the folder, draws a passphrase for its key holder and three recovery sheets, "
             "and enters the organisation and its first person.",
    .example = "khetane init --dir data --name \"Legal Aid\" --prefix LA --country mk --person "
               "\"Mira M.\" --login mira",
    .first = true,
    .needs = NEEDS_NOTHING,
    .options = init_options,
    .run = run_init,
}};

const struct command_table init_table = {commands, sizeof commands / sizeof *commands};
