/* job_commands.c - khetane job list|show|stop|run and khetane schedule. */
#include "base/lang.h"
#include "cli/bar.h"
#include "cli/out.h"
#include "cli/say.h"
#include "model/permission.h"
#include "office/backup_work.h"
#include "office/commands.h"
#include "office/pages.h"
#include "process/client.h"
#include "roles/turns.h"
#include "store/posix.h"

enum { SHORT = 8, WAIT_MS = 300, ID_HEX = 2 * ID_SIZE };

static const struct program *program_of(const struct command_args *args)
{
    const struct command_data *data = args->cli->data;

    return &data->program;
}

/* "2026-11-22T03:00Z": for programs, and on a screen that knows no other zone. */
static struct str utc(struct call *call, int64_t ms)
{
    char text[DAY_TEXT];
    int64_t minute = ms / 60000;

    if (ms == 0)
        return (struct str){NULL, 0};
    return str_format(call->arena, "%sT%02d:%02dZ", day_format((day)(minute / 1440), text),
                      (int)(minute % 1440 / 60), (int)(minute % 60));
}

static struct str short_id(struct call *call, const struct id *id)
{
    return str_cut(str_hex(call->arena, id_str(id)), 0, SHORT);
}

static void put_job(struct call *call, const struct command_args *args, const struct work_job *job)
{
    struct out *out = args->out;

    out_record(out, NULL);
    out_text(out, "job", short_id(call, &job->id));
    out_text(out, "work", job->kind);
    out_text(out, "state", str_of(work_state_code(job->state)));
    out_text(out, "asked", utc(call, job->asked_ms));
    out_text(out, "ended", utc(call, job->ended_ms));
    out_text(out, "by", job_who(call, job));
    out_int(out, "done", job->done);
    out_int(out, "total", job->total);
    out_text(out, "result", job_result(call, job));
    out_end(out);
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct work_job *jobs;
    size_t n;
    enum rc rc = work_list(call, JOBS_SHOWN, &jobs, &n);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < n; i++)
        put_job(call, args, &jobs[i]);
    out_end(args->out);
    return RC_OK;
}

/* By the beginning of its id, as the list shows it. */
static enum rc named(struct call *call, const struct command_args *args, struct work_job *out)
{
    struct str word = args_word(args, 0);
    struct work_job *jobs;
    size_t n, found = 0;
    enum rc rc = work_list(call, JOBS_SHOWN, &jobs, &n);

    for (size_t i = 0; rc == RC_OK && i < n; i++)
        if (word.n >= 4 && str_starts(str_hex(call->arena, id_str(&jobs[i].id)), word)) {
            *out = jobs[i];
            found++;
        }
    if (rc != RC_OK || found == 1)
        return rc;
    return fail(call, RC_NOT_FOUND, NULL,
                "There is no one job that begins with '%s'. See: khetane job list",
                str_z(call->arena, word));
}

static enum rc run_show(struct call *call, const struct command_args *args)
{
    struct work_job job;
    enum rc rc = named(call, args, &job);

    if (rc == RC_OK)
        put_job(call, args, &job);
    return rc;
}

static enum rc run_stop(struct call *call, const struct command_args *args)
{
    struct work_job job;
    enum rc rc = named(call, args, &job);

    if (rc == RC_OK)
        rc = work_stop(call, &job.id);
    if (rc == RC_OK)
        note(call, args, "It will stop.");
    return rc;
}

/* ---- run ---- */

struct watching {
    const struct command_args *args;
    struct bar *bar;
};

static void told(void *data, const struct id *job, int64_t done, int64_t total)
{
    const struct progress *progress = data;

    (void)job;
    progress_tell(progress, done, total);
}

static bool has_ended(const struct work_job *job)
{
    return job->state != WORK_WAITS && job->state != WORK_RUNS;
}

/* The server's own process does it; this one looks on. */
static enum rc look_on(struct call *call, const struct id *id, const struct progress *progress,
                       struct work_job *out)
{
    struct call_loop loop;
    enum rc rc;

    call_loop_begin(call, &loop);
    for (;;) {
        rc = work_find(call, id, out);
        if (rc != RC_OK || has_ended(out))
            break;
        progress_tell(progress, out->done, out->total);
        posix_sleep(WAIT_MS);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc == RC_OK ? work_find(call, id, out) : rc;
}

/* No server runs: the work is done here, with whatever else waits before it. */
static enum rc do_it(struct call *call, const struct command_args *args, const struct id *id,
                     struct turns *turns, struct work_job *out)
{
    struct folder_lock lock;
    struct id job;
    bool any = true;
    enum rc rc = work_lock(call, &lock);

    (void)args;
    if (rc != RC_OK)
        return rc;
    do {
        rc = turns_one(turns, &job, &any);
        if (rc == RC_OK)
            rc = work_find(call, id, out);
    } while (rc == RC_OK && any && !has_ended(out));
    folder_lock_close(call, &lock);
    return rc;
}

static enum rc server_runs(struct call *call, const char *folder, bool *out)
{
    struct client client = {.channel = -1};
    enum rc rc = client_open(call, folder, &client);

    *out = rc == RC_OK;
    client_close(&client);
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        return RC_OK;
    }
    return rc;
}

static enum rc finish(struct call *call, const struct command_args *args, const struct id *id,
                      const struct work *work, struct work_job *out)
{
    struct command_data *data = args->cli->data;
    struct turns turns = {.opened = &data->opened, .os = call->os, .told = told};
    struct keyring *ring = NULL;
    struct bar bar;
    bool server;
    enum rc rc = server_runs(call, call->store->folder, &server);

    if (rc == RC_OK && !server && work->ring)
        rc = command_ring(call, args, call->store->folder, &ring);
    if (rc != RC_OK)
        return rc;
    bar_begin(&bar, call, args);
    turns.ring = ring;
    turns.data = &bar.progress;
    rc = server ? look_on(call, id, &bar.progress, out) : do_it(call, args, id, &turns, out);
    bar_end(&bar);
    keyring_close(ring);
    return rc;
}

static enum rc run_one(struct call *call, const struct command_args *args,
                       const struct work_ask *ask)
{
    struct work_job job;
    struct id id;
    enum rc rc = work_put(call, ask, &id);

    if (rc == RC_OK)
        rc = finish(call, args, &id, ask->work, &job);
    if (rc != RC_OK)
        return rc;
    put_job(call, args, &job);
    if (job.state == WORK_FAILED)
        return fail(call, RC_IO, NULL, "%s", str_z(call->arena, job.error));
    return RC_OK;
}

/* A backup goes to every place there is. */
static enum rc run_backups(struct call *call, const struct command_args *args)
{
    struct backup_place *places;
    size_t n;
    enum rc rc = backup_places(call, &places, &n);

    if (rc == RC_OK && n == 0)
        return fail(call, RC_NOT_FOUND, NULL,
                    "There is no place for backups yet. Add one in the browser (Backups), or copy "
                    "once: khetane backup TO");
    out_list(args->out, NULL);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        const struct work_ask ask = {&backup_work, id_value(&places[i].id), places[i].name};
        rc = run_one(call, args, &ask);
    }
    out_end(args->out);
    return rc;
}

static enum rc run_run(struct call *call, const struct command_args *args)
{
    const struct work *work = program_work(program_of(args), args_word(args, 0));

    if (work == &backup_work)
        return run_backups(call, args);
    if (work == NULL || !work->by_name)
        return fail(call, RC_USAGE, NULL,
                    "There is no work '%s' that can be asked for by its name. See: khetane "
                    "schedule",
                    str_z(call->arena, args_word(args, 0)));
    const struct work_ask ask = {work, v_null(), str_of(work->name)};
    return run_one(call, args, &ask);
}

/* ---- schedule ---- */

static enum rc run_schedule(struct call *call, const struct command_args *args)
{
    struct schedule *list = arena_alloc(call->arena, sizeof *list);
    struct zone zone;

    if (list == NULL)
        return fail_memory(call);
    if (!work_sees_all(call->actor))
        return fail(call, RC_DENIED, NULL, "This is for key holders and administrators.");
    enum rc rc = schedule_zone(call, &zone);
    if (rc == RC_OK)
        rc = schedule_list(call, program_of(args), &zone, list);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < list->n; i++) {
        const struct schedule_item *item = &list->items[i];
        out_record(args->out, NULL);
        out_text(args->out, "work", str_of(item->work->name));
        out_text(args->out, "what", item->title);
        out_text(args->out, "when", schedule_say(call, &item->when));
        out_text(args->out, "next", utc(call, item->next_ms));
        out_text(args->out, "last_good", utc(call, item->line.well_ms));
        out_text(args->out, "fault",
                 item->line.fault.n == 0 ? (struct str){NULL, 0} : item->line.fault);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

/* ---- the table ---- */

static const struct command_word job_words[] = {
    {.name = "JOB", .brief = "the beginning of its number, as the list shows it", .must = true},
    {.name = NULL},
};
static const struct command_word work_words[] = {
    {.name = "WORK", .brief = "its name, as the schedule shows it", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "job list",
     .brief = "What is at work, and what came of the last jobs",
     .needs = NEEDS_DATA,
     .run = run_list},
    {.name = "job show",
     .brief = "One job",
     .needs = NEEDS_DATA,
     .words = job_words,
     .run = run_show},
    {.name = "job stop",
     .brief = "Stops a job; what it has done by then stays",
     .needs = NEEDS_DATA,
     .words = job_words,
     .run = run_stop},
    {.name = "job run",
     .brief = "Does some work now, and waits until it is done",
     .about = "backup goes to every place for backups; restore-test reads the backups and brings "
              "the newest back into a folder of its own, to compare; verify proves that nothing "
              "was changed; tidy clears away what is old; keeping looks for records whose time is "
              "over.",
     .example = "khetane job run backup --dir data --as mira",
     .needs = NEEDS_DATA,
     .words = work_words,
     .run = run_run},
    {.name = "schedule",
     .brief = "What is done by itself, when, and how it went",
     .needs = NEEDS_DATA,
     .run = run_schedule},
};

const struct command_table job_table = {commands, sizeof commands / sizeof *commands};
