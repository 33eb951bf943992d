/* letter_print.h - a letter becomes a PDF on the organisation's paper, and the PDF is kept; or a
 *   document to be edited elsewhere, which is not.
 * Owns: the job kind "casework.pdf", the operation letter.print, the blobs that letters name.
 * Order: letter_print() does all of it and waits; a worker of the server takes the steps itself:
 *   letter_print_order(), job_start() and job_poll(), letter_print_result(), letter_print_keep().
 *   letter_print_as() and letter_print_wish() the same for another form.
 * Memory: the call's arena; the asker closes the order's file descriptor.
 * Fails: as process/job.h (RC_BUSY, RC_LIMIT, RC_IO), document/paper.h, store/blob.h and
 *   model/operation.h. A crash between the blob and the change leaves a blob that no record names
 *   (blob_orphans() finds it), never a record without its file.
 * Limits: LETTER_PDF_MAX bytes of PDF; two prints at once in one server, more wait.
 * Cost: see document/letter_pdf.h; the child that draws has no network, no keys, and may read fonts
 *   alone.
 * What is printed is frozen: the record keeps each PDF with its hash, whatever is edited later. */
#ifndef CASEWORK_LETTER_PRINT_H
#define CASEWORK_LETTER_PRINT_H

#include "casework/letter.h"
#include "process/job.h"

enum { LETTER_PDF_MAX = 24 << 20, LETTER_SIGNS_MAX = 16 };

#define LETTER_JOB "casework.pdf"

/* What a letter becomes; a request of the job without a body is a PDF. */
enum letter_form { LETTER_PDF, LETTER_DOCX, LETTER_ODT, LETTER_FORMS };

struct letter_form_name {
    const char *name, *type; /* "docx", its MIME type */
};

extern const struct letter_form_name letter_forms[LETTER_FORMS];

struct letter_wish {
    enum letter_form form;
    bool one_copy; /* of what is edited, so that nobody changes the first of two alone */
};

extern const struct job_kind letter_job;
extern const struct operation letter_print_operation;

struct letter_pdf_result {
    struct str bytes;
    size_t pages;                       /* of a PDF; an office program breaks its own */
    uint32_t missing[LETTER_SIGNS_MAX]; /* signs that no font on this computer has */
    size_t missing_n;
};

/* The organisation's paper: its name, address, how to reach it, its logo. */
MUST_USE enum rc letter_print_head(struct call *call, struct letter_head *out);
/* What is printed of it: its text on the organisation's paper, two copies. */
MUST_USE enum rc letter_print_of(struct call *call, const struct record *letter,
                                 struct letter_print *out);
/* The order for the job, in a file of its own. */
MUST_USE enum rc letter_print_order(struct call *call, const struct record *letter,
                                    struct job_request *out);
MUST_USE enum rc letter_print_wish(struct call *call, const struct record *letter,
                                   const struct letter_wish *wish, struct job_request *out);
/* The same for anything that looks like a letter. */
MUST_USE enum rc letter_print_send(struct call *call, const struct letter_print *print,
                                   enum letter_form form, struct job_request *out);
/* What the job gave; closes news->fd. */
MUST_USE enum rc letter_print_result(struct call *call, struct job_news *news,
                                     struct letter_pdf_result *out);
/* Seals the PDF and names it in the record. */
MUST_USE enum rc letter_print_keep(struct call *call, const struct record *letter, struct str pdf,
                                   const struct id *change, struct outcome *out);

MUST_USE enum rc letter_print(struct call *call, const struct job_source *jobs,
                              const struct record *letter, struct letter_pdf_result *out);

/* A document of that form, which nobody keeps. */
MUST_USE enum rc letter_print_as(struct call *call, const struct job_source *jobs,
                                 const struct record *letter, const struct letter_wish *wish,
                                 struct letter_pdf_result *out);

/* The newest PDF that was kept; RC_NOT_FOUND when it was never printed. */
MUST_USE enum rc letter_printed(struct call *call, const struct record *letter, struct str *name,
                                struct str *pdf);

#endif
