/* commands_test.c - whole runs of the area's commands over a data folder of their own. */
#include "casework/commands.h"
#include "casework_test.h"
#include "store/posix.h"

enum { WORDS = 24 };

/* A terminal that keeps what is written, and the folder that commands open. */
struct run {
    struct world world;
    char out[64 << 10], talk[16 << 10];
    size_t out_n, talk_n;
    int code;
};

static bool keep(void *data, enum stream to, struct str bytes)
{
    struct run *run = data;
    char *buffer = to == TO_OUT ? run->out : run->talk;
    size_t *n = to == TO_OUT ? &run->out_n : &run->talk_n;
    size_t room = to == TO_OUT ? sizeof run->out : sizeof run->talk;

    if (bytes.n >= room - *n)
        return false;
    memcpy(buffer + *n, bytes.p, bytes.n);
    *n += bytes.n;
    buffer[*n] = '\0';
    return true;
}

static enum rc open_data(struct call *call, const struct command_args *args)
{
    struct run *run = args->cli->data;

    call->store = run->world.call.store;
    call->app = run->world.app;
    call->actor = run->world.actors[args->as_user.n != 0 ? WORLD_OTHER : WORLD_WORKER];
    return RC_OK;
}

static void close_data(struct call *call, const struct command_args *args)
{
    (void)args;
    call->store = NULL;
}

/* Runs "khetane WORD ...", words apart by '|'. */
static int khetane(struct run *run, const char *words)
{
    static const struct command_table *const tables[] = {&case_table, &today_table, &letter_table,
                                                         NULL};
    struct cli cli = {.tables = tables,
                      .terminal = {.data = run, .write = keep},
                      .os = posix_os(),
                      .version = "test",
                      .open = open_data,
                      .close = close_data,
                      .data = run};
    char text[4096], *argv[WORDS + 1] = {text};
    int argc = 1;

    (void)snprintf(text, sizeof text, "khetane|%s", words);
    for (char *c = text; *c != '\0'; c++)
        if (*c == '|' && argc < WORDS) {
            *c = '\0';
            argv[argc++] = c + 1;
        }
    run->out_n = run->talk_n = 0;
    run->out[0] = run->talk[0] = '\0';
    run->code = cli_run(&cli, argc, argv);
    return run->code;
}

static void check_says(struct run *run, const char *text, const char *part)
{
    if (!CHECK(strstr(text, part) != NULL))
        tap_note("exit %d, wanted %s in: %s%s", run->code, part, run->out, run->talk);
}

#define PAPER "paper|add|NI-%d-1|--what|decision|--received|2026-04-09|--how|in_hand|--procedure|"

static const struct {
    const char *words;
    int code;
    const char *out, *talk; /* parts of them; NULL: nothing wanted */
} runs[] = {
    {"case|list|--json", 0, "[]", NULL},
    {"case|new|--names|Senada Demirova|--area|social_protection|--what|Assistance refused|--story|"
     "She has two children.|--happened|2026-03|--json",
     0, "{\"code\":\"NI-%d-1\"}", "Next: khetane paper add NI-%d-1"},
    {"case|new|--person|NI-P-%d-1|--area|housing|--what|Roof|--limited|--quiet", 0, "code: NI-%d-2",
     NULL},
    {"case|new|--nickname|Zumbula|--area|papers|--what|No entry|--quiet", 0, "code: NI-%d-3", NULL},
    {"case|new|--area|papers|--what|x", 5, NULL, "A nickname is enough"},
    {"case|new|--nickname|x|--area|shoes|--what|x", 5, NULL, "Choose one of the list."},
    {"case|new|--person|NI-P-1-1|--area|papers|--what|x", 3, NULL, "nothing with the number"},
    {"case|new|--nickname|x|--area|papers|--what|x|--happened|soon", 5, NULL, "is not understood"},
    {"case|new|--nickname|\xff|--area|papers|--what|x", 2, NULL, "cannot be kept"},
    {PAPER "rs.admin.appeal|--json", 0,
     "\"due\":\"2026-04-24\",\"firm\":true,\"why_not\":null,\"procedure\":\"rs.admin.appeal\"",
     NULL},
    {PAPER "rs.admin.appeal|--stage|9", 5, NULL, "stages 1 to 1"},
    {PAPER "rs.admin.apeal", 5, NULL, "Did you mean 'rs.admin.appeal'?"},
    {PAPER "rs.admin.request|--stage|2|--json", 0, "\"due\":null", NULL},
    {"paper|add|NI-%d-1|--what|request|--received|2026-09-01|--how|in_hand|--procedure|"
     "rs.admin.request|--stage|2|--from|Centre|--number|17-8/1|--json",
     0, "\"silence_from\":\"2026-10-02\",\"silence_until\":\"2027-10-01\"", NULL},
    {"paper|add|NI-%d-9|--what|decision|--received|2026-04-09|--how|post|--procedure|"
     "rs.admin.appeal",
     3, NULL, "NI-%d-9"},
    {"case|show|NI-%d-1", 0, "2026-04-24  Last day", NULL},
    {"case|show|NI-%d-1|--json", 0,
     "\"papers\":[{\"paper\":1,\"what\":\"decision\",\"received\":\"2026-04-09\"", NULL},
    {"case|show|NI-%d-1|--as|other", 3, NULL, "or not for you"},
    {"case|list", 0, "2026-04-24  ", NULL},
    {"case|list|--lines", 0,
     "{\"code\":\"NI-%d-1\",\"what\":\"Assistance refused\",\"person\":\"Senada Demirova\"", NULL},
    {"due|--days|0|--json", 0, "{\"last_day\":\"2026-04-24\"", NULL},
    {"letter|write|NI-%d-1|--procedure|rs.admin.request|--language|sr-Latn", 5, NULL,
     "Address of the office it goes to is missing."},
    {"letter|write|NI-%d-1|--procedure|rs.admin.request|--language|sr-Latn|--gaps|--json", 0,
     "{\"code\":\"NI-L-%d-1\",\"subject_line\":\"Zahtev – Assistance refused\"",
     "A gap in the letter: What is asked."},
    {"letter|write|NI-%d-1|--procedure|rs.admin.request|--language|en|--office|Centre|"
     "--office-address|Street 1|--asks|Grant it.|--address|Street 2|--place|Podgrad",
     0, "NI-L-%d-2", NULL},
    {"letter|show|NI-L-%d-2", 0, "1. Grant it.", NULL},
    {"letter|show|NI-L-%d-2|--json", 0, "\"state\":\"draft\",\"text\":\"DRAFT", NULL},
    {"letter|show|NI-L-%d-2|--part|subject", 0, "Request – Assistance refused\n", NULL},
    {"letter|show|NI-L-%d-2|--part|shoe", 2, NULL, "has no part 'shoe'"},
    {"letter|show|NI-L-%d-2|--as|other", 3, NULL, "or not for you"},
    {"letter|edit|NI-L-%d-2|--part|text|--file|/nowhere/at/all", 3, NULL, "/nowhere/at/all"},
    {"letter|check|NI-L-%d-2", 0, "NI-L-%d-2", NULL},
    {"letter|print|NI-L-%d-2|-o|-", 0, "%%PDF-1.", NULL},
    {"letter|show|NI-L-%d-2|--json", 0, "\"checked_by\":\"worker\",\"state\":\"printed\"", NULL},
    {"letter|print|NI-L-%d-2|-o|/nowhere/at/all.pdf", 3, NULL, "/nowhere"},
};

/* This year stands in the numbers: %d. */
static const char *dated(char *to, size_t room, const char *format, int year)
{
    size_t n = 0;

    for (; *format != '\0' && n + 5 < room; format++) {
        if (format[0] == '%' && format[1] == 'd')
            n += (size_t)snprintf(to + n, room - n, "%d", year), format++;
        else if (format[0] == '%' && format[1] == '%')
            to[n++] = *++format;
        else
            to[n++] = *format;
    }
    to[n] = '\0';
    return to;
}

static void print_to_file(struct run *run, int year)
{
    char path[OS_PATH_MAX], words[OS_PATH_MAX + 64];
    struct os_file file;

    CASE("commands: a letter is edited from a file and printed into one");
    (void)snprintf(path, sizeof path, "%s/part.txt", tap_folder());
    FILE *part = fopen(path, "wb");
    if (!CHECK(part != NULL))
        return;
    CHECK(fputs("1. Once more.\n", part) >= 0);
    (void)fclose(part);
    (void)snprintf(words, sizeof words, "letter|edit|NI-L-%d-2|--part|text|--file|%s", year, path);
    CHECK_INT(khetane(run, words), 0);
    (void)snprintf(path, sizeof path, "%s/letter.pdf", tap_folder());
    (void)snprintf(words, sizeof words, "letter|print|NI-L-%d-2|-o|%s|--json", year, path);
    CHECK_INT(khetane(run, words), 0);
    check_says(run, run->out, "\"pages\":2");
    CHECK_INT(posix_os()->stat(NULL, path, &file), OS_OK);
    CHECK(file.size > 1000);
}

void commands_test(void)
{
    struct run *run = calloc(1, sizeof *run);
    char words[4096], wanted[1024];

    if (run == NULL)
        return;
    test_start(&run->world, "commands");
    test_organisation(&run->world);
    int year = day_date(run->world.call.today).year;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        CASE("commands: %s", dated(words, sizeof words, runs[i].words, year));
        if (!CHECK_INT(khetane(run, words), runs[i].code))
            tap_note("%s%s", run->out, run->talk);
        if (runs[i].out != NULL)
            check_says(run, run->out, dated(wanted, sizeof wanted, runs[i].out, year));
        if (runs[i].talk != NULL)
            check_says(run, run->talk, dated(wanted, sizeof wanted, runs[i].talk, year));
    }
    print_to_file(run, year);
    world_close(&run->world);
    free(run);
}
