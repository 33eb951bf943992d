/* pages.h - the pages of casework: the list, a case, a paper, a letter.
 * Owns: their routes. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: 25 rows a page; PAPERS_MAX papers of a case are shown.
 * Cost: a page is a few queries; a printed letter waits for a job. */
#ifndef CASEWORK_PAGES_H
#define CASEWORK_PAGES_H

#include "base/id.h"
#include "web/route.h"

enum { PAPERS_MAX = 50, PAGE_PICKS_MAX = 120 };

struct pick;

/* What a form that is shown again was sent with; empty on the first time. */
struct str page_typed(const struct web *web, const char *name);
/* The form's own id, so that a double click is one change, and the field that carries it. */
struct id page_change(struct web *web);
void page_change_field(struct web *web);
/* Procedures of the organisation's country; out has room for PAGE_PICKS_MAX. */
size_t page_procedures(struct web *web, struct str chosen, struct pick *out);

/* Its part of the first page: what is due. */
void casework_home(struct web *web);

extern const struct route casework_routes[];
extern const size_t casework_routes_n;

#endif
