/* homecoming.c - see homecoming.h. */
#include "casework/homecoming.h"

#include "base/lang.h"
#include "casework/together.h"

/* ---- what there is to ask for ---- */

static const struct proceeding_view *begun(const struct proceedings *all,
                                           const struct procedure *by)
{
    for (size_t i = 0; by != NULL && i < all->n; i++)
        if (str_eq(together_text(all->in[i].ask.proceeding, "procedure"), by->id))
            return &all->in[i];
    return NULL;
}

static const struct record *asked(const struct query_page *records, struct str code)
{
    for (size_t i = 0; i < records->n; i++)
        if (str_eq(together_text(records->records[i], "pack"), code))
            return records->records[i];
    return NULL;
}

static void add_named(const struct procedure *of, const struct proceedings *all,
                      const struct query_page *records, struct homecoming *out)
{
    for (size_t i = 0; i < of->entitlement_count && out->n < HOMECOMING_ROWS_MAX; i++) {
        const struct procedure_entitlement *is = &of->entitlements[i];
        out->in[out->n++] = (struct homecoming_row){.is = is,
                                                    .of = of,
                                                    .by = is->by.to,
                                                    .record = asked(records, is->code),
                                                    .begun = begun(all, is->by.to)};
    }
    out->named |= of->entitlement_count != 0;
    if (of->entitlement_count != 0 && out->procedure == NULL)
        out->procedure = of;
}

static bool is_named(const struct homecoming *all, const struct record *record)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->in[i].record == record)
            return true;
    return false;
}

/* Asked for, and no procedure was begun: the term runs from the day of asking all the same. */
static enum rc since_asked(struct call *call, struct homecoming_row *row)
{
    struct value on = row->record == NULL ? v_null() : record_value(row->record, "asked");
    struct moves *moves = arena_alloc(call->arena, sizeof *moves);
    struct moves_fact *fact = arena_alloc(call->arena, sizeof *fact); /* the moves borrow it */

    if (moves == NULL || fact == NULL)
        return fail_memory(call);
    if (on.type != V_INT || row->by == NULL)
        return RC_OK;
    *fact = (struct moves_fact){
        .what = EVENT_FILED, .on = (day)on.i, .minute = TERM_NO_HOUR, .certain = true};
    const struct moves_ask ask = {.procedure = row->by,
                                  .country = packs_country(call->app->packs, row->by->country),
                                  .facts = fact,
                                  .n = 1,
                                  .today = call->today};
    enum rc rc = moves_find(call, &ask, moves);
    if (rc == RC_OK && moves->open_n != 0 && moves->open[0].counted)
        row->move = &moves->open[0];
    return rc;
}

static enum rc add_clocks(struct call *call, struct homecoming *out)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < out->n && rc == RC_OK; i++) {
        struct homecoming_row *row = &out->in[i];
        if (row->begun == NULL)
            rc = since_asked(call, row);
        else if (row->begun->moves.open_n != 0)
            row->move = &row->begun->moves.open[0];
    }
    return rc;
}

static void add_own(const struct query_page *records, struct homecoming *out)
{
    for (size_t i = records->n; i-- > 0 && out->n < HOMECOMING_ROWS_MAX;)
        if (!is_named(out, records->records[i]))
            out->in[out->n++] = (struct homecoming_row){.record = records->records[i]};
}

enum rc homecoming_of(struct call *call, const struct record *of, struct homecoming *out)
{
    struct query_page homes, records;
    struct proceedings all;
    struct record *own;
    enum rc rc = together_own(call, &own);

    *out =
        (struct homecoming){.in = arena_array(call->arena, HOMECOMING_ROWS_MAX, sizeof *out->in)};
    if (out->in == NULL)
        return fail_memory(call);
    if (rc == RC_OK)
        rc = together_list(call, of, "homecoming", NULL, &homes);
    if (rc == RC_OK)
        rc = together_list(call, of, "entitlement", NULL, &records);
    if (rc == RC_OK)
        rc = proceedings_of(call, of, &all);
    if (rc != RC_OK)
        return rc;
    out->home = homes.n == 0 ? NULL : homes.records[0];
    for (const struct procedure *p = procedure_first(call->app->packs->procedures); p != NULL;
         p = p->after)
        if (str_starts(p->id, together_text(own, "country")) && p->offered)
            add_named(p, &all, &records, out);
    add_own(&records, out);
    return add_clocks(call, out);
}

const struct procedure_term *homecoming_term(const struct procedure *by)
{
    for (size_t i = 0; by != NULL && i < by->stage_count; i++) {
        const struct procedure_stage *stage = &by->stages[i];
        if (stage->decides && stage->terms.n != 0 && stage->terms.in[0].term.length != 0)
            return &stage->terms.in[0];
    }
    return NULL;
}

/* ---- entitlement.mark: [case, record or null, code or null, name or null, act, day] ---- */

enum { MARK_CASE, MARK_RECORD, MARK_CODE, MARK_NAME, MARK_ACT, MARK_ON, MARK_PARTS };

static enum rc take(struct call *call, struct change *change, const struct value *given,
                    struct record **out)
{
    const struct record *of;
    struct id id;

    if (given[MARK_RECORD].type == V_BYTES && id_of(given[MARK_RECORD].s, &id))
        return change_open(call, change, app_kind(call, "entitlement"), &id, 0, out);
    if (!id_of(given[MARK_CASE].s, &id))
        return fail(call, RC_INVALID, "arguments", "This help is not understood.");
    enum rc rc = change_look(call, change, app_kind(call, "case"), &id, &of);
    if (rc == RC_OK)
        rc = change_make(call, change, app_kind(call, "entitlement"), of, out);
    if (rc != RC_OK)
        return rc;
    record_set(*out, "what", given[MARK_NAME]);
    record_set(*out, "pack", given[MARK_CODE]);
    return RC_OK;
}

static void mark(struct record *record, enum entitlement_act act, struct value on)
{
    switch (act) {
    case ENTITLEMENT_ASKED: record_set(record, "asked", on); break;
    case ENTITLEMENT_GIVEN:
        record_set(record, "given", on);
        if (record_value(record, "answered").type == V_NULL)
            record_set(record, "answered", on);
        record_set(record, "result", v_text(STR("granted")));
        break;
    case ENTITLEMENT_REFUSED:
        record_set(record, "answered", on);
        record_set(record, "result", v_text(STR("refused")));
        break;
    }
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    const struct value *given = args.list.items;
    struct record *record;

    if (args.type != V_LIST || args.list.n != MARK_PARTS || given[MARK_CASE].type != V_BYTES ||
        given[MARK_ACT].type != V_INT || given[MARK_ACT].i < ENTITLEMENT_ASKED ||
        given[MARK_ACT].i > ENTITLEMENT_REFUSED || given[MARK_ON].type != V_INT)
        return fail(call, RC_INVALID, "arguments", "This help is not understood.");
    enum rc rc = take(call, change, given, &record);
    if (rc == RC_OK)
        mark(record, (enum entitlement_act)given[MARK_ACT].i, given[MARK_ON]);
    return rc;
}

const struct operation entitlement_mark_operation = {.name = "entitlement.mark",
                                                     .version = 1,
                                                     .brief = "asked for, given or refused",
                                                     .undo = true,
                                                     .apply = apply};

enum rc entitlement_mark(struct call *call, const struct entitlement_mark *mark,
                         struct outcome *out)
{
    const struct value args[MARK_PARTS] = {
        [MARK_CASE] = id_value(mark->of),
        [MARK_RECORD] = mark->record,
        [MARK_CODE] = mark->code.n == 0 ? v_null() : v_text(mark->code),
        [MARK_NAME] = mark->name.n == 0 ? v_null() : v_text(mark->name),
        [MARK_ACT] = v_int(mark->act),
        [MARK_ON] = v_int(mark->on),
    };
    const struct operation_request request = {
        .operation = "entitlement.mark", .change = mark->change, .args = v_list(args, MARK_PARTS)};

    return operation_run(call, &request, out);
}
