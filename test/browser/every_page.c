/* every_page.c - see every_page.h. */
#include "every_page.h"

#include "every_kind.h"
#include "model/field.h"
#include "model/record.h"
#include "web/control.h"
#include "web/field_control.h"
#include "web/field_parts.h"
#include "web/part.h"

const struct param every_params[] = {
    {"more", PARAM_TEXT, 200, false, false, "The form"},
    {"f.*", PARAM_LONG, FORM_TEXT_MAX, false, true, "The form"},
    {"p.*", PARAM_LONG, FORM_TEXT_MAX, false, true, "The form"},
    {"u.*", PARAM_FILE, SERVER_BODY_MAX, false, true, "The file"},
    {0},
};

enum rc every_load(struct call *call, struct arena *keep, struct app *out)
{
    const struct model_file files[] = {{STR("visit.yaml"), str_of(every_kind)},
                                       {STR("area.yaml"), str_of(every_area)},
                                       {STR("place.yaml"), str_of(every_municipality)}};
    struct registry *registry = NULL;
    enum rc rc = registry_load(call, keep, files, 3, &registry);

    *out = (struct app){.registry = registry};
    return rc;
}

static const struct kind *named(const struct web *web, const char *name)
{
    return kind_find(web->call.app->registry, str_of(name));
}

static enum rc form_page(struct web *web, bool typed)
{
    static const struct form_options options = {.action = STR_INIT("/every"), .files = true};
    struct page page = {.title = STR("Every type")};
    struct button save = {STR("Save"), WEIGHT_MAIN, NULL, NULL, {0}};
    struct field_form form = {.web = web, .prefix = "f.", .typed = typed};
    struct part_form parts = {.web = web, .kind = named(web, "visit_item"), .typed = typed};

    part_page(web, &page);
    part_form(web, &options);
    field_sections(&form, named(web, "visit"), true);
    field_parts(&parts);
    part_form_send(&web->html, &options, &save);
    part_page_end(web, &page);
    return RC_OK;
}

enum rc every_show(struct web *web)
{
    return form_page(web, web->route->method == METHOD_POST);
}

static void part_line(struct web *web, const struct save_part *part)
{
    for (size_t i = 0; i < part->kind->n; i++)
        field_fact(web, &part->kind->fields[i], part->values[i]);
}

/* What was read, instead of storing it. */
enum rc every_take(struct web *web)
{
    const struct kind *kind = named(web, "visit");
    struct field_form form = {.web = web, .prefix = "f.", .typed = true};
    struct part_form parts = {.web = web, .kind = named(web, "visit_item"), .typed = true};
    struct page page = {.title = STR("What was read")};
    struct save_part *rows;
    struct value values[FIELDS_MAX];
    bool given[FIELDS_MAX];
    size_t n;

    if (fields_more(web))
        return form_page(web, true);
    enum rc rc = fields_typed(&form, kind, true, values, given);
    if (parts_typed(&parts, &rows, &n) != RC_OK || rc != RC_OK) {
        web->call.error.rc = RC_OK;
        web_status(web, 422);
        return form_page(web, true);
    }
    part_page(web, &page);
    html_raw(&web->html, "<dl class=\"facts\">");
    for (size_t i = 0; i < kind->n; i++)
        if (given[i])
            field_fact(web, &kind->fields[i], values[i]);
    for (size_t i = 0; i < n; i++)
        part_line(web, &rows[i]);
    html_raw(&web->html, "</dl>");
    part_page_end(web, &page);
    return RC_OK;
}
