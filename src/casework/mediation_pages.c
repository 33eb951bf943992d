/* mediation_pages.c - see mediation_pages.h. */
#include "casework/mediation_pages.h"

#include "base/lang.h"
#include "casework/mediation.h"
#include "casework/pages.h"
#include "casework/together.h"
#include "model/permission.h"
#include "web/record_path.h"

enum { WHAT_MAX = 300, WITH_MAX = 200, SAID_MAX = 2000, CODE_MAX = 60, PROMISES_SHOWN = 12 };

/* ---- kept or not, by one press ---- */

static const struct press {
    const char *name, *kept;
    const char *label, *late; /* late: when its day has passed; NULL: as before */
    bool only_late;
} presses[] = {
    {"kept", "yes", N_("Kept"), N_("Kept in time"), false},
    {"kept_late", "late", N_("Kept late"), NULL, true},
    {"broken", "no", N_("Not kept"), NULL, false},
};

enum { PRESSES = sizeof presses / sizeof *presses };

void promise_presses(struct web *web, const struct record *promise, struct task *row)
{
    struct call *call = &web->call;
    struct value until = record_value(promise, "until");
    bool late = until.type == V_INT && until.i < call->today;
    struct task_press *all = arena_array(call->arena, PRESSES, sizeof *all);
    size_t n = 0;

    for (size_t i = 0; all != NULL && i < PRESSES; i++) {
        const struct press *one = &presses[i];
        if (one->only_late && !late)
            continue;
        all[n++] = (struct task_press){
            str_of(lang_text(call->lang, late && one->late != NULL ? one->late : one->label)),
            one->name};
    }
    row->value = str_hex(call->arena, id_str(&promise->id));
    row->more = all;
    row->more_n = n;
}

enum rc promise_pressed(struct web *web, bool *done, struct id *change)
{
    struct outcome outcome;
    struct id id;

    *done = false;
    *change = page_change(web);
    for (size_t i = 0; i < PRESSES; i++)
        if (str_unhex(page_typed(web, presses[i].name), id.b, sizeof id.b)) {
            *done = true;
            return promise_mark(&web->call, &id, str_of(presses[i].kept), change, &outcome);
        }
    return RC_OK;
}

/* ---- the card on the case ---- */

static struct str who_of(struct call *call, const struct record *promise)
{
    struct str body = page_link_title(call, promise, "institution");
    struct str with = together_text(promise, "with");

    return body.n == 0 ? with
                       : str_format(call->arena, "%s, %s", str_z(call->arena, with),
                                    str_z(call->arena, body));
}

static void promise_row(struct web *web, const struct record *of, const struct record *promise)
{
    struct call *call = &web->call;
    struct value until = record_value(promise, "until");
    bool said = record_value(promise, "kept").type != V_NULL;
    struct task row = {.title = record_title(call, promise),
                       .path = record_path(web, promise),
                       .about = {who_of(call, promise),
                                 until.type == V_INT ? date_long(call, (day)until.i) : STR("")}};

    if (said) {
        row.status = page_shown(call, promise, "kept");
    } else if (until.type == V_INT) {
        row.status = page_days_left(call, (day)until.i);
        row.tone = page_tone(call, (day)until.i);
    }
    if (!said && together_may(web, of))
        promise_presses(web, promise, &row);
    part_task(&web->html, &row);
}

static void talk_button(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct button talk = {
        .label = say(call, "I spoke with somebody"), .weight = WEIGHT_OTHER, .icon = "phone"};

    part_actions(&web->html);
    part_link_button(&web->html, &talk,
                     str_format(call->arena, "/talk?code=%s", str_z(call->arena, of->code)));
    part_actions_end(&web->html);
}

enum rc promises_card(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/promise")};
    struct query_page found;
    enum rc rc = together_list(call, of, "promise", "due", &found);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "Promised to us"));
    if (found.n != 0) {
        part_form(web, &form);
        page_change_field(web);
        part_tasks(&web->html, STR(""));
        for (size_t i = 0; i < found.n && i < PROMISES_SHOWN; i++)
            promise_row(web, of, found.records[i]);
        part_tasks_end(&web->html);
        part_form_end(&web->html, &form);
    } else {
        part_note(&web->html, TONE_MUTE, say(call, "Nobody has promised anything yet."));
    }
    if (together_may(web, of))
        talk_button(web, of);
    part_card_end(&web->html);
    return RC_OK;
}

static enum rc mark_post(struct web *web)
{
    struct record *of;
    struct id change;
    bool done;
    enum rc rc = together_case(web, &of);

    if (rc == RC_OK)
        rc = promise_pressed(web, &done, &change);
    if (rc != RC_OK)
        return rc;
    return done ? web_redirect_undo(web, page_case_path(web, of->code, ""), "made", &change)
                : web_redirect(web, page_case_path(web, of->code, ""), "same");
}

/* ---- the short form ---- */

/* The cases that run, what is due first. */
static enum rc case_control(struct web *web)
{
    struct call *call = &web->call;
    struct control control = {
        .name = STR("code"), .label = say(call, "About which case"), .must = true};
    struct query query = {
        .kind = page_kind(web, "case"), .verb = MAY_CHANGE, .limit = TALK_CASES_MAX};
    struct pick *picks = arena_array(call->arena, TALK_CASES_MAX + 1, sizeof *picks);
    struct str chosen = page_typed(web, "code");
    struct query_page found;
    size_t n = 0;

    if (picks == NULL)
        return fail_memory(call);
    query.sort = field_find(query.kind, STR("next_due"));
    query.filters[query.n++] = (struct query_filter){.op = QUERY_IS, .value = v_text(STR("open"))};
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    picks[n++] = (struct pick){STR(""), say(call, "Choose"), STR(""), chosen.n == 0};
    for (size_t i = 0; i < found.n; i++) {
        const struct record *of = found.records[i];
        struct str title = str_format(call->arena, "%s: %s, %s", str_z(call->arena, of->code),
                                      str_z(call->arena, page_link_title(call, of, "person")),
                                      str_z(call->arena, record_title(call, of)));
        picks[n++] = (struct pick){of->code, title, STR(""), str_eq(of->code, chosen)};
    }
    control_select(&web->html, &control, picks, n);
    return RC_OK;
}

static void how_control(struct web *web)
{
    struct call *call = &web->call;
    const struct field *field = field_find(page_kind(web, "promise"), STR("how"));
    struct control control = {
        .name = STR("how"), .label = say(call, "How we talked"), .must = true, .big = true};
    struct pick *picks = arena_array(call->arena, field->choices->n + 1, sizeof *picks);
    struct str typed = page_typed(web, "how");
    struct str chosen = typed.n == 0 ? STR("phone") : typed;
    size_t n = 0;

    for (size_t i = 0; picks != NULL && i < field->choices->n; i++)
        if (!field->choices->choices[i].retired)
            picks[n++] = (struct pick){field->choices->choices[i].code,
                                       label_text(call, &field->choices->choices[i].label), STR(""),
                                       str_eq(field->choices->choices[i].code, chosen)};
    if (picks != NULL)
        control_radios(&web->html, &control, picks, n);
}

static void minutes_control(struct web *web)
{
    struct call *call = &web->call;
    struct control control = {.name = STR("minutes"),
                              .label = say(call, "How many minutes"),
                              .value = page_typed(web, "minutes"),
                              .max = 4,
                              .mode = "numeric"};

    control_text(&web->html, &control);
}

static enum rc more_controls(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct control said = {.name = STR("said"),
                           .label = say(call, "What else was said"),
                           .value = page_typed(web, "said"),
                           .max = SAID_MAX};
    bool open = said.value.n != 0 || page_typed(web, "institution").n != 0 ||
                page_typed(web, "on.y").n != 0;

    part_fold(h, say(call, "More"), open);
    control_long(h, &said, 2);
    enum rc rc = together_body(web, "institution", say(call, "Of which body"),
                               say(call, "Then the promise is counted on its page."));
    together_day(web, "on", say(call, "On which day"), say(call, "Empty: today."), false);
    part_fold_end(h);
    return rc;
}

static enum rc talk_controls(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct control with = {.name = STR("with"),
                           .label = say(call, "With whom"),
                           .value = page_typed(web, "with"),
                           .max = WITH_MAX,
                           .must = true,
                           .focus = true};
    struct control what = {.name = STR("what"),
                           .label = say(call, "What was promised"),
                           .value = page_typed(web, "what"),
                           .max = WHAT_MAX};

    control_text(h, &with);
    how_control(web);
    control_text(h, &what);
    together_day(web, "until", say(call, "Until"), STR(""), false);
    minutes_control(web);
    return more_controls(web);
}

static enum rc talk_form(struct web *web)
{
    struct call *call = &web->call;
    struct str code = page_typed(web, "code");
    bool known = code.n != 0;
    struct form_options form = {.action = STR("/talk")};
    struct button button = {.label = say(call, "Write it down"), .weight = WEIGHT_MAIN};
    struct page page = {.title = say(call, "I spoke with somebody"),
                        .code = code,
                        .back_path = known ? page_case_path(web, code, "") : STR("/today"),
                        .back_label = known ? say(call, "The case") : say(call, "Today")};
    enum rc rc = RC_OK;

    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    if (known)
        control_hidden(&web->html, "code", code);
    else
        rc = case_control(web);
    if (rc == RC_OK)
        rc = talk_controls(web);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return rc;
}

static enum rc talk_post(struct web *web)
{
    struct call *call = &web->call;
    struct value on = together_day_value(web, "on");
    int64_t minutes = 0;
    bool timed = web_number(web, "minutes", &minutes);
    struct record *of;

    if (page_typed(web, "code").n == 0) {
        fault_add(call, STR("code"), "About which case?");
        return together_answer(web, RC_INVALID, STR(""), NULL, talk_form);
    }
    struct talk talk = {.on = on.type == V_INT ? (day)on.i : call->today,
                        .how = page_typed(web, "how"),
                        .with = page_typed(web, "with"),
                        .institution = together_id(web, "institution"),
                        .what = page_typed(web, "what"),
                        .until = together_day_value(web, "until"),
                        .minutes = timed ? v_int(minutes) : v_null(),
                        .said = page_typed(web, "said"),
                        .change = page_change(web)};
    struct outcome outcome = {.change = talk.change};
    enum rc rc = together_case(web, &of);
    if (rc != RC_OK)
        return rc;
    talk.of = &of->id;
    rc = talk_write(call, &talk, &outcome);
    return together_answer(web, rc, page_case_path(web, of->code, ""), &outcome.change, talk_form);
}

/* ---- routes ---- */

static const struct param talk_params[] = {
    {"code", PARAM_CODE, CODE_MAX, false, false, N_("About which case")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"with", PARAM_TEXT, WITH_MAX, false, false, N_("With whom")},
    {"how", PARAM_CODE, 20, false, false, N_("How we talked")},
    {"institution", PARAM_ID, 32, false, false, N_("Of which body")},
    {"what", PARAM_TEXT, WHAT_MAX, false, false, N_("What was promised")},
    {"until", PARAM_DAY, 0, false, false, N_("Until")},
    {"minutes", PARAM_NUMBER, TALK_MINUTES_MAX, false, false, N_("How many minutes")},
    {"said", PARAM_LONG, SAID_MAX, false, false, N_("What else was said")},
    {"on", PARAM_DAY, 0, false, false, N_("On which day")},
    {0},
};

static const struct param mark_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    PROMISE_PARAMS,
    {0},
};

const struct route mediation_routes[] = {
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/promise", mark_params, mark_post, NULL, 0,
     "writes down whether a promise was kept"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/talk", talk_params, talk_form, talk_form, 0,
     "asks with whom one spoke, and what was promised"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/talk", talk_params, talk_post, talk_form, 0,
     "writes a talk down: a note, a promise with its day, the minutes"},
};
const size_t mediation_routes_n = sizeof mediation_routes / sizeof *mediation_routes;
