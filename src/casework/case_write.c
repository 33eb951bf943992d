/* case_write.c - see case_write.h. */
#include "casework/case_write.h"

#include "model/change.h"

/* The operation's arguments: [case id, rev, [[field, value], ...], state or null, items], and of
 * an item: [kind, id or null, [[field, value], ...]]. */
enum { ARG_CASE, ARG_REV, ARG_FIELDS, ARG_STATE, ARG_ITEMS, ARGS };
enum { ITEM_KIND, ITEM_ID, ITEM_FIELDS, ITEM_PARTS };

static enum rc not_understood(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The case's facts are not understood.");
}

/* ---- people come before the case, which then names them; its parts come after it */

struct joining {
    struct id ids[CASE_WRITE_ITEMS_MAX];
    size_t n;
};

static const struct kind *item_kind(struct call *call, struct value v)
{
    const struct value *item = v.list.items;

    return v.type == V_LIST && v.list.n == ITEM_PARTS && item[ITEM_KIND].type == V_TEXT
               ? kind_find(call->app->registry, item[ITEM_KIND].s)
               : NULL;
}

static bool is_person(const struct kind *kind)
{
    return kind != NULL && str_is(kind->name, "person");
}

static enum rc make_people(struct call *call, struct change *change, struct value items,
                           struct joining *joining)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < items.list.n && rc == RC_OK; i++) {
        const struct kind *kind = item_kind(call, items.list.items[i]);
        const struct value *item = items.list.items[i].list.items;
        struct record *record;
        if (!is_person(kind))
            continue;
        if (item[ITEM_ID].type != V_NULL)
            return not_understood(call);
        rc = change_make(call, change, kind, NULL, &record);
        if (rc == RC_OK)
            rc = save_fields(call, record, item[ITEM_FIELDS]);
        if (rc == RC_OK)
            joining->ids[joining->n++] = record->id;
    }
    return rc;
}

/* Behind those whom the case is about already. */
static enum rc join(struct call *call, struct record *of, const struct joining *joining)
{
    struct value now = record_value(of, "people");
    size_t n = now.type == V_LIST ? now.list.n : 0;
    struct value *all = arena_array(call->arena, n + joining->n + 1, sizeof *all);

    if (all == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        all[i] = now.list.items[i];
    for (size_t i = 0; i < joining->n; i++)
        all[n++] = id_value(&joining->ids[i]);
    if (joining->n != 0)
        record_set(of, "people", v_list(all, n));
    return RC_OK;
}

static enum rc write_part(struct call *call, struct change *change, struct record *of,
                          struct value v)
{
    const struct kind *kind = item_kind(call, v);
    const struct value *item = v.list.items;
    struct record *record;
    struct id id;

    if (is_person(kind))
        return RC_OK;
    if (kind == NULL || kind->owner != of->kind)
        return not_understood(call);
    bool known = item[ITEM_ID].type == V_BYTES && id_of(item[ITEM_ID].s, &id);
    enum rc rc = known ? change_open(call, change, kind, &id, 0, &record)
                       : change_make(call, change, kind, of, &record);
    if (rc == RC_OK && !id_eq(&record->owner, &of->id))
        return fail(call, RC_NOT_FOUND, NULL, NULL); /* it belongs to another case */
    return rc == RC_OK ? save_fields(call, record, item[ITEM_FIELDS]) : rc;
}

static enum rc set_state(struct call *call, struct record *of, struct value v)
{
    const struct state *state;

    if (v.type != V_TEXT)
        return RC_OK;
    state = state_find(of->kind, v.s);
    if (state == NULL)
        return not_understood(call);
    of->state = state->name;
    return RC_OK;
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    struct joining *joining = arena_alloc(call->arena, sizeof *joining);
    const struct value *arg = args.list.items;
    struct record *of;
    struct id id;

    if (joining == NULL)
        return fail_memory(call);
    joining->n = 0;
    if (args.type != V_LIST || args.list.n != ARGS || !id_of(arg[ARG_CASE].s, &id) ||
        arg[ARG_REV].type != V_INT || arg[ARG_ITEMS].type != V_LIST ||
        arg[ARG_ITEMS].list.n > CASE_WRITE_ITEMS_MAX)
        return not_understood(call);
    enum rc rc = make_people(call, change, arg[ARG_ITEMS], joining);
    if (rc == RC_OK)
        rc = change_open(call, change, kind_find(call->app->registry, STR("case")), &id,
                         arg[ARG_REV].i, &of);
    if (rc == RC_OK)
        rc = save_fields(call, of, arg[ARG_FIELDS]);
    if (rc == RC_OK)
        rc = join(call, of, joining);
    if (rc == RC_OK)
        rc = set_state(call, of, arg[ARG_STATE]);
    for (size_t i = 0; i < arg[ARG_ITEMS].list.n && rc == RC_OK; i++)
        rc = write_part(call, change, of, arg[ARG_ITEMS].list.items[i]);
    return rc;
}

const struct operation case_write_operation = {"case.write", 1,     "changed", false,
                                               true,         false, apply,     NULL};

/* ---- what goes in */

static enum rc pairs_of(struct call *call, const struct save *save, struct value *out)
{
    const struct kind *kind = save->args.kind;
    struct value *pairs = arena_array(call->arena, kind->n + 1, sizeof *pairs);
    size_t n = 0;

    for (size_t i = 0; pairs != NULL && i < kind->n; i++) {
        struct value pair[] = {v_text(kind->fields[i].name), save->values[i]};
        if (save->given[i] && !value_copy(call->arena, v_list(pair, 2), &pairs[n++]))
            return fail_memory(call);
    }
    *out = v_list(pairs, n);
    return pairs == NULL ? fail_memory(call) : RC_OK;
}

enum rc case_write_init(struct call *call, const struct record *of, struct case_write *out)
{
    *out = (struct case_write){.of = of};
    return save_init(call, of->kind, &out->facts);
}

enum rc case_write_add(struct call *call, struct case_write *write, const struct save *save,
                       const struct id *id)
{
    struct value item[ITEM_PARTS] = {v_text(save->args.kind->name),
                                     id == NULL ? v_null() : id_value(id)};

    if (write->n == CASE_WRITE_ITEMS_MAX)
        return fail(call, RC_LIMIT, "case", "More than %d things go along with one case.",
                    CASE_WRITE_ITEMS_MAX);
    enum rc rc = pairs_of(call, save, &item[ITEM_FIELDS]);
    if (rc != RC_OK)
        return rc;
    return value_copy(call->arena, v_list(item, ITEM_PARTS), &write->items[write->n++])
               ? RC_OK
               : fail_memory(call);
}

enum rc case_write_run(struct call *call, const struct case_write *write, const struct id *change,
                       struct outcome *out)
{
    struct value args[ARGS] = {id_value(&write->of->id), v_int(write->rev)};
    struct operation_request request = {.operation = "case.write", .change = *change};

    args[ARG_STATE] = write->state.n == 0 ? v_null() : v_text(write->state);
    args[ARG_ITEMS] = v_list(write->items, write->n);
    enum rc rc = pairs_of(call, &write->facts, &args[ARG_FIELDS]);
    if (rc != RC_OK)
        return rc;
    request.args = v_list(args, ARGS);
    return operation_run(call, &request, out);
}
