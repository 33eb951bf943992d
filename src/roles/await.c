/* await.c - see await.h. */
#include "roles/await.h"

#include "process/link.h"
#include "roles/worker.h"

struct waiting {
    struct await what;
    struct job job;
};

static void drop(void *data)
{
    struct waiting *waiting = data;

    job_close(&waiting->job);
}

static enum rc heard(struct web *web, void *data);

static void wait_on(struct web *web, struct waiting *waiting)
{
    const struct wait wait = {.fd = waiting->job.channel,
                              .timeout_ms = waiting->what.timeout_ms,
                              .data = waiting,
                              .drop = drop};

    web_wait(web, &wait, heard);
}

static enum rc heard(struct web *web, void *data)
{
    struct waiting *waiting = data;
    struct job_news news;
    enum rc rc = job_poll(&web->call, &waiting->job, 0, &news);

    if (rc == RC_OK && news.state != JOB_IS_DONE) {
        wait_on(web, waiting);
        return RC_OK;
    }
    if (rc == RC_OK)
        rc = waiting->what.done(web, waiting->what.data, &news);
    else if (waiting->what.failed != NULL)
        rc = waiting->what.failed(web, waiting->what.data, rc);
    job_close(&waiting->job);
    return rc;
}

enum rc await_job_of(struct web *web, const struct job_source *jobs, const struct await *what)
{
    struct call *call = &web->call;
    struct waiting *waiting = arena_alloc(call->arena, sizeof *waiting);

    if (waiting == NULL)
        return fail_memory(call);
    waiting->what = *what;
    enum rc rc = job_start(call, jobs, what->kind, what->request, &waiting->job);
    if (rc == RC_OK)
        wait_on(web, waiting);
    return rc;
}

enum rc await_job(struct web *web, const struct await *what)
{
    struct worker *worker = web->site->data;
    struct job_source jobs =
        link_jobs(&worker->link, program_job_table(&worker->program), worker->folder);

    return await_job_of(web, &jobs, what);
}
