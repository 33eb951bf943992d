/* field_choice.c - one of a list, or several of it. */
#include "base/text.h"
#include "web/field_form.h"

enum { RADIOS_MAX = 5 };

/* Labels are understood too: they come from spreadsheets. */
struct str choice_code(struct call *call, const struct choice_list *list, struct str typed)
{
    struct str folded = text_fold(call->arena, typed);

    if (choice_find(list, typed) != NULL)
        return typed;
    for (size_t i = 0; i < list->n; i++) {
        const struct choice *choice = &list->choices[i];
        if (str_eq(text_fold(call->arena, label_text(call, &choice->label)), folded) ||
            str_eq(text_fold(call->arena, choice->label.text), folded))
            return choice->code;
    }
    return typed;
}

/* A code that the list no longer has, or that is no longer used, stays where it stands. */
size_t choice_picks(struct call *call, const struct choice_list *list, struct str chosen,
                    struct str stored, struct pick *picks)
{
    size_t n = 0;
    bool found = chosen.n == 0;

    for (size_t i = 0; i < list->n; i++) {
        bool is = str_eq(list->choices[i].code, chosen);
        if (list->choices[i].retired && !is && !str_eq(list->choices[i].code, stored))
            continue;
        picks[n++] = (struct pick){.value = list->choices[i].code,
                                   .label = label_text(call, &list->choices[i].label),
                                   .chosen = is};
        found |= is;
    }
    if (!found)
        picks[n++] = (struct pick){.value = chosen, .label = chosen, .chosen = true};
    return n;
}

void choice_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    struct pick *picks = arena_array(call->arena, field->choices->n + 1, sizeof *picks);

    if (picks == NULL)
        return;
    struct str stored = v.type == V_TEXT ? v.s : STR("");
    struct str chosen = field_seen(form, field, "", stored);
    if (form->typed)
        chosen = choice_code(call, field->choices, chosen);
    size_t n = choice_picks(call, field->choices, chosen, stored, picks);
    if (!field->must || form->compact || n > RADIOS_MAX) {
        control_select(&form->web->html, &c, picks, n);
        return;
    }
    field_mark(form, field);
    control_radios(&form->web->html, &c, picks, n);
}

bool choice_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct str sent = field_sent(form, field, "");

    if (sent.n != 0)
        *out = v_text(choice_code(field_call(form), field->choices, sent));
    return sent.p != NULL || field_marked(form, field);
}

static bool set_has(struct value set, struct str code)
{
    for (size_t i = 0; set.type == V_LIST && i < set.list.n; i++)
        if (str_eq(set.list.items[i].s, code))
            return true;
    return false;
}

/* In a table a set is one line: codes or labels, apart by ';'. */
static void add_line(struct call *call, const struct field *field, struct str line,
                     struct value *items, size_t *n)
{
    while (line.n != 0 && *n < FIELD_ITEMS_MAX) {
        struct str one = str_trim(str_split(&line, ';'));
        if (one.n != 0)
            items[(*n)++] = v_text(choice_code(call, field->choices, one));
    }
}

/* All that was ticked; V_NULL for nothing. */
static struct value ticked(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    const struct form *sent = &form->web->form;
    struct str name = field_name(form, field, "");
    struct value *items = arena_array(call->arena, FIELD_ITEMS_MAX + 1, sizeof *items);
    size_t n = 0;

    for (size_t i = 0; items != NULL && i < sent->n && n < FIELD_ITEMS_MAX; i++)
        if (str_eq(sent->fields[i].name, name))
            add_line(call, field, str_trim(sent->fields[i].value), items, &n);
    return n == 0 ? v_null() : v_list(items, n);
}

void choices_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    const struct choice_list *list = field->choices;
    struct control c = field_head(form, field);
    bool back = form->typed && (field_marked(form, field) || field_sent(form, field, "").p != NULL);
    struct value v = back ? ticked(form, field) : field_now(form, field);
    size_t n = 0, room = list->n + (v.type == V_LIST ? v.list.n : 0);
    struct pick *picks = arena_array(call->arena, room + 1, sizeof *picks);

    if (picks == NULL)
        return;
    for (size_t i = 0; i < list->n; i++) {
        const struct choice *choice = &list->choices[i];
        bool chosen = set_has(v, choice->code);
        if (!choice->retired || chosen || set_has(field_now(form, field), choice->code))
            picks[n++] = (struct pick){
                .value = choice->code, .label = label_text(call, &choice->label), .chosen = chosen};
    }
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        if (choice_find(list, v.list.items[i].s) == NULL)
            picks[n++] = (struct pick){
                .value = v.list.items[i].s, .label = v.list.items[i].s, .chosen = true};
    field_mark(form, field);
    control_checks(&form->web->html, &c, picks, n);
}

bool choices_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    *out = ticked(form, field);
    return out->type != V_NULL || field_marked(form, field) ||
           field_sent(form, field, "").p != NULL;
}
