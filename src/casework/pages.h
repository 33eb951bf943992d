/* pages.h - the pages of casework: the list, a case, a paper, a letter.
 * Owns: their routes. Order: handlers of web/route.h, by the dispatcher alone.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: 25 rows a page; PAPERS_MAX papers of a case are shown.
 * Cost: a page is a few queries; a printed letter waits for a job. */
#ifndef CASEWORK_PAGES_H
#define CASEWORK_PAGES_H

#include "model/operation.h"
#include "web/part.h"
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

const struct kind *page_kind(const struct web *web, const char *name);
struct str page_case_path(struct web *web, struct str code, const char *rest);
/* "in 3 days", "2 days late", and how loud that is. */
struct str page_days_left(struct call *call, day due);
enum tone page_tone(const struct call *call, day due);
/* A field as people read it; the title of the record that a link names. */
struct str page_shown(struct call *call, const struct record *record, const char *name);
struct str page_link_title(struct call *call, const struct record *record, const char *name);
/* Controls with what was typed. */
void page_select(struct web *web, const char *kind_name, const char *name, bool must);
void page_text(struct web *web, const char *name, struct str label, bool must);
/* One field of a record that is saved. */
void page_give(struct save_args *save, struct value *values, bool *given, const char *name,
               struct value v);
struct value page_value(struct str s); /* a text, or nothing */

extern const struct route casework_routes[], case_routes[], paper_routes[];
extern const size_t casework_routes_n, case_routes_n, paper_routes_n;

#endif
