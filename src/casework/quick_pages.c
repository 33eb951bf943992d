/* quick_pages.c - see quick_pages.h.
 * By keyboard: the cursor stands in the first group; arrows choose, Tab goes on, Enter saves. What
 * was chosen last is chosen already, so that the usual one is: arrow, Enter. */
#include "casework/quick_pages.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/pages.h"
#include "casework/quick.h"
#include "model/permission.h"
#include "web/record_path.h"

enum { MINUTES_MAX = 24 * 60, PROJECT_MAX = 100, MINUTES_USUAL = 10 };

/* What is done at the desk; all else is one step further. */
static const char *const usual[] = {
    "information",         "counselling",    "legal_advice",
    "form_filling",        "referral_only",  "mediation_with_institution",
    "drafting_submission", "interpretation", NULL};

/* The fields of the form, as they are shown: typed, or as they were the last time. */
struct shown {
    struct str area, what, project;
    int64_t minutes;
    bool typed;
};

static struct str stored(const struct record *record, const char *name)
{
    struct value v = record == NULL ? v_null() : record_value(record, name);

    return v.type == V_TEXT ? v.s : STR("");
}

static struct shown shown_of(const struct web *web, const struct quick_recent *recent)
{
    struct shown shown = {.typed = web->request->method == METHOD_POST};

    if (shown.typed) {
        shown.area = page_typed(web, "area");
        shown.what = page_typed(web, "what");
        shown.project = page_typed(web, "project");
        if (!web_number(web, "minutes", &shown.minutes))
            shown.minutes = 0;
        return shown;
    }
    struct value minutes = recent->last == NULL ? v_null() : record_value(recent->last, "minutes");
    shown.area = stored(recent->last, "area");
    shown.project = stored(recent->last, "project");
    shown.minutes = minutes.type == V_INT ? minutes.i : MINUTES_USUAL;
    return shown;
}

/* ---- the form */

static bool is_usual(struct str code)
{
    for (size_t i = 0; usual[i] != NULL; i++)
        if (str_is(code, usual[i]))
            return true;
    return false;
}

/* The rest is a group of its own, with a name of its own: radios of one name that are folded away
 * would be chosen unseen. */
static void what_control(struct web *web, const struct shown *shown)
{
    struct call *call = &web->call;
    const struct field *field = field_find(come_kind(web, "quick_help"), STR("what"));
    struct control c = {.name = STR("what"),
                        .label = label_text(call, &field->label),
                        .must = true,
                        .focus = true,
                        .big = true};
    struct control other = {.name = STR("other"), .label = say(call, "Something else we did")};
    struct pick picks[COME_PICKS_MAX], rest[COME_PICKS_MAX];
    size_t n = come_picks(web, field, usual, shown->what, picks);
    size_t all = come_picks(web, field, NULL, page_typed(web, "other"), rest), rest_n = 0;

    control_radios(&web->html, &c, picks, n);
    for (size_t i = 0; i < all; i++)
        if (!is_usual(rest[i].value))
            rest[rest_n++] = rest[i];
    control_select(&web->html, &other, rest, rest_n);
}

static void area_control(struct web *web, const struct shown *shown)
{
    const struct field *field = field_find(come_kind(web, "quick_help"), STR("area"));
    struct control c = {.name = STR("area"),
                        .label = label_text(&web->call, &field->label),
                        .must = true,
                        .big = true};
    struct pick picks[COME_PICKS_MAX];
    size_t n = come_picks(web, field, NULL, shown->area, picks);

    control_radios(&web->html, &c, picks, n);
}

static void minutes_control(struct web *web, const struct shown *shown)
{
    static const int steps[] = {5, 10, 15, 20, 30, 45, 60, 90};
    struct call *call = &web->call;
    struct control c = {
        .name = STR("minutes"), .label = say(call, "How long"), .must = true, .big = true};
    struct pick picks[sizeof steps / sizeof *steps + 1];
    size_t n = 0;
    bool there = shown->minutes == 0;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        there |= shown->minutes == steps[i];
        picks[n++] = (struct pick){
            .value = str_format(call->arena, "%d", steps[i]),
            .label = str_format(call->arena,
                                lang_plural(call->lang, "%lld minute", "%lld minutes", steps[i]),
                                (long long)steps[i]),
            .chosen = shown->minutes == steps[i]};
    }
    if (!there)
        picks[n++] = (struct pick){
            .value = str_format(call->arena, "%lld", (long long)shown->minutes),
            .label = str_format(
                call->arena, lang_plural(call->lang, "%lld minute", "%lld minutes", shown->minutes),
                (long long)shown->minutes),
            .chosen = true};
    control_radios(&web->html, &c, picks, n);
}

static void project_control(struct web *web, const struct quick_recent *recent,
                            const struct shown *shown)
{
    struct call *call = &web->call;
    struct control c = {
        .name = STR("project"), .label = say(call, "For which project"), .must = true, .big = true};
    struct control other = {.name = STR("project_new"),
                            .label = recent->projects_n != 0 ? say(call, "Another project")
                                                             : say(call, "For which project"),
                            .value = page_typed(web, "project_new"),
                            .max = PROJECT_MAX};
    struct pick picks[QUICK_PROJECTS_MAX + 1];
    size_t n = 0;

    picks[n++] = (struct pick){STR(""), say(call, "No project"), STR(""), shown->project.n == 0};
    for (size_t i = 0; i < recent->projects_n; i++)
        picks[n++] = (struct pick){recent->projects[i], recent->projects[i], STR(""),
                                   str_eq(recent->projects[i], shown->project)};
    if (recent->projects_n != 0)
        control_radios(&web->html, &c, picks, n);
    control_text(&web->html, &other);
}

static void quick_form(struct web *web, const struct quick_recent *recent, day on)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct shown shown = shown_of(web, recent);
    struct form_options form = {.action = STR("/quick")};
    struct button save = {.label = say(call, "Save quick help"), .weight = WEIGHT_MAIN};
    struct control sheet = {
        .name = STR("rights_sheet"), .label = say(call, "Rights sheet given"), .big = true};

    part_form(web, &form);
    page_change_field(web);
    if (on != call->today) {
        struct date date = day_date(on);
        control_hidden(h, "on",
                       str_format(call->arena, "%04d-%02d-%02d", date.year, date.month, date.mday));
    }
    what_control(web, &shown);
    area_control(web, &shown);
    minutes_control(web, &shown);
    project_control(web, recent, &shown);
    control_check(h, &sheet, page_typed(web, "rights_sheet").n != 0);
    part_form_send(h, &form, &save);
}

/* ---- sums */

static struct str sum_words(struct call *call, const struct quick_sum *sum)
{
    struct str said = say(call, "%lld, together %lld h %02lld min", (long long)sum->n,
                          (long long)(sum->minutes / 60), (long long)(sum->minutes % 60));

    if (sum->sheets == 0)
        return said;
    return str_format(
        call->arena,
        lang_plural(call->lang, "%s, %lld rights sheet", "%s, %lld rights sheets", sum->sheets),
        said.p, (long long)sum->sheets);
}

static enum rc sums_card(struct web *web, day on)
{
    struct call *call = &web->call;
    struct quick_sums sums;
    enum rc rc = quick_sums(call, on, &sums);

    if (rc != RC_OK)
        return rc;
    struct fact facts[] = {
        {.label = say(call, "My day"), .value = sum_words(call, &sums.own_day)},
        {.label = say(call, "My month"), .value = sum_words(call, &sums.own_month)},
        {.label = say(call, "The office's day"), .value = sum_words(call, &sums.office_day)},
        {.label = say(call, "The office's month"), .value = sum_words(call, &sums.office_month)},
    };
    part_card(&web->html, say(call, "Sums"));
    part_facts(&web->html, facts, sums.office ? 4 : 2);
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- the day's list */

static struct str day_path(struct web *web, day on)
{
    struct date date = day_date(on);

    return str_format(web->call.arena, "/quick?on=%04d-%02d-%02d", date.year, date.month,
                      date.mday);
}

static void day_row(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    const struct field *area = field_find(record->kind, STR("area"));
    const struct field *what = field_find(record->kind, STR("what"));
    const struct field *minutes = field_find(record->kind, STR("minutes"));
    struct task task = {.title = field_show(call, what, record_get(record, what)),
                        .path = record_path(web, record),
                        .about = {field_show(call, area, record_get(record, area)),
                                  field_show(call, minutes, record_get(record, minutes)),
                                  stored(record, "project")}};

    part_task(&web->html, &task);
}

static enum rc day_list(struct web *web, day on)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct nav_item links[3] = {
        {.path = STR("/sheets"), .label = say(call, "Rights sheets to print")},
        {.path = day_path(web, on - 1), .label = say(call, "The day before")},
        {.path = day_path(web, on + 1), .label = say(call, "The day after")}};
    struct query_page found;
    enum rc rc = quick_of_day(call, on, &found);

    if (rc != RC_OK)
        return rc;
    if (found.n == 0)
        part_empty(h, say(call, "No quick help written down on this day."), STR(""), STR(""));
    else {
        part_tasks(h, date_long(call, on));
        for (size_t i = 0; i < found.n; i++)
            day_row(web, found.records[i]);
        part_tasks_end(h);
    }
    part_links(h, links, on < call->today ? 3 : 2);
    return RC_OK;
}

/* ---- handlers */

static day asked_day(struct web *web)
{
    day on;

    return web_day(web, "on", &on) && on < web->call.today ? on : web->call.today;
}

static enum rc quick_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Quick help")};
    day on = asked_day(web);
    struct quick_recent recent;
    enum rc rc = quick_recent(call, &recent);

    if (rc != RC_OK)
        return rc;
    if (on != call->today)
        page.title = say(call, "Quick help, %s", date_long(call, on).p);
    part_page(web, &page);
    part_columns(&web->html);
    quick_form(web, &recent, on);
    part_columns_side(&web->html);
    rc = sums_card(web, on);
    if (rc == RC_OK)
        rc = day_list(web, on);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

static enum rc quick_post(struct web *web)
{
    struct call *call = &web->call;
    struct str other = page_typed(web, "other"), project = page_typed(web, "project_new");
    struct quick_entry entry = {
        .area = page_typed(web, "area"),
        .what = other.n != 0 ? other : page_typed(web, "what"),
        .project = project.n != 0 ? project : page_typed(web, "project"),
        .rights_sheet = web_flag(web, "rights_sheet"),
        .on = asked_day(web),
        .change = page_change(web),
    };
    struct outcome outcome;

    (void)web_number(web, "minutes", &entry.minutes);
    enum rc rc = quick_save(call, &entry, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return quick_page(web);
    }
    if (rc != RC_OK)
        return rc;
    return web_redirect_undo(web, entry.on == call->today ? STR("/quick") : day_path(web, entry.on),
                             "made", &outcome.change);
}

/* ---- routes */

static const struct param page_params[] = {
    {"on", PARAM_DAY, 0, false, false, N_("Day")},
    {0},
};

static const struct param post_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"on", PARAM_DAY, 0, false, false, N_("Day")},
    {"area", PARAM_CODE, 40, false, false, N_("Area")},
    {"what", PARAM_CODE, 40, false, false, N_("What we did")},
    {"other", PARAM_CODE, 40, false, false, N_("Something else we did")},
    {"minutes", PARAM_NUMBER, MINUTES_MAX, false, false, N_("How long")},
    {"project", PARAM_TEXT, PROJECT_MAX, false, false, N_("For which project")},
    {"project_new", PARAM_TEXT, PROJECT_MAX, false, false, N_("Another project")},
    {"rights_sheet", PARAM_FLAG, 0, false, false, N_("Rights sheet given")},
    {0},
};

const struct route quick_routes[] = {
    {METHOD_GET, PERMISSION_QUICK_SEE, "/quick", page_params, quick_page, NULL, 0,
     "asks for quick help, with the sums and the list of a day"},
    {METHOD_POST, PERMISSION_QUICK_MAKE, "/quick", post_params, quick_post, quick_page, 0,
     "writes quick help down"},
};
const size_t quick_routes_n = sizeof quick_routes / sizeof *quick_routes;
