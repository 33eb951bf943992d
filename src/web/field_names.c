/* field_names.c - the names of a person: one labelled field for each part, spellings and forms
 * folded away. Rows keep the order they are stored in; the page shows them by part. */
#include "base/lang.h"
#include "web/field_form.h"
#include "web/field_rows.h"
#include "web/part.h"

enum { PART, TEXT, SCRIPT, GRAM, NAME_COLUMNS };
enum { TEXT_MAX = 120, FORM_MAX = 80 };

/* Those that are always asked, in the order of a form; the others are behind a fold. */
static const char *const asked[] = {"given", "family", "father", "nickname"};

enum { ASKED = sizeof asked / sizeof *asked };

static const struct {
    const char *code, *label;
} cases[] = {
    {"gen", N_("Genitive (of whom)")},       {"dat", N_("Dative (to whom)")},
    {"acc", N_("Accusative (whom)")},        {"voc", N_("Vocative (calling)")},
    {"ins", N_("Instrumental (with whom)")}, {"loc", N_("Locative (about whom)")},
};

enum { CASES = sizeof cases / sizeof *cases };

struct names {
    const struct field_form *form;
    const struct field *field;
    size_t n;  /* rows, with those that are asked and not there yet */
    bool back; /* the form came back */
};

static struct str cell(const struct names *names, size_t row, int column, const char *ending)
{
    return row_seen(names->form, names->field, row, (size_t)column, ending);
}

static size_t stored_rows(const struct names *names)
{
    struct value v = field_now(names->form, names->field);

    return v.type == V_LIST ? v.list.n : 0;
}

static struct str part_of(const struct names *names, size_t row)
{
    size_t stored = stored_rows(names), missing = 0;

    if (names->back || row < stored)
        return cell(names, row, PART, "part");
    /* One that nobody has typed yet: the asked parts that are not stored, in their order. */
    for (size_t i = 0; i < ASKED; i++) {
        bool there = false;
        for (size_t k = 0; k < stored && !there; k++)
            there = str_is(cell(names, k, PART, "part"), asked[i]);
        if (!there && missing++ == row - stored)
            return str_of(asked[i]);
    }
    return STR("");
}

static size_t count_rows(struct names *names)
{
    size_t n;

    names->back = names->form->typed && rows_sent(names->form, names->field, &n);
    if (names->back)
        return n;
    for (n = stored_rows(names); part_of(names, n).n != 0;)
        n++;
    return n;
}

static bool is_asked(struct str part)
{
    for (size_t i = 0; i < ASKED; i++)
        if (str_is(part, asked[i]))
            return true;
    return false;
}

/* ---- controls ---- */

static void text_control(const struct names *names, size_t row, struct str label)
{
    const struct field_form *form = names->form;
    struct control c = {.name = row_name(form, names->field, row, "text"),
                        .label = label,
                        .value = cell(names, row, TEXT, "text"),
                        .max = TEXT_MAX,
                        .part = names->field->must,
                        .focus = row_is_new(form, row_name(form, names->field, row, ""))};

    control_text(&form->web->html, &c);
}

static void fixed_row(const struct names *names, size_t row)
{
    const struct field_form *form = names->form;
    struct str part = part_of(names, row);

    control_hidden(&form->web->html, row_name(form, names->field, row, "part").p, part);
    text_control(names, row, row_word(field_call(form), names->field, part));
}

/* Any part, to be chosen: former names, other spellings. */
static void open_row(const struct names *names, size_t row)
{
    const struct field_form *form = names->form;
    struct call *call = field_call(form);
    const char *const *words = names->field->type->columns[PART].words;
    struct control c = {.name = row_name(form, names->field, row, "part"),
                        .label = say(call, "Which name"),
                        .part = true};
    struct str part = part_of(names, row);
    struct pick picks[FIELD_COLUMNS_MAX];
    size_t n = 0;

    for (; *words != NULL && n < FIELD_COLUMNS_MAX; words++)
        picks[n++] = (struct pick){.value = str_of(*words),
                                   .label = row_word(call, names->field, str_of(*words)),
                                   .chosen = str_is(part, *words)};
    html_raw(&form->web->html, "<div class=\"row-fields\">");
    control_select(&form->web->html, &c, picks, n);
    text_control(names, row, say(call, "The name"));
    html_raw(&form->web->html, "</div>");
}

/* The first row of each asked part, in the order of the parts; then all others in their own. */
static bool is_first_of(const struct names *names, size_t row)
{
    struct str part = part_of(names, row);

    for (size_t i = 0; i < row; i++)
        if (str_eq(part_of(names, i), part))
            return false;
    return is_asked(part);
}

static void fixed_rows(const struct names *names)
{
    html_raw(&names->form->web->html, "<div class=\"row-fields\">");
    for (size_t i = 0; i < ASKED; i++)
        for (size_t row = 0; row < names->n; row++)
            if (str_is(part_of(names, row), asked[i]) && is_first_of(names, row))
                fixed_row(names, row);
    html_raw(&names->form->web->html, "</div>");
}

static void open_rows(const struct names *names)
{
    for (size_t row = 0; row < names->n; row++)
        if (!is_first_of(names, row))
            open_row(names, row);
}

/* ---- scripts and forms ---- */

/* "gen=Senade; dat=Senadi": the form of that case, or nothing. */
static struct str gram_form(struct str gram, const char *code)
{
    while (gram.n != 0) {
        struct str form = str_trim(str_split(&gram, ';'));
        struct str word = str_trim(str_split(&form, '='));
        if (str_is(word, code))
            return str_trim(form);
    }
    return STR("");
}

static void script_control(const struct names *names, size_t row)
{
    const struct field_form *form = names->form;
    struct call *call = field_call(form);
    struct str script = cell(names, row, SCRIPT, "script");
    struct control c = {.name = row_name(form, names->field, row, "script"),
                        .label = say(call, "Written in"),
                        .part = true};
    struct pick picks[] = {
        {STR("Latn"), say(call, "Latin letters"), STR(""), str_is(script, "Latn")},
        {STR("Cyrl"), say(call, "Cyrillic letters"), STR(""), str_is(script, "Cyrl")},
        {script, script, STR(""), true},
    };
    bool other = script.n != 0 && !picks[0].chosen && !picks[1].chosen;

    control_select(&form->web->html, &c, picks, other ? 3 : 2);
}

static void form_controls(const struct names *names, size_t row)
{
    const struct field_form *form = names->form;
    struct call *call = field_call(form);
    struct str text = cell(names, row, TEXT, "text");
    struct str label = row_word(call, names->field, part_of(names, row));
    struct value stored = row_stored(form, names->field, row, GRAM);

    html_raw(&form->web->html, "<fieldset class=\"row\"><legend>");
    html_text(&form->web->html, text.n == 0 ? label : text);
    html_raw(&form->web->html, "</legend><div class=\"row-fields\">");
    script_control(names, row);
    for (size_t i = 0; i < CASES; i++) {
        struct str ending = str_format(call->arena, "gram.%s", cases[i].code);
        struct control c = {.name = row_name(form, names->field, row, ending.p),
                            .label = str_of(lang_text(call->lang, cases[i].label)),
                            .max = FORM_MAX,
                            .part = true};
        c.value = names->back             ? cell(names, row, GRAM, ending.p)
                  : stored.type == V_TEXT ? gram_form(stored.s, cases[i].code)
                                          : STR("");
        control_text(&form->web->html, &c);
    }
    html_raw(&form->web->html, "</div></fieldset>");
}

/* Letters call people by given and family name; others have forms where somebody wrote them. */
static bool needs_forms(const struct names *names, size_t row)
{
    struct str part = part_of(names, row);

    return str_is(part, "given") || str_is(part, "family") ||
           row_stored(names->form, names->field, row, SCRIPT).type != V_NULL ||
           row_stored(names->form, names->field, row, GRAM).type != V_NULL;
}

static bool has_forms(const struct names *names)
{
    for (size_t row = 0; row < stored_rows(names); row++)
        if (row_stored(names->form, names->field, row, SCRIPT).type != V_NULL ||
            row_stored(names->form, names->field, row, GRAM).type != V_NULL)
            return true;
    return false;
}

/* ---- the field ---- */

void names_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct html *h = &form->web->html;
    struct control c = field_head(form, field);
    struct names names = {.form = form, .field = field};
    struct str rows = field_name(form, field, "");

    names.n = count_rows(&names);
    control_group(h, &c);
    rows_begin(form, rows, names.n);
    fixed_rows(&names);
    open_rows(&names);
    part_fold(h, say(call, "Letters and case forms of the names, for letters"), has_forms(&names));
    for (size_t row = 0; row < names.n; row++)
        if (needs_forms(&names, row))
            form_controls(&names, row);
    part_fold_end(h);
    rows_finish(form, rows, say(call, "Add a former name or another spelling"));
    control_group_end(h);
}

/* The forms as one text; as stored, when nothing of it was changed. */
static struct value gram_typed(const struct field_form *form, const struct field *field, size_t row)
{
    struct call *call = field_call(form);
    struct value stored = row_stored(form, field, row, GRAM);
    struct str was = stored.type == V_TEXT ? stored.s : STR("");
    struct buf out;
    bool same = true;

    buf_init(&out, call->arena, FORM_TEXT_MAX);
    for (size_t i = 0; i < CASES; i++) {
        struct str ending = str_format(call->arena, "gram.%s", cases[i].code);
        struct str sent = row_sent(form, field, row, ending.p);
        same &= sent.p == NULL || str_eq(sent, gram_form(was, cases[i].code));
        if (str_find(sent, ';') != sent.n || str_find(sent, '\n') != sent.n)
            fault_add(call, row_name(form, field, row, ending.p),
                      "%s: a form of a name has no semicolon and is one line.",
                      lang_text(call->lang, cases[i].label));
        if (sent.n != 0)
            buf_format(&out, "%s%s=%.*s", out.n == 0 ? "" : "; ", cases[i].code, (int)sent.n,
                       sent.p);
    }
    if (same)
        return stored;
    return out.n == 0 ? v_null() : v_text(buf_str(&out));
}

/* False: no name stands there, whatever else does. */
static bool name_typed(const struct field_form *form, const struct field *field, size_t row,
                       struct value cells[static NAME_COLUMNS])
{
    struct call *call = field_call(form);
    struct str part = row_sent(form, field, row, "part"), text = row_sent(form, field, row, "text");
    struct str script = row_sent(form, field, row, "script");
    struct str where = row_name(form, field, row, "text");

    if (text.n == 0)
        return false;
    if (part.n == 0)
        fault_add(call, row_name(form, field, row, "part"), "Say which name \"%s\" is.",
                  str_z(call->arena, text));
    else if (text.n > TEXT_MAX)
        fault_add(call, where, "%s is longer than %d bytes. Shorten it.",
                  str_z(call->arena, row_word(call, field, part)), TEXT_MAX);
    else if (str_find(text, '\n') != text.n)
        fault_add(call, where, "%s must be one line.",
                  str_z(call->arena, row_word(call, field, part)));
    cells[PART] = v_text(part);
    cells[TEXT] = v_text(text);
    cells[SCRIPT] = script.n == 0 ? v_null() : v_text(script);
    cells[GRAM] = gram_typed(form, field, row);
    return true;
}

bool names_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct value cells[NAME_COLUMNS];
    size_t n, kept = 0;

    if (!rows_sent(form, field, &n))
        return false;
    struct value *rows = arena_array(call->arena, n + 1, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < n; i++)
        if (name_typed(form, field, i, cells) &&
            value_copy(call->arena, v_list(cells, NAME_COLUMNS), &rows[kept]))
            kept++;
    *out = kept == 0 ? v_null() : v_list(rows, kept);
    return true;
}
