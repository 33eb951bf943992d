/* sortkey.h - the hidden columns by which texts and names are sorted.
 * Owns: the rule which fields have one: texts and names that stand in a list, sort it or name the
 *   record, and are no secret. The column is called "FIELD.sort"; no field can be called so.
 * Order: any; table.c makes and fills the columns, model/refresh.h fills old ones.
 * Memory: the call's arena. Fails: RC_MEMORY. Cost: linear in the text.
 * Names sort by family name, then given, then what else there is.
 * The organisation has one sort order (DESIGN 4): that of its language when the keys were last
 * made, which stands in the table meta as "sorting". */
#ifndef MODEL_SORTKEY_H
#define MODEL_SORTKEY_H

#include "model/record.h"
#include "rules/collate.h"
#include "store/db.h"

bool sortkey_has(const struct kind *kind, const struct field *field);

/* "names.sort" */
struct str sortkey_name(struct arena *arena, const struct field *field);

/* Appends every key's column, with what stands before it (NULL: no name at all) and behind; answers
 * how many there are. For table.c. */
size_t sortkey_columns(struct buf *out, const struct kind *kind, const char *before,
                       const char *behind);

/* Appends the keys of a record to the values of its row. */
MUST_USE enum rc sortkey_bind(struct call *call, struct db *db, const struct record *record,
                              struct value *row, size_t *n);

/* The order in which this folder's keys are made. */
MUST_USE enum rc sortkey_order(struct call *call, struct db *db, const struct collation **out);

/* V_BYTES, or V_NULL for nothing to sort by. */
MUST_USE enum rc sortkey_of(struct call *call, const struct collation *order,
                            const struct field *field, struct value v, struct value *out);

#endif
