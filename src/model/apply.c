/* apply.c - edit_apply() of change.h: an edit becomes rows, the same way now and at a rebuild. */
#include "model/change.h"
#include "model/field.h"
#include "model/likeness.h"

static enum rc fresh_record(struct call *call, const struct kind *kind, const struct edit *edit,
                            const struct edit_context *context, struct record **out)
{
    struct record *record = arena_alloc(call->arena, sizeof *record);
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);

    if (record == NULL || values == NULL)
        return fail_memory(call);
    *record = (struct record){.kind = kind,
                              .id = edit->record,
                              .subject = context->subject,
                              .owner = edit->owner,
                              .made_by = context->actor_rid,
                              .made_ms = context->time_ms,
                              .values = values};
    *out = record;
    return RC_OK;
}

static void set_merged(struct record *record, struct value v)
{
    record->merged = (struct id){{0}};
    (void)id_of(v.s, &record->merged);
}

static bool set_pseudo(struct record *record, struct str key, struct value v)
{
    if (str_is(key, ".state"))
        record->state = v.type == V_TEXT ? v.s : STR("");
    else if (str_is(key, ".retired"))
        record->retired_ms = v.type == V_INT ? v.i : 0;
    else if (str_is(key, ".code"))
        record->code = v.type == V_TEXT ? v.s : STR("");
    else if (str_is(key, ".code_n"))
        record->code_n = v.type == V_INT ? v.i : 0;
    else if (str_is(key, ".subject"))
        (void)id_of(v.s, &record->subject);
    else if (str_is(key, ".owner"))
        (void)id_of(v.s, &record->owner);
    else if (str_is(key, ".merged"))
        set_merged(record, v);
    else if (str_is(key, ".took"))
        return true; /* for its history alone; the other one points here */
    else if (str_is(key, ".n"))
        record->position = v.type == V_INT ? v.i : 0;
    else
        return false;
    return true;
}

/* What this model does not know makes the record one to be read only; the log keeps it. */
static bool set_fields(struct call *call, struct record *record, const struct edit *edit,
                       bool *changed)
{
    bool ok = true;

    record->newer |= edit->kind_version > (unsigned)record->kind->version;
    for (size_t i = 0; i < edit->n; i++) {
        const struct field *field = field_by_key(record->kind, edit->fields[i].key);
        if (field != NULL) {
            record->values[field->index] = edit->fields[i].now;
            ok &= field_widen(call->arena, field, &record->values[field->index]);
            changed[field->index] = true;
        } else if (!set_pseudo(record, edit->fields[i].key, edit->fields[i].now)) {
            record->newer = true;
        }
    }
    return ok;
}

static enum rc store(struct call *call, const struct table *table, struct record *record,
                     const struct edit *edit, const struct edit_context *context)
{
    bool *changed = arena_array(call->arena, table->kind->n + 1, sizeof *changed);

    if (changed == NULL || !set_fields(call, record, edit, changed))
        return fail_memory(call);
    record->rev = edit->rev;
    record->base = context->change;
    record->changed_ms = context->time_ms;
    enum rc rc = table_store(call, call->store->db, table, record, changed);
    return rc == RC_OK && likeness_touched(table->kind, edit) ? likeness_store(call, record) : rc;
}

/* The record may not be there: at a rebuild its own parts of the log are gone already. */
static enum rc bury(struct call *call, const struct table *table, const struct edit *edit,
                    const struct edit_context *context)
{
    day on = (day)(context->time_ms / 86400000);
    struct record *record;
    bool *changed = arena_array(call->arena, table->kind->n + 1, sizeof *changed);
    enum rc rc = table_load(call, call->store->db, table, &edit->record, &record);

    if (changed == NULL)
        return fail_memory(call);
    if (rc == RC_NOT_FOUND) {
        rc = fresh_record(call, table->kind, edit, context, &record);
        if (rc != RC_OK)
            return rc;
        if (!set_fields(call, record, edit, changed))
            return fail_memory(call);
        record->newer = false;
        rc = table_store(call, call->store->db, table, record, changed);
    }
    if (rc == RC_OK)
        rc = likeness_forget(call, record);
    if (rc == RC_OK)
        rc = table_bury(call, call->store->db, table, record, on);
    return rc == RC_OK ? log_erase_subject(call, call->store->log, &record->subject, on) : rc;
}

enum rc edit_apply(struct call *call, const struct edit *edit, const struct edit_context *context)
{
    const struct kind *kind = kind_find(call->app->registry, edit->kind);
    struct record *record;

    if (kind == NULL)
        return RC_OK; /* of a newer model: it stays in the log */
    const struct table *table = app_table(call->app, kind);
    if (edit->act == EDIT_ERASE)
        return bury(call, table, edit, context);
    enum rc rc = edit->act == EDIT_MAKE
                     ? fresh_record(call, kind, edit, context, &record)
                     : table_load(call, call->store->db, table, &edit->record, &record);
    if (rc == RC_NOT_FOUND)
        return fail(call, RC_CORRUPT, "log", "The log changes a %s that was never made.",
                    str_z(call->arena, kind->name));
    return rc == RC_OK ? store(call, table, record, edit, context) : rc;
}
