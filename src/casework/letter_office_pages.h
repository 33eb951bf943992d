/* letter_office_pages.h - a letter as a document to be edited elsewhere, and that document back.
 * Owns: their routes. Order: as pages.h; letter_office_side() inside the page of a letter.
 * Memory: the request's arena. Fails: as every handler. Cost: each waits for a job. */
#ifndef CASEWORK_LETTER_OFFICE_PAGES_H
#define CASEWORK_LETTER_OFFICE_PAGES_H

#include "model/record.h"
#include "web/route.h"

/* Below the buttons for the PDF: the same to be edited; what came back. */
MUST_USE enum rc letter_office_side(struct web *web, const struct record *letter,
                                    const struct record *of);

extern const struct route letter_office_routes[];
extern const size_t letter_office_routes_n;

#endif
