/* first_use_pages.c - see first.h: what the office uses. What it does not is offered nowhere; what
 * was written there stays, and it can be taken up again at any time, also under Own fields. */
#include "base/lang.h"
#include "model/overlay_change.h"
#include "model/permission.h"
#include "model/setup.h"
#include "roles/first.h"
#include "web/control.h"

/* What gets a number of its own; the program needs the rest for itself. */
static bool is_work(const struct kind *kind)
{
    return kind->owner == NULL && !kind->system && kind->code.n != 0;
}

static bool is_ticked(struct web *web, const struct kind *kind)
{
    struct str name;
    size_t at = 0;

    if (web->request->method != METHOD_POST)
        return !kind->hidden;
    while (web_each(web, "use", &at, &name))
        if (str_eq(name, kind->name))
            return true;
    return false;
}

static enum rc use_page(struct web *web)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;
    struct page page = {.title = say(call, "What you use")};
    struct form_options form = {.action = STR("/first/use")};
    struct control control = {.name = STR("use"), .label = say(call, "We work with"), .must = true};
    struct pick *picks = arena_array(call->arena, registry->n, sizeof *picks);
    size_t n = 0;

    if (picks == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (is_work(kind))
            picks[n++] = (struct pick){.value = kind->name,
                                       .label = label_text(call, &kind->many),
                                       .hint = label_text(call, &kind->about),
                                       .chosen = is_ticked(web, kind)};
    }
    first_page(web, &page, FIRST_USE);
    html_tag(&web->html, "p", NULL,
             say(call, "Take the tick away from what you do not need now: it is then in no menu "
                       "and on no first page. Nothing is lost by it, and you can take it up "
                       "again at any time."));
    part_form(web, &form);
    control_checks(&web->html, &control, picks, n);
    first_buttons(web, &form, true);
    part_page_end(web, &page);
    return RC_OK;
}

/* Who keeps cases needs the people whom they are about. */
static void check_needs(struct web *web, const struct kind *kind)
{
    struct call *call = &web->call;

    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        const struct kind *target = field->target;
        if (field->must && target != NULL && is_work(target) && !is_ticked(web, target))
            fault_add(call, STR("use"),
                      "\"%s\" cannot be kept without \"%s\". Tick both, or "
                      "neither.",
                      str_z(call->arena, label_text(call, &kind->many)),
                      str_z(call->arena, label_text(call, &target->many)));
    }
}

static enum rc save_uses(struct web *web)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;
    struct fields_draft *draft = arena_alloc(call->arena, sizeof *draft);
    struct id change = id_new(call);
    struct outcome outcome;
    bool any = false;
    enum rc rc = draft == NULL ? fail_memory(call) : fields_open(call, draft);

    for (size_t i = 0; rc == RC_OK && i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (!is_work(kind) || is_ticked(web, kind) == !kind->hidden)
            continue;
        fields_hide(call, draft, kind, NULL, !kind->hidden);
        any = true;
    }
    if (rc == RC_OK && any)
        rc = fields_check(call, draft);
    return rc == RC_OK && any ? fields_save(call, draft, &change, &outcome) : rc;
}

static enum rc use_post(struct web *web)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;

    if (first_goes_back(web))
        return web_redirect(web, STR("/first/people"), NULL);
    for (size_t i = 0; i < registry->n; i++)
        if (is_work(registry->kinds[i]) && is_ticked(web, registry->kinds[i]))
            check_needs(web, registry->kinds[i]);
    enum rc rc = call_faults(call);
    if (rc == RC_OK)
        rc = save_uses(web);
    if (rc == RC_INVALID && call->fault_count != 0) {
        call->error.rc = RC_OK;
        web_status(web, rc_http(RC_INVALID));
        return use_page(web);
    }
    if (rc == RC_OK)
        rc = setup_step(call, FIRST_BACKUP);
    return rc == RC_OK ? web_redirect(web, STR("/first/backup"), NULL) : rc;
}

static const struct param use_params[] = {
    {"do", PARAM_CODE, 8, false, false, NULL},
    {"use", PARAM_CODE, NAME_MAX_BYTES, false, true, N_("We work with")},
    {0},
};

const struct route first_use_routes[] = {
    {METHOD_GET, PERMISSION_FIELDS_CHANGE, "/first/use", NULL, use_page, NULL, 0,
     "asks what the office uses, while setting up"},
    {METHOD_POST, PERMISSION_FIELDS_CHANGE, "/first/use", use_params, use_post, use_page, 0,
     "hides what the office does not use"},
};
const size_t first_use_routes_n = sizeof first_use_routes / sizeof *first_use_routes;
