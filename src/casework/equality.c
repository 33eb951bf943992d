/* equality.c - see equality.h. */
#include "casework/equality.h"

#include "base/lang.h"
#include "casework/sheet.h"
#include "casework/together.h"
#include "model/field.h"

/* The day, and whether it is known to the day. */
static bool happened_on(const struct record *of, struct moves_fact *out)
{
    struct value v = record_value(of, "happened");

    if (v.type != V_LIST || v.list.n == 0 || v.list.items[0].type != V_INT)
        return false;
    *out = (struct moves_fact){
        .what = EVENT_ACT,
        .on = (day)v.list.items[0].i,
        .minute = TERM_NO_HOUR,
        .certain = v.list.n < 2 || v.list.items[1].i == PRECISION_DAY,
    };
    return true;
}

static const struct proceeding_view *begun(const struct proceedings *all,
                                           const struct procedure *procedure)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(together_text(all->in[i].ask.proceeding, "procedure"), procedure->id))
            return &all->in[i];
    return NULL;
}

static void take(const struct moves *moves, struct equality_way *out)
{
    out->move = moves->open_n == 0 ? NULL : &moves->open[0];
    out->barred = moves->open_n != 0 || moves->barred_n == 0 ? NULL : &moves->barred[0];
}

struct looking {
    struct laid laid;
    struct proceedings all;
    struct moves_fact *fact; /* NULL: nobody wrote down when it happened */
};

static enum rc way(struct call *call, const struct looking *l, const struct procedure *shipped,
                   struct equality_way *out)
{
    const struct proceeding_view *view = begun(&l->all, shipped);
    struct moves *moves = arena_alloc(call->arena, sizeof *moves);

    *out = (struct equality_way){.procedure = shipped};
    if (moves == NULL)
        return fail_memory(call);
    if (view != NULL) {
        out->begun = view->ask.proceeding;
        if (!view->over)
            take(&view->moves, out);
        return RC_OK;
    }
    enum rc rc = laid_procedure(call, &l->laid, shipped,
                                l->fact != NULL ? l->fact->on : call->today, &out->procedure);
    const struct moves_ask ask = {.procedure = out->procedure,
                                  .country = packs_country(call->app->packs, shipped->country),
                                  .facts = l->fact,
                                  .n = l->fact != NULL,
                                  .today = call->today};
    if (rc == RC_OK)
        rc = moves_find(call, &ask, moves);
    if (rc == RC_OK)
        take(moves, out);
    return rc;
}

enum rc equality_ways(struct call *call, const struct record *of, struct equality *out)
{
    struct looking l = {.fact = arena_alloc(call->arena, sizeof *l.fact)};
    struct record *own;
    struct sheet sheet;
    enum rc rc = together_own(call, &own);

    *out = (struct equality){.in = arena_array(call->arena, EQUALITY_WAYS_MAX, sizeof *out->in),
                             .n = 0};
    if (out->in == NULL || l.fact == NULL)
        return fail_memory(call);
    if (rc == RC_OK)
        rc = laid_load(call, &l.laid);
    if (rc == RC_OK)
        rc = proceedings_of(call, of, &l.all);
    if (rc != RC_OK)
        return rc;
    out->happened = happened_on(of, l.fact);
    if (!out->happened)
        l.fact = NULL;
    struct str country = together_text(own, "country");
    if (!sheet_find(call, country, STR("discrimination"), STR("en"), &sheet))
        return RC_OK;
    for (const struct procedure *p = sheet_next(call, &sheet, country, NULL);
         p != NULL && out->n < EQUALITY_WAYS_MAX && rc == RC_OK;
         p = sheet_next(call, &sheet, country, p))
        rc = way(call, &l, p, &out->in[out->n++]);
    return rc;
}
