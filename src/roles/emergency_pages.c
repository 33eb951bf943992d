/* emergency_pages.c - see pages.h: opening a record that is not one's own, for a day. */
#include "model/emergency.h"
#include "model/field.h"
#include "model/permission.h"
#include "query/query.h"
#include "roles/pages.h"
#include "web/control.h"

enum { CODE_MAX = 60, REASON_MAX = 1000, LISTED_MAX = 50 };

static void opened_list(struct web *web, const struct query_page *found)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    part_card(h, say(call, "What was opened"));
    if (found->n == 0)
        part_note(h, TONE_MUTE, say(call, "Nothing so far."));
    for (size_t i = 0; i < found->n; i++) {
        const struct record *access = found->records[i];
        struct id who = {{0}};
        (void)id_of(record_value(access, "who").s, &who);
        const struct fact facts[] = {
            {.label = say(call, "Number"), .value = record_value(access, "code_opened").s},
            {.label = say(call, "Who"),
             .value = query_title(call, kind_find(call->app->registry, STR("user")), &who)},
            {.label = say(call, "When"), .value = page_moment(web, access->made_ms)},
            {.label = say(call, "Until"),
             .value = page_moment(web, record_value(access, "until").i)},
            {.label = say(call, "Why"), .value = record_value(access, "reason").s},
        };
        part_facts(h, facts, sizeof facts / sizeof *facts);
    }
    part_card_end(h);
}

static void ask_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = STR("/emergency")};
    struct control code = {.name = STR("code"),
                           .label = say(call, "Number of the record"),
                           .max = CODE_MAX,
                           .must = true};
    struct control reason = {.name = STR("reason"),
                             .label = say(call, "Why can it not wait?"),
                             .hint = say(call, "One sentence, without names of clients."),
                             .max = REASON_MAX,
                             .must = true};
    struct button button = {.label = say(call, "Open it for a day"), .weight = WEIGHT_DANGER};

    if (web->request->method == METHOD_POST) {
        code.value = web_text(web, "code");
        reason.value = web_text(web, "reason");
    }
    part_form(web, &form);
    control_text(h, &code);
    control_long(h, &reason, 3);
    part_form_send(h, &form, &button);
}

static enum rc show(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Emergency access")};
    struct query query = {.kind = kind_find(call->app->registry, STR("emergency_access")),
                          .verb = MAY_SEE,
                          .limit = LISTED_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    if (str_is(web->done, "open"))
        part_note(&web->html, TONE_OK,
                  say(call, "The record is open to you for a day. Find it by its number."));
    part_note(&web->html, TONE_WARN,
              say(call,
                  "This is for when somebody's colleague is away and a day would be lost. The "
                  "responsible person and the leads are told at once, and everything you "
                  "look at is written down."));
    ask_form(web);
    opened_list(web, &found);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc open_post(struct web *web)
{
    struct call *call = &web->call;
    struct emergency opened;
    enum rc rc = emergency_open(call, web_text(web, "code"), web_text(web, "reason"), &opened);

    if (rc == RC_OK && str_is(opened.kind->name, "case"))
        return web_redirect(
            web, str_format(call->arena, "/case/%s", str_z(call->arena, opened.code)), NULL);
    if (rc == RC_OK)
        return web_redirect(web, STR("/emergency"), "open");
    if (rc != RC_NOT_FOUND && rc != RC_CONFLICT && rc != RC_INVALID)
        return rc;
    fault_add(call, rc == RC_INVALID ? STR("reason") : STR("code"), "%s",
              str_z(call->arena, call->error.text));
    call->error.rc = RC_OK;
    web_status(web, rc_http(rc));
    return show(web);
}

static const struct param open_params[] = {
    {"code", PARAM_TEXT, CODE_MAX, true, false, N_("Number of the record")},
    {"reason", PARAM_LONG, REASON_MAX, true, false, N_("Why can it not wait?")},
    {0},
};

const struct route emergency_routes[] = {
    {METHOD_GET, PERMISSION_EMERGENCY, "/emergency", NULL, show, NULL, 0,
     "asks which record must be opened, and why"},
    {METHOD_POST, PERMISSION_EMERGENCY | MAY_FRESH, "/emergency", open_params, open_post, show, 0,
     "opens a record that is not one's own for a day"},
};
const size_t emergency_routes_n = sizeof emergency_routes / sizeof *emergency_routes;
