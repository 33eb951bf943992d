/* draft_pages.c - see draft_pages.h. */
#include "records/draft_pages.h"

#include "model/form_draft.h"
#include "records/pages.h"
#include "web/control.h"

enum { SHOWN_MAX = 5 };

void draft_list(struct web *web)
{
    struct call *call = &web->call;
    struct form_draft drafts[SHOWN_MAX];
    size_t n;

    if (form_drafts(call, drafts, SHOWN_MAX, &n) != RC_OK) {
        call_forgive(call);
        return;
    }
    if (n == 0)
        return;
    part_tasks(&web->html, say(call, "You were writing"));
    for (size_t i = 0; i < n; i++) {
        struct value v = draft_read(call, drafts[i].body);
        if (v.type != V_LIST)
            continue;
        struct task task = {.title = v.list.items[0].s,
                            .path = draft_path(web, drafts[i].form),
                            .about = {records_when(call, drafts[i].saved_ms)}};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
}

/* ---- routes */

/* k.js sends the form every few seconds and shows what is answered; the button goes back. */
static enum rc keep_post(struct web *web)
{
    struct call *call = &web->call;
    struct str at = web_text(web, "at");
    struct str when = records_when(call, call->now_ms);

    if (!str_starts(at, STR("/")))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = form_draft_keep(call, at, draft_body(web, web_text(web, "at_title")));
    if (rc != RC_OK)
        return rc;
    if (web_flag(web, "later"))
        return web_redirect(web, STR("/"), "kept");
    return web_show(web, "text/plain; charset=utf-8", say(call, "Kept, not saved yet: %s", when.p));
}

static bool is_form(struct str at)
{
    return str_starts(at, STR("/records/")) || str_starts(at, STR("/case/"));
}

static enum rc drop_post(struct web *web)
{
    struct str at = web_text(web, "at");
    enum rc rc = form_draft_drop(&web->call, at);

    if (rc != RC_OK)
        return rc;
    return web_redirect(web, is_form(at) ? at : STR("/"), "dropped");
}

static const struct param keep_params[] = {
    {"at", PARAM_TEXT, 300, true, false, N_("Form")},
    {"at_title", PARAM_TEXT, 300, false, false, N_("Form")},
    {"later", PARAM_FLAG, 0, false, false, N_("Form")},
    {"*", PARAM_LONG, FORM_TEXT_MAX, false, true, N_("The form")},
    {0},
};
static const struct param drop_params[] = {
    {"at", PARAM_TEXT, 300, true, false, N_("Form")},
    {0},
};

const struct route draft_routes[] = {
    {METHOD_POST, MAY_SIGNED_IN, "/draft", keep_params, keep_post, NULL, 0,
     "keeps a form while it is written"},
    {METHOD_POST, MAY_SIGNED_IN, "/draft/drop", drop_params, drop_post, NULL, 0,
     "throws away what was kept of a form"},
};
const size_t draft_routes_n = sizeof draft_routes / sizeof *draft_routes;
