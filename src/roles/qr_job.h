/* qr_job.h - a QR code made by a job child, for pages.
 * Owns: nothing; a row for the table of job kinds.
 * Order: qr_ask() as a handler's last act; then() has the code. Memory: the request's arena.
 * Fails: as roles/await.h. Limits: QR_TEXT_MAX bytes (document/qr.h). Cost: one short job. */
#ifndef ROLES_QR_JOB_H
#define ROLES_QR_JOB_H

#include "document/qr.h"
#include "process/job.h"
#include "web/route.h"

extern const struct job_kind qr_job;

MUST_USE enum rc qr_ask(struct web *web, struct str text,
                        enum rc (*then)(struct web *web, void *data, const struct qr *qr),
                        void *data);
/* The code as a picture in the page, with what it is for who cannot see it. */
void qr_show(struct html *h, const struct qr *qr, struct str label);

#endif
