/* letter_pages.h - the pages of letters: writing one, its text, its PDF.
 * Owns: their routes. Order: as pages.h; letters_of() inside the page of a case.
 * Memory: the request's arena. Fails: as every handler. Cost: printing waits for a job. */
#ifndef CASEWORK_LETTER_PAGES_H
#define CASEWORK_LETTER_PAGES_H

#include "model/record.h"
#include "rules/moves.h"
#include "web/route.h"

/* The card with a case's letters. */
MUST_USE enum rc letters_of(struct web *web, const struct record *record);

/* The page of a letter: its text, what comes next. */
MUST_USE enum rc letter_show(struct web *web, const struct record *letter);

extern const struct route letter_routes[];
extern const size_t letter_routes_n;

/* Where the letter of a step is written: in the procedure, or in one that goes against it. */
struct str letter_step_path(struct web *web, struct str case_code, const struct id *proceeding,
                            const struct move *move);

#endif
