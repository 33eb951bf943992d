/* letter_back.h - a letter that was edited in an office program comes back, and is kept as it was
 *   sent: looked at by a job, compared with the text here, frozen.
 * Owns: the job kind "casework.back", the operation letter.take_back; of a letter the fields
 *   taken_back and taken_notes.
 * Order: letter_take_back() does all of it and waits; a worker of the server takes the steps
 *   itself: letter_back_order(), job_start() and job_poll(), letter_back_result(),
 *   letter_back_keep().
 * Memory: the call's arena; the asker closes the order's file descriptor.
 * Fails: as document/office_read.h (where: "file"), process/job.h, store/blob.h, model/operation.h.
 *   A crash between the blob and the change leaves a blob that no record names.
 * Limits: OFFICE_FILE_MAX; two at once in one server. Cost: 20 ms for a letter of two pages, a PDF
 *   some 100 ms; the child has no network and no keys, and may read fonts alone.
 * What comes back is never opened by us again, nor changed: whoever needs it gets it as it came. */
#ifndef CASEWORK_LETTER_BACK_H
#define CASEWORK_LETTER_BACK_H

#include "document/office_read.h"
#include "model/operation.h"
#include "process/job.h"
#include "rules/differ.h"

#define LETTER_BACK_JOB "casework.back"

extern const struct job_kind letter_back_job;
extern const struct operation letter_back_operation;

/* What was found out about a document when it came back. */
struct letter_back {
    struct office_found found; /* without its text */
    struct differ differ;      /* from the text here, at that time */
};

struct letter_back_file {
    struct str name, bytes;
};

MUST_USE enum rc letter_back_order(struct call *call, const struct record *letter, struct str bytes,
                                   struct job_request *out);
/* Closes news->fd. */
MUST_USE enum rc letter_back_result(struct call *call, struct job_news *news,
                                    struct letter_back *out);
MUST_USE enum rc letter_back_keep(struct call *call, const struct record *letter,
                                  const struct letter_back_file *file,
                                  const struct letter_back *back, const struct id *change,
                                  struct outcome *out);

MUST_USE enum rc letter_take_back(struct call *call, const struct job_source *jobs,
                                  const struct record *letter, const struct letter_back_file *file,
                                  struct letter_back *out);

/* Of the one that came last; RC_NOT_FOUND without a recorded error when none did. */
MUST_USE enum rc letter_back_read(struct call *call, const struct record *letter,
                                  struct letter_back *out);

/* What a person should know of it, a line each: where it differs, what is in it besides. */
struct str letter_back_says(struct call *call, const struct letter_back *back);

#endif
