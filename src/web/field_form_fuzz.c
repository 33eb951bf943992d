/* field_form_fuzz.c - any form that came back for a kind with every type: what is taken passes the
 * check of its type, what is not is told, and either way the form can be shown again. */
#include <assert.h>

#include "every_kind.h"
#include "model/app.h"
#include "model/field.h"
#include "model/record.h"
#include "web/field_control.h"
#include "web/field_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
                              .kind = kind_find(web->call.app->registry, STR("visit_item"))};
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
    const struct model_file files[] = {{STR("visit.yaml"), str_of(every_kind)},
                                       {STR("area.yaml"), str_of(every_area)},
                                       {STR("place.yaml"), str_of(every_municipality)}};
    struct registry *registry;
    struct app app = {0};
    struct web web = {0};
    struct arena arena;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&web.call, &arena, &os);
    assert(registry_load(&web.call, &arena, files, 3, &registry) == RC_OK);
    app.registry = registry;
    web.call.app = &app;
    html_init(&web.html, &web.call, STR("/icons"));
    if (form_query(&web.call, str_bytes(data, size), &web.form) == RC_OK)
        fill_in(&web, kind_find(registry, STR("visit")));
    arena_fini(&arena);
    return 0;
}
