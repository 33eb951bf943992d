/* law.c - of law_pages.h: the rules of this office as pages and commands show them. */
#include "base/lang.h"
#include "casework/law_pages.h"
#include "model/app.h"
#include "model/field.h"
#include "query/query.h"
#include "store/store.h"

enum { USES_MAX = 400, TERMS_MAX = 120 };

/* ---- the terms of one procedure ---- */

struct listing {
    struct call *call;
    const struct laid *laid;
    const struct procedure *shipped, *now;
    struct law_term *out;
    size_t n;
};

static void list_terms(struct listing *l, enum laid_part part, size_t stage)
{
    struct procedure_terms terms = laid_terms(l->now, part, stage);

    for (size_t i = 0; i < terms.n && l->n < TERMS_MAX; i++) {
        const struct laid_place place = {part, stage, i};
        l->out[l->n++] = (struct law_term){place, &terms.in[i],
                                           laid_find(l->laid, l->shipped, place, l->call->today)};
    }
}

enum rc law_terms(struct call *call, const struct laid *laid, const struct procedure *shipped,
                  struct law_term **out, size_t *n)
{
    struct listing l = {.call = call, .laid = laid, .shipped = shipped};
    enum rc rc = laid_procedure(call, laid, shipped, call->today, &l.now);

    l.out = arena_array(call->arena, TERMS_MAX, sizeof *l.out);
    if (l.out == NULL)
        return fail_memory(call);
    if (rc != RC_OK)
        return rc;
    list_terms(&l, LAID_LIMIT, 0);
    for (size_t i = 0; i < l.now->stage_count; i++)
        list_terms(&l, LAID_STAGE, i + 1);
    for (enum laid_part part = LAID_AFTER; part < LAID_PARTS; part++)
        list_terms(&l, part, 0);
    *out = l.out;
    *n = l.n;
    return RC_OK;
}

struct str law_place(struct call *call, const struct procedure *procedure, struct laid_place place)
{
    const struct choice_list *list = list_find(call->app->registry, STR("rule_part"));
    const struct choice *choice = choice_find(list, str_of(laid_part_code(place.part)));
    struct str lang = lang_code(call->lang);

    if (place.part == LAID_STAGE && place.stage > 0 && place.stage <= procedure->stage_count) {
        const struct procedure_stage *stage = &procedure->stages[place.stage - 1];
        struct str actor = words_in(stage->actor, lang), action = words_in(stage->action, lang);
        return str_format(call->arena, "%zu. %.*s: %.*s", place.stage, (int)actor.n,
                          actor.p == NULL ? "" : actor.p, (int)action.n,
                          action.p == NULL ? "" : action.p);
    }
    return choice == NULL ? STR("") : label_text(call, &choice->label);
}

struct str law_source(const struct procedure *procedure, const struct procedure_term *term)
{
    if (term->law.source.n != 0)
        return term->law.source;
    if (procedure->law.source.n != 0)
        return procedure->law.source;
    return procedure->basis_count != 0 ? procedure->basis[0].act : STR("");
}

struct str law_term_sure(struct call *call, const struct law_term *term)
{
    if (term->check != NULL)
        return laid_said(call, term->check);
    switch (term->term->law.status) {
    case LAW_VERIFIED: return say(call, "Read in the law's text; not confirmed by a lawyer yet.");
    case LAW_PARTLY: return say(call, "Not confirmed: only read about.");
    case LAW_UNVERIFIED: break;
    }
    return say(call, "Not confirmed.");
}

/* ---- which procedures this office uses ---- */

static void add(struct law_use *out, size_t *n, const struct procedure *procedure, int64_t count)
{
    for (size_t i = 0; i < *n; i++)
        if (out[i].procedure == procedure)
            return;
    if (*n < USES_MAX && procedure != NULL)
        out[(*n)++] = (struct law_use){procedure, count};
}

enum rc law_uses(struct call *call, struct law_use **out, size_t *n)
{
    const struct kind *organisation = kind_find(call->app->registry, STR("organisation"));
    const struct procedures *all = call->app->packs->procedures;
    struct query query = {.kind = kind_find(call->app->registry, STR("proceeding")),
                          .verb = MAY_SEE};
    struct query_tally *tally = NULL;
    struct record *own;
    size_t some = 0;
    enum rc rc = RC_OK;

    *n = 0;
    *out = arena_array(call->arena, USES_MAX, sizeof **out);
    if (*out == NULL)
        return fail_memory(call);
    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("ended")), .op = QUERY_EMPTY};
    if (call->actor->system || permit_mask(kind_head(query.kind), call->actor, MAY_SEE) != 0)
        rc = query_tally(call, &query, field_find(query.kind, STR("procedure")), &tally, &some);
    for (size_t i = 0; i < some && rc == RC_OK; i++)
        if (tally[i].value.type == V_TEXT)
            add(*out, n, procedure_find(all, tally[i].value.s), tally[i].n);
    if (rc == RC_OK)
        rc = table_load_rid(call, call->store->db, app_table(call->app, organisation), 1, &own);
    for (const struct procedure *p = procedure_first(all); p != NULL && rc == RC_OK; p = p->after)
        if (p->offered && str_starts(p->id, record_value(own, "country").s))
            add(*out, n, p, 0);
    return rc;
}
