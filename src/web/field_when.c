/* field_when.c - fields that are asked only where others say so ("when:"): judged by what was typed
 * as far as the form came back, else by what is stored. They stand in every form, hidden where they
 * are not asked: k.js asks the server again when an answer changes that they depend on; without
 * it a button does. */
#include "base/lang.h"
#include "model/condition.h"
#include "web/field_form.h"

/* ---- what is asked about ---- */

static bool names_field(const struct condition *condition, const struct field *field)
{
    for (size_t i = 0; condition != NULL && i < condition->n; i++)
        if (condition->steps[i].field == field)
            return true;
    return false;
}

/* Does any field or section of its kind depend on this field? */
static bool is_named(const struct kind *kind, const struct field *field)
{
    for (size_t i = 0; i < kind->n; i++)
        if (names_field(kind->fields[i].when, field))
            return true;
    for (size_t i = 0; i < kind->sections_n; i++)
        if (names_field(kind->sections[i].when, field))
            return true;
    return false;
}

static bool has_bytes(const struct field *field)
{
    for (size_t i = 0; i < field->type->n; i++)
        if (field->type->columns[i].kind == COLUMN_BYTES)
            return true;
    return false;
}

/* ---- the record as typed ---- */

/* What is wrong in it is said when it is read, not when it is judged. */
static struct value typed_quietly(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct fault **end = call->faults_end;
    size_t count = call->fault_count;
    struct value v;

    if (!field_typed(form, field, &v))
        v = field_now(form, field);
    *end = NULL;
    call->faults_end = end;
    call->fault_count = count;
    return v;
}

/* Twice: what a field depends on may itself depend on one that comes later. */
static void take_typed(const struct field_form *form, bool secret, struct record *record)
{
    const struct kind *kind = record->kind;

    for (size_t i = 0; i < 2 * kind->n; i++) {
        const struct field *field = &kind->fields[i % kind->n];
        if (field_is_asked(field, secret) && !has_bytes(field) && is_named(kind, field))
            record->values[field->index] = field_asked(field_call(form), record, field)
                                               ? typed_quietly(form, field)
                                               : field_now(form, field);
    }
}

const struct record *field_judged(const struct field_form *form, const struct kind *kind,
                                  bool secret)
{
    struct arena *arena = field_call(form)->arena;
    struct record *record = arena_alloc(arena, sizeof *record);
    struct value *values = arena_array(arena, kind->n + 1, sizeof *values);

    if (record == NULL || values == NULL)
        return NULL;
    *record = (struct record){.kind = kind};
    if (form->record != NULL)
        *record = *form->record;
    else if (kind->states_n != 0)
        record->state = kind->states[0].name;
    record->values = values;
    for (size_t i = 0; i < kind->n; i++)
        values[i] = field_now(form, &kind->fields[i]);
    if (form->typed)
        take_typed(form, secret, record);
    return record;
}

bool field_holds(const struct field_form *form, const struct record *judged,
                 const struct condition *condition)
{
    return judged == NULL || condition_holds(field_call(form), condition, judged);
}

/* ---- showing ---- */

void field_show_when(const struct field_form *form, const struct field *field,
                     const struct record *judged)
{
    struct html *h = &form->web->html;

    if (field->when == NULL) {
        field_control(form, field);
        return;
    }
    html_raw(h, "<div data-when");
    html_attr(h, "id", field_name(form, field, ".when"));
    if (!field_holds(form, judged, field->when))
        html_raw(h, " hidden");
    html_raw(h, ">");
    field_control(form, field);
    html_raw(h, "</div>");
}

static bool has_when(const struct kind *kind, bool secret)
{
    for (size_t i = 0; i < kind->n; i++)
        if (field_is_asked(&kind->fields[i], secret) &&
            (kind->fields[i].when != NULL || kind->sections[kind->fields[i].section].when != NULL))
            return true;
    return false;
}

void field_when_button(const struct field_form *form, const struct kind *kind, bool secret)
{
    struct html *h = &form->web->html;
    struct buf names;

    if (!has_when(kind, secret))
        return;
    buf_init(&names, field_call(form)->arena, 64 << 10);
    for (size_t i = 0; i < kind->n; i++)
        if (is_named(kind, &kind->fields[i])) {
            buf_add(&names, kind->fields[i].name);
            buf_char(&names, ' ');
        }
    html_raw(h, "<p class=\"asks\"><button class=\"btn quiet\" name=\"more\" value=\"when\"");
    html_attr(h, "data-asks", str_trim(buf_str(&names)));
    html_raw(h, ">");
    html_say(h, "Show what else is asked");
    html_raw(h, "</button></p>");
}
