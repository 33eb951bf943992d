/* facts.c - see facts.h. */
#include "query/facts.h"

#include "query/compile.h"
#include "store/store.h"

static enum rc take_rows(struct call *call, struct rows *rows, size_t n, facts_taker *take,
                         void *data)
{
    struct value values[FACTS_COLUMNS_MAX];
    enum rc rc = RC_OK;

    while (rc == RC_OK && rows_next(call, rows, &rc)) {
        for (size_t i = 0; i < n; i++)
            values[i] = row_value(rows, (int)i);
        rc = take(call, data, values);
    }
    return rc;
}

enum rc facts_each(struct call *call, const struct facts *facts, facts_taker *take, void *data)
{
    struct compiled *compiled = arena_alloc(call->arena, sizeof *compiled);
    struct rows rows CLEANUP(rows_end) = {0};

    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (compiled == NULL)
        return fail_memory(call);
    enum rc rc = compile_facts(call, facts, compiled);
    if (rc == RC_OK)
        rc = rows_open(call, call->store->db, compiled->sql,
                       (struct binds){compiled->binds, compiled->n}, &rows);
    return rc == RC_OK ? take_rows(call, &rows, facts->n, take, data) : rc;
}
