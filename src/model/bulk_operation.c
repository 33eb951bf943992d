/* bulk_operation.c - record.each of operation.h: one thing done to many records as one change, so
 *   that one undo takes all of it back. */
#include "model/operation.h"

enum { EACH_MAX = 500 };

enum rc each_args_make(struct call *call, const struct each_args *each, struct value *out)
{
    struct value *ids = arena_array(call->arena, each->n, sizeof *ids);

    if (ids == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < each->n; i++)
        ids[i] = id_value(&each->ids[i]);
    struct value args[] = {v_text(each->kind->name), v_list(ids, each->n), v_text(each->act),
                           each->field == NULL ? v_null() : v_text(each->field->name), each->value};
    return value_copy(call->arena, v_list(args, 5), out) ? RC_OK : fail_memory(call);
}

static enum rc set_one(struct call *call, struct record *record, struct value name,
                       struct value value)
{
    const struct field *field = name.type == V_TEXT ? field_find(record->kind, name.s) : NULL;

    if (field == NULL || field->derived)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    record->values[field->index] = value;
    return RC_OK;
}

static enum rc do_one(struct call *call, struct record *record, const struct value *item)
{
    struct str act = item[2].s;

    if (str_is(act, "retire")) {
        if (record->retired_ms == 0)
            record->retired_ms = call->now_ms;
    } else if (str_is(act, "restore")) {
        record->retired_ms = 0;
    } else if (str_is(act, "move")) {
        const struct state *state = state_find(record->kind, item[4].s);
        if (state == NULL)
            return fail(call, RC_INVALID, "state", "There is no such state.");
        record->state = state->name;
    } else if (str_is(act, "set")) {
        return set_one(call, record, item[3], item[4]);
    } else {
        return fail(call, RC_INVALID, "act", "Choose what to do with the selected.");
    }
    return RC_OK;
}

/* [kind, [id, ...], "retire" | "restore" | "move" | "set", field or null, value] */
static enum rc each(struct call *call, struct change *change, struct value args)
{
    const struct value *item = args.list.items;
    const struct kind *kind =
        args.type == V_LIST && args.list.n == 5 ? kind_find(call->app->registry, item[0].s) : NULL;
    enum rc rc = RC_OK;

    if (kind == NULL || item[1].type != V_LIST || item[2].type != V_TEXT)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    if (item[1].list.n > EACH_MAX)
        return fail(call, RC_LIMIT, "rows", "At most %d can be changed at once.", EACH_MAX);
    for (size_t i = 0; i < item[1].list.n && rc == RC_OK; i++) {
        struct record *record;
        struct id id;
        if (!id_of(item[1].list.items[i].s, &id))
            return fail(call, RC_INVALID, "rows", "The operation's arguments are not understood.");
        rc = change_open(call, change, kind, &id, 0, &record);
        if (rc == RC_OK)
            rc = do_one(call, record, item);
    }
    return rc;
}

const struct operation each_operation = {"record.each", 1,   "changed together", false, true, false,
                                         each,          NULL};
