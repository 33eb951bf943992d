/* pages.c - see pages.h. */
#include "records/pages.h"

#include "base/lang.h"
#include "model/field.h"
#include "rules/zone.h"
#include "web/control.h"

enum rc records_kind(struct web *web, const struct kind **out)
{
    const struct kind *kind = kind_find(web->call.app->registry, web_text(web, "kind"));

    if (kind == NULL)
        return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    *out = kind;
    return RC_OK;
}

enum rc records_open(struct web *web, struct record **out)
{
    struct str name = web_text(web, "name");
    const struct kind *kind;
    struct id id;
    enum rc rc = records_kind(web, &kind);

    if (rc != RC_OK)
        return rc;
    return record_name_id(name, &id) ? query_get(&web->call, kind, &id, out)
                                     : query_code(&web->call, kind, name, out);
}

bool records_may(const struct web *web, const struct kind *kind, enum verb verb)
{
    return permit_mask(kind, web->call.actor, verb) != 0;
}

bool records_permits(struct web *web, const struct record *record, enum verb verb)
{
    if (permit(&web->call, record, verb) == RC_OK)
        return true;
    call_forgive(&web->call);
    return false;
}

/* ---- words */

struct str records_list_path(const struct web *web, const struct kind *kind)
{
    return str_format(web->call.arena, "/records/%s", str_z(web->call.arena, kind->name));
}

struct str records_heading(struct web *web, const struct record *record)
{
    const struct field *title = record->kind->title;
    bool named = title != NULL && !str_is(str_of(title->type->name), "names");
    struct str text = named ? record_title(&web->call, record) : record->code;

    return text.n != 0 ? text : label_text(&web->call, &record->kind->one);
}

struct str records_state(struct call *call, const struct kind *kind, struct str name)
{
    const struct state *state = state_find(kind, name);

    return state == NULL ? name : label_text(call, &state->label);
}

struct str records_when(struct call *call, int64_t ms)
{
    static const struct zone utc = {.standard = "UTC"};
    struct local_time at = zone_local(call->zone == NULL ? &utc : call->zone, ms);

    return str_format(call->arena, "%s, %02d:%02d", str_z(call->arena, day_show(call, at.on)),
                      at.second / 3600, at.second / 60 % 60);
}

/* ---- forms that do one thing */

struct id records_change(struct web *web)
{
    struct str typed = form_find(&web->form, STR("change"));
    struct id id = id_new(&web->call);

    (void)str_unhex(typed, id.b, sizeof id.b);
    return id;
}

void records_change_field(struct web *web)
{
    struct id id = records_change(web);

    control_hidden(&web->html, "change", str_hex(web->call.arena, id_str(&id)));
}

void records_button(struct web *web, const struct record *record,
                    const struct record_button *button)
{
    struct form_options form = {.action = button->path,
                                .rev = str_format(web->call.arena, "%lld", (long long)record->rev)};
    struct button send = {.label = button->label, .weight = button->weight};

    part_form(web, &form);
    records_change_field(web);
    if (button->name != NULL)
        control_hidden(&web->html, button->name, button->value);
    part_button(&web->html, &send);
    part_form_end(&web->html, &form);
}

enum rc records_act(struct web *web, const struct record *record, const char *operation,
                    struct str word, const char *done)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = operation, .change = records_change(web)};
    struct record seen = *record;
    struct outcome outcome;

    (void)web_number(web, "rev", &seen.rev); /* as the page showed it */
    request.reason = form_find(&web->form, STR("reason"));
    enum rc rc = record_args_make(call, &seen, word, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc != RC_OK)
        return rc;
    if (outcome.waits)
        return web_redirect(web, record_path(web, record), "waits");
    return web_redirect_undo(web, record_path(web, record), done, &outcome.change);
}
