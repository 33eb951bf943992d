/* odt_write.h - a letter as an ODT (OpenDocument text) that LibreOffice and Word open and edit.
 * Owns: nothing of how a letter looks: that is office_letter.h.
 * Order: inside a job child: letter_print_read(), then odt_write(). Memory: the call's arena.
 * Fails: RC_INVALID (a logo that is no PNG), RC_LIMIT, RC_MEMORY. Equal input without made_ms gives
 *   equal bytes.
 * Limits: as rules/letter.h. Cost: one pass; 2 ms for a letter of two pages.
 * The second of two copies has a page style of its own; how many pages a copy has is asked of a
 * mark at its end, for OpenDocument counts the pages of the whole alone. No author is told.
 * Source: OpenDocument 1.2 part 1 (text, styles), part 3 (the package). */
#ifndef DOCUMENT_ODT_WRITE_H
#define DOCUMENT_ODT_WRITE_H

#include "rules/letter.h"

MUST_USE enum rc odt_write(struct call *call, const struct letter_print *print, struct str *out);

#endif
