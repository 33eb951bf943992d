/* doctor.c - khetane doctor: looks at what must be right, and says for each thing that is not which
 * command puts it right. */
#include "base/file.h"
#include "base/lang.h"
#include "cli/out.h"
#include "cli/say.h"
#include "office/commands.h"
#include "process/client.h"
#include "process/sandbox.h"
#include "roles/backups.h"
#include "roles/open.h"
#include "store/folder.h"

enum health { WELL, LOOK, BAD };

enum { ROOM_LOW = 1024, ROOM_BAD = 100, CLOCK_MS = 3600000, FIRST_YEAR = 2026 };

struct doctor {
    struct call *call;
    const struct command_args *args;
    const char *folder;
    int bad, look;
};

static const char *const healths[] = {"ok", "look", "bad"};

/* One line of the answer. command: what to type; NULL: nothing to be done. */
static void tell(struct doctor *d, const char *what, enum health health, struct str said,
                 const char *command)
{
    struct out *out = d->args->out;

    d->bad += health == BAD;
    d->look += health == LOOK;
    out_record(out, NULL);
    out_text(out, "check", str_of(what));
    out_text(out, "state", str_of(healths[health]));
    out_text(out, "said", said);
    out_text(out, "command", command == NULL ? (struct str){NULL, 0} : str_of(command));
    out_end(out);
}

/* What a function of ours says, as a line; a failure is a finding here. */
static bool tell_rc(struct doctor *d, const char *what, enum rc rc, struct str well,
                    const char *command)
{
    struct str why = str_dup(d->call->arena, d->call->error.text);

    call_forgive(d->call);
    tell(d, what, rc == RC_OK ? WELL : BAD, rc == RC_OK ? well : why, rc == RC_OK ? NULL : command);
    return rc == RC_OK;
}

static const char *paste(struct doctor *d, const char *format, const char *folder)
{
    struct str text = str_format(d->call->arena, format, folder);

    return text.p == NULL ? "" : text.p;
}

/* ---- what can be seen without a key ---- */

static bool check_folder(struct doctor *d)
{
    enum rc rc = folder_check(d->call, d->folder);
    bool missing = rc == RC_NOT_FOUND;

    return tell_rc(d, "folder", rc, str_of(d->folder),
                   missing ? "khetane help init" : paste(d, "chmod 700 '%s'", d->folder));
}

static void check_keys(struct doctor *d)
{
    struct str bytes;
    enum rc rc = keyring_read(d->call, d->folder, &bytes);

    if (rc == RC_OK)
        rc = keyring_check(d->call, bytes);
    (void)tell_rc(d, "keys", rc, say(d->call, "khetane.keys is whole."), "khetane help restore");
}

static void check_room(struct doctor *d)
{
    struct call *call = d->call;
    struct os_space space;

    if (call->os->space == NULL || call->os->space(call->os->data, d->folder, &space) != OS_OK) {
        tell(d, "disk", LOOK, say(call, "How much room is left is not known."), "df -h");
        return;
    }
    long long mib = (long long)(space.free >> 20);
    tell(d, "disk",
         mib < ROOM_BAD   ? BAD
         : mib < ROOM_LOW ? LOOK
                          : WELL,
         say(call, "%lld MiB are free.", mib),
         mib < ROOM_LOW ? paste(d, "df -h '%s'", d->folder) : NULL);
}

/* A clock that lies before what was written already makes wrong last days. */
static void check_clock(struct doctor *d)
{
    struct call *call = d->call;
    struct str path = file_path(call, d->folder, "khetane.db");
    struct os_file file = {0};
    int year = day_date((day)(call->now_ms / 86400000)).year;
    bool early = path.n != 0 && call->os->stat(call->os->data, path.p, &file) == OS_OK &&
                 file.modified_ms - call->now_ms > CLOCK_MS;

    if (year < FIRST_YEAR || early)
        tell(d, "clock", BAD,
             say(call, "The clock of this computer is behind what was written already. Last days "
                       "would be wrong: set it right first."),
             "timedatectl status");
    else
        tell(d, "clock", WELL, say(call, "The clock is not behind what was written."), NULL);
}

static void check_sandbox(struct doctor *d)
{
    int version = sandbox_landlock();

    if (version == 0)
        tell(d, "sandbox", LOOK,
             say(d->call, "This kernel has no Landlock: short jobs are held by the filter of "
                          "system calls alone."),
             "uname -r");
    else
        tell(d, "sandbox", WELL, say(d->call, "Landlock, version %d.", version), NULL);
}

static void tell_status(struct doctor *d, const struct server_status *status)
{
    struct call *call = d->call;

    tell(d, "server", status->unlocked ? WELL : LOOK,
         status->unlocked ? say(call, "It runs, and is open.") : say(call, "It runs, locked."),
         status->unlocked ? NULL : paste(d, "khetane unlock --dir '%s'", d->folder));
    if (status->light != LIGHT_NONE)
        tell(d, "backup",
             status->light == LIGHT_GREEN   ? WELL
             : status->light == LIGHT_AMBER ? LOOK
                                            : BAD,
             status->backup_ms == 0 ? say(call, "No backup yet.")
                                    : say(call, "Last backup: %s.",
                                          day_show(call, (day)(status->backup_ms / 86400000)).p),
             status->light == LIGHT_GREEN
                 ? NULL
                 : paste(d, "khetane job run backup --dir '%s' --as NAME", d->folder));
}

static void check_server(struct doctor *d)
{
    struct server_status status;
    struct client client = {.channel = -1};
    enum rc rc = client_open(d->call, d->folder, &client);

    if (rc == RC_NOT_FOUND) {
        call_forgive(d->call);
        tell(d, "server", LOOK, say(d->call, "No server runs."),
             paste(d, "khetane serve --dir '%s'", d->folder));
        return;
    }
    if (rc == RC_OK)
        rc = client_status(d->call, &client, &status);
    client_close(&client);
    if (rc == RC_OK)
        tell_status(d, &status);
    else
        (void)tell_rc(d, "server", rc, STR(""), paste(d, "khetane status --dir '%s'", d->folder));
}

/* ---- what takes a person ---- */

static void check_backup(struct doctor *d)
{
    struct backup_state state;
    enum rc rc = backup_state(d->call, &state);

    if (rc == RC_OK)
        tell(d, "backups",
             state.light == LIGHT_GREEN   ? WELL
             : state.light == LIGHT_AMBER ? LOOK
                                          : BAD,
             state.said,
             state.light == LIGHT_GREEN
                 ? NULL
                 : paste(d, "khetane job run backup --dir '%s' --as NAME", d->folder));
    else
        (void)tell_rc(d, "backups", rc, STR(""), NULL);
}

static void check_log(struct doctor *d)
{
    struct log_report report;
    enum rc rc = log_verify(d->call, d->call->store->db, LOG_HEADERS, &report);

    (void)tell_rc(d, "log", rc,
                  rc == RC_OK ? say(d->call, "%llu changes follow one another; the newest is %s.",
                                    (unsigned long long)report.entries, report.head)
                              : STR(""),
                  "khetane help restore");
}

static void check_schedule(struct doctor *d)
{
    const struct command_data *data = d->args->cli->data;
    struct schedule *list = arena_alloc(d->call->arena, sizeof *list);
    struct zone zone;
    enum rc rc = list == NULL ? fail_memory(d->call) : schedule_zone(d->call, &zone);

    if (rc == RC_OK)
        rc = schedule_list(d->call, &data->program, &zone, list);
    for (size_t i = 0; rc == RC_OK && i < list->n; i++)
        if (list->items[i].line.fault.n != 0)
            tell(d, list->items[i].work->name, BAD, list->items[i].line.fault,
                 paste(d, "khetane job run %s --as NAME", list->items[i].work->name));
    if (rc != RC_OK)
        (void)tell_rc(d, "schedule", rc, STR(""), NULL);
}

/* What the organisation laid over the forms and this program cannot read is left out, silently for
 * everybody else. */
static void check_fields(struct doctor *d)
{
    size_t n = d->call->app->left_out;

    if (n == 0)
        return;
    tell(d, "fields", BAD,
         str_format(
             d->call->arena,
             lang_plural(d->call->lang,
                         "%d change of the forms cannot be read by this version and is left "
                         "out.",
                         "%d changes of the forms cannot be read by this version and are left "
                         "out.",
                         (int64_t)n),
             (int)n),
         "khetane help fields");
}

static void check_data(struct doctor *d)
{
    enum rc rc = d->args->cli->open(d->call, d->args);

    if (rc == RC_OK && !backups_are_for(d->call->actor))
        rc = fail(d->call, RC_DENIED, NULL, "This is for key holders and administrators.");
    if (rc == RC_OK) {
        check_backup(d);
        check_log(d);
        check_fields(d);
        check_schedule(d);
    } else {
        (void)tell_rc(d, "data", rc, STR(""), NULL);
    }
    d->args->cli->close(d->call, d->args);
}

/* ---- the command ---- */

static enum rc run_doctor(struct call *call, const struct command_args *args)
{
    struct doctor d = {.call = call, .args = args};
    enum rc rc = command_folder(call, args, &d.folder);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    tell(&d, "version", WELL, str_format(call->arena, "Khetane %s", args->cli->version), NULL);
    if (check_folder(&d)) {
        check_keys(&d);
        check_room(&d);
        check_clock(&d);
        check_sandbox(&d);
        check_server(&d);
        if (args->as_user.n != 0)
            check_data(&d);
        else
            tell(&d, "data", LOOK, say(call, "Not looked at: backups, log and jobs need a person."),
                 paste(&d, "khetane doctor --dir '%s' --as NAME", d.folder));
    }
    out_end(args->out);
    if (d.bad == 0)
        return RC_OK;
    rc = out_finish(args->out); /* the answer is wanted most when something is wrong */
    return rc == RC_OK ? fail(call, RC_CORRUPT, NULL, "%s",
                              str_format(call->arena,
                                         lang_plural(call->lang, "%d thing is not as it must be.",
                                                     "%d things are not as they must be.", d.bad),
                                         d.bad)
                                  .p)
                       : rc;
}

static const struct command commands[] = {
    {
        .name = "doctor",
        .brief = "Looks whether all is well, and says what puts it right",
        .about = "With --as also backups, the log and what is done by itself. Exit code 6 when "
                 "something is bad.",
        .example = "khetane doctor --dir data --as mira",
        .first = true,
        .run = run_doctor,
    },
};

const struct command_table doctor_table = {commands, sizeof commands / sizeof *commands};
