/* field_paste.c - a block copied from a spreadsheet becomes rows of a part, as if it had been typed
 * into their controls: cells apart by tabs, rows by line ends, in quotes where they have those. */
#include <assert.h>

#include "base/text.h"
#include "model/app.h"
#include "web/field_form.h"
#include "web/field_parts.h"
#include "web/field_rows.h"

struct paste {
    struct web *web;
    const struct kind *kind;
    struct str base;                         /* "p.case_paper" */
    size_t rows;                             /* of the form, growing */
    const struct field *columns[FIELDS_MAX]; /* which field each cell of a row is for */
    size_t n;
};

/* Takes one cell off; *last: the row ends behind it. */
static struct str take_cell(struct call *call, struct str *rest, bool *last)
{
    struct buf out;
    size_t at = 0;
    bool quoted = rest->n != 0 && rest->p[0] == '"';

    buf_init(&out, call->arena, FORM_TEXT_MAX);
    for (at = quoted; at < rest->n; at++) {
        char c = rest->p[at];
        if (quoted && c == '"' && at + 1 < rest->n && rest->p[at + 1] == '"')
            at++;
        else if (quoted && c == '"') {
            quoted = false;
            continue;
        } else if (!quoted && (c == '\t' || c == '\n'))
            break;
        buf_char(&out, c);
    }
    *last = at >= rest->n || rest->p[at] == '\n';
    *rest = str_cut(*rest, at + 1, rest->n);
    return str_trim(buf_str(&out));
}

static bool takes_paste(const struct field *field)
{
    assert(field != NULL);
    return field_is_asked(field, false) && field->type->shape != SHAPE_ROWS;
}

static const struct field *named(struct call *call, const struct kind *kind, struct str cell)
{
    struct str folded = text_fold(call->arena, cell);

    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        struct str label = label_text(call, &field->label);
        if (takes_paste(field) && (str_eq(text_fold(call->arena, label), folded) ||
                                   str_eq(text_fold(call->arena, field->label.text), folded)))
            return field;
    }
    return NULL;
}

/* The first row may name the columns; else they are the fields in their order. */
static void find_columns(struct paste *paste, struct str *block)
{
    struct call *call = &paste->web->call;
    struct str rest = *block;
    bool last = false, names = true;

    while (!last && paste->n < FIELDS_MAX) {
        struct str cell = take_cell(call, &rest, &last);
        const struct field *field = named(call, paste->kind, cell);
        names &= field != NULL || cell.n == 0;
        paste->columns[paste->n++] = field;
    }
    if (names) {
        *block = rest;
        return;
    }
    paste->n = 0;
    for (size_t i = 0; i < paste->kind->n; i++)
        if (takes_paste(&paste->kind->fields[i]))
            paste->columns[paste->n++] = &paste->kind->fields[i];
}

/* ---- a cell, as it would have been typed ---- */

static void put_piece(struct paste *paste, const struct field *field, const char *ending,
                      struct str text)
{
    struct arena *arena = paste->web->call.arena;

    form_put(paste->web,
             str_format(arena, "%s.%zu.%s%s", paste->base.p, paste->rows, str_z(arena, field->name),
                        ending),
             text.p == NULL ? STR("") : text);
}

/* "1250,00 EUR" */
static void put_money(struct paste *paste, const struct field *field, struct str cell)
{
    size_t space = cell.n;

    while (space > 0 && cell.p[space - 1] != ' ')
        space--;
    put_piece(paste, field, ".amount", space == 0 ? cell : str_trim(str_cut(cell, 0, space)));
    put_piece(paste, field, ".currency", space == 0 ? STR("") : str_cut(cell, space, cell.n));
}

/* "Rekovo, Lower street" */
static void put_place(struct paste *paste, const struct field *field, struct str cell)
{
    struct call *call = &paste->web->call;
    struct str municipality = str_trim(str_split(&cell, ','));
    const struct choice_list *list = field->choices;

    put_piece(paste, field, ".municipality",
              list == NULL ? municipality : choice_code(call, list, municipality));
    put_piece(paste, field, ".settlement", str_trim(cell));
}

/* "22.11.2026 14:30" */
static void put_moment(struct paste *paste, const struct field *field, struct str cell)
{
    struct call *call = &paste->web->call;
    size_t space = cell.n;
    day d;

    while (space > 0 && cell.p[space - 1] != ' ')
        space--;
    struct str on = str_trim(str_cut(cell, 0, space)), clock = str_cut(cell, space, cell.n);
    struct date_parts parts = {STR(""), STR(""), on}; /* what is no day stands in the last field */
    if (day_typed(call, on, &d))
        parts = date_split(call, d);
    put_piece(paste, field, ".d", parts.d);
    put_piece(paste, field, ".m", parts.m);
    put_piece(paste, field, ".y", parts.y);
    put_piece(paste, field, ".t", clock);
}

static void put_cell(struct paste *paste, const struct field *field, struct str cell)
{
    const char *type = field->type->name;

    if (cell.n == 0)
        return;
    if (strcmp(type, "money") == 0)
        put_money(paste, field, cell);
    else if (strcmp(type, "place") == 0)
        put_place(paste, field, cell);
    else if (strcmp(type, "moment") == 0)
        put_moment(paste, field, cell);
    else
        put_piece(paste, field, "", cell);
}

/* ---- the block ---- */

/* False: cells were left out, since there are more of them than fields. */
static bool take_row(struct paste *paste, struct str *block)
{
    bool last = false, fits = true;

    for (size_t i = 0; !last; i++) {
        struct str cell = take_cell(&paste->web->call, block, &last);
        if (i < paste->n && paste->columns[i] != NULL)
            put_cell(paste, paste->columns[i], cell);
        else
            fits &= cell.n == 0;
    }
    return fits;
}

static void take_rows(struct paste *paste, struct str block, struct str where)
{
    struct call *call = &paste->web->call;
    bool fits = true;

    find_columns(paste, &block);
    while (block.n != 0) {
        if (paste->rows >= parts_room(paste->kind)) {
            fault_add(call, where, "Only %zu rows have room in one form. The others were left out.",
                      paste->rows);
            return;
        }
        fits &= take_row(paste, &block);
        paste->rows++;
    }
    if (!fits)
        fault_add(call, where,
                  "Some rows have more cells than there are fields. The rest was left "
                  "out.");
}

static void paste_into(struct web *web, struct form_value *box)
{
    struct call *call = &web->call;
    struct str base = str_cut(box->name, 0, box->name.n - 6), block = box->value, where = box->name;
    struct paste *paste = arena_alloc(call->arena, sizeof *paste);
    uint64_t n;

    if (paste == NULL)
        return;
    *paste = (struct paste){.web = web, .base = str_of(str_z(call->arena, base))};
    paste->kind = kind_find(call->app->registry, str_cut(base, 2, base.n));
    struct str count = str_format(call->arena, "%s.n", paste->base.p);
    if (paste->kind == NULL || !str_uint(form_find(&web->form, count), PARTS_ROWS_MAX, &n))
        return;
    paste->rows = (size_t)n;
    box->value = STR("");
    take_rows(paste, block, where);
    for (size_t i = 0; i < web->form.n; i++)
        if (str_eq(web->form.fields[i].name, count))
            web->form.fields[i].value = str_format(call->arena, "%zu", paste->rows);
}

void form_paste(struct web *web)
{
    for (size_t i = 0; i < web->form.n; i++) {
        struct form_value *field = &web->form.fields[i];
        if (str_starts(field->name, STR("p.")) && str_ends(field->name, STR(".paste")) &&
            str_trim(field->value).n != 0)
            paste_into(web, field);
    }
}
