/* proceeding.c - see proceeding.h. */
#include "casework/proceeding.h"

#include "query/query.h"

static bool goes_against(const struct record *other, const struct record *proceeding)
{
    struct id id;
    struct value v = record_value(other, "after");

    return v.type != V_NULL && id_of(v.s, &id) && id_eq(&id, &proceeding->id);
}

static bool is_over(const struct query_page *all, const struct record *proceeding)
{
    for (size_t i = 0; i < all->n; i++)
        if (goes_against(all->records[i], proceeding))
            return true;
    return record_value(proceeding, "ended").type != V_NULL;
}

/* A step is the next procedure's own affair once that one has begun. */
static enum rc view(struct call *call, const struct query_page *all, struct record *proceeding,
                    struct proceeding_view *out)
{
    enum rc rc = clocks_ask(call, NULL, proceeding, &out->ask);

    out->over = is_over(all, proceeding);
    return rc == RC_OK ? moves_find(call, &out->ask.moves, &out->moves) : rc;
}

enum rc proceedings_of(struct call *call, const struct record *of, struct proceedings *out)
{
    struct query query = {.kind = kind_find(call->app->registry, STR("proceeding")),
                          .verb = MAY_SEE,
                          .owner = &of->id,
                          .limit = PROCEEDINGS_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    *out = (struct proceedings){.in = arena_array(call->arena, found.n + 1, sizeof *out->in),
                                .unknown =
                                    arena_array(call->arena, found.n + 1, sizeof(struct record *))};
    if (out->in == NULL || out->unknown == NULL)
        return fail_memory(call);
    for (int over = 0; over < 2; over++)
        for (size_t i = 0; i < found.n; i++) {
            if (is_over(&found, found.records[i]) != (over != 0))
                continue;
            if (!clocks_known(call, found.records[i])) {
                out->unknown[out->unknown_n++] = found.records[i];
                continue;
            }
            rc = view(call, &found, found.records[i], &out->in[out->n]);
            if (rc != RC_OK)
                return rc;
            out->n++;
        }
    return RC_OK;
}

/* The smaller, the earlier it is to be done. */
static int rank(const struct move *move)
{
    if (move->kind == MOVE_WAIT)
        return 3;
    if (move->kind == MOVE_WORDS)
        return 4;
    return move->counted ? 1 : 2;
}

static bool is_sooner(const struct move *a, const struct move *b)
{
    if (b == NULL || rank(a) != rank(b))
        return b == NULL || rank(a) < rank(b);
    return a->counted && (!b->counted || a->last < b->last);
}

const struct move *proceedings_next(const struct proceedings *all,
                                    const struct proceeding_view **of)
{
    const struct move *next = NULL;

    for (size_t i = 0; i < all->n; i++) {
        const struct proceeding_view *one = &all->in[i];
        for (size_t k = 0; !one->over && k < one->moves.open_n; k++)
            if (is_sooner(&one->moves.open[k], next)) {
                next = &one->moves.open[k];
                *of = one;
            }
    }
    return next;
}
