/* field_rows.c - fields that are lists of rows: telephones, signatures. Each row is a group of
 * controls; buttons that work without JavaScript add, move and take away (field_more.c). */
#include "web/field_rows.h"

#include "base/lang.h"
#include "web/field_form.h"

/* ---- words ---- */

/* The columns that people fill in; the others (keys of files) are carried over unseen. */
static const struct row_column columns[] = {
    {"phones", "number", N_("Number"), "tel"},
    {"phones", "whose", N_("Whose telephone it is"), NULL},
    {"phones", "safe", N_("Safe to speak?"), NULL},
    {"phones", "hours", N_("When to ring"), NULL},
    {"phones", "through", N_("Who passes a message on"), NULL},
    {"phones", "worked", N_("Worked last on"), NULL},
    {"phones", "note", N_("Note on this number"), NULL},
    {"signature", "how", N_("How it was given"), NULL},
    {"signature", "day", N_("Given on"), NULL},
    {"signature", "by", N_("By whom"), NULL},
    {"signature", "witness", N_("Witness"), NULL},
};

static const char *const words[][2] = {
    {"own", N_("Own")},
    {"family", N_("Of the family")},
    {"neighbour", N_("Of a neighbour")},
    {"work", N_("At work")},
    {"other", N_("Of somebody else")},
    {"yes", N_("Yes")},
    {"no", N_("No")},
    {"ask", N_("Ask first")},
    {"signature", N_("Signature")},
    {"thumbprint", N_("Thumbprint")},
    {"voice", N_("Voice note")},
    {"read aloud", N_("Read aloud and agreed")},
};

static const char *const name_parts[][2] = {
    {"given", N_("Given name")},     {"family", N_("Family name")}, {"father", N_("Father's name")},
    {"mother", N_("Mother's name")}, {"nickname", N_("Nickname")},  {"former", N_("Former name")},
    {"other", N_("Another name")},
};

const struct row_column *row_column_find(const struct field *field, const struct column *column)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i].type, field->type->name) == 0 &&
            strcmp(columns[i].column, column->suffix) == 0)
            return &columns[i];
    return NULL;
}

struct str row_word(struct call *call, const struct field *field, struct str code)
{
    bool names = strcmp(field->type->name, "names") == 0;
    const char *const(*table)[2] = names ? name_parts : words;
    size_t n = names ? sizeof name_parts / sizeof *name_parts : sizeof words / sizeof *words;

    for (size_t i = 0; i < n; i++)
        if (str_is(code, table[i][0]))
            return str_of(lang_text(call->lang, table[i][1]));
    return code;
}

/* ---- rows ---- */

struct str row_name(const struct field_form *form, const struct field *field, size_t row,
                    const char *ending)
{
    return str_format(field_call(form)->arena, "%s%.*s.%zu%s%s", form->prefix, (int)field->name.n,
                      field->name.p, row, ending[0] == '\0' ? "" : ".", ending);
}

struct str row_sent(const struct field_form *form, const struct field *field, size_t row,
                    const char *ending)
{
    struct str sent = form_find(&form->web->form, row_name(form, field, row, ending));

    return sent.p == NULL ? sent : str_trim(sent);
}

bool rows_sent(const struct field_form *form, const struct field *field, size_t *n)
{
    uint64_t sent;

    if (!str_uint(field_sent(form, field, ".n"), FIELD_ITEMS_MAX, &sent))
        return false;
    *n = (size_t)sent;
    return true;
}

struct value row_stored(const struct field_form *form, const struct field *field, size_t row,
                        size_t column)
{
    struct value v = field_now(form, field);

    return v.type == V_LIST && row < v.list.n ? v.list.items[row].list.items[column] : v_null();
}

struct str row_seen(const struct field_form *form, const struct field *field, size_t row,
                    size_t column, const char *ending)
{
    size_t n;

    if (form->typed && rows_sent(form, field, &n)) {
        struct str sent = row_sent(form, field, row, ending);
        return sent.p == NULL ? STR("") : sent;
    }
    struct value stored = row_stored(form, field, row, column);
    return stored.type == V_TEXT ? stored.s : STR("");
}

/* The rows to show: those that were sent, else those stored, and one to begin with. */
static size_t rows_shown(const struct field_form *form, const struct field *field)
{
    struct value v = field_now(form, field);
    size_t n;

    if (form->typed && rows_sent(form, field, &n))
        return n;
    return v.type == V_LIST && v.list.n != 0 ? v.list.n : 1;
}

/* ---- buttons ---- */

void more_button(const struct field_form *form, const struct more_button *button)
{
    struct html *h = &form->web->html;
    struct call *call = field_call(form);
    struct str value =
        str_format(call->arena, "%s.%s", str_z(call->arena, button->base), button->verb);

    html_raw(h, "<button class=\"btn quiet\" name=\"more\"");
    html_attr(h, "value", value);
    html_attr(h, "id", str_format(call->arena, "more-%s", str_z(call->arena, value)));
    html_attr(h, "data-frag",
              str_format(call->arena, "[id=\"%s-rows\"]", str_z(call->arena, button->rows)));
    html_raw(h, ">");
    if (button->icon != NULL)
        html_icon(h, button->icon);
    html_raw(h, "<span>");
    html_text(h, button->label);
    if (button->of.n != 0) {
        html_raw(h, "<span class=\"vh\">: ");
        html_text(h, button->of);
        html_raw(h, "</span>");
    }
    html_raw(h, "</span></button>");
}

void row_buttons(const struct field_form *form, struct str rows, size_t row, size_t n,
                 struct str of)
{
    struct html *h = &form->web->html;
    struct call *call = field_call(form);
    struct str base = str_format(call->arena, "%s.%zu", str_z(call->arena, rows), row);
    struct more_button up = {rows, base, "up", say(call, "Up"), of, "arrow-up"};
    struct more_button down = {rows, base, "down", say(call, "Down"), of, "arrow-down"};
    struct more_button out = {rows, base, "remove", say(call, "Remove"), of, "trash-2"};

    html_raw(h, "<div class=\"row-acts\">");
    if (row > 0)
        more_button(form, &up);
    if (row + 1 < n)
        more_button(form, &down);
    more_button(form, &out);
    html_raw(h, "</div>");
}

void rows_begin(const struct field_form *form, struct str rows, size_t n)
{
    struct html *h = &form->web->html;
    struct call *call = field_call(form);

    html_raw(h, "<div class=\"rows\"");
    html_attr(h, "id", str_format(call->arena, "%s-rows", str_z(call->arena, rows)));
    html_raw(h, ">");
    control_hidden(h, str_format(call->arena, "%s.n", str_z(call->arena, rows)).p,
                   number_text(call, (int64_t)n, 0));
}

void rows_finish(const struct field_form *form, struct str rows, struct str add)
{
    struct html *h = &form->web->html;
    struct more_button button = {rows, rows, "add", add, STR(""), "plus"};

    more_button(form, &button);
    html_raw(h, "</div>");
}

bool row_is_new(const struct field_form *form, struct str row)
{
    return str_eq(form_find(&form->web->form, STR(MORE_FOCUS)), row);
}

/* ---- one row as controls ---- */

static void word_cell(const struct field_form *form, const struct field *field,
                      const struct column *column, struct control *c)
{
    struct pick picks[FIELD_COLUMNS_MAX];
    size_t n = 0;

    for (const char *const *w = column->words; *w != NULL && n < FIELD_COLUMNS_MAX; w++)
        picks[n++] = (struct pick){.value = str_of(*w),
                                   .label = row_word(field_call(form), field, str_of(*w)),
                                   .chosen = str_is(c->value, *w)};
    control_select(&form->web->html, c, picks, n);
}

static void day_cell(const struct field_form *form, const struct field *field, size_t row,
                     size_t column, const struct control *c)
{
    struct call *call = field_call(form);
    struct value v = row_stored(form, field, row, column);
    const char *name = str_z(call->arena, c->name);
    struct date_parts parts = {0};
    size_t n;

    if (form->typed && rows_sent(form, field, &n)) {
        const struct form *sent = &form->web->form;
        parts.d = form_find(sent, str_format(call->arena, "%s.d", name));
        parts.m = form_find(sent, str_format(call->arena, "%s.m", name));
        parts.y = form_find(sent, str_format(call->arena, "%s.y", name));
    } else if (v.type == V_INT) {
        parts = date_split(call, (day)v.i);
    }
    control_date(&form->web->html, c, &parts);
}

static void cell_show(const struct field_form *form, const struct field *field, size_t row,
                      size_t i)
{
    struct call *call = field_call(form);
    const struct column *column = &field->type->columns[i];
    const struct row_column *asked = row_column_find(field, column);

    if (asked == NULL)
        return;
    struct control c = {.name = row_name(form, field, row, column->suffix),
                        .label = str_of(lang_text(call->lang, asked->label)),
                        .value = row_seen(form, field, row, i, column->suffix),
                        .max = column->max == 0 ? FIELD_TEXT_MAX : (unsigned)column->max,
                        .mode = asked->mode,
                        .must = column->must,
                        .type = asked->mode,
                        .focus = i == 0 && row_is_new(form, row_name(form, field, row, ""))};
    if (column->kind == COLUMN_CHOICE)
        word_cell(form, field, column, &c);
    else if (column->kind == COLUMN_DAY)
        day_cell(form, field, row, i, &c);
    else
        control_text(&form->web->html, &c);
}

/* A row whose file is kept already says so by the file's own random number. */
static void keep_file(const struct field_form *form, const struct field *field, size_t row)
{
    struct call *call = field_call(form);
    size_t blob = row_blob(field), n;

    if (blob == field->type->n)
        return;
    struct value v = row_stored(form, field, row, blob);
    struct str hex = v.type == V_BYTES ? str_hex(call->arena, v.s) : STR("");
    if (form->typed && rows_sent(form, field, &n))
        hex = row_sent(form, field, row, "was");
    if (hex.n != 0)
        control_hidden(&form->web->html, row_name(form, field, row, "was").p, hex);
}

static void one_row(const struct field_form *form, const struct field *field, size_t row, size_t n)
{
    struct html *h = &form->web->html;
    struct call *call = field_call(form);
    struct str rows = field_name(form, field, "");
    struct str of = str_format(call->arena, "%s %zu",
                               str_z(call->arena, label_text(call, &field->label)), row + 1);

    html_raw(h, "<fieldset class=\"row\"><legend class=\"vh\">");
    html_text(h, of);
    html_raw(h, "</legend><div class=\"row-fields\">");
    for (size_t i = 0; i < field->type->n; i++)
        cell_show(form, field, row, i);
    keep_file(form, field, row);
    row_file_show(form, field, row);
    html_raw(h, "</div>");
    row_buttons(form, rows, row, n, of);
    html_raw(h, "</fieldset>");
}

void rows_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct str rows = field_name(form, field, "");
    bool phones = strcmp(field->type->name, "phones") == 0;
    size_t n = rows_shown(form, field);

    control_group(&form->web->html, &c);
    rows_begin(form, rows, n);
    for (size_t i = 0; i < n; i++)
        one_row(form, field, i, n);
    rows_finish(form, rows, phones ? say(call, "Add another number") : say(call, "Add another"));
    control_group_end(&form->web->html);
}

/* ---- one row as a value ---- */

size_t row_blob(const struct field *field)
{
    for (size_t i = 0; i < field->type->n; i++)
        if (strcmp(field->type->columns[i].suffix, "blob") == 0)
            return i;
    return field->type->n;
}

static struct value day_typed_in(const struct field_form *form, const struct row_column *asked,
                                 struct str name)
{
    struct call *call = field_call(form);
    const char *base = str_z(call->arena, name);
    const struct form *sent = &form->web->form;
    struct date_parts parts = {form_find(sent, str_format(call->arena, "%s.d", base)),
                               form_find(sent, str_format(call->arena, "%s.m", base)),
                               form_find(sent, str_format(call->arena, "%s.y", base))};
    day d;

    return date_read(call, name, str_of(lang_text(call->lang, asked->label)), parts, &d) ? v_int(d)
                                                                                         : v_null();
}

static struct value cell_typed(const struct field_form *form, const struct field *field, size_t row,
                               const struct column *column)
{
    struct call *call = field_call(form);
    const struct row_column *asked = row_column_find(field, column);
    struct str name = row_name(form, field, row, column->suffix);
    struct str sent = row_sent(form, field, row, column->suffix);
    const char *label = lang_text(call->lang, asked->label);
    int64_t max = column->max == 0 ? FIELD_TEXT_MAX : column->max;

    if (column->kind == COLUMN_DAY)
        return day_typed_in(form, asked, name);
    if (sent.n == 0)
        return v_null();
    if (str_find(sent, '\n') != sent.n)
        fault_add(call, name, "%s must be one line.", label);
    else if ((int64_t)sent.n > max)
        fault_add(call, name, "%s is longer than %lld bytes. Shorten it.", label, (long long)max);
    return v_text(sent);
}

/* What the row had that nobody fills in: the keys of its file. */
static const struct value *kept_row(const struct field_form *form, const struct field *field,
                                    size_t row)
{
    struct value v = field_now(form, field);
    struct str was = row_sent(form, field, row, "was");
    size_t blob = row_blob(field);

    for (size_t i = 0; was.n != 0 && v.type == V_LIST && i < v.list.n; i++) {
        const struct value *items = v.list.items[i].list.items;
        if (items[blob].type == V_BYTES &&
            str_eq(str_hex(field_call(form)->arena, items[blob].s), was))
            return items;
    }
    return NULL;
}

static void missing_cells(const struct field_form *form, const struct field *field, size_t row,
                          const struct value *cells)
{
    struct call *call = field_call(form);

    for (size_t i = 0; i < field->type->n; i++) {
        const struct column *column = &field->type->columns[i];
        const struct row_column *asked = row_column_find(field, column);
        struct str name = row_name(form, field, row, column->suffix);
        if (asked != NULL && column->must && cells[i].type == V_NULL &&
            !field_has_fault(call, name))
            fault_add(call, name, "%s is missing.", lang_text(call->lang, asked->label));
    }
}

/* False: the row is empty, which is no fault. */
static bool row_typed(const struct field_form *form, const struct field *field, size_t row,
                      struct value *cells)
{
    const struct value *kept = kept_row(form, field, row);
    size_t faults = field_call(form)->fault_count;
    bool any = false;

    for (size_t i = 0; i < field->type->n; i++) {
        const struct column *column = &field->type->columns[i];
        bool asked = row_column_find(field, column) != NULL;
        cells[i] = asked ? cell_typed(form, field, row, column) : kept == NULL ? v_null() : kept[i];
        any |= asked && cells[i].type != V_NULL;
    }
    any |= row_file_typed(form, field, row, cells);
    if (any || field_call(form)->fault_count != faults)
        missing_cells(form, field, row, cells);
    return any;
}

bool rows_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct value cells[FIELD_COLUMNS_MAX];
    size_t n, kept = 0;

    if (!rows_sent(form, field, &n))
        return false;
    struct value *rows = arena_array(call->arena, n + 1, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < n; i++)
        if (row_typed(form, field, i, cells) &&
            value_copy(call->arena, v_list(cells, field->type->n), &rows[kept]))
            kept++;
    *out = kept == 0 ? v_null() : v_list(rows, kept);
    return true;
}
