/* job_pages.c - what is at work, what it came to; stop, result, and what can be asked for here. */
#include "base/lang.h"
#include "model/permission.h"
#include "office/pages.h"
#include "roles/schedule.h"
#include "roles/worker.h"
#include "web/control.h"

enum { CODE_MAX = 40 };

const struct program *office_program(const struct web *web)
{
    const struct worker *worker = web->site->data;

    return &worker->program;
}

void post_button(struct web *web, const struct post *post)
{
    struct form_options form = {.action = post->path};

    part_form(web, &form);
    if (post->value.n != 0)
        control_hidden(&web->html, post->name, post->value);
    part_button(&web->html, &post->button);
    part_form_end(&web->html, &form);
}

/* ---- words */

struct str job_title(struct call *call, const struct program *program, const struct work_job *job)
{
    const struct work *work = program_work(program, job->kind);

    return work == NULL ? job->kind : str_of(lang_text(call->lang, work->brief));
}

struct str job_who(struct call *call, const struct work_job *job)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    struct record *user;

    if (job->asked_by == 0)
        return say(call, "By itself");
    if (table_load_rid(call, call->store->db, app_table(call->app, kind), job->asked_by, &user) ==
        RC_OK)
        return record_value(user, "name").type == V_TEXT ? record_value(user, "name").s : STR("");
    call_forgive(call);
    return STR("");
}

struct str job_result(struct call *call, const struct work_job *job)
{
    switch (job->state) {
    case WORK_DONE: return job->said;
    case WORK_FAILED: return job->error;
    case WORK_RUNS:
        if (job->stop)
            return say(call, "It is about to stop.");
        if (job->total > 0)
            return say(call, "%lld of %lld", (long long)job->done, (long long)job->total);
        return job->words;
    case WORK_WAITS:
    case WORK_STOPPED:
    case WORK_STATES: break;
    }
    return STR("");
}

static enum tone tone_of(enum work_state state)
{
    static const enum tone tones[WORK_STATES] = {
        [WORK_WAITS] = TONE_MUTE, [WORK_RUNS] = TONE_INFO,    [WORK_DONE] = TONE_OK,
        [WORK_FAILED] = TONE_BAD, [WORK_STOPPED] = TONE_MUTE,
    };

    return tones[state];
}

/* ---- the list */

struct shown {
    struct web *web;
    struct zone zone;
    const struct table_column *columns;
};

static struct str path_of(struct web *web, const struct work_job *job, const char *rest)
{
    return str_format(web->call.arena, "/jobs/%s/%s",
                      str_z(web->call.arena, str_hex(web->call.arena, id_str(&job->id))), rest);
}

static void bar(struct html *h, const struct work_job *job, struct str title)
{
    html_raw(h, "<progress");
    html_attr(h, "aria-label", title);
    if (job->total > 0) {
        html_attr_number(h, "max", job->total);
        html_attr_number(h, "value", job->done < job->total ? job->done : job->total);
    }
    html_raw(h, "></progress> ");
}

static void result_cell(struct shown *shown, const struct work_job *job, struct str title)
{
    struct web *web = shown->web;
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct post stop = {.path = path_of(web, job, "stop"),
                              .button = {.label = say(call, "Stop"), .weight = WEIGHT_QUIET}};

    part_cell_open(h, shown->columns, 3);
    if (job->state == WORK_RUNS)
        bar(h, job, title);
    html_text(h, job_result(call, job));
    if (job->file.is && job->asked_by == call->actor->rid) {
        html_raw(h, " ");
        part_link(h, path_of(web, job, "file"), job->file.name);
    }
    if ((job->state == WORK_RUNS || job->state == WORK_WAITS) && !job->stop)
        post_button(web, &stop);
    part_cell_end(h, 3);
}

static void job_row(struct shown *shown, const struct work_job *job)
{
    struct web *web = shown->web;
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str title = job_title(call, office_program(web), job);
    int64_t when = job->ended_ms != 0 ? job->ended_ms : job->asked_ms;

    part_row(h);
    part_cell(h, shown->columns, 0, title, STR(""));
    part_cell_open(h, shown->columns, 1);
    part_tag(h, tone_of(job->state), str_of(lang_text(call->lang, work_state_word(job->state))));
    part_cell_end(h, 1);
    part_cell(h, shown->columns, 2,
              str_format(call->arena, "%s, %s", moment_say(call, &shown->zone, when).p,
                         str_z(call->arena, job_who(call, job))),
              STR(""));
    result_cell(shown, job, title);
    part_row_end(h);
}

static bool is_of(const struct work_job *job, const char *const *kinds)
{
    for (size_t i = 0; kinds != NULL && kinds[i] != NULL; i++)
        if (str_is(job->kind, kinds[i]))
            return true;
    return kinds == NULL;
}

/* The link with which one looks again; the script presses it while something is at work. */
static void again_link(struct web *web, struct str path, bool busy)
{
    struct html *h = &web->html;

    html_raw(h, "<p><a id=\"again\" class=\"btn quiet\"");
    html_href(h, "href", path);
    html_attr_z(h, "data-frag", "#jobs");
    if (busy)
        html_attr_z(h, "data-poll", "");
    html_raw(h, ">");
    html_say(h, "Look again");
    html_raw(h, "</a></p>");
}

static void job_table(struct shown *shown, struct work_job *const *jobs, size_t n)
{
    struct html *h = &shown->web->html;

    part_table(h, say(&shown->web->call, "Jobs, the newest first"), shown->columns, 4);
    for (size_t i = 0; i < n; i++)
        job_row(shown, jobs[i]);
    part_table_end(h);
}

enum rc jobs_part(struct web *web, const char *const *kinds, struct str path)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct table_column columns[] = {{.label = say(call, "What")},
                                           {.label = say(call, "State")},
                                           {.label = say(call, "When, and who asked")},
                                           {.label = say(call, "Result")}};
    struct shown shown = {.web = web, .columns = columns};
    struct work_job *all, **jobs;
    size_t all_n, n = 0;
    bool busy = false;
    enum rc rc = work_list(call, JOBS_SHOWN, &all, &all_n);

    if (rc == RC_OK)
        rc = schedule_zone(call, &shown.zone);
    if (rc != RC_OK)
        return rc;
    jobs = arena_array(call->arena, all_n, sizeof(struct work_job *));
    if (jobs == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < all_n; i++)
        if (is_of(&all[i], kinds)) {
            busy = busy || all[i].state == WORK_WAITS || all[i].state == WORK_RUNS;
            jobs[n++] = &all[i];
        }
    html_raw(h, "<section id=\"jobs\">");
    again_link(web, path, busy);
    if (n == 0)
        part_empty(h, say(call, "Nothing was asked for yet."), STR(""), STR(""));
    else
        job_table(&shown, jobs, n);
    html_raw(h, "</section>");
    return RC_OK;
}

/* ---- pages */

static void ask_buttons(struct web *web)
{
    struct call *call = &web->call;
    const struct program *program = office_program(web);
    bool any = false;

    for (size_t i = 0; i < program->areas_n; i++)
        for (size_t j = 0; j < area_n(program->areas[i]->works_n); j++) {
            const struct work *work = program->areas[i]->works[j];
            const struct post post = {
                .path = STR("/jobs/run"),
                .name = "work",
                .value = str_of(work->name),
                .button = {.label = str_of(lang_text(call->lang, work->brief)),
                           .weight = WEIGHT_OTHER}};
            if (!work->by_name || !work_may(call, work, v_null()))
                continue;
            if (!any)
                part_card(&web->html, say(call, "Do now"));
            any = true;
            post_button(web, &post);
        }
    if (any)
        part_card_end(&web->html);
}

static enum rc jobs_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Jobs")};

    if (str_is(web->done, "stop"))
        page.done = say(call, "It will stop.");
    else if (str_is(web->done, "asked"))
        page.done = say(call, "Asked for. It begins in a moment.");
    part_page(web, &page);
    enum rc rc = jobs_part(web, NULL, STR("/jobs"));
    ask_buttons(web);
    if (permission_holds(call, PERMISSION_CASE_ERASE, STR(""))) {
        html_raw(&web->html, "<p>");
        part_link(&web->html, STR("/keeping"), say(call, "Records whose time is over"));
        html_raw(&web->html, "</p>");
    }
    if (permission_holds(call, PERMISSION_EXPORT_ALL, STR(""))) {
        html_raw(&web->html, "<p>");
        part_link(&web->html, STR("/exports"), say(call, "Everything as one file"));
        html_raw(&web->html, "</p>");
    }
    part_page_end(web, &page);
    return rc;
}

static enum rc named_job(struct web *web, struct work_job *out)
{
    struct id id;

    if (!str_unhex(web_text(web, "id"), id.b, sizeof id.b))
        return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    return work_find(&web->call, &id, out);
}

static enum rc stop_post(struct web *web)
{
    struct work_job job;
    enum rc rc = named_job(web, &job);

    if (rc == RC_OK)
        rc = work_stop(&web->call, &job.id);
    return rc == RC_OK ? web_redirect(web, STR("/jobs"), "stop") : rc;
}

static enum rc file_get(struct web *web)
{
    struct work_job job;
    struct str bytes;
    enum rc rc = named_job(web, &job);

    if (rc == RC_OK)
        rc = work_file_get(&web->call, &job, &bytes);
    return rc == RC_OK
               ? web_download(web, str_z(web->call.arena, job.file.type), job.file.name, bytes)
               : rc;
}

static enum rc run_post(struct web *web)
{
    struct call *call = &web->call;
    const struct work *work = program_work(office_program(web), web_text(web, "work"));
    struct id id;

    if (work == NULL || !work->by_name)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    const struct work_ask ask = {work, v_null(), str_of(work->name)};
    enum rc rc = work_put(call, &ask, &id);
    return rc == RC_OK ? web_redirect(web, STR("/jobs"), "asked") : rc;
}

static const struct param job_params[] = {{"id", PARAM_ID, 32, true, false, NULL}, {0}};
static const struct param run_params[] = {{"work", PARAM_CODE, CODE_MAX, true, false, NULL}, {0}};

const struct route job_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/jobs", NULL, jobs_page, NULL, 0, "lists jobs"},
    {METHOD_POST, MAY_SIGNED_IN, "/jobs/run", run_params, run_post, NULL, 0, "asks for a job"},
    {METHOD_GET, MAY_SIGNED_IN, "/jobs/{id}/file", job_params, file_get, NULL, 0,
     "gives a job's file to who asked for it"},
    {METHOD_POST, MAY_SIGNED_IN, "/jobs/{id}/stop", job_params, stop_post, NULL, 0, "stops a job"},
};
const size_t job_routes_n = sizeof job_routes / sizeof *job_routes;
