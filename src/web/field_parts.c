/* field_parts.c - see field_parts.h. */
#include "web/field_parts.h"

#include "base/lang.h"
#include "web/field_form.h"
#include "web/field_rows.h"
#include "web/part.h"

enum { LIST_WEIGHT = 40, FORM_ROOM = FORM_FIELDS_MAX * 9 / 10 };

/* ---- rows ---- */

static struct str base_of(const struct part_form *form)
{
    return str_format(form->web->call.arena, "p.%s",
                      str_z(form->web->call.arena, form->kind->name));
}

static struct str sent_in(const struct part_form *form, size_t row, const char *ending)
{
    struct arena *arena = form->web->call.arena;

    return str_trim(
        form_find(&form->web->form, str_format(arena, "%s.%zu.%s", base_of(form).p, row, ending)));
}

static bool came_back(const struct part_form *form, size_t *n)
{
    struct str name = str_format(form->web->call.arena, "%s.n", base_of(form).p);
    uint64_t rows;

    if (!str_uint(str_trim(form_find(&form->web->form, name)), PARTS_ROWS_MAX, &rows))
        return false;
    *n = (size_t)rows;
    return true;
}

static const struct record *record_of(const struct part_form *form, struct str hex)
{
    struct id id;

    for (size_t i = 0; str_unhex(hex, id.b, sizeof id.b) && i < form->n; i++)
        if (id_eq(&form->records[i]->id, &id))
            return form->records[i];
    return NULL;
}

/* In the order they were put in; those that never were keep the order they come in. */
static const struct record **in_order(const struct part_form *form)
{
    const struct record **all = arena_array(form->web->call.arena, form->n + 1, sizeof *all);

    for (size_t i = 0; all != NULL && i < form->n; i++) {
        size_t at = i;
        int64_t position = form->records[i]->position;
        while (at > 0 && position != 0 &&
               (all[at - 1]->position == 0 || all[at - 1]->position > position))
            at--;
        memmove(all + at + 1, all + at, (i - at) * sizeof(struct record *));
        all[at] = form->records[i];
    }
    return all;
}

static struct field_form row_form(const struct part_form *form, size_t row,
                                  const struct record *record)
{
    struct arena *arena = form->web->call.arena;
    struct str prefix = str_format(arena, "%s.%zu.", base_of(form).p, row);

    return (struct field_form){.web = form->web,
                               .prefix = prefix.p == NULL ? "" : prefix.p,
                               .record = record,
                               .typed = form->typed,
                               .compact = true};
}

/* ---- showing ---- */

static const struct field *first_asked(const struct part_form *form)
{
    for (size_t i = 0; i < form->kind->n; i++)
        if (field_is_asked(&form->kind->fields[i], form->secret))
            return &form->kind->fields[i];
    return NULL;
}

/* One line each, and not too many: then a table is easier to read than boxes. */
static bool fits_table(const struct part_form *form)
{
    size_t n = 0;

    for (size_t i = 0; i < form->kind->n; i++) {
        const struct field *field = &form->kind->fields[i];
        if (!field_is_asked(field, form->secret))
            continue;
        bool list = field->type->shape == SHAPE_ROWS || field->type->shape == SHAPE_SET;
        if (list || field->type->columns[0].kind == COLUMN_LONG || ++n > PARTS_COLUMNS_MAX)
            return false;
    }
    return n != 0;
}

static void row_identity(const struct part_form *form, size_t row, const struct record *record)
{
    struct call *call = &form->web->call;
    struct html *h = &form->web->html;
    struct field_form of = row_form(form, row, record);
    struct str rev = form->typed ? sent_in(form, row, "rev") : STR("");

    if (record == NULL)
        return;
    control_hidden(h, str_format(call->arena, "%sid", of.prefix).p,
                   str_hex(call->arena, id_str(&record->id)));
    control_hidden(h, str_format(call->arena, "%srev", of.prefix).p,
                   rev.n == 0 ? number_text(call, record->rev, 0) : rev);
}

static void row_controls(const struct part_form *form, size_t row, const struct record *record,
                         bool table)
{
    struct html *h = &form->web->html;
    struct field_form of = row_form(form, row, record);
    struct str own = str_cut(str_of(of.prefix), 0, strlen(of.prefix) - 1);
    const struct record *judged = field_judged(&of, form->kind, form->secret);

    if (row_is_new(&of, own))
        of.first = first_asked(form);
    for (size_t i = 0; i < form->kind->n; i++) {
        if (!field_is_asked(&form->kind->fields[i], form->secret))
            continue;
        if (table)
            html_raw(h, "<td>");
        field_show_when(&of, &form->kind->fields[i], judged);
        if (table)
            html_raw(h, "</td>");
    }
}

static struct str row_label(const struct part_form *form, size_t row)
{
    struct call *call = &form->web->call;

    return str_format(call->arena, "%s %zu", str_z(call->arena, label_text(call, &form->kind->one)),
                      row + 1);
}

static void one_line_row(const struct part_form *form, size_t row, size_t n,
                         const struct record *record)
{
    struct html *h = &form->web->html;
    struct field_form of = row_form(form, row, record);

    html_raw(h, "<tr><th scope=\"row\">");
    html_text(h, row_label(form, row));
    row_identity(form, row, record);
    html_raw(h, "</th>");
    row_controls(form, row, record, true);
    html_raw(h, "<td>");
    row_buttons(&of, base_of(form), row, n, row_label(form, row));
    html_raw(h, "</td></tr>");
}

static void boxed_row(const struct part_form *form, size_t row, size_t n,
                      const struct record *record)
{
    struct html *h = &form->web->html;
    struct field_form of = row_form(form, row, record);

    html_raw(h, "<fieldset class=\"row\"><legend>");
    html_text(h, row_label(form, row));
    html_raw(h, "</legend>");
    row_identity(form, row, record);
    html_raw(h, "<div class=\"row-fields\">");
    row_controls(form, row, record, false);
    html_raw(h, "</div>");
    row_buttons(&of, base_of(form), row, n, row_label(form, row));
    html_raw(h, "</fieldset>");
}

static void table_head(const struct part_form *form)
{
    struct html *h = &form->web->html;

    html_raw(h, "<div class=\"tw\"><table class=\"grid\"><thead><tr><th scope=\"col\">");
    html_text(h, label_text(h->call, &form->kind->one));
    html_raw(h, "</th>");
    for (size_t i = 0; i < form->kind->n; i++)
        if (field_is_asked(&form->kind->fields[i], form->secret)) {
            html_raw(h, "<th scope=\"col\">");
            html_text(h, label_text(h->call, &form->kind->fields[i].label));
            html_raw(h, "</th>");
        }
    html_raw(h, "<td></td></tr></thead><tbody>");
}

static void show_rows(const struct part_form *form, size_t n, const struct record *const *all)
{
    bool table = fits_table(form);
    struct html *h = &form->web->html;

    if (table && n != 0)
        table_head(form);
    for (size_t row = 0; row < n; row++) {
        const struct record *record =
            all != NULL ? all[row] : record_of(form, sent_in(form, row, "id"));
        if (table)
            one_line_row(form, row, n, record);
        else
            boxed_row(form, row, n, record);
    }
    if (table && n != 0)
        html_raw(h, "</tbody></table></div>");
}

/* What was taken away before stays so while the form goes to and fro. */
static void gone_rows(const struct part_form *form)
{
    struct str name = str_format(form->web->call.arena, "%s.gone", base_of(form).p);
    const struct form *sent = &form->web->form;

    for (size_t i = 0; form->typed && i < sent->n; i++)
        if (str_eq(sent->fields[i].name, name))
            control_hidden(&form->web->html, name.p, sent->fields[i].value);
}

static void paste_box(const struct part_form *form)
{
    struct call *call = &form->web->call;
    struct html *h = &form->web->html;
    struct field_form of = row_form(form, 0, NULL);
    struct control c = {.name = str_format(call->arena, "%s.paste", base_of(form).p),
                        .label = say(call, "Paste rows here"),
                        .hint = say(call, "Copied from a spreadsheet: the same order of columns as "
                                          "above, or with their names in the first row."),
                        .part = true};
    struct more_button take = {base_of(form), base_of(form), "paste", say(call, "Take the rows"),
                               STR(""),       NULL};

    c.value = form->typed ? form_find(&form->web->form, c.name) : STR("");
    part_fold(h, say(call, "Paste from a spreadsheet"), c.value.n != 0);
    control_long(h, &c, 4);
    more_button(&of, &take);
    part_fold_end(h);
}

/* How many fields of a form it may send. */
static size_t weight(const struct field *field)
{
    switch (field->type->shape) {
    case SHAPE_ONE: return field->type->columns[0].kind == COLUMN_MOMENT ? 4 : 2;
    case SHAPE_SEVERAL: return 3;
    case SHAPE_SET: return field->choices == NULL ? FIELD_ITEMS_MAX : field->choices->n + 1;
    case SHAPE_ROWS: break;
    }
    return LIST_WEIGHT;
}

size_t parts_room(const struct kind *kind)
{
    size_t row = 3; /* its id, revision and a button */

    for (size_t i = 0; i < kind->n; i++)
        if (field_is_asked(&kind->fields[i], true))
            row += weight(&kind->fields[i]);
    return FORM_ROOM / row < PARTS_ROWS_MAX ? FORM_ROOM / row : PARTS_ROWS_MAX;
}

void field_parts(const struct part_form *form)
{
    struct call *call = &form->web->call;
    struct html *h = &form->web->html;
    struct field_form of = row_form(form, 0, NULL);
    struct control c = {
        .name = base_of(form), .label = label_text(call, &form->kind->many), .part = true};
    size_t n = form->n;
    bool back = form->typed && came_back(form, &n);

    control_group(h, &c);
    if (n <= parts_room(form->kind)) {
        rows_begin(&of, c.name, n);
        gone_rows(form);
        show_rows(form, n, back ? NULL : in_order(form));
        paste_box(form);
        rows_finish(&of, c.name, say(call, "Add another"));
        field_when_button(&of, form->kind, form->secret);
    } else {
        part_note(h, TONE_INFO,
                  say(call, "There are too many to change in one form. Open them one by one."));
    }
    control_group_end(h);
}

/* ---- reading ---- */

static bool is_empty(const struct part_form *form, const struct value *values)
{
    for (size_t i = 0; i < form->kind->n; i++) {
        bool flag = form->kind->fields[i].type->columns[0].kind == COLUMN_FLAG;
        if (values[i].type != V_NULL && !(flag && values[i].type == V_INT && values[i].i == 0))
            return false;
    }
    return true;
}

/* False: a new row that was left empty, or memory is out. */
static bool row_typed(const struct part_form *form, size_t row, struct save_part *out)
{
    struct call *call = &form->web->call;
    const struct record *record = record_of(form, sent_in(form, row, "id"));
    struct field_form of = row_form(form, row, record);
    struct value *values = arena_array(call->arena, form->kind->n, sizeof *values);
    bool *given = arena_array(call->arena, form->kind->n, sizeof *given);
    size_t faults = call->fault_count;

    if (values == NULL || given == NULL)
        return false;
    if (record == NULL && sent_in(form, row, "id").n != 0)
        fault_add(call, base_of(form), "%s has been taken away by somebody else meanwhile.",
                  str_z(call->arena, row_label(form, row)));
    fields_read(&of, form->kind, form->secret, values, given);
    if (record == NULL && is_empty(form, values) && call->fault_count == faults)
        return false;
    fields_missing(&of, form->kind, values, given);
    *out = (struct save_part){.kind = form->kind,
                              .id = record == NULL ? NULL : &record->id,
                              .values = values,
                              .given = given};
    if (!str_int(sent_in(form, row, "rev"), &out->rev))
        out->rev = record == NULL ? 0 : record->rev;
    return true;
}

/* The stored ones stand as they stood, and none ever had a place of its own. */
static bool order_stays(const struct part_form *form, const struct save_part *rows, size_t n)
{
    size_t next = 0;

    for (size_t i = 0; i < form->n; i++)
        if (form->records[i]->position != 0)
            return false;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].id == NULL)
            continue;
        while (next < form->n && &form->records[next]->id != rows[i].id)
            next++;
        if (next++ == form->n)
            return false;
    }
    for (size_t i = 0; i + 1 < n; i++)
        if (rows[i].id == NULL && rows[i + 1].id != NULL)
            return false; /* a new one before an old one */
    return true;
}

static size_t take_gone(const struct part_form *form, struct save_part *out)
{
    struct str name = str_format(form->web->call.arena, "%s.gone", base_of(form).p);
    const struct form *sent = &form->web->form;
    size_t n = 0;

    for (size_t i = 0; i < sent->n && n < form->n; i++) {
        const struct record *record = str_eq(sent->fields[i].name, name)
                                          ? record_of(form, str_trim(sent->fields[i].value))
                                          : NULL;
        if (record != NULL)
            out[n++] = (struct save_part){
                .kind = form->kind, .id = &record->id, .rev = record->rev, .gone = true};
    }
    return n;
}

enum rc parts_typed(const struct part_form *form, struct save_part **out, size_t *n)
{
    struct call *call = &form->web->call;
    size_t rows, kept = 0;

    *n = 0;
    *out = NULL;
    if (!came_back(form, &rows))
        return call_faults(call);
    struct save_part *all = arena_array(call->arena, rows + form->n + 1, sizeof *all);
    if (all == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < rows; i++)
        if (row_typed(form, i, &all[kept]))
            kept++;
    bool ordered = !order_stays(form, all, kept);
    for (size_t i = 0; ordered && i < kept; i++)
        all[i].position = (int64_t)i + 1;
    *n = kept + take_gone(form, all + kept);
    *out = all;
    return call_faults(call);
}

void parts_renew(const struct part_form *form, const struct record *present)
{
    struct arena *arena = form->web->call.arena;
    struct str id = str_hex(arena, id_str(&present->id));
    struct form *sent = &form->web->form;
    size_t n = 0, row = 0;

    if (!came_back(form, &n))
        return;
    while (row < n && !str_eq(sent_in(form, row, "id"), id))
        row++;
    struct str name = str_format(arena, "%s.%zu.rev", base_of(form).p, row);
    for (size_t i = 0; i < sent->n; i++)
        if (str_eq(sent->fields[i].name, name))
            sent->fields[i].value = number_text(&form->web->call, present->rev, 0);
}
