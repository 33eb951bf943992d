/* save.c - see save.h. */
#include "casework/save.h"

#include <assert.h>

enum rc save_init(struct call *call, const struct kind *kind, struct save *out)
{
    *out = (struct save){.args = {.kind = kind},
                         .values = arena_array(call->arena, kind->n + 1, sizeof(struct value)),
                         .given = arena_array(call->arena, kind->n + 1, sizeof(bool))};
    if (out->values == NULL || out->given == NULL)
        return fail_memory(call);
    out->args.values = out->values;
    out->args.given = out->given;
    return RC_OK;
}

void save_set(struct save *save, const char *name, struct value v)
{
    const struct field *field = field_find(save->args.kind, str_of(name));

    assert(field != NULL);
    save->values[field->index] = v;
    save->given[field->index] = true;
}

void save_text(struct save *save, const char *name, struct str text)
{
    save_set(save, name, text.n == 0 ? v_null() : v_text(text));
}

bool save_follows(const struct record *record, struct str state)
{
    const struct state *now = state_find(record->kind, record->state);

    for (size_t i = 0; now != NULL && i < now->next_n; i++)
        if (str_eq(record->kind->states[now->next[i]].name, state))
            return true;
    return false;
}

enum rc save_run(struct call *call, const struct save *save, const struct id *change,
                 struct outcome *out)
{
    struct operation_request request = {.operation = "record.save", .change = *change};
    enum rc rc = save_args_make(call, &save->args, &request.args);

    return rc == RC_OK ? operation_run(call, &request, out) : rc;
}

static enum rc misread(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The case's facts are not understood.");
}

enum rc save_fields(struct call *call, struct record *record, struct value fields)
{
    if (fields.type != V_LIST)
        return misread(call);
    for (size_t i = 0; i < fields.list.n; i++) {
        struct value pair = fields.list.items[i];
        const struct field *field = pair.type == V_LIST && pair.list.n == 2
                                        ? field_find(record->kind, pair.list.items[0].s)
                                        : NULL;
        if (field == NULL || field->derived)
            return misread(call);
        record->values[field->index] = pair.list.items[1];
    }
    return RC_OK;
}
