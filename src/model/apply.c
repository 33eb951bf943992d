/* apply.c - edits_apply() of change.h: edits become rows, the same way now and at a rebuild. */
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

static enum rc apply(struct call *call, const struct edit *edit, const struct edit_context *context)
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

/* ---- links to what comes later ---- */

static bool is_made(const struct edit *edits, size_t n, struct value v)
{
    struct id id;

    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        if (is_made(edits, n, v.list.items[i]))
            return true;
    for (size_t i = 0; v.type == V_BYTES && id_of(v.s, &id) && i < n; i++)
        if (edits[i].act == EDIT_MAKE && id_eq(&edits[i].record, &id))
            return true;
    return false;
}

/* In tables a link is a rid, which a record that was not made yet did not have. */
static enum rc link_again(struct call *call, const struct edit *edit, size_t behind,
                          const struct edit_context *context)
{
    const struct kind *kind = kind_find(call->app->registry, edit->kind);
    struct edit_field *fields = arena_array(call->arena, edit->n + 1, sizeof *fields);
    struct edit again = *edit;

    if (fields == NULL)
        return fail_memory(call);
    again.act = EDIT_SET;
    again.fields = fields;
    again.n = 0;
    for (size_t i = 0; kind != NULL && edit->act != EDIT_ERASE && i < edit->n; i++) {
        const struct field *field = field_by_key(kind, edit->fields[i].key);
        if (field != NULL && field->target != NULL &&
            is_made(edit + 1, behind, edit->fields[i].now))
            fields[again.n++] = edit->fields[i];
    }
    return again.n == 0 ? RC_OK : apply(call, &again, context);
}

enum rc edits_apply(struct call *call, const struct edit *edits, size_t n,
                    struct edit_context *context)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        context->subject = edits[i].subject;
        rc = apply(call, &edits[i], context);
    }
    for (size_t i = 0; i + 1 < n && rc == RC_OK; i++) {
        context->subject = edits[i].subject;
        rc = link_again(call, &edits[i], n - i - 1, context);
    }
    return rc;
}
