/* letter_look.h - a letter's text on a screen, in the order of reading; the paper is the PDF.
 * Owns: nothing. Order: within a page. Memory: the request's arena. Fails: as html.h.
 * Limits: those of the letter. Cost: a pass over its text. */
#ifndef CASEWORK_LETTER_LOOK_H
#define CASEWORK_LETTER_LOOK_H

#include "rules/letter.h"
#include "web/part.h"

void letter_look(struct web *web, const struct letter_doc *doc);

#endif
