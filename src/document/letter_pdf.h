/* letter_pdf.h - a letter on paper: A4, one copy or two, ready for the stamp of the office.
 * Owns: how a letter looks (README.md has the measures).
 * Order: inside a job child: letter_print_read(), then letter_pdf().
 * Memory: the bytes live in the call's arena.
 * Fails: as paper.h; RC_LIMIT also for a letter of more than PAPER_PAGES_MAX pages, both copies
 *   together. Signs that no font has are listed in the result. Equal input without made_ms gives
 *   equal bytes on the same computer.
 * Cost: 31 ms for the first letter of a process (two pages, with loading fonts), then 6 ms a page;
 *   14 MB, and 0.2 MB a page (measured on 2 cores of 2.5 GHz). */
#ifndef DOCUMENT_LETTER_PDF_H
#define DOCUMENT_LETTER_PDF_H

#include "document/paper.h"
#include "rules/letter.h"

MUST_USE enum rc letter_pdf(struct call *call, const struct letter_print *print,
                            struct paper_pdf *out);

/* Several, one behind the other, for the printer: of one language, n > 0, at most
 * LETTER_PDF_PAGES_ALL pages together. Each counts its own pages. */
enum { LETTER_PDF_PAGES_ALL = 2000 };

MUST_USE enum rc letter_pdf_all(struct call *call, const struct letter_print *prints, size_t n,
                                struct paper_pdf *out);

#endif
