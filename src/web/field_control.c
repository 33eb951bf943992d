/* field_control.c - see field_control.h: names, the table of types, texts, numbers, whole forms. */
#include "web/field_control.h"

#include "base/lang.h"
#include "base/text.h"
#include "model/condition.h"
#include "web/field_form.h"

/* ---- names and what arrived ---- */

struct str field_name(const struct field_form *form, const struct field *field, const char *ending)
{
    return str_format(field_call(form)->arena, "%s%.*s%s", form->prefix, (int)field->name.n,
                      field->name.p, ending);
}

struct str field_sent(const struct field_form *form, const struct field *field, const char *ending)
{
    struct str sent = form_find(&form->web->form, field_name(form, field, ending));

    return sent.p == NULL ? sent : str_trim(sent);
}

struct str field_seen(const struct field_form *form, const struct field *field, const char *ending,
                      struct str stored)
{
    struct str sent =
        form->typed ? field_sent(form, field, ending) : (struct str){.p = NULL, .n = 0};

    return sent.p == NULL ? stored : sent;
}

struct value field_now(const struct field_form *form, const struct field *field)
{
    return form->record == NULL ? v_null() : record_get(form->record, field);
}

void field_mark(const struct field_form *form, const struct field *field)
{
    control_hidden(&form->web->html, str_z(field_call(form)->arena, field_name(form, field, ".is")),
                   STR("1"));
}

bool field_marked(const struct field_form *form, const struct field *field)
{
    return field_sent(form, field, ".is").n != 0;
}

struct control field_head(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);

    return (struct control){.name = field_name(form, field, ""),
                            .label = label_text(call, &field->label),
                            .hint = label_text(call, &field->help),
                            .must = field->must,
                            .focus = field == form->first};
}

/* ---- faults ---- */

static void move_faults(struct call *call, struct str from, struct str to)
{
    for (struct fault *f = call->faults; f != NULL; f = f->next)
        if (str_eq(f->where, from))
            f->where = to;
}

void field_faults(const struct field_form *form, const struct kind *kind)
{
    for (size_t i = 0; i < kind->n; i++)
        move_faults(field_call(form), kind->fields[i].name, field_name(form, &kind->fields[i], ""));
}

bool field_parsed(const struct field_form *form, const struct field *field, struct str text,
                  struct value *out)
{
    bool understood = field_parse(field_call(form), field, text, out);

    if (!understood) {
        *out = v_null();
        move_faults(field_call(form), field->name, field_name(form, field, ""));
    }
    return understood;
}

void field_wrong(const struct field_form *form, const struct field *field, const char *format, ...)
{
    struct call *call = field_call(form);
    struct buf text;
    va_list args;

    buf_init(&text, call->arena, FORM_TEXT_MAX);
    buf_add(&text, label_text(call, &field->label));
    buf_z(&text, ": ");
    va_start(args, format);
    buf_vformat(&text, lang_text(call->lang, format), args);
    va_end(args);
    fault_add(call, field_name(form, field, ""), "%s", str_z(call->arena, buf_str(&text)));
}

bool field_has_fault(const struct call *call, struct str where)
{
    for (const struct fault *f = call->faults; f != NULL; f = f->next)
        if (str_eq(f->where, where))
            return true;
    return false;
}

/* ---- texts ---- */

static void text_show(const struct field_form *form, const struct field *field)
{
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);

    c.max = field->max != 0 && field->max < FIELD_TEXT_MAX ? (unsigned)field->max : FIELD_TEXT_MAX;
    c.value = field_seen(form, field, "", v.type == V_TEXT ? v.s : STR(""));
    if (str_is(str_of(field->type->name), "e-mail"))
        c.type = "email";
    if (str_is(str_of(field->type->name), "web address"))
        c.type = "url";
    control_text(&form->web->html, &c);
}

static bool text_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct str sent = field_sent(form, field, "");

    if (sent.p == NULL)
        return false;
    *out = sent.n == 0 ? v_null() : v_text(sent);
    if (str_find(sent, '\n') != sent.n) {
        field_wrong(form, field, "this must be one line.");
        *out = v_null();
    }
    return true;
}

static void long_show(const struct field_form *form, const struct field *field)
{
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);

    struct str sent = form_find(&form->web->form, c.name); /* with the lines at its ends */
    c.value = form->typed && sent.p != NULL ? sent : v.type == V_TEXT ? v.s : STR("");
    control_long(&form->web->html, &c, form->compact ? 2 : 6);
}

/* Its own lines, also empty ones at its ends, are kept; nothing but white space is nothing. */
static bool long_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct str sent = form_find(&form->web->form, field_name(form, field, ""));

    if (sent.p == NULL)
        return false;
    *out = str_trim(sent).n == 0 ? v_null() : v_text(sent);
    return true;
}

/* ---- numbers ---- */

struct str number_text(struct call *call, int64_t scaled, int digits)
{
    static const char *const points[] = {"en"}; /* all others of ours write a comma */
    char *text = arena_alloc(call->arena, 32);
    uint64_t rest = scaled < 0 ? -(uint64_t)scaled : (uint64_t)scaled;
    size_t at = 32;

    if (text == NULL)
        return (struct str){NULL, 0};
    for (int i = 0; rest != 0 || i <= digits; i++) {
        if (i == digits && digits != 0)
            text[--at] = str_is(lang_code(call->lang), points[0]) ? '.' : ',';
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (scaled < 0)
        text[--at] = '-';
    return str_bytes(text + at, 32 - at);
}

static void number_show(const struct field_form *form, const struct field *field)
{
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);

    c.max = 24;
    c.mode = field->digits == 0 ? "numeric" : "decimal";
    c.value =
        field_seen(form, field, "",
                   v.type == V_INT ? number_text(field_call(form), v.i, field->digits) : STR(""));
    control_text(&form->web->html, &c);
}

/* Any type that one text can hold, by the parser that imports use too. */
static bool parsed_typed(const struct field_form *form, const struct field *field,
                         struct value *out)
{
    struct str sent = field_sent(form, field, "");

    if (sent.p == NULL)
        return false;
    (void)field_parsed(form, field, sent, out);
    return true;
}

/* ---- money ---- */

/* What offices here are paid in and pay in; another stays when it is stored. */
static const char *const currencies[] = {"EUR", "MKD", "RSD", "ALL", "BAM", "CHF", "USD", "GBP"};

enum { CURRENCIES = sizeof currencies / sizeof *currencies };

static size_t currency_picks(struct str chosen, struct pick picks[static CURRENCIES + 1])
{
    size_t n = 0;
    bool found = chosen.n == 0;

    for (size_t i = 0; i < CURRENCIES; i++) {
        struct str code = str_of(currencies[i]);
        picks[n++] = (struct pick){.value = code, .label = code, .chosen = str_eq(code, chosen)};
        found |= str_eq(code, chosen);
    }
    if (!found)
        picks[n++] = (struct pick){.value = chosen, .label = chosen, .chosen = true};
    return n;
}

static void money_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    bool there = v.type == V_LIST;
    struct pick picks[CURRENCIES + 1];
    struct str amount = there ? number_text(call, v.list.items[0].i, 2) : STR("");
    size_t n = currency_picks(
        field_seen(form, field, ".currency", there ? v.list.items[1].s : STR("")), picks);
    struct piece pieces[] = {
        {".amount", say(call, "Amount"), field_seen(form, field, ".amount", amount), "w12", 24,
         field->must, "decimal", NULL, 0},
        {".currency", say(call, "Currency"), STR(""), "w12", 0, field->must, NULL, picks, n},
    };

    control_pieces(&form->web->html, &c, pieces, 2);
}

static bool money_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct str amount = field_sent(form, field, ".amount");
    struct str currency = field_sent(form, field, ".currency");

    if (amount.p == NULL)
        return parsed_typed(form, field, out);
    *out = v_null();
    if (amount.n == 0)
        return true;
    if (currency.n == 0)
        field_wrong(form, field, "choose a currency.");
    else
        (void)field_parsed(form, field,
                           str_format(field_call(form)->arena, "%.*s %.*s", (int)amount.n, amount.p,
                                      (int)currency.n, currency.p),
                           out);
    return true;
}

/* ---- one box ---- */

/* A ticked box, or a word for yes from a spreadsheet. */
static bool says_yes(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct str sent = text_fold(call->arena, field_sent(form, field, ""));
    struct str yes = text_fold(call->arena, say(call, "yes"));

    return str_is(sent, "1") || str_is(sent, "x") || str_is(sent, "yes") || str_eq(sent, yes);
}

static void flag_show(const struct field_form *form, const struct field *field)
{
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    bool stored = v.type == V_INT && v.i != 0;

    field_mark(form, field);
    if (form->typed && (field_marked(form, field) || field_sent(form, field, "").p != NULL))
        stored = says_yes(form, field);
    control_check(&form->web->html, &c, stored);
}

/* An empty box is "no" where there was an answer before or must be one, else nothing. */
static bool flag_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    if (!field_marked(form, field) && !says_yes(form, field))
        return parsed_typed(form, field, out);
    if (says_yes(form, field))
        *out = v_int(1);
    else
        *out = field->must || field_now(form, field).type == V_INT ? v_int(0) : v_null();
    return true;
}

/* ---- places ---- */

static struct str text_at(struct value v, size_t i)
{
    return v.type == V_LIST && i < v.list.n && v.list.items[i].type == V_TEXT ? v.list.items[i].s
                                                                              : STR("");
}

static void place_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    const struct choice_list *list = field->choices;
    struct pick *picks = list == NULL ? NULL : arena_array(call->arena, list->n + 1, sizeof *picks);
    struct str in = field_seen(form, field, ".municipality", text_at(v, 0));
    struct piece pieces[] = {
        {".municipality", say(call, "Municipality"), in, "w24", FIELD_TEXT_MAX, field->must, NULL,
         picks, picks == NULL ? 0 : choice_picks(call, list, in, text_at(v, 0), picks)},
        {".settlement", say(call, "Settlement, street"),
         field_seen(form, field, ".settlement", text_at(v, 1)), "w24", FIELD_TEXT_MAX, false, NULL,
         NULL, 0},
    };

    control_pieces(&form->web->html, &c, pieces, 2);
}

/* A point on the map belongs to the place it was taken for: it stays while the place does. */
static bool place_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct str in = field_sent(form, field, ".municipality");
    struct str settlement = field_sent(form, field, ".settlement");
    struct value was = field_now(form, field), parts[FIELD_COLUMNS_MAX];

    if (in.p == NULL)
        return parsed_typed(form, field, out);
    *out = v_null();
    if (in.n == 0 && settlement.n == 0)
        return true;
    if (in.n == 0) {
        field_wrong(form, field, "choose the municipality too.");
        return true;
    }
    bool same = str_eq(text_at(was, 0), in) && str_eq(text_at(was, 1), settlement);
    for (size_t i = 0; i < field->type->n; i++)
        parts[i] = same ? was.list.items[i] : v_null();
    parts[0] = v_text(in);
    parts[1] = settlement.n == 0 ? v_null() : v_text(settlement);
    if (!value_copy(call->arena, v_list(parts, field->type->n), out))
        *out = v_null();
    return true;
}

/* ---- the table of types ---- */

struct look {
    const char *type;
    void (*show)(const struct field_form *form, const struct field *field);
    bool (*typed)(const struct field_form *form, const struct field *field, struct value *out);
};

static const struct look looks[] = {
    {"text", text_show, text_typed},
    {"long text", long_show, long_typed},
    {"whole number", number_show, parsed_typed},
    {"decimal", number_show, parsed_typed},
    {"money", money_show, money_typed},
    {"date", date_show, date_typed},
    {"partial date", partial_show, partial_typed},
    {"moment", moment_show, moment_typed},
    {"duration", duration_show, duration_typed},
    {"flag", flag_show, flag_typed},
    {"choice", choice_show, choice_typed},
    {"choices", choices_show, choices_typed},
    {"link", link_show, link_typed},
    {"links", links_show, links_typed},
    {"files", files_show, files_typed},
    {"place", place_show, place_typed},
    {"phones", rows_show, rows_typed},
    {"e-mail", text_show, text_typed},
    {"web address", text_show, text_typed},
    {"names", names_show, names_typed},
    {"signature", rows_show, rows_typed},
};

static const struct look *look_of(const struct field *field)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (strcmp(looks[i].type, field->type->name) == 0)
            return &looks[i];
    return NULL;
}

bool field_has_control(const struct field *field)
{
    return look_of(field) != NULL;
}

void field_control(const struct field_form *form, const struct field *field)
{
    const struct look *look = look_of(field);

    if (look != NULL)
        look->show(form, field);
}

bool field_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    const struct look *look = look_of(field);
    size_t faults = call->fault_count;

    *out = v_null();
    if (look == NULL || !look->typed(form, field, out))
        return false;
    if (call->fault_count == faults) {
        field_check(call, field, out);
        move_faults(call, field->name, field_name(form, field, ""));
    }
    return true;
}

/* ---- whole forms ---- */

bool field_is_asked(const struct field *field, bool secret)
{
    return !field->derived && !field->hidden && (secret || !field->secret) &&
           look_of(field) != NULL;
}

static bool section_is_asked(const struct kind *kind, size_t section, bool secret)
{
    for (size_t i = 0; i < kind->n; i++)
        if (kind->fields[i].section == section && field_is_asked(&kind->fields[i], secret))
            return true;
    return false;
}

static void section_begin(const struct field_form *form, const struct kind *kind, size_t section,
                          const struct record *judged)
{
    const struct section *one = &kind->sections[section];
    struct html *h = &form->web->html;

    html_raw(h, "<fieldset class=\"section\"");
    if (one->when != NULL) {
        html_attr(h, "id", str_format(h->call->arena, "%ssection-%zu.when", form->prefix, section));
        html_raw(h, " data-when");
        if (!field_holds(form, judged, one->when))
            html_raw(h, " hidden");
    }
    html_raw(h, "><legend><h2>");
    html_text(h, label_text(h->call, &one->label));
    html_raw(h, "</h2></legend>");
}

void field_sections(const struct field_form *form, const struct kind *kind, bool secret)
{
    const struct record *judged = field_judged(form, kind, secret);
    struct html *h = &form->web->html;

    /* The first button of a form is what Enter presses: it must not be one that moves a row. */
    html_raw(h, "<button class=\"vh\" tabindex=\"-1\" aria-hidden=\"true\"></button>");
    for (size_t s = 0; s < kind->sections_n; s++) {
        if (!section_is_asked(kind, s, secret))
            continue;
        section_begin(form, kind, s, judged);
        for (size_t i = 0; i < kind->n; i++)
            if (kind->fields[i].section == s && field_is_asked(&kind->fields[i], secret))
                field_show_when(form, &kind->fields[i], judged);
        html_raw(h, "</fieldset>");
    }
    field_when_button(form, kind, secret);
}

/* What was empty before is not this person's fault (model/change.c says the same), unless it was
 * not asked before. */
static void check_missing(const struct field_form *form, const struct field *field,
                          struct value typed)
{
    struct call *call = field_call(form);
    struct str name = field_name(form, field, "");

    if (!field->must || typed.type != V_NULL || field_has_fault(call, name) ||
        (form->record != NULL && field_now(form, field).type == V_NULL &&
         field_asked(call, form->record, field)))
        return;
    fault_add(call, name, "%s is missing.", str_z(call->arena, label_text(call, &field->label)));
}

static bool has_file(const struct field *field)
{
    for (size_t i = 0; i < field->type->n; i++)
        if (field->type->columns[i].kind == COLUMN_BYTES)
            return true;
    return false;
}

/* One form on its way back. */
struct reading {
    const struct field_form *form;
    const struct kind *kind;
    bool secret;
    const struct record *judged;
    struct value *values;
    bool *given;
};

static void read_pass(const struct reading *in, bool files)
{
    for (size_t i = 0; i < in->kind->n; i++) {
        const struct field *field = &in->kind->fields[i];
        if (has_file(field) != files)
            continue;
        in->values[i] = v_null();
        in->given[i] =
            field_is_asked(field, in->secret) &&
            (in->judged == NULL || field_asked(field_call(in->form), in->judged, field)) &&
            field_typed(in->form, field, &in->values[i]);
    }
}

static void missing_pass(const struct reading *in, bool files)
{
    for (size_t i = 0; i < in->kind->n; i++)
        if (has_file(&in->kind->fields[i]) == files && in->given[i])
            check_missing(in->form, &in->kind->fields[i], in->values[i]);
}

void fields_read(const struct field_form *form, const struct kind *kind, bool secret,
                 struct value *values, bool *given)
{
    const struct reading in = {form, kind, secret, field_judged(form, kind, secret), values, given};

    read_pass(&in, false);
    read_pass(&in, true);
}

void fields_missing(const struct field_form *form, const struct kind *kind, struct value *values,
                    bool *given)
{
    const struct reading in = {form, kind, false, NULL, values, given};

    missing_pass(&in, false);
    missing_pass(&in, true);
}

/* Files last: they are kept only where nothing else is wrong. */
enum rc fields_typed(const struct field_form *form, const struct kind *kind, bool secret,
                     struct value *values, bool *given)
{
    const struct reading in = {form, kind, secret, field_judged(form, kind, secret), values, given};

    for (int files = 0; files < 2; files++) {
        read_pass(&in, files != 0);
        missing_pass(&in, files != 0);
    }
    return call_faults(field_call(form));
}
