/* saved.h - lists kept under a name: records of the kind saved_list become queries.
 * Owns: the check of such a record; nothing is stored that could not be opened.
 * Order: saved_list_hook among the hooks of the program; saved_query() with a record of query_get()
 *   or query_list().
 * Memory: the call's arena. Fails: RC_INVALID where the kind, a field or a condition is not known
 *   (any more: fields come and go), as where.h says it.
 * Limits: as where.h; SAVED_COLUMNS_MAX columns. Cost: that of reading the conditions. */
#ifndef QUERY_SAVED_H
#define QUERY_SAVED_H

#include "model/app.h"
#include "query/query.h"

enum { SAVED_COLUMNS_MAX = 30 };

struct saved {
    struct query query;
    const struct field *columns[SAVED_COLUMNS_MAX];
    size_t n; /* 0: those of the kind */
};

MUST_USE enum rc saved_query(struct call *call, const struct record *record, struct saved *out);

/* Conditions are put into their one form; what cannot be read is refused. */
extern const struct derive_hook saved_list_hook;

#endif
