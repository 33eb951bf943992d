/* pdf_read.h - a PDF of others: how many pages it has, how large they are, and each of them drawn;
 *   its text.
 * Owns: one open document; poppler is used in pdf_read.c and nowhere else.
 * Order: inside a job child: pdf_open(), then any of the others, pdf_close() always.
 * Memory: the bytes are borrowed until pdf_close(); a page and its pictures while it is drawn.
 *   Poppler ends the process when the heap is exhausted.
 * Fails: RC_INVALID (no PDF, or damaged), RC_DENIED (it asks for a password).
 * Limits: those of the job. Cost: a page of text about 10 ms, a scan of 300 dots to an inch 50.
 * Only what is drawn comes over: scripts, forms' behaviour, actions, attached files and links are
 *   never looked into. What a form or a remark shows when printed is drawn.
 * Source: ISO 32000-1. */
#ifndef DOCUMENT_PDF_READ_H
#define DOCUMENT_PDF_READ_H

#include "document/paper.h"

struct pdf;

MUST_USE enum rc pdf_open(struct call *call, struct str bytes, struct pdf **out);
void pdf_close(struct pdf *pdf);
size_t pdf_pages(const struct pdf *pdf);
bool pdf_has_scripts(const struct pdf *pdf);
bool pdf_has_files(const struct pdf *pdf); /* attached to it */

/* The text of a page, as it stands on it line by line; n == 0: none. In the call's arena. */
struct str pdf_page_text(struct call *call, const struct pdf *pdf, size_t page);

/* The page of that number, from 0, as it is turned for reading. False: there is none, or it has no
 * size that paper could have. */
bool pdf_page_size(const struct pdf *pdf, size_t page, double *width, double *height);
/* On the page of paper that is open; RC_INVALID when it cannot be drawn. */
MUST_USE enum rc pdf_page_draw(struct call *call, const struct pdf *pdf, size_t page,
                               struct paper *paper, struct paper_box box);

#endif
