/* docx_write.h - a letter as a DOCX (WordprocessingML) that Word and LibreOffice open and edit.
 * Owns: nothing of how a letter looks: that is office_letter.h.
 * Order: inside a job child: letter_print_read(), then docx_write(). Memory: the call's arena.
 * Fails: RC_INVALID (a logo that is no PNG), RC_LIMIT, RC_MEMORY. Equal input without made_ms gives
 *   equal bytes.
 * Limits: as rules/letter.h. Cost: one pass; 2 ms for a letter of two pages.
 * Every look is a style with a name: an office changes "Letterhead" once, not each paragraph. Two
 * copies are two sections, each with its own count of pages. No author is told.
 * Source: ECMA-376 part 1, 17 (WordprocessingML), 20.4 (pictures). */
#ifndef DOCUMENT_DOCX_WRITE_H
#define DOCUMENT_DOCX_WRITE_H

#include "rules/letter.h"

MUST_USE enum rc docx_write(struct call *call, const struct letter_print *print, struct str *out);

#endif
