/* field_more.c - the buttons of rows: what was pressed changes the form that came back, which is
 * then shown again. Nothing is stored. */
#include "model/app.h"
#include "web/field_form.h"
#include "web/field_parts.h"
#include "web/field_rows.h"

/* The form that came back, as its list of rows. */
struct editor {
    struct web *web;
    struct str base; /* "f.phones" */
    size_t n;        /* rows */
};

static struct str name_in(const struct editor *e, size_t row, const char *ending)
{
    return str_format(e->web->call.arena, "%s.%zu%s", e->base.p, row, ending);
}

/* Does the field stand in that row? *rest: what follows, with its dot. A file's name has "u."
 * first. */
static bool stands_in(const struct editor *e, struct str name, size_t row, bool *file,
                      struct str *rest)
{
    struct str own = name_in(e, row, ".");

    *file = str_starts(name, STR("u."));
    if (*file)
        name = str_cut(name, 2, name.n);
    *rest = str_cut(name, own.n - 1, name.n);
    return own.p != NULL && str_starts(name, own);
}

static void set_number(struct editor *e, size_t n)
{
    struct form *form = &e->web->form;
    struct str name = str_format(e->web->call.arena, "%s.n", e->base.p);

    for (size_t i = 0; i < form->n; i++)
        if (str_eq(form->fields[i].name, name))
            form->fields[i].value = str_format(e->web->call.arena, "%zu", n);
    e->n = n;
}

void form_put(struct web *web, struct str name, struct str value)
{
    struct form *form = &web->form;
    struct form_value *all = arena_array(web->call.arena, form->n + 1, sizeof *all);

    if (all == NULL || name.p == NULL || value.p == NULL)
        return;
    if (form->n != 0)
        memcpy(all, form->fields, form->n * sizeof *all);
    all[form->n] = (struct form_value){.name = name, .value = value};
    *form = (struct form){all, form->n + 1};
}

static void rename_row(struct editor *e, size_t from, size_t to)
{
    struct form *form = &e->web->form;
    struct str rest;
    bool file;

    for (size_t i = 0; i < form->n; i++)
        if (stands_in(e, form->fields[i].name, from, &file, &rest))
            form->fields[i].name = str_format(e->web->call.arena, "%s%s%.*s", file ? "u." : "",
                                              name_in(e, to, "").p, (int)rest.n, rest.p);
}

static void swap_rows(struct editor *e, size_t a, size_t b)
{
    rename_row(e, a, FIELD_ITEMS_MAX + 1); /* a place that no row has */
    rename_row(e, b, a);
    rename_row(e, FIELD_ITEMS_MAX + 1, b);
}

/* A row of a part that is stored is remembered as taken away. */
static void remove_row(struct editor *e, size_t row)
{
    struct form *form = &e->web->form;
    struct str id = form_find(form, name_in(e, row, ".id"));
    size_t kept = 0;
    struct str rest;
    bool file;

    for (size_t i = 0; i < form->n; i++)
        if (!stands_in(e, form->fields[i].name, row, &file, &rest))
            form->fields[kept++] = form->fields[i];
    form->n = kept;
    for (size_t i = row + 1; i < e->n; i++)
        rename_row(e, i, i - 1);
    set_number(e, e->n - 1);
    if (id.n != 0)
        form_put(e->web, str_format(e->web->call.arena, "%s.gone", e->base.p), id);
}

/* How many rows there may be: of a field, or of parts of a kind. */
static size_t room(const struct editor *e)
{
    const struct kind *kind =
        str_starts(e->base, STR("p.")) &&
                str_find(str_cut(e->base, 2, e->base.n), '.') + 2 == e->base.n
            ? kind_find(e->web->call.app->registry, str_cut(e->base, 2, e->base.n))
            : NULL;

    return kind == NULL ? FIELD_ITEMS_MAX : parts_room(kind);
}

static void add_row(struct editor *e)
{
    if (e->n >= room(e)) {
        fault_add(&e->web->call, e->base, "There is no room for more than %zu rows.", room(e));
        return;
    }
    form_put(e->web, STR(MORE_FOCUS), name_in(e, e->n, ""));
    set_number(e, e->n + 1);
}

/* The list of that name, if the form has one. */
static bool find_list(struct editor *e, struct str base)
{
    struct arena *arena = e->web->call.arena;
    uint64_t n;

    e->base = str_of(str_z(arena, base));
    if (!str_uint(form_find(&e->web->form, str_format(arena, "%s.n", e->base.p)), FIELD_ITEMS_MAX,
                  &n))
        return false;
    e->n = (size_t)n;
    return true;
}

static struct str last_piece(struct str *base)
{
    size_t at = base->n;

    while (at > 0 && base->p[at - 1] != '.')
        at--;
    struct str piece = str_cut(*base, at, base->n);
    *base = str_cut(*base, 0, at == 0 ? 0 : at - 1);
    return piece;
}

static void press(struct web *web, struct str pressed)
{
    struct editor e = {.web = web};
    struct str base = pressed, verb = last_piece(&base);
    uint64_t row;

    if (str_is(verb, "add")) {
        if (find_list(&e, base))
            add_row(&e);
        return;
    }
    if (!str_uint(last_piece(&base), FIELD_ITEMS_MAX, &row) || !find_list(&e, base) || row >= e.n)
        return;
    if (str_is(verb, "remove"))
        remove_row(&e, (size_t)row);
    else if (str_is(verb, "up") && row > 0)
        swap_rows(&e, (size_t)row, (size_t)row - 1);
    else if (str_is(verb, "down") && row + 1 < e.n)
        swap_rows(&e, (size_t)row, (size_t)row + 1);
}

bool fields_more(struct web *web)
{
    struct str pressed = form_find(&web->form, STR("more"));

    form_paste(web);
    if (pressed.n == 0)
        return false;
    press(web, pressed);
    return true;
}
