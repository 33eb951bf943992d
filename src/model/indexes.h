/* indexes.h - the SQL indexes of a kind's table: what makes lists and counts quick.
 * Owns: the rule which there are (README "Indexes"); table.c asks for them when it makes or widens
 *   a table. Each is called "KIND.COLUMN", or "KIND.COLUMN.COLUMN".
 * Order: when all columns are there. Memory: the call's arena. Fails: as db.h.
 * Cost: each index is a page more that a change writes; so only what a list is sorted by, what a
 *   link or a part is found by, and what the default list is filtered by has one. */
#ifndef MODEL_INDEXES_H
#define MODEL_INDEXES_H

#include "model/kind.h"
#include "store/db.h"

MUST_USE enum rc indexes_make(struct call *call, struct db *db, const struct kind *kind);

/* Has a list of this kind an index for sorting by that field? */
bool indexes_sort(const struct kind *kind, const struct field *field);

#endif
