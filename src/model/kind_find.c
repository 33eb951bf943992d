/* kind_find.c - kind.h: looking things up. */
#include "base/lang.h"
#include "model/kind.h"

const struct kind *kind_find(const struct registry *registry, struct str name)
{
    for (size_t i = 0; i < registry->n; i++)
        if (str_eq(registry->kinds[i]->name, name))
            return registry->kinds[i];
    return NULL;
}

const struct field *field_find(const struct kind *kind, struct str name)
{
    for (size_t i = 0; i < kind->n; i++)
        if (str_eq(kind->fields[i].name, name))
            return &kind->fields[i];
    return NULL;
}

const struct field *field_by_key(const struct kind *kind, struct str key)
{
    for (size_t i = 0; i < kind->n; i++)
        if (str_eq(kind->fields[i].key, key))
            return &kind->fields[i];
    return NULL;
}

const struct state *state_find(const struct kind *kind, struct str name)
{
    for (size_t i = 0; i < kind->states_n; i++)
        if (str_eq(kind->states[i].name, name))
            return &kind->states[i];
    return NULL;
}

const struct choice *choice_find(const struct choice_list *list, struct str code)
{
    for (size_t i = 0; list != NULL && i < list->n; i++)
        if (str_eq(list->choices[i].code, code))
            return &list->choices[i];
    return NULL;
}

const struct choice_list *list_find(const struct registry *registry, struct str name)
{
    for (size_t i = 0; i < registry->lists_n; i++)
        if (str_eq(registry->lists[i].name, name))
            return &registry->lists[i];
    return NULL;
}

const struct kind *kind_head(const struct kind *kind)
{
    while (kind->owner != NULL)
        kind = kind->owner;
    return kind;
}

struct str label_text(struct call *call, const struct label *label)
{
    const struct str langs[] = {lang_code(call->lang), lang_most(call->lang)};

    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < label->n; i++)
            if (str_eq(label->texts[i].lang, langs[k]))
                return label->texts[i].text;
    return label->text.n == 0 ? label->text : str_of(lang_text(call->lang, label->text.p));
}
