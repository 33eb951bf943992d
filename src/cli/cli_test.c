/* cli_test.c - whole runs: words in; exit code, answer and talk out. */
#include "cli/cli_test.h"

#include "cli/help.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/secret.h"
#include "tap.h"

void out_test(void);
void bar_test(void);

static bool fake_write(void *data, enum stream to, struct str bytes)
{
    struct fake *fake = data;
    char *buffer = to == TO_OUT ? fake->out : fake->talk;
    size_t *n = to == TO_OUT ? &fake->out_n : &fake->talk_n;

    if ((fake->full && to == TO_OUT) || bytes.n >= sizeof fake->out - *n)
        return false;
    memcpy(buffer + *n, bytes.p, bytes.n);
    *n += bytes.n;
    buffer[*n] = '\0';
    return true;
}

static int64_t fake_secret(void *data, const char *prompt, char *out, size_t room)
{
    struct fake *fake = data;

    (void)snprintf(fake->prompt, sizeof fake->prompt, "%s", prompt);
    if (fake->secret == NULL)
        return SECRET_NO_TERMINAL;
    if (strlen(fake->secret) > room)
        return SECRET_TOO_LONG;
    memcpy(out, fake->secret, strlen(fake->secret));
    return (int64_t)strlen(fake->secret);
}

void fake_init(struct fake *fake)
{
    memset(fake, 0, sizeof *fake);
}

struct terminal fake_terminal(struct fake *fake)
{
    return (struct terminal){.data = fake, .write = fake_write, .secret = fake_secret};
}

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const char pass_file[] = "correct horse\nsecond line\n";

static int fake_open(void *data, const char *path, unsigned flags)
{
    (void)data;
    (void)flags;
    return strcmp(path, "pass") == 0 ? 1 : strcmp(path, "empty") == 0 ? 2 : OS_NOT_FOUND;
}

static int fake_close(void *data, int file)
{
    (void)data;
    (void)file;
    return OS_OK;
}

static int64_t fake_read(void *data, int file, void *out, size_t n, int64_t at)
{
    size_t all = file == 1 ? sizeof pass_file - 1 : 0;

    (void)data;
    (void)at;
    n = n < all ? n : all;
    memcpy(out, pass_file, n);
    return (int64_t)n;
}

const struct os fake_os = {
    .now_ms = no_clock, .open = fake_open, .close = fake_close, .read = fake_read};

/* The commands of these tests: "term" says what it was given, "case" has two verbs. */
static enum rc run_term(struct call *call, const struct command_args *args)
{
    static const char *const words[] = {"cd", "wd"};

    out_record(args->out, NULL);
    out_text(args->out, "country", args_text(args, "country"));
    out_day(args->out, "from", args_day(args, "from", 0));
    out_int(args->out, "plus", args_int(args, "plus", -1));
    out_text(args->out, "unit", str_of(words[args_choice(args, "unit", 1)]));
    out_flag(args->out, "dry", args_has(args, "dry-run"));
    out_list(args->out, "words");
    for (size_t i = 0; i < args->n; i++)
        out_text(args->out, NULL, args_word(args, i));
    out_end(args->out);
    out_end(args->out);
    note(call, args, "%zu words were given.", args->n);
    return RC_OK;
}

static enum rc run_data(struct call *call, const struct command_args *args)
{
    out_list(args->out, NULL);
    out_text(args->out, NULL, args->dir);
    out_text(args->out, NULL, args->as_user);
    out_end(args->out);
    return call->store != NULL ? RC_OK : fail(call, RC_IO, NULL, "not open");
}

static enum rc run_faults(struct call *call, const struct command_args *args)
{
    out_plain(args->out, STR("half an answer\n"));
    for (int i = 0; i < 102; i++)
        fault_add(call, STR("a.yaml:1:1"), "Fault number %d.", i);
    return call_faults(call);
}

static enum rc run_pass(struct call *call, const struct command_args *args)
{
    char secret[16];
    struct secret_line line = {.p = secret, .room = sizeof secret};
    enum rc rc = secret_read(
        call, args, &(struct secret_ask){"Passphrase: ", "pass-file", args_text(args, "pass-file")},
        &line);

    if (rc == RC_OK)
        out_plain(args->out, str_format(call->arena, "[%.*s]\n", (int)line.n, secret));
    return rc;
}

static const char *const units[] = {"cd", "wd", NULL};
static const struct command_option term_options[] = {
    {.name = "country", .type = OPTION_TEXT, .value = "CC", .brief = "the country", .must = true},
    {.name = "from", .type = OPTION_DATE, .value = "DATE", .brief = "the day of the event"},
    {.name = "plus", .type = OPTION_INT, .value = "N", .brief = "how many", .min = 1, .max = 400},
    {.name = "unit", .type = OPTION_CHOICE, .value = "UNIT", .brief = "of what", .choices = units},
    {.name = "output", .letter = 'o', .type = OPTION_FILE, .value = "FILE", .brief = "where to"},
    {.name = "dry-run", .brief = "change nothing"},
    {.name = NULL},
};
static const struct command_word term_words[] = {{.name = "NAME", .brief = "names", .many = true},
                                                 {.name = NULL}};
static const struct command_word show_words[] = {
    {.name = "CODE", .brief = "the case", .must = true}, {.name = NULL}};
static const struct command_option pass_options[] = {
    {.name = "pass-file", .type = OPTION_FILE, .value = "FILE", .brief = "holds it"},
    {.name = NULL},
};

static const struct command test_commands[] = {
    {.name = "term",
     .brief = "Counts a term.",
     .about = "Twice.",
     .first = true,
     .example = "khetane term --country RS",
     .options = term_options,
     .words = term_words,
     .run = run_term},
    {.name = "case list", .brief = "Lists cases.", .needs = NEEDS_DATA, .run = run_data},
    {.name = "case show",
     .brief = "Shows a case.",
     .needs = NEEDS_DATA,
     .words = show_words,
     .run = run_data},
    {.name = "import", .brief = "Fails.", .run = run_faults},
    {.name = "unlock", .brief = "Asks.", .options = pass_options, .run = run_pass},
};

static const struct command_table test_table = {test_commands,
                                                sizeof test_commands / sizeof *test_commands};
static const struct command_table *const tables[] = {&test_table, &help_table, NULL};

static enum rc open_data(struct call *call, const struct command_args *args)
{
    if (args->dir.p == NULL)
        return fail(call, RC_USAGE, NULL, "Name the data folder with --dir or KHETANE_DIR.");
    call->store = (struct store *)call;
    return RC_OK;
}

static void close_data(struct call *call, const struct command_args *args)
{
    (void)args;
    call->store = NULL;
}

static int run_words(struct fake *fake, const char *line, const char *dir)
{
    char program[] = "khetane", words[512], *argv[40] = {program};
    int argc = 1;
    struct cli cli = {.tables = tables,
                      .terminal = fake_terminal(fake),
                      .environment = {.dir = dir},
                      .os = &fake_os,
                      .version = "1.2",
                      .open = open_data,
                      .close = close_data};

    (void)snprintf(words, sizeof words, "%s", line);
    for (char *at = words; *at != '\0';) {
        argv[argc++] = at;
        at += strcspn(at, " ");
        if (*at != '\0')
            *at++ = '\0';
    }
    return cli_run(&cli, argc, argv);
}

static const struct {
    const char *line;
    int code;
    const char *out, *talk;
} runs[] = {
    {"term --country RS --json", 0,
     "{\"country\":\"RS\",\"from\":\"1970-01-01\",\"plus\":-1,\"unit\":\"wd\",\"dry\":false,"
     "\"words\":[]}\n",
     "0 words were given.\n"},
    {"-q --plain term a --country=RS --from 2026-11-22 --plus 15 --unit cd --dry-run b -- -c", 0,
     "country\tRS\nfrom\t2026-11-22\nplus\t15\nunit\tcd\ndry\tyes\nwords\ta, b, -c\n", ""},
    {"term -q -o - --country RS -", 0,
     "country: RS\nfrom: 1970-01-01\nplus: -1\nunit: wd\ndry: no\nwords: -\n", ""},
    {"term", 2, "", "khetane: --country is missing. See \"khetane help term\".\n"},
    {"term --country", 2, "", "khetane: --country needs a value, CC.\n"},
    {"term --country --json", 2, "", "khetane: --country needs a value, CC.\n"},
    {"term --country=", 2, "", "khetane: --country needs a value, CC.\n"},
    {"term --country RS --country RS", 2, "", "khetane: --country is given twice.\n"},
    {"term --dry-run=yes", 2, "", "khetane: --dry-run takes no value.\n"},
    {"term --country RS --plus 0", 2, "",
     "khetane: --plus must be a whole number from 1 to 400.\n"},
    {"term --country RS --plus x", 2, "",
     "khetane: --plus must be a whole number from 1 to 400.\n"},
    {"term --country RS --from 2026-02-30", 2, "",
     "khetane: --from must be a date, written like 2026-11-22; '2026-02-30' is none.\n"},
    {"term --country RS --unit wb", 2, "", "khetane: --unit cannot be 'wb'. Did you mean 'wd'?\n"},
    {"term --country RS --unit months", 2, "",
     "khetane: --unit cannot be 'months'. It is one of: cd, wd.\n"},
    {"term --contry RS", 2, "", "khetane: Unknown option '--contry'. Did you mean '--country'?\n"},
    {"term -x", 2, "", "khetane: Unknown option '-x'.\n"},
    {"--jsno term", 2, "", "khetane: Unknown option '--jsno'. Did you mean '--json'?\n"},
    {"trem", 2, "", "khetane: Unknown command 'trem'. Did you mean 'term'?\n"},
    {"publish", 2, "", "khetane: Unknown command 'publish'. \"khetane help\" lists all of them.\n"},
    {"case", 2, "", "khetane: 'case' needs one of these behind it: list, show.\n"},
    {"case shwo", 2, "", "khetane: Unknown command 'case shwo'. Did you mean 'case show'?\n"},
    {"case list", 2, "", "khetane: Name the data folder with --dir or KHETANE_DIR.\n"},
    {"case list --dir /d --as ana --lines", 0, "\"/d\"\n\"ana\"\n", ""},
    {"case list --dir /d --json", 0, "[\"/d\",null]\n", ""},
    {"case list --dir /d too", 2, "",
     "khetane: 'too' is one word too many. See \"khetane help case list\".\n"},
    {"case show --dir /d", 2, "", "khetane: CODE is missing. See \"khetane help case show\".\n"},
    {"case show --dir /d K-1", 0, "/d\n\n", ""},
    {"--version", 0, "khetane 1.2\n", ""},
    {"term --lang xx", 2, "",
     "khetane: The language 'xx' is not known here. Known are: en mk sr-Cyrl sr-Latn sq rom "
     "lt.\n"},
    {"help nonsense", 2, "",
     "khetane: Unknown command 'nonsense'. \"khetane help\" lists all of them.\n"},
    {"help case", 0,
     "  case list               Lists cases.\n  case show               Shows a case.\n", ""},
    {"unlock --pass-file pass", 0, "[correct horse]\n", ""},
    {"unlock --pass-file empty", 5, "", "khetane: Nothing was typed in.\n"},
    {"unlock --pass-file none", 3, "", "khetane: Could not read none: it is not there.\n"},
};

static void runs_test(void)
{
    static struct fake fake;

    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        CASE("cli: khetane %s", runs[i].line);
        fake_init(&fake);
        CHECK_INT(run_words(&fake, runs[i].line, NULL), runs[i].code);
        CHECK_TEXT(str_of(fake.out), runs[i].out);
        CHECK_TEXT(str_of(fake.talk), runs[i].talk);
    }
}

static void special_test(void)
{
    static struct fake fake;

    CASE("cli: the folder from the environment");
    fake_init(&fake);
    CHECK_INT(run_words(&fake, "case list", "/env"), 0);
    CHECK_TEXT(str_of(fake.out), "/env\n\n");

    CASE("cli: 100 faults are shown, the others counted, and no answer");
    fake_init(&fake);
    CHECK_INT(run_words(&fake, "import", NULL), 5);
    CHECK_TEXT(str_of(fake.out), "");
    CHECK(str_starts(str_of(fake.talk), STR("khetane: a.yaml:1:1: Fault number 0.\n")));
    CHECK(str_ends(str_of(fake.talk), STR("number 99.\nkhetane: There are 2 more faults.\n")));

    CASE("cli: an answer that cannot be written is an error");
    fake_init(&fake);
    fake.full = true;
    CHECK_INT(run_words(&fake, "--version", NULL), 1);
    CHECK_TEXT(str_of(fake.talk), "khetane: The answer could not be written out.\n");

    CASE("cli: a secret that is typed, too long, or has no terminal");
    fake_init(&fake);
    fake.secret = "typed";
    CHECK_INT(run_words(&fake, "unlock", NULL), 0);
    CHECK_TEXT(str_of(fake.out), "[typed]\n");
    CHECK_TEXT(str_of(fake.prompt), "Passphrase: ");
    fake_init(&fake);
    fake.secret = "longer than sixteen bytes";
    CHECK_INT(run_words(&fake, "unlock", NULL), 5);
    CHECK_TEXT(str_of(fake.talk), "khetane: At most 16 bytes may be typed in.\n");
    fake_init(&fake);
    CHECK_INT(run_words(&fake, "unlock", NULL), 2);
    CHECK(str_ends(str_of(fake.talk), STR("with --pass-file.\n")));
}

static size_t lines(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += *text == '\n';
    return n;
}

static void help_test(void)
{
    static struct fake fake, other;

    CASE("cli: the short help");
    fake_init(&fake);
    CHECK_INT(run_words(&fake, "", NULL), 0);
    CHECK(lines(fake.out) <= 12);
    CHECK(strstr(fake.out, "\n  term                    Counts a term.\n") != NULL);
    CHECK(strstr(fake.out, "\n  khetane term --country RS\n") != NULL);

    CASE("cli: -h anywhere is the same as help");
    fake_init(&fake);
    fake_init(&other);
    CHECK_INT(run_words(&fake, "help case show", NULL), 0);
    CHECK_INT(run_words(&other, "case show --help", NULL), 0);
    CHECK_TEXT(str_of(fake.out), other.out);
    fake_init(&other);
    CHECK_INT(run_words(&other, "-h case show", NULL), 0);
    CHECK_TEXT(str_of(fake.out), other.out);
    CHECK(str_starts(str_of(fake.out),
                     STR("Usage: khetane case show CODE [OPTION...]\n\nShows a case.\n\n"
                         "  CODE                    the case\n\nOptions of every command:\n")));

    CASE("cli: help of a command with options");
    fake_init(&fake);
    CHECK_INT(run_words(&fake, "help term", NULL), 0);
    CHECK(str_starts(str_of(fake.out),
                     STR("Usage: khetane term [NAME...] --country CC [OPTION...]\n\n"
                         "Counts a term.\nTwice.\n\n  NAME                    names\n\n"
                         "Options:\n  --country CC            the country\n")));
    CHECK(strstr(fake.out, "\n  -o, --output FILE       where to\n") != NULL);
    CHECK(str_ends(str_of(fake.out), STR("\nExample:\n  khetane term --country RS\n")));
}

int main(void)
{
    runs_test();
    special_test();
    help_test();
    out_test();
    bar_test();
    return tap_end();
}
