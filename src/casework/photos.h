/* photos.h - photos that wait for a case until its worker takes them, and the paper they become.
 * Owns: the job kind "photos"; what held files (model/held_file.h) mean that wait for a case.
 * Order: photos_hold() for each that comes; then photos_order(), the job, photos_result(),
 *   photos_keep().
 * Memory: the call's arena; the asker closes the order's file descriptor.
 * Fails: as store/blob.h, process/job.h and model/operation.h; a picture that is none is a fault at
 *   "photo" with its file's name.
 * Limits: PHOTO_MAX bytes a picture, PHOTOS_MAX on a paper (document/photos_pdf.h), HELD_FILES_MAX
 *   wait for one person; the oldest go. Cost: one job of some 0.2 s a picture.
 * Only who they wait for sees them. What waits is on this computer alone: no log, no backup. */
#ifndef CASEWORK_PHOTOS_H
#define CASEWORK_PHOTOS_H

#include "document/photos_pdf.h"
#include "model/held_file.h"
#include "model/operation.h"
#include "process/job.h"

enum { PHOTO_MAX = 20 << 20, PHOTOS_PDF_MAX = PAPER_BYTES_MAX };

#define PHOTOS_JOB "casework.photos"

extern const struct job_kind photos_job;

/* n: its place among those that come together. False: it is none; said as a fault at "photo". */
struct photo_sent {
    struct str name, bytes;
    size_t n;
};

MUST_USE enum rc photos_hold(struct call *call, const struct id *of, const struct photo_sent *sent,
                             bool *held);

/* What is done with those that wait. */
struct photos_choice {
    const struct held_file *files[PHOTOS_MAX];
    unsigned turns[PHOTOS_MAX]; /* quarter turns to the right, by hand */
    size_t n;
    struct str title;           /* of the paper, without ending */
    const struct record *of;    /* the case */
    const struct record *paper; /* of the case, that they are photos of; NULL: a note */
    bool originals;             /* are kept beside the PDF */
};

MUST_USE enum rc photos_order(struct call *call, const struct photos_choice *choice,
                              struct job_request *out);
/* broken[i]: the picture cannot be read; then pdf is empty. Closes news->fd. */
MUST_USE enum rc photos_result(struct call *call, struct job_news *news,
                               bool broken[static PHOTOS_MAX], struct str *pdf);
/* pdf empty: the pictures as they are. They wait no longer. */
MUST_USE enum rc photos_keep(struct call *call, const struct photos_choice *choice, struct str pdf,
                             const struct id *change, struct outcome *out);

#endif
