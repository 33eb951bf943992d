/* slip_pages.c - see slip_pages.h. */
#include "casework/slip_pages.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/pages.h"
#include "model/app.h"
#include "model/permission.h"
#include "store/store.h"

enum { WORDS_MAX = 120, LANGS_MAX = 8, STAFF_MAX = 60 };

/* ---- what to bring, as drawings of our own: outlines on 24 x 24, without people in them */

#define DRAW(body)                                                                  \
    "<svg class=\"draw\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\" " \
    "stroke=\"currentColor\" stroke-width=\"1.5\">" body "</svg>"

static const struct thing {
    const char *code, *words;
    const char *drawing;
} things[] = {
    {"paper", N_("The paper"),
     DRAW("<path d=\"M5 2h10l4 4v16H5zM15 2v4h4M8 11h8M8 15h8M8 19h5\"/>")},
    {"envelope", N_("Its envelope"), DRAW("<path d=\"M2 5h20v14H2zM2 5l10 8 10-8\"/>")},
    {"card", N_("Identity card"),
     DRAW("<path d=\"M2 5h20v14H2zM5 9h5v6H5zM13 9h6M13 12h6M13 15h4\"/>")},
    {"book", N_("Health booklet"), DRAW("<path d=\"M5 2h14v20H5zM9 2v20M12 9h4M14 7v4\"/>")},
    {"child", N_("The children's papers"),
     DRAW("<path d=\"M4 6h10v16H4zM8 2h12v16h-6M7 11h4M7 15h4\"/>")},
    {"photo", N_("A photo"), DRAW("<path d=\"M5 3h14v18H5zM5 17l5-5 3 3 2-2 4 4M9 7h2v2H9z\"/>")},
};
enum { THINGS = sizeof things / sizeof *things };

static bool is_brought(const struct web *web, const char *code)
{
    struct str value;
    size_t at = 0;

    while (web_each(web, "bring", &at, &value))
        if (str_is(value, code))
            return true;
    return false;
}

/* ---- choosing */

static void language_control(struct web *web, struct str chosen)
{
    struct call *call = &web->call;
    struct control c = {.name = STR("lang"), .label = say(call, "In which language"), .must = true};
    struct pick picks[LANGS_MAX + 1];
    size_t n = 0;

    picks[n++] = (struct pick){STR("en"), STR("English"), STR(""), str_is(chosen, "en")};
    for (size_t i = 0; i < call->app->langs_n && n < LANGS_MAX; i++) {
        struct str code = lang_code(call->app->langs[i]);
        if (!str_is(code, "en"))
            picks[n++] =
                (struct pick){code, lang_name(call->app->langs[i]), STR(""), str_eq(code, chosen)};
    }
    control_select(&web->html, &c, picks, n);
}

static enum rc worker_control(struct web *web, struct str chosen)
{
    struct call *call = &web->call;
    struct control c = {.name = STR("worker"), .label = say(call, "With whom"), .must = true};
    struct query query = {.kind = come_kind(web, "user"), .verb = MAY_SEE, .limit = STAFF_MAX};
    struct pick *picks = arena_array(call->arena, STAFF_MAX + 1, sizeof *picks);
    struct query_page found;
    bool there = false;
    size_t n = 0;

    if (picks == NULL)
        return fail_memory(call);
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
        struct str name = record_title(call, found.records[i]);
        there |= str_eq(name, chosen);
        picks[n++] = (struct pick){name, name, STR(""), str_eq(name, chosen)};
    }
    if (!there)
        picks[n++] = (struct pick){chosen, chosen, STR(""), true};
    if (rc == RC_OK)
        control_select(&web->html, &c, picks, n);
    return rc;
}

static void bring_control(struct web *web)
{
    struct call *call = &web->call;
    struct control c = {
        .name = STR("bring"), .label = say(call, "What to bring"), .must = true, .big = true};
    struct pick picks[THINGS];

    for (size_t i = 0; i < THINGS; i++)
        picks[i] =
            (struct pick){str_of(things[i].code), str_of(lang_text(call->lang, things[i].words)),
                          STR(""), is_brought(web, things[i].code)};
    control_checks(&web->html, &c, picks, THINGS);
}

static void size_control(struct web *web, bool two)
{
    struct call *call = &web->call;
    struct control c = {
        .name = STR("size"), .label = say(call, "Paper"), .must = true, .big = true};
    const struct pick picks[] = {{STR("a6"), say(call, "One, A6"), STR(""), !two},
                                 {STR("two"), say(call, "Two on A4"), STR(""), two}};

    control_radios(&web->html, &c, picks, 2);
}

static struct str worker_of(const struct web *web)
{
    struct str typed = page_typed(web, "worker");

    return typed.n != 0 ? typed : web->call.actor->name;
}

/* The language that she is spoken to in; the page's, until another is chosen. */
static struct str language_of(struct web *web)
{
    struct str typed = page_typed(web, "lang");

    return typed.n != 0 ? typed : lang_code(web->call.lang);
}

static enum rc slip_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = STR("/slip"), .get = true};
    struct button button = {.label = say(call, "Show the slip"), .weight = WEIGHT_MAIN};
    struct control on = {.name = STR("on"), .label = say(call, "On which day"), .must = true};
    struct control at = {.name = STR("at"),
                         .label = say(call, "At what time"),
                         .hint = say(call, "As 9:30. Empty: when the office opens."),
                         .value = page_typed(web, "at"),
                         .max = 5};
    struct date_parts parts = {page_typed(web, "on.d"), page_typed(web, "on.m"),
                               page_typed(web, "on.y")};

    part_form(web, &form);
    control_date(h, &on, &parts);
    control_text(h, &at);
    enum rc rc = worker_control(web, worker_of(web));
    bring_control(web);
    language_control(web, language_of(web));
    size_control(web, str_is(page_typed(web, "size"), "two"));
    part_form_send(h, &form, &button);
    return rc;
}

/* ---- the slip */

static void line(struct html *h, const char *icon, const char *class, struct str text)
{
    if (text.n == 0)
        return;
    html_raw(h, "<p");
    html_attr_z(h, "class", class);
    html_raw(h, ">");
    html_icon(h, icon);
    html_raw(h, " <span>");
    html_text(h, text);
    html_raw(h, "</span></p>");
}

static void bring_list(struct web *web)
{
    struct html *h = &web->html;
    bool any = false;

    for (size_t i = 0; i < THINGS; i++) {
        if (!is_brought(web, things[i].code))
            continue;
        if (!any)
            html_raw(h, "<ul class=\"bring\">");
        any = true;
        html_raw(h, "<li>");
        buf_z(&h->buf, things[i].drawing); /* a literal of this file */
        html_tag(h, "span", NULL, str_of(lang_text(web->call.lang, things[i].words)));
        html_raw(h, "</li>");
    }
    if (any)
        html_raw(h, "</ul>");
}

static void one_slip(struct web *web, const struct record *own, day on)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    int minute;

    html_raw(h, "<div class=\"slip\"");
    html_attr(h, "lang", lang_code(call->lang));
    html_raw(h, ">");
    line(h, "calendar", "when-big", date_long(call, on));
    if (come_minute(page_typed(web, "at"), &minute))
        line(h, "clock", "when-big", str_format(call->arena, "%d:%02d", minute / 60, minute % 60));
    line(h, "house", NULL, record_text(own, "name"));
    line(h, "map-pin", NULL, record_text(own, "address"));
    line(h, "phone", NULL, record_text(own, "phone"));
    line(h, "circle-user-round", NULL, worker_of(web));
    bring_list(web);
    html_raw(h, "</div>");
}

static enum rc slips(struct web *web, day on)
{
    struct call *call = &web->call;
    const struct lang *mine = call->lang;
    struct str wanted = language_of(web);
    bool two = str_is(page_typed(web, "size"), "two");
    struct record *own;
    enum rc rc = table_load_rid(call, call->store->db,
                                app_table(call->app, come_kind(web, "organisation")), 1, &own);

    if (rc != RC_OK)
        return rc;
    call->lang = come_lang(call->app, wanted);
    if (two)
        html_raw(&web->html, "<div class=\"slips two\">");
    else
        html_raw(&web->html, "<div class=\"slips\">");
    one_slip(web, own, on);
    if (two)
        one_slip(web, own, on);
    html_raw(&web->html, "</div>");
    call->lang = mine;
    return RC_OK;
}

static enum rc slip_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Slip to take home"),
                        .back_path = STR("/"),
                        .back_label = say(call, "Today")};
    day on;
    bool ready = web_day(web, "on", &on);
    int minute;

    if (ready && on < call->today) {
        fault_add(call, STR("on"), "This day has passed.");
        ready = false;
    }
    if (page_typed(web, "at").n != 0 && !come_minute(page_typed(web, "at"), &minute)) {
        fault_add(call, STR("at"), "This is no time. Write it like 9:30.");
        ready = false;
    }
    if (call->faults != NULL)
        web_status(web, 422);
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "Nothing on it tells what it is about. Print this page: only the slip "
                       "comes out."));
    enum rc rc = slip_form(web);
    if (rc == RC_OK && ready)
        rc = slips(web, on);
    part_page_end(web, &page);
    return rc;
}

static const struct param slip_params[] = {
    {"on", PARAM_DAY, 0, false, false, N_("On which day")},
    {"at", PARAM_TEXT, 5, false, false, N_("At what time")},
    {"worker", PARAM_TEXT, WORDS_MAX, false, false, N_("With whom")},
    {"bring", PARAM_CODE, 20, false, true, N_("What to bring")},
    {"lang", PARAM_CODE, 20, false, false, N_("In which language")},
    {"size", PARAM_CODE, 10, false, false, N_("Paper")},
    {0},
};

const struct route slip_routes[] = {
    {METHOD_GET, PERMISSION_VISITOR_SEE, "/slip", slip_params, slip_page, slip_page, 0,
     "shows a slip to take home: day, office, worker, what to bring; no subject"},
};
const size_t slip_routes_n = sizeof slip_routes / sizeof *slip_routes;
