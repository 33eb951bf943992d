/* register_pages.h - the book of what came in and went out, its lines, a letter that is registered.
 * Owns: their routes; the part of a letter's page about its number.
 * Order: handlers by the dispatcher alone; register_side() within a letter's page.
 * Memory: the request's arena. Fails: as every handler. Limits: 25 lines a page.
 * Cost: a page of lines is one query and three probes a line. */
#ifndef CASEWORK_REGISTER_PAGES_H
#define CASEWORK_REGISTER_PAGES_H

#include "web/route.h"

struct letter_doc;
struct record;

/* The number, or the button that gives it; main: it is the next thing to do. */
void register_side(struct web *web, const struct record *letter, const struct letter_doc *doc,
                   bool main);

extern const struct route register_routes[];
extern const size_t register_routes_n;

#endif
