/* demo_commands.c - khetane demo: a practice folder with invented people, opened and served. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/out.h"
#include "cli/say.h"
#include "process/client.h"
#include "process/keeper.h"
#include "roles/commands.h"
#include "roles/demo.h"
#include "roles/practice.h"
#include "store/folder.h"

enum { START_MS = 20000, STEP_US = 20000 };

/* ---- serving it */

static void tell(void *data, enum keeper_event event, struct str sentence)
{
    (void)data;
    if (event != KEEPER_OPENED)
        (void)fprintf(stderr, "%.*s\n", (int)sentence.n, sentence.p);
}

static int serve(struct call *call, const struct command_args *args, const char *folder)
{
    struct command_data *data = args->cli->data;
    struct keeper_options options = {.folder = folder,
                                     .port = port_asked(args),
                                     .workers = 3,
                                     .jobs = program_job_table(&data->program),
                                     .event = tell};
    enum rc rc = keeper_serve(call, &options);

    if (rc != RC_OK)
        say_error(call, &args->cli->terminal, false);
    return rc_exit(rc);
}

static enum rc open_door(struct call *call, const char *folder)
{
    struct client client;
    enum rc rc = RC_NOT_FOUND;

    for (int waited = 0; rc == RC_NOT_FOUND && waited < START_MS; waited += STEP_US / 1000) {
        call_forgive(call);
        (void)usleep(STEP_US);
        rc = client_open(call, folder, &client);
    }
    if (rc != RC_OK)
        return rc;
    rc = client_unlock(call, &client, STR(DEMO_PHRASE));
    client_close(&client);
    return rc;
}

/* Who may sign in, with her roles. */
static void say_people(struct call *call, const struct command_args *args, const char *folder)
{
    struct practice *practice = arena_alloc(call->arena, sizeof *practice);

    note(call, args, "Sign in as mira with the password: " DEMO_PASSWORD);
    if (practice == NULL || practice_read(call, folder, practice) != RC_OK)
        return;
    for (size_t i = 0; i < practice->people_n; i++) {
        const struct practice_person *person = &practice->people[i];
        note(call, args, "  %.*s: %.*s (%.*s)", (int)person->login.n, person->login.p,
             (int)person->name.n, person->name.p, (int)person->roles.n, person->roles.p);
    }
}

static enum rc serve_and_open(struct call *call, const struct command_args *args,
                              const char *folder)
{
    int status = 0;
    pid_t server = fork();

    if (server < 0)
        return fail_memory(call);
    if (server == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM); /* the server ends with the command */
        _exit(serve(call, args, folder));
    }
    (void)signal(SIGINT, SIG_IGN); /* the server hears it too, and we wait for its end */
    enum rc rc = open_door(call, folder);
    if (rc == RC_OK)
        say_people(call, args, folder);
    else
        (void)kill(server, SIGTERM);
    (void)waitpid(server, &status, 0);
    return rc;
}

static enum rc run_demo(struct call *call, const struct command_args *args)
{
    struct command_data *data = args->cli->data;
    struct str folder = args->dir;
    char made[] = "/tmp/khetane-demo-XXXXXX";
    enum rc rc = RC_OK;

    if (folder.n == 0) {
        if (mkdtemp(made) == NULL)
            return fail(call, RC_IO, "/tmp", "No folder could be made in /tmp.");
        folder = str_of(made);
    }
    if (!file_exists(call, file_path(call, folder.p, KEYRING_NAME).p)) {
        note(call, args, "Making a practice folder in %s ...", folder.p);
        day on = args_day(args, "on", 0);
        struct demo_wish wish = {args_has(args, "on") ? &on : NULL, args_text(args, "country")};
        rc = demo_make(call, &data->program, folder.p, &wish);
    }
    return rc == RC_OK ? serve_and_open(call, args, folder.p) : rc;
}

static const struct command_option demo_options[] = {
    PORT_OPTION,
    {.name = "on",
     .type = OPTION_DATE,
     .value = "DATE",
     .brief = "The day on which the stories are told, and the folder's today for ever after"},
    {.name = "country",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "Where the practice office is: mk, rs, xk or lt; else rs"},
    {.name = NULL},
};

static const struct command commands[] = {{
    .name = "demo",
    .brief = "Try it with a practice organisation",
    .about = "Makes a folder with invented people, opens it and serves it on this machine. Nothing "
             "in it is real, and its password is known to everybody.",
    .example = "khetane demo",
    .first = true,
    .options = demo_options,
    .run = run_demo,
}};

const struct command_table demo_table = {commands, sizeof commands / sizeof *commands};
