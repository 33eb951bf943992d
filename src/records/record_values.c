/* record_values.c - see record_values.h. */
#include "records/record_values.h"

#include "query/query.h"
#include "rules/zone.h"
#include "web/field_control.h"

static const struct str none = {NULL, 0};

bool values_coded(const struct out *out)
{
    return out->form == OUT_JSON || out->form == OUT_LINES;
}

/* Its number; its id where the kind has none. */
struct str value_code(struct call *call, struct str code, const struct id *id)
{
    return code.n != 0 ? code : str_hex(call->arena, id_str(id));
}

bool value_is_sealed(const struct field *field)
{
    return str_is(str_of(field->type->name), "sealed bytes");
}

/* ---- values as codes, for programs ---- */

static struct str coded_day(struct call *call, int64_t on, int precision)
{
    char text[DAY_TEXT];
    struct str whole = str_dup(call->arena, str_of(day_format((day)on, text)));

    return str_cut(whole, 0,
                   precision == PRECISION_YEAR    ? 4
                   : precision == PRECISION_MONTH ? 7
                                                  : 10);
}

/* "2026-11-22T14:30", on the clock of that zone. */
struct str value_moment(struct call *call, const struct zone *zone, int64_t ms)
{
    static const struct zone utc;
    struct local_time at = zone_local(zone == NULL ? &utc : zone, ms);
    char text[DAY_TEXT];

    return str_format(call->arena, "%sT%02d:%02d", day_format(at.on, text), at.second / 3600,
                      at.second / 60 % 60);
}

/* "-12.50" for -1250 and two digits. */
static struct str coded_number(struct call *call, int64_t scaled, int digits)
{
    struct str all =
        str_format(call->arena, "%0*lld", digits + 1 + (scaled < 0), (long long)scaled);
    size_t point = all.n - (size_t)digits;

    return digits == 0 ? all : str_format(call->arena, "%.*s.%s", (int)point, all.p, all.p + point);
}

static struct str coded_link(struct call *call, const struct field *field, struct value v)
{
    struct id id;

    if (!id_of(v.s, &id))
        return none;
    struct str number = query_number(call, field->target, &id);
    struct str named = number.n != 0 ? number : query_title(call, field->target, &id);
    return named.n == 0 ? none : named; /* not for this reader */
}

static struct str coded_column(struct call *call, const struct column *column, struct value v)
{
    if (v.type == V_NULL || v.type == V_LIST)
        return none;
    if (v.type == V_TEXT)
        return v.s;
    if (v.type == V_BYTES)
        return str_hex(call->arena, v.s);
    if (column->kind == COLUMN_DAY)
        return coded_day(call, v.i, PRECISION_DAY);
    return column->kind == COLUMN_MOMENT ? value_moment(call, call->zone, v.i)
                                         : str_format(call->arena, "%lld", (long long)v.i);
}

static struct str coded_one(struct call *call, const struct field *field, struct value v)
{
    struct str type = str_of(field->type->name);

    if (field->target != NULL && v.type == V_BYTES)
        return coded_link(call, field, v);
    if (str_is(type, "flag") && v.type == V_INT)
        return v.i != 0 ? STR("true") : STR("false");
    if (str_is(type, "decimal") && v.type == V_INT)
        return coded_number(call, v.i, field->digits);
    return coded_column(call, &field->type->columns[0], v);
}

void value_join(struct buf *out, const char *between, struct str text)
{
    if (out->n != 0)
        buf_z(out, between);
    buf_add(out, text);
}

/* The type's columns behind commas: a place, a telephone. */
static struct str coded_row(struct call *call, const struct field *field, struct value row)
{
    struct buf out;

    buf_init(&out, call->arena, VALUE_TEXT_MAX);
    for (size_t i = 0; i < row.list.n && i < field->type->n; i++)
        if (row.list.items[i].type != V_NULL && field->type->columns[i].kind != COLUMN_BYTES)
            value_join(&out, ",", coded_column(call, &field->type->columns[i], row.list.items[i]));
    return buf_str(&out);
}

static struct str coded_several(struct call *call, const struct field *field, struct value v)
{
    struct str type = str_of(field->type->name);

    if (str_is(type, "partial date"))
        return coded_day(call, v.list.items[0].i, (int)v.list.items[1].i);
    if (str_is(type, "money"))
        return str_format(call->arena, "%s %s", coded_number(call, v.list.items[0].i, 2).p,
                          str_z(call->arena, v.list.items[1].s));
    return coded_row(call, field, v);
}

/* As one text, as field_parse() reads it again. */
struct str value_text(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    if (v.type != V_LIST)
        return v.type == V_NULL ? none : coded_one(call, field, v);
    if (field->type->shape == SHAPE_SEVERAL)
        return coded_several(call, field, v);
    buf_init(&out, call->arena, VALUE_TEXT_MAX);
    for (size_t i = 0; i < v.list.n; i++) {
        struct value item = v.list.items[i];
        value_join(&out, ";",
                   item.type == V_LIST ? coded_row(call, field, item)
                                       : coded_one(call, field, item));
    }
    return buf_str(&out);
}

/* ---- values written out ---- */

/* For people under its label, for programs under its name. */
static const char *column_name(struct call *call, const struct out *out, const struct field *field)
{
    return str_z(call->arena,
                 out->form == OUT_PEOPLE ? label_text(call, &field->label) : field->name);
}

static void put_set(struct call *call, struct out *out, const struct field *field, struct value v)
{
    out_list(out, column_name(call, out, field));
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        out_text(out, NULL, coded_one(call, field, v.list.items[i]));
    out_end(out);
}

void value_put(struct call *call, struct out *out, const struct field *field, struct value v)
{
    struct str type = str_of(field->type->name);
    const char *name = column_name(call, out, field);

    if (!values_coded(out))
        out_text(out, name, field_words(call, field, v));
    else if (field->type->shape == SHAPE_SET)
        put_set(call, out, field, v);
    else if (v.type == V_INT && str_is(type, "flag"))
        out_flag(out, name, v.i != 0);
    else if (v.type == V_INT && (str_is(type, "whole number") || str_is(type, "duration")))
        out_int(out, name, v.i);
    else
        out_text(out, name, value_text(call, field, v));
}

void value_put_state(struct call *call, struct out *out, const struct record *record)
{
    const struct state *state = state_find(record->kind, record->state);

    if (record->kind->states_n != 0)
        out_text(out, "state",
                 state == NULL || values_coded(out) ? record->state
                                                    : label_text(call, &state->label));
}

/* For programs: the rows of names, telephones, files, each with its columns by name. */
void value_put_rows(struct call *call, struct out *out, const struct field *field, struct value v)
{
    out_list(out, column_name(call, out, field));
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++) {
        const struct value row = v.list.items[i];
        out_record(out, NULL);
        for (size_t k = 0; k < field->type->n && k < row.list.n; k++) {
            const struct column *column = &field->type->columns[k];
            const char *suffix = column->suffix;
            if (column->kind != COLUMN_BYTES)
                out_text(out, suffix[0] == '\0' ? "value" : suffix + (suffix[0] == '_'),
                         coded_column(call, column, row.list.items[k]));
        }
        out_end(out);
    }
    out_end(out);
}
