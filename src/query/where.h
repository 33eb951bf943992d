/* where.h - filters as people write them: in a list's address, in a saved list, behind --where.
 * Owns: the grammar. Conditions stand apart by spaces, and all of them hold:
 *     area=housing  born<1990  next_due<=22.11.2026  names~Demir  phones?  !phones  ~roof
 *     area=housing,health  state!=resolved  responsible=me  next_due<today+7  case.area=housing
 *   FIELD=, != < <= > >= compare; FIELD~ contains, in any spelling; ~ alone looks at all texts;
 *   FIELD? is filled, !FIELD is empty; commas stand for "one of". OWNER.FIELD is a field of what
 *   the record is part of; made>="2026-10-01 00:00" is when it was written down. A value with a
 *   space, comma or quotation mark stands in "..."; "" is one mark. Choices and states by code or
 *   by their words, links by number, title or id, days whole or in part, or as today, today+7,
 *   today-30; me is who asks.
 * Order: any. Memory: the call's arena.
 * Fails: RC_INVALID with the character at which it is wrong, and what was probably meant; where
 *   links are named, as find.h.
 * Limits: WHERE_BYTES_MAX, QUERY_FILTERS_MAX conditions, WHERE_VALUES_MAX values in one.
 * Cost: a look-up for each link that is named. */
#ifndef QUERY_WHERE_H
#define QUERY_WHERE_H

#include "query/query.h"

enum { WHERE_BYTES_MAX = 4000, WHERE_VALUES_MAX = 50 };

/* Appends to the query's filters; its kind and actor are set already. */
MUST_USE enum rc where_parse(struct call *call, struct str text, struct query *query);

/* The same conditions in the one form that every page and saved list uses; parsing it gives the
 * same filters again. */
MUST_USE enum rc where_text(struct call *call, const struct query *query, struct str *out);

#endif
