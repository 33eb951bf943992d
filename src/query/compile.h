/* compile.h - a query becomes SQL, with the reader's permission in it.
 * Owns: nothing. Order: compile_query() then db with its binds. Memory: the call's arena.
 * Fails: RC_INVALID for a filter that does not fit its field; RC_MEMORY.
 * Limits: COMPILE_BINDS_MAX values. Cost: a few microseconds; the statement is cached by its text.
 * SQL text is assembled here and in model/table.c. Used by query.c, facts.c and find.c alone. */
#ifndef QUERY_COMPILE_H
#define QUERY_COMPILE_H

#include "query/query.h"
#include "store/db.h"

enum { COMPILE_BINDS_MAX = 512 };

struct compiled {
    struct sql sql;
    struct value binds[COMPILE_BINDS_MAX];
    size_t n;
};

/* What is selected: the table's columns and then the sort value, of those that have one or, behind
 * them, of those that have none; or a count. Two statements, so that each can follow an index. */
enum compile_what { COMPILE_ROWS, COMPILE_LAST_ROWS, COMPILE_COUNT };

MUST_USE enum rc compile_query(struct call *call, const struct query *query, enum compile_what what,
                               struct compiled *out);

/* Each value of a field that stands in the row, and how many have it. */
MUST_USE enum rc compile_tally(struct call *call, const struct query *query,
                               const struct field *field, struct compiled *out);

/* The rows to be counted, with what the link of facts names (query/facts.h). */
struct facts;
MUST_USE enum rc compile_facts(struct call *call, const struct facts *facts, struct compiled *out);

/* Rows of the search index that this actor may see, the newest of the first kinds first. */
struct compile_find {
    struct str match; /* query/needle.h */
    const struct kind *kind;
    bool retired;
    size_t limit;
};

MUST_USE enum rc compile_find(struct call *call, const struct compile_find *find,
                              struct compiled *out);

/* One record by id or by code, if the actor may see it. */
MUST_USE enum rc compile_one(struct call *call, const struct kind *kind, struct value id,
                             struct value code, struct compiled *out);

#endif
