/* compile_work.h - what the files that assemble statements share: compile.c and compile_facts.c.
 * Owns: nothing. Order: compile_begin(); the select, its tables and "WHERE t.erased IS NULL" into
 *   the buf; compile_end(), which adds the query's conditions and the permission, and ends it.
 * Memory: the call's arena. Fails: compile_end() as compile_query().
 * Limits: COMPILE_BINDS_MAX values. Cost: microseconds. The row of the query's kind is called t. */
#ifndef QUERY_COMPILE_WORK_H
#define QUERY_COMPILE_WORK_H

#include "query/compile.h"

struct compiler {
    struct call *call;
    struct buf out;
    struct compiled *to;
    bool by_owner; /* the rows are found by those that they are parts of */
    bool failed;
};

void compile_begin(struct compiler *c, struct call *call, struct compiled *to);
void compile_bind(struct compiler *c, struct value v); /* writes ?N */
/* May the actor see the row of this name? Of a kind that is part of nothing. */
void compile_verdict(struct compiler *c, const char *alias, const struct kind *kind);
MUST_USE enum rc compile_end(struct compiler *c, const struct query *query);

#endif
