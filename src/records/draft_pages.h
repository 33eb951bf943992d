/* draft_pages.h - where forms are kept while somebody types (web/draft.h), and the list of them.
 * Owns: nothing (model/form_draft.h has the table). Order: within a handler.
 * Memory: the call's arena. Fails: as the database. Limits: as model/form_draft.h.
 * Cost: one look-up. */
#ifndef RECORDS_DRAFT_PAGES_H
#define RECORDS_DRAFT_PAGES_H

#include "web/draft.h"

extern const struct route draft_routes[];
extern const size_t draft_routes_n;

/* For the first page: what she was writing. */
void draft_list(struct web *web);

#endif
