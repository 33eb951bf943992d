/* field_kind_test.c - see field_form_test.h. */
#include "every_kind.h"
#include "web/field_form_test.h"

void every_init(struct every *e, const char *lang)
{
    const struct model_file files[] = {{STR("visit.yaml"), str_of(every_kind)},
                                       {STR("area.yaml"), str_of(every_area)},
                                       {STR("municipality.yaml"), str_of(every_municipality)}};
    struct registry *registry = NULL;

    *e = (struct every){0};
    fixture_init(&e->f, 0);
    CHECK_RC(&e->f.call, registry_load(&e->f.call, &e->f.arena, files, 3, &registry), RC_OK);
    e->app.registry = registry;
    if (lang != NULL)
        fixture_speak(&e->f, lang, lang[0] == 'm' || lang[1] == 'q' ? "2" : "3", "");
    e->kind = registry == NULL ? NULL : kind_find(registry, STR("visit"));
    if (e->kind == NULL) {
        (void)puts("Bail out! The kind with every type is not understood.");
        exit(1);
    }
    call_init(&e->web.call, &e->f.arena, e->f.call.os);
    e->web.call.app = &e->app;
    e->web.call.today = 20779; /* 2026-11-22 */
    e->web.call.lang = e->f.call.lang;
    e->record = (struct record){.kind = e->kind};
    e->record.values = arena_array(&e->f.arena, e->kind->n, sizeof *e->record.values);
    e->form = (struct field_form){.web = &e->web, .prefix = "f.", .record = &e->record};
    every_blank(e);
}

void every_fini(struct every *e)
{
    fixture_fini(&e->f);
}

const struct field *every_field(const struct every *e, const char *name)
{
    const struct field *field = field_find(e->kind, str_of(name));

    if (field == NULL) {
        (void)printf("Bail out! There is no field %s.\n", name);
        exit(1);
    }
    return field;
}

void every_blank(struct every *e)
{
    html_init(&e->web.html, &e->web.call, STR("/icons"));
    e->web.form = (struct form){0};
}

/* ---- a page as a browser understands it, as far as our own pages go ---- */

static struct str unescaped(struct arena *arena, struct str s)
{
    static const struct {
        const char *escape;
        char c;
    } escapes[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    struct buf out;

    buf_init(&out, arena, HTML_MAX);
    while (s.n != 0) {
        size_t taken = 1;
        char c = s.p[0];
        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
            if (str_starts(s, str_of(escapes[i].escape))) {
                c = escapes[i].c;
                taken = strlen(escapes[i].escape);
            }
        buf_char(&out, c);
        s = str_cut(s, taken, s.n);
    }
    return buf_str(&out);
}

/* The value of an attribute of a tag; {NULL, 0}: it has none. */
static struct str attr(struct arena *arena, struct str tag, const char *name)
{
    struct str wanted = str_format(arena, " %s=\"", name);
    const char *at = memmem(tag.p, tag.n, wanted.p, wanted.n);

    if (at == NULL)
        return (struct str){NULL, 0};
    struct str rest = str_cut(tag, (size_t)(at - tag.p) + wanted.n, tag.n);
    return unescaped(arena, str_cut(rest, 0, str_find(rest, '"')));
}

static bool has_word(struct str tag, const char *word)
{
    return memmem(tag.p, tag.n, word, strlen(word)) != NULL;
}

static void add(struct every *e, struct form *form, size_t *room, struct str name, struct str value)
{
    if (name.p == NULL || !arena_grow(&e->f.arena, &form->fields, form->n, room))
        return;
    form->fields[form->n++] =
        (struct form_value){name, value.p == NULL ? STR("") : value, {0}, {0}};
}

static void take_input(struct every *e, struct form *form, size_t *room, struct str tag)
{
    struct arena *arena = &e->f.arena;
    struct str type = attr(arena, tag, "type");
    bool ticks = str_is(type, "radio") || str_is(type, "checkbox");

    if (str_is(type, "file") || (ticks && !has_word(tag, " checked")))
        return;
    add(e, form, room, attr(arena, tag, "name"), attr(arena, tag, "value"));
}

static void take_select(struct every *e, struct form *form, size_t *room, struct str tag,
                        struct str inside)
{
    struct str chosen = STR("");

    while (inside.n != 0) {
        struct str option = str_split(&inside, '>');
        if (has_word(option, "<option") && has_word(option, " selected"))
            chosen = attr(&e->f.arena, option, "value");
    }
    add(e, form, room, attr(&e->f.arena, tag, "name"), chosen);
}

static struct str until(struct str *rest, const char *end)
{
    const char *at = memmem(rest->p, rest->n, end, strlen(end));
    size_t n = at == NULL ? rest->n : (size_t)(at - rest->p);
    struct str inside = str_cut(*rest, 0, n);

    *rest = str_cut(*rest, n, rest->n);
    return inside;
}

void every_send(struct every *e)
{
    struct str page = html_str(&e->web.html);
    struct form form = {0};
    size_t room = 0;

    while (page.n != 0) {
        (void)str_split(&page, '<');
        struct str tag = str_split(&page, '>');
        if (str_starts(tag, STR("input")))
            take_input(e, &form, &room, tag);
        else if (str_starts(tag, STR("select")))
            take_select(e, &form, &room, tag, until(&page, "</select"));
        else if (str_starts(tag, STR("textarea"))) {
            struct str text = until(&page, "</textarea"); /* its first line end is no part of it */
            add(e, &form, &room, attr(&e->f.arena, tag, "name"),
                unescaped(&e->f.arena, str_cut(text, 1, text.n)));
        }
    }
    every_blank(e);
    e->web.form = form;
}

void every_type(struct every *e, const char *name, const char *text)
{
    struct form *form = &e->web.form;

    for (size_t i = 0; i < form->n; i++)
        if (str_is(form->fields[i].name, name)) {
            form->fields[i].value = str_of(text);
            return;
        }
    struct form_value *all = arena_array(&e->f.arena, form->n + 1, sizeof *all);
    if (all == NULL)
        return;
    if (form->n != 0)
        memcpy(all, form->fields, form->n * sizeof *all);
    all[form->n] = (struct form_value){.name = str_of(name), .value = str_of(text)};
    *form = (struct form){all, form->n + 1};
}

const char *every_sent(const struct every *e, const char *name)
{
    struct str sent = form_find(&e->web.form, str_of(name));

    return sent.p == NULL ? NULL : str_z(e->f.call.arena, sent);
}
