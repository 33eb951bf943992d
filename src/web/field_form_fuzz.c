/* field_form_fuzz.c - any form that came back for a kind with every type: what is taken passes the
 * check of its type, what is not is told, and either way the form can be shown again. */
#include <assert.h>

#include "model/app.h"
#include "model/field.h"
#include "model/record.h"
#include "web/field_control.h"
#include "web/field_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char kind_file[] =
    "kind: visit\none: Visit\nmany: Visits\nabout: A visit.\nsubject: itself\nsections:\n"
    "  all:\n    a: { is: text, must: yes, max: 80 }\n    b: { is: long text }\n"
    "    c: { is: whole number }\n    d: { is: decimal, digits: 2 }\n    e: { is: money }\n"
    "    f: { is: date }\n    g: { is: partial date }\n    h: { is: moment }\n"
    "    i: { is: duration }\n    j: { is: flag }\n    k: { is: choice, of: l, must: yes }\n"
    "    l: { is: choices, of: l }\n    m: { is: link, to: visit }\n    n: { is: links, to: visit }\n"
    "    o: { is: place }\n    p: { is: e-mail }\n    q: { is: web address }\n"
    "    r: { is: names }\n    s: { is: phones }\n    t: { is: signature }\n"
    "    u: { is: files }\nmay:\n  lead: { see: all }\n"
    "parts:\n  x:\n    one: X\n    many: Xs\n    about: x\n    sections:\n      s:\n"
    "        a: { is: choice, of: l }\n        b: { is: date }\n        c: { is: money }\n";
static const char list_file[] = "list: l\nabout: l\nchoices:\n  a: { en: A }\n  b: { en: B }\n";

static int64_t no_time(void *data)
{
    (void)data;
    return 0;
}

static void check_values(struct call *call, const struct kind *kind, struct value *values,
                         const bool *given)
{
    for (size_t i = 0; i < kind->n; i++) {
        size_t before = call->fault_count;
        if (given[i])
            field_check(call, &kind->fields[i], &values[i]);
        assert(call->fault_count == before);
    }
}

static void fill_in(struct web *web, const struct kind *kind)
{
    struct value values[FIELDS_MAX];
    bool given[FIELDS_MAX];
    struct field_form form = {.web = web, .prefix = "f."};
    struct part_form parts = {.web = web,
                              .kind = kind_find(web->call.app->registry, STR("visit_x"))};
    struct save_part *rows;
    size_t n;

    (void)fields_more(web);
    if (fields_typed(&form, kind, true, values, given) == RC_OK)
        check_values(&web->call, kind, values, given);
    else
        assert(web->call.fault_count != 0 || web->call.error.rc != RC_INVALID);
    if (parts_typed(&parts, &rows, &n) == RC_OK)
        assert(n <= PARTS_ROWS_MAX);
    form.typed = parts.typed = true;
    field_sections(&form, kind, true);
    field_parts(&parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct os os = {.now_ms = no_time};
    const struct model_file files[] = {{STR("visit.yaml"), str_of(kind_file)},
                                       {STR("l.yaml"), str_of(list_file)}};
    struct registry *registry;
    struct app app = {0};
    struct web web = {0};
    struct arena arena;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&web.call, &arena, &os);
    assert(registry_load(&web.call, &arena, files, 2, &registry) == RC_OK);
    app.registry = registry;
    web.call.app = &app;
    html_init(&web.html, &web.call, STR("/icons"));
    if (form_query(&web.call, str_bytes(data, size), &web.form) == RC_OK)
        fill_in(&web, kind_find(registry, STR("visit")));
    arena_fini(&arena);
    return 0;
}
