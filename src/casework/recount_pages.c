/* recount_pages.c - of law_pages.h: the last days that would be others, and the lead's word. */
#include "base/lang.h"
#include "casework/law_pages.h"
#include "casework/pages.h"
#include "casework/recount.h"
#include "model/permission.h"
#include "web/control.h"
#include "web/part.h"
#include "web/record_path.h"

enum { PAGE_ROWS = 50 };

static struct query moved_query(struct web *web)
{
    struct query query = {.kind = page_kind(web, "clock"), .verb = MAY_SEE, .limit = PAGE_ROWS};

    query.sort = field_find(query.kind, STR("would_be"));
    query.filters[query.n++] = (struct query_filter){.field = query.sort, .op = QUERY_FILLED};
    return query;
}

static void row(struct web *web, const struct record *clock)
{
    struct call *call = &web->call;
    const struct record *of = query_brief(call, clock->kind->owner, &clock->owner);
    struct value last = record_value(clock, "last_day"), would = record_value(clock, "would_be");
    bool same = last.i == would.i;
    struct task task = {
        .title = say(call, "%s, %s", of == NULL ? "" : str_z(call->arena, of->code),
                     str_z(call->arena, page_shown(call, clock, "what"))),
        .path = of == NULL ? STR("/recount") : record_path(web, of),
        .about = {say(call, "Now: %s", date_long(call, (day)last.i).p),
                  same ? STR("") : say(call, "Then: %s", date_long(call, (day)would.i).p),
                  page_shown(call, clock, "would_why")},
        .tone = would.i < last.i ? TONE_BAD : TONE_INFO,
        .status = same               ? say(call, "not counted any more")
                  : would.i < last.i ? say(call, "earlier")
                                     : say(call, "later")};

    if (!same) {
        task.select = "row";
        task.value = str_hex(call->arena, id_str(&clock->id));
    } else {
        task.tone = TONE_WARN;
    }
    part_task(&web->html, &task);
}

static struct str next_path(struct web *web, const struct query_page *found)
{
    return found->more ? str_format(web->call.arena, "/recount?after=%lld&day=%lld",
                                    (long long)found->next.rid, (long long)found->next.sort.i)
                       : STR("");
}

static void rows(struct web *web, const struct query_page *found, int64_t n)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/recount")};
    struct button some = {.label = say(call, "Accept the selected"),
                          .weight = WEIGHT_OTHER,
                          .name = "act",
                          .value = STR("some")};
    struct button all = {.label = say(call, "Accept all"),
                         .weight = WEIGHT_MAIN,
                         .name = "act",
                         .value = STR("all")};

    part_form(web, &form);
    page_change_field(web);
    part_tasks(&web->html, str_format(call->arena,
                                      lang_plural(call->lang, "%lld last day would be another",
                                                  "%lld last days would be others", n),
                                      (long long)n));
    for (size_t i = 0; i < found->n; i++)
        row(web, found->records[i]);
    part_tasks_end(&web->html);
    part_actions(&web->html);
    part_button(&web->html, &some);
    part_button(&web->html, &all);
    part_actions_end(&web->html);
    part_form_end(&web->html, &form);
    part_pager(&web->html, STR(""), STR(""), next_path(web, found));
}

static void again(struct web *web)
{
    struct form_options form = {.action = STR("/recount")};
    struct button look = {.label = say(&web->call, "Count all of them now"),
                          .weight = WEIGHT_OTHER,
                          .name = "act",
                          .value = STR("look")};

    part_form(web, &form);
    part_form_send(&web->html, &form, &look);
}

static enum rc recount_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Last days that would be others"),
                        .back_path = STR("/law"),
                        .back_label = say(call, "The rules this office uses")};
    struct query query = moved_query(web);
    struct query_page found;
    int64_t day_after = 0, n = 0;

    if (web_number(web, "after", &query.after.rid) && web_number(web, "day", &day_after))
        query.after.sort = v_int(day_after);
    enum rc rc = query_list(call, &query, &found);
    query.after = (struct query_after){0};
    if (rc == RC_OK)
        rc = query_count(call, &query, &n);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    html_tag(&web->html, "p", "lead",
             say(call, "A clock keeps the rule with which it began. Here is what the rules and "
                       "days off of today would make of it, until you accept that."));
    if (n == 0)
        part_empty(&web->html, say(call, "Every last day is as it was."), STR(""), STR(""));
    else
        rows(web, &found, n);
    again(web);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- accepting ---- */

static enum rc put(struct web *web, const struct work *work)
{
    const struct work_ask ask = {.work = work, .mark = str_of(work->name)};
    struct id job;
    enum rc rc = work_put(&web->call, &ask, &job);

    return rc == RC_OK ? web_redirect(web, STR("/jobs"), NULL) : rc;
}

static size_t ticked(struct web *web, struct id *ids)
{
    struct str hex;
    size_t at = 0, n = 0;

    while (n < RECOUNT_CHANGE && web_each(web, "row", &at, &hex))
        n += str_unhex(hex, ids[n].b, sizeof ids->b);
    return n;
}

static enum rc recount_post(struct web *web)
{
    struct call *call = &web->call;
    struct id ids[RECOUNT_CHANGE], change = page_change(web);
    struct str act = page_typed(web, "act");
    struct query query = moved_query(web);
    struct query_page found;
    struct outcome outcome;
    size_t n = 0;
    enum rc rc = RC_OK;

    if (str_is(act, "look"))
        return put(web, &recount_work);
    query.limit = RECOUNT_CHANGE;
    if (str_is(act, "all")) {
        rc = query_list(call, &query, &found);
        if (rc == RC_OK && found.more)
            return put(web, &recount_accept_work);
        for (size_t i = 0; rc == RC_OK && i < found.n; i++)
            ids[n++] = found.records[i]->id;
    } else {
        n = ticked(web, ids);
    }
    if (rc == RC_OK && n == 0)
        return fail(call, RC_INVALID, "row", "Nothing was selected. Tick the rows first.");
    if (rc == RC_OK)
        rc = recount_accept(call, &change, ids, n, &outcome);
    if (rc != RC_OK)
        return rc;
    return outcome.nothing ? web_redirect(web, STR("/recount"), "same")
                           : web_redirect_undo(web, STR("/recount"), "saved", &outcome.change);
}

static const struct param list_params[] = {
    {"after", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page")},
    {"day", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page")},
    {0},
};
static const struct param accept_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"row", PARAM_ID, 32, false, true, N_("Selected")},
    {"act", PARAM_CODE, 10, true, false, N_("What to do")},
    {0},
};

const struct route recount_routes[] = {
    {METHOD_GET, PERMISSION_RULES_CHANGE, "/recount", list_params, recount_page, NULL, 0,
     "lists the last days that the rules of today would move"},
    {METHOD_POST, PERMISSION_RULES_CHANGE, "/recount", accept_params, recount_post, NULL, 0,
     "accepts last days counted anew"},
};
const size_t recount_routes_n = sizeof recount_routes / sizeof *recount_routes;
