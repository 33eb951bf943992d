/* no_answer_pages.h - what bodies have not answered: the board, its letters, what is printed of it.
 * Owns: the routes below /no-answer. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: BOARD_ROWS rows a page; as many letters at once. Cost: as no_answer.h.
 * What is printed for the press names bodies, never persons or cases; a procedure is named there
 * only where several letters are unanswered. */
#ifndef CASEWORK_NO_ANSWER_PAGES_H
#define CASEWORK_NO_ANSWER_PAGES_H

#include "web/route.h"

extern const struct route no_answer_routes[];
extern const size_t no_answer_routes_n;

#endif
