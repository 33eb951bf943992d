/* await.h - a page that waits for a job: asked for now, answered when the job is done.
 * Owns: the job while it runs. Order: await_job() as a handler's last act; done() then makes the
 *   reply, as a handler does. Memory: the request's arena.
 * Fails: as process/job.h, now or later; then done() is not called and the failure is the page,
 *   unless failed() makes another.
 * Limits: the job's own, and timeout_ms. Cost: the worker goes on meanwhile. */
#ifndef ROLES_AWAIT_H
#define ROLES_AWAIT_H

#include "process/job.h"
#include "web/route.h"

struct await {
    const char *kind;
    struct job_request request;
    int timeout_ms;
    enum rc (*done)(struct web *web, void *data, struct job_news *news);
    enum rc (*failed)(struct web *web, void *data, enum rc rc); /* NULL: a page of failure */
    void *data;
};

/* Of a site that is no worker's. */
MUST_USE enum rc await_job_of(struct web *web, const struct job_source *jobs,
                              const struct await *what);
MUST_USE enum rc await_job(struct web *web, const struct await *what);

#endif
