/* result_pages.c - see result_pages.h. */
#include "casework/result_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/come_parts.h"
#include "casework/due.h"
#include "casework/result.h"
#include "model/actor.h"
#include "model/permission.h"

enum { LONG_TEXT_MAX = 8000 };

/* ---- the box */

static struct str took(struct call *call, const struct record *of)
{
    int64_t days = result_days(call, of);

    if (days < 0)
        return STR("");
    return str_format(
        call->arena,
        lang_plural(call->lang, "%lld day, from %s to %s", "%lld days, from %s to %s", days),
        (long long)days, date_text(call, come_day(call, of->made_ms)).p,
        date_text(call, (day)record_value(of, "ended").i).p);
}

/* "Good, by voice, asked by Ana K." */
static struct str said(struct call *call, const struct record *of)
{
    struct str what = page_shown(call, of, "satisfaction");
    struct str how = page_shown(call, of, "satisfaction_how");
    struct str who = page_link_title(call, of, "asked_by");

    if (what.n == 0 || how.n == 0)
        return what;
    if (who.n == 0)
        return str_format(call->arena, "%s – %s", what.p, how.p);
    return say(call, "%s – %s, asked by %s", what.p, how.p, str_z(call->arena, who));
}

static void facts(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct fact all[] = {
        {.label = say(call, "What changed for her"), .value = page_shown(call, of, "what_changed")},
        {.label = say(call, "How long it took"), .value = took(call, of)},
        {.label = say(call, "What she says about it"), .value = said(call, of)},
        {.label = say(call, "Closed although a way is still open, because"),
         .value = page_shown(call, of, "let_go")},
    };
    size_t n = 0;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].value.n != 0)
            all[n++] = all[i];
    if (n != 0)
        part_facts(&web->html, all, n);
}

bool result_box(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct str again = page_shown(call, of, "reopened"), how = page_shown(call, of, "outcome");

    if (!due_case_closed(of)) {
        if (again.n != 0)
            part_note(&web->html, TONE_INFO,
                      say(call, "Opened again, because: %s", str_z(call->arena, again)));
        return false;
    }
    part_card(&web->html, how.n == 0
                              ? say(call, "This case is closed.")
                              : say(call, "This case is closed: %s", str_z(call->arena, how)));
    facts(web, of);
    if (case_may_change(call, of)) {
        part_actions(&web->html);
        case_link(web, WEIGHT_OTHER, say(call, "Open it again"),
                  page_case_path(web, of->code, "/reopen"));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
    return true;
}

void result_link(struct web *web, const struct record *of)
{
    if (due_case_closed(of) || !case_may_change(&web->call, of))
        return;
    part_actions(&web->html);
    case_link(web, WEIGHT_OTHER, say(&web->call, "Close the case"),
              page_case_path(web, of->code, "/result"));
    part_actions_end(&web->html);
}

/* ---- what she says: three large faces with their words, and two ways not to say */

#define FACE(mouth)                                                                       \
    "<svg class=\"draw face\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\" "  \
    "stroke=\"currentColor\" stroke-width=\"1.5\"><circle cx=\"12\" cy=\"12\" r=\"10\"/>" \
    "<path d=\"M8 9v1M16 9v1" mouth "\"/></svg>"

static const struct face {
    const char *code, *drawing;
} faces[] = {
    {"good", FACE("M7 14q5 5 10 0")},
    {"middle", FACE("M8 16h8")},
    {"bad", FACE("M7 17q5-5 10 0")},
    {"not_asked", ""},
    {"not_said", ""},
};
enum { FACES = sizeof faces / sizeof *faces };

static void face(struct web *web, const struct choice *choice, const struct face *is, size_t i)
{
    struct html *h = &web->html;
    struct str id =
        i == 0 ? STR("satisfaction") : str_format(web->call.arena, "satisfaction-%zu", i);

    html_raw(h, "<div class=\"pick\"><input type=\"radio\" name=\"satisfaction\"");
    html_attr(h, "id", id);
    html_attr(h, "value", choice->code);
    if (str_eq(page_typed(web, "satisfaction"), choice->code))
        html_raw(h, " checked");
    html_raw(h, "><label");
    html_attr(h, "for", id);
    html_raw(h, ">");
    buf_z(&h->buf, is->drawing); /* a literal of this file */
    html_text(h, label_text(&web->call, &choice->label));
    html_raw(h, "</label></div>");
}

static void faces_control(struct web *web, const struct record *of)
{
    const struct choice_list *list = field_find(of->kind, STR("satisfaction"))->choices;
    struct html *h = &web->html;

    html_raw(h, "<fieldset class=\"f big\"><legend>");
    html_text(h, say(&web->call, "What she says about the help"));
    html_raw(h, "</legend><p class=\"hint\">");
    html_text(h, say(&web->call, "Show her the faces; a nod or a finger is enough."));
    html_raw(h, "</p>");
    for (size_t i = 0; i < FACES; i++)
        for (size_t k = 0; k < list->n; k++)
            if (str_is(list->choices[k].code, faces[i].code))
                face(web, &list->choices[k], &faces[i], i);
    html_raw(h, "</fieldset>");
}

static enum rc asked_control(struct web *web)
{
    struct call *call = &web->call;
    struct control c = {.name = STR("asked_by"), .label = say(call, "Who asked her")};
    struct str chosen = page_typed(web, "asked_by");

    if (web->request->method == METHOD_GET)
        chosen = str_hex(call->arena, id_str(&call->actor->id));
    return case_record_select(web, &c, "user", chosen, STR(""));
}

/* ---- the form */

static void end_control(struct web *web)
{
    struct call *call = &web->call;
    struct str chosen = page_typed(web, "state");
    struct control c = {
        .name = STR("state"), .label = say(call, "The case is"), .must = true, .big = true};
    const struct pick picks[] = {
        {STR("resolved"), say(call, "Resolved, or there is no way left"), STR(""),
         !str_is(chosen, "withdrawn")},
        {STR("withdrawn"), say(call, "Taken back by the person"), STR(""),
         str_is(chosen, "withdrawn")},
    };

    control_radios(&web->html, &c, picks, 2);
}

static void let_go_control(struct web *web)
{
    struct control c = {
        .name = STR("let_go"),
        .label = say(&web->call, "Closed although a way is still open, because"),
        .hint = say(&web->call, "What she decided, told in her words, and that she knows the day."),
        .value = page_typed(web, "let_go"),
        .max = 500};

    if (c.value.n != 0 || case_fault_at(&web->call, "let_go"))
        control_long(&web->html, &c, 2);
}

static enum rc result_form(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, of, say(call, "What came of it"), "");
    struct form_options form = {.action = page_case_path(web, of->code, "/result")};
    struct button button = {.label = say(call, "Close the case"), .weight = WEIGHT_MAIN};

    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    case_choice(web, of->kind, of, "outcome", true);
    case_long(web, of, "what_changed", say(call, "What changed for her"));
    let_go_control(web);
    faces_control(web, of);
    case_choice(web, of->kind, NULL, "satisfaction_how", false);
    enum rc rc = asked_control(web);
    case_day(web, "ended", say(call, "Closed on"), v_int(call->today), true);
    end_control(web);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return rc;
}

static enum rc result_page(struct web *web)
{
    struct record *of;
    enum rc rc = case_of(web, &of);

    return rc == RC_OK ? result_form(web, of) : rc;
}

static enum rc result_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web), asked_by;
    struct outcome outcome;
    struct record *of;
    enum rc rc = case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    const struct result result = {.outcome = page_typed(web, "outcome"),
                                  .changed = page_typed(web, "what_changed"),
                                  .satisfaction = page_typed(web, "satisfaction"),
                                  .how = page_typed(web, "satisfaction_how"),
                                  .let_go = page_typed(web, "let_go"),
                                  .asked_by =
                                      case_id(web, "asked_by", &asked_by) ? &asked_by : NULL,
                                  .ended = case_day_typed(web, "ended"),
                                  .withdrawn = str_is(page_typed(web, "state"), "withdrawn"),
                                  .change = &change};
    rc = result_close(call, of, &result, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return result_form(web, of);
    }
    return rc == RC_OK
               ? web_redirect_undo(web, page_case_path(web, of->code, ""), "saved", &outcome.change)
               : rc;
}

/* ---- opened again */

static enum rc reopen_form(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, of, say(call, "Open it again"), "");
    struct form_options form = {.action = page_case_path(web, of->code, "/reopen")};
    struct button button = {.label = say(call, "Open it again"), .weight = WEIGHT_MAIN};
    struct control c = {.name = STR("reopened"),
                        .label = say(call, "Why"),
                        .value = page_typed(web, "reopened"),
                        .max = 500,
                        .must = true};

    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_long(&web->html, &c, 2);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc reopen_page(struct web *web)
{
    struct record *of;
    enum rc rc = case_of(web, &of);

    return rc == RC_OK ? reopen_form(web, of) : rc;
}

static enum rc reopen_post(struct web *web)
{
    struct id change = page_change(web);
    struct outcome outcome;
    struct record *of;
    enum rc rc = case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    rc = result_reopen(&web->call, of, page_typed(web, "reopened"), &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return reopen_form(web, of);
    }
    return rc == RC_OK
               ? web_redirect_undo(web, page_case_path(web, of->code, ""), "saved", &outcome.change)
               : rc;
}

/* ---- routes */

static const struct param result_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"outcome", PARAM_CODE, 40, false, false, N_("How it ended")},
    {"what_changed", PARAM_LONG, LONG_TEXT_MAX, false, false, N_("What changed for her")},
    {"let_go", PARAM_LONG, 500, false, false, N_("Closed although a way is still open, because")},
    {"satisfaction", PARAM_CODE, 40, false, false, N_("What she says about the help")},
    {"satisfaction_how", PARAM_CODE, 40, false, false, N_("How she said it")},
    {"asked_by", PARAM_ID, 32, false, false, N_("Who asked her")},
    {"ended", PARAM_DAY, 0, false, false, N_("Closed on")},
    {"state", PARAM_CODE, 40, false, false, N_("The case is")},
    {0},
};

static const struct param reopen_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"reopened", PARAM_LONG, 500, false, false, N_("Why")},
    {0},
};

const struct route result_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/result", result_params, result_page, NULL, 0,
     "asks what came of a case"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/result", result_params, result_post,
     result_page, 0, "closes a case with its outcome"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/reopen", reopen_params, reopen_page, NULL, 0,
     "asks why a case is opened again"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/reopen", reopen_params, reopen_post,
     reopen_page, 0, "opens a case again"},
};
const size_t result_routes_n = sizeof result_routes / sizeof *result_routes;
