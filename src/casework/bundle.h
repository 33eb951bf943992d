/* bundle.h - papers of a case as one PDF for a court: which there are, what was ticked, the PDF
 *   made in a job and kept with the case as it was made.
 * Owns: the job kind "casework.bundle", the work "bundle", the operation bundle.keep and what the
 *   kind bundle holds.
 * Order: bundle_files(), a choice, bundle_check(); then bundle_put_work() where a server runs,
 *   whose clerk has it made, or bundle_make(), which waits.
 * Memory: the call's arena; one paper at a time while the order is put together.
 * Fails: RC_INVALID with faults at "title", "papers", "sure"; a paper not to be read (password,
 *   damaged) is named in the sentence of RC_INVALID; as process/job.h, store/blob.h, operation.h.
 *   Then nothing is kept.
 * Limits: BUNDLE_FILES_MAX files of a case are offered; document/bundle_pdf.h has the others.
 * Cost: see document/bundle_pdf.h. What was made is frozen: another bundle is another record.
 * What the other side gets leaves out what is ticked as not for her: notes and papers of other
 * people are, until somebody unticks them. */
#ifndef CASEWORK_BUNDLE_H
#define CASEWORK_BUNDLE_H

#include "document/bundle_pdf.h"
#include "model/operation.h"
#include "model/work.h"
#include "process/job.h"
#include "store/blob.h"

enum { BUNDLE_FILES_MAX = 300, BUNDLE_PAPER_MAX = 32 << 20, BUNDLE_LINE_MAX = 300 };

#define BUNDLE_JOB "casework.bundle"

extern const struct job_kind bundle_job;
extern const struct work bundle_work;
extern const struct operation bundle_keep_operation;

/* Why a file is not for the other side unless somebody says so. */
enum bundle_apart { APART_NOT, APART_NOTE, APART_PERSON };

/* A file of the case, or of a person whom it is about. */
struct bundle_file {
    struct blob blob;
    int64_t size;
    day on;                /* of the paper, else when it was added */
    struct str title;      /* as proposed */
    struct str name, what; /* of the file; the word for what it belongs to */
    enum bundle_apart apart;
    bool fits;        /* PDF, JPEG or PNG */
    bool proposed;    /* ticked when nobody has chosen yet */
    struct id person; /* whose it is; none: the case's */
    size_t place;     /* among those of one day */
};

struct bundle_files {
    struct bundle_file *in; /* the oldest first */
    size_t n, room;
    bool more;
};

MUST_USE enum rc bundle_files(struct call *call, const struct record *of, struct bundle_files *out);
const struct bundle_file *bundle_file_find(const struct bundle_files *files,
                                           const unsigned char blob[static BLOB_ID]);

struct bundle_item {
    unsigned char blob[BLOB_ID];
    struct str title;
    bool inner; /* not for the other side */
};

struct bundle_choice {
    struct str title, for_whom, court, number, parties;
    struct str language; /* of the words that are ours; n == 0: the call's */
    bool other_side;
    bool sure; /* asked twice about a case that is for its team alone */
    struct bundle_item items[BUNDLE_PAPERS_MAX];
    size_t n;
};

/* What is proposed for this case; the court of the last procedure. */
MUST_USE enum rc bundle_propose(struct call *call, const struct record *of,
                                const struct bundle_files *files, struct bundle_choice *out);
/* RC_INVALID with faults. */
MUST_USE enum rc bundle_check(struct call *call, const struct record *of,
                              const struct bundle_files *files, const struct bundle_choice *choice);
/* As it was made once. */
MUST_USE enum rc bundle_choice_of(struct call *call, const struct record *bundle,
                                  struct bundle_choice *out);

struct bundle_made {
    struct id record;
    size_t pages;
    struct str pdf;
};

MUST_USE enum rc bundle_make(struct call *call, const struct record *of,
                             const struct bundle_choice *choice, const struct id *change,
                             const struct progress *tell, struct bundle_made *out);
/* Asks the clerk for it. A second one for the same case while one is being made: that one. */
MUST_USE enum rc bundle_put_work(struct call *call, const struct record *of,
                                 const struct bundle_choice *choice, struct id *job);
/* The newest job for this case of this person; RC_NOT_FOUND without a recorded error: none. */
MUST_USE enum rc bundle_work_of(struct call *call, const struct record *of, struct work_job *out);
/* What such a job was asked for. */
bool bundle_choice_read(struct value args, struct bundle_choice *out);

/* The PDF of one that was made. */
MUST_USE enum rc bundle_read_pdf(struct call *call, const struct record *bundle, struct str *name,
                                 struct str *pdf);

#endif
