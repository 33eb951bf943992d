/* batch.h - letters that were written together: found, checked, registered, printed as one.
 * Owns: the job kind "casework.letters". Order: batch_find(); batch_check(), batch_register(); for
 *   paper batch_order(), the job, batch_keep() or batch_sheet().
 * Memory: the call's arena; the asker closes the order's file descriptor.
 * Fails: as letter.h, register.h, letter_print.h. Each letter is a change of its own: what was done
 *   before a failure stays, and the same button goes on with the rest.
 * Limits: BATCH_MAX letters, BATCH_PDF_MAX bytes together.
 * Cost: a letter to PDF as document/letter_pdf.h; a change for each (script/bench: letters). */
#ifndef CASEWORK_BATCH_H
#define CASEWORK_BATCH_H

#include "casework/letter.h"
#include "process/job.h"

enum { BATCH_MAX = 200, BATCH_PDF_MAX = 64 << 20 };

#define BATCH_JOB "casework.letters"

extern const struct job_kind batch_job;

struct batch {
    struct record *in[BATCH_MAX]; /* in the order of writing; those that this actor may see */
    size_t n;
};

MUST_USE enum rc batch_find(struct call *call, struct str name, struct batch *out);

/* Those not checked, or without number; change: of the first, the others follow from it. */
MUST_USE enum rc batch_check(struct call *call, const struct batch *batch, struct id change);
MUST_USE enum rc batch_register(struct call *call, const struct batch *batch, struct id change);

/* Each letter a PDF of its own, or all in one for the printer. */
enum batch_form { BATCH_EACH, BATCH_ONE };

MUST_USE enum rc batch_order(struct call *call, const struct batch *batch, enum batch_form form,
                             struct job_request *out);
/* Seals the PDF of each and names it in its letter; closes news->fd. */
MUST_USE enum rc batch_keep(struct call *call, const struct batch *batch, struct job_news *news,
                            struct id change);
/* The one for the printer, which nobody keeps; closes news->fd. */
MUST_USE enum rc batch_sheet(struct call *call, struct job_news *news, struct str *pdf);

#endif
