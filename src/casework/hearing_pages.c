/* hearing_pages.c - of court_pages.h: a hearing is written down, and what came of it. */
#include "casework/case_parts.h"
#include "casework/case_write.h"
#include "casework/come_parts.h"
#include "casework/court.h"
#include "casework/court_pages.h"
#include "model/permission.h"

enum { TEXT_MAX = 200, LONG_TEXT_MAX = 8000, COUNSEL_MAX = COURT_SHOWN };

/* ---- shared controls */

static void hour_control(struct web *web, const char *name, struct str label, struct str now)
{
    struct control c = {.name = str_of(name),
                        .label = label,
                        .hint = say(&web->call, "As 9:30."),
                        .value = page_typed(web, name),
                        .max = 5};

    if (c.value.n == 0 && web->request->method == METHOD_GET)
        c.value = now;
    control_text(&web->html, &c);
}

/* A day and its hour as one moment; what is missing is a fault. *any: something was typed. */
static struct value moment_typed(struct web *web, const char *on_name, const char *at_name,
                                 bool *any)
{
    struct call *call = &web->call;
    struct str at = page_typed(web, at_name);
    struct value on = case_day_typed(web, on_name);
    int minute;

    *any = on.type == V_INT || at.n != 0;
    if (on.type != V_INT) {
        if (call->fault_count == 0)
            fault_add(call, str_of(on_name), "On which day?");
        return v_null();
    }
    if (!come_minute(at, &minute)) {
        fault_add(call, str_of(at_name), "At what time? Write it as 9:30.");
        return v_null();
    }
    return v_int(come_moment(call, (day)on.i, minute));
}

/* ---- a hearing */

static enum rc counsel_control(struct web *web, const struct record *of,
                               const struct record *hearing)
{
    struct call *call = &web->call;
    struct control c = {.name = STR("counsel"), .label = say(call, "Counsel")};
    struct pick picks[COUNSEL_MAX];
    struct str chosen = page_typed(web, "counsel");
    struct query_page found;
    enum rc rc = court_parties(call, of, "counsel", &found);

    if (rc != RC_OK || found.n == 0)
        return rc;
    if (web->request->method == METHOD_GET && hearing != NULL &&
        record_value(hearing, "counsel").type != V_NULL)
        chosen = str_hex(call->arena, record_value(hearing, "counsel").s);
    control_select(&web->html, &c, picks, case_picks(call, found.records, found.n, chosen, picks));
    return RC_OK;
}

/* Of a new one, court and number stand where the last hearing was. */
static enum rc like_last(struct call *call, const struct record *of, const struct record *hearing,
                         const struct record **out)
{
    struct court_hearings all;
    enum rc rc = RC_OK;

    *out = hearing;
    if (hearing == NULL) {
        rc = court_hearings(call, of, &all);
        *out = rc == RC_OK && all.n != 0 ? all.in[all.n - 1] : NULL;
    }
    return rc;
}

static enum rc hearing_form(struct web *web, const struct record *of, const struct record *hearing)
{
    struct call *call = &web->call;
    struct page page = case_form_page(
        web, of, hearing == NULL ? say(call, "Add a hearing") : say(call, "A hearing"), "/court");
    struct form_options form = {.action = page_case_path(web, of->code, "/court/hearing")};
    struct button button = {.label = say(call, "Save"), .weight = WEIGHT_MAIN};
    struct value when = hearing == NULL ? v_null() : record_value(hearing, "when_held");
    const struct record *like;
    enum rc rc = like_last(call, of, hearing, &like);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    if (hearing != NULL)
        control_hidden(&web->html, "hearing", str_hex(call->arena, id_str(&hearing->id)));
    case_day(web, "on", say(call, "On which day"),
             when.type == V_INT ? v_int(come_day(call, when.i)) : v_null(), true);
    hour_control(web, "at", say(call, "At what time"),
                 when.type == V_INT ? come_clock(call, when.i) : STR(""));
    case_text(web, like, "where", say(call, "Court or body"));
    case_text(web, like, "number", say(call, "Court number"));
    case_text(web, like, "judge", say(call, "Judge or chamber"));
    case_text(web, hearing, "room", say(call, "Room"));
    case_text(web, hearing, "what_for", say(call, "What it is about"));
    case_text(web, hearing, "bring", say(call, "What to bring"));
    rc = counsel_control(web, of, hearing);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return rc;
}

static enum rc find(struct web *web, struct record **of, struct record **hearing)
{
    enum rc rc = case_of(web, of);

    return rc == RC_OK ? case_part(web, *of, "hearing", "hearing", hearing) : rc;
}

static enum rc hearing_page(struct web *web)
{
    struct record *of, *hearing;
    enum rc rc = find(web, &of, &hearing);

    return rc == RC_OK ? hearing_form(web, of, hearing) : rc;
}

static enum rc save_hearing(struct web *web, const struct record *of, const struct record *hearing,
                            struct outcome *out)
{
    static const char *const texts[] = {"where", "number", "judge", "room", "what_for", "bring"};
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct id *counsel = arena_alloc(call->arena, sizeof *counsel);
    struct save save;
    bool any;
    enum rc rc = counsel == NULL ? fail_memory(call) : RC_OK;

    if (rc == RC_OK)
        rc = save_init(call, page_kind(web, "hearing"), &save);
    if (rc != RC_OK)
        return rc;
    save.args.id = hearing == NULL ? NULL : &hearing->id;
    save.args.owner = &of->id;
    save_set(&save, "when_held", moment_typed(web, "on", "at", &any));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        save_text(&save, texts[i], page_typed(web, texts[i]));
    if (hearing == NULL || page_typed(web, "counsel").n != 0)
        save_set(&save, "counsel", case_id(web, "counsel", counsel) ? id_value(counsel) : v_null());
    rc = call_faults(call);
    return rc == RC_OK ? save_run(call, &save, &change, out) : rc;
}

static enum rc hearing_post(struct web *web)
{
    struct record *of, *hearing;
    struct outcome outcome;
    enum rc rc = find(web, &of, &hearing);

    if (rc != RC_OK)
        return rc;
    rc = save_hearing(web, of, hearing, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return hearing_form(web, of, hearing);
    }
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/court"),
                                           hearing == NULL ? "made" : "saved", &outcome.change)
                       : rc;
}

/* ---- what came of it */

static enum rc outcome_form(struct web *web, const struct record *of, const struct record *hearing)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, of, say(call, "What came of it"), "/court");
    struct form_options form = {.action = page_case_path(web, of->code, "/court/outcome")};
    struct button button = {.label = say(call, "Save"), .weight = WEIGHT_MAIN};
    struct value when = record_value(hearing, "when_held");

    page.heading = str_format(call->arena, "%s, %s", date_long(call, come_day(call, when.i)).p,
                              come_clock(call, when.i).p);
    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "hearing", str_hex(call->arena, id_str(&hearing->id)));
    case_choice(web, hearing->kind, hearing, "outcome", true);
    case_long(web, hearing, "said", say(call, "What was said and decided"));
    case_day(web, "next", say(call, "If there is another hearing: on which day"), v_null(), false);
    hour_control(web, "next_at", say(call, "At what time"), STR(""));
    part_form_send(&web->html, &form, &button);
    part_note(&web->html, TONE_MUTE,
              say(call, "Was a decision handed over? Write it down as something that happened in "
                        "its procedure, with the day: the last days run from it."));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc find_one(struct web *web, struct record **of, struct record **hearing)
{
    enum rc rc = find(web, of, hearing);

    return rc == RC_OK && *hearing == NULL ? fail(&web->call, RC_NOT_FOUND, NULL, NULL) : rc;
}

static enum rc outcome_page(struct web *web)
{
    struct record *of, *hearing;
    enum rc rc = find_one(web, &of, &hearing);

    return rc == RC_OK ? outcome_form(web, of, hearing) : rc;
}

static enum rc save_outcome(struct web *web, const struct record *of, const struct record *hearing,
                            struct outcome *out)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct case_write write;
    struct save save;
    bool next = false;
    enum rc rc = case_write_init(call, of, &write);

    if (rc == RC_OK)
        rc = save_init(call, hearing->kind, &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "outcome", page_typed(web, "outcome"));
    save_text(&save, "said", page_typed(web, "said"));
    struct value when = v_null();
    if (case_day_typed(web, "next").type == V_INT || page_typed(web, "next_at").n != 0)
        when = moment_typed(web, "next", "next_at", &next);
    if (next)
        save_set(&save, "next", case_day_typed(web, "next"));
    if (page_typed(web, "outcome").n == 0)
        fault_add(call, STR("outcome"), "What came of it?");
    rc = call_faults(call);
    if (rc == RC_OK)
        rc = case_write_add(call, &write, &save, &hearing->id);
    if (rc == RC_OK && next)
        rc = court_add_next(call, &write, hearing, when);
    return rc == RC_OK ? case_write_run(call, &write, &change, out) : rc;
}

static enum rc outcome_post(struct web *web)
{
    struct record *of, *hearing;
    struct outcome outcome;
    enum rc rc = find_one(web, &of, &hearing);

    if (rc != RC_OK)
        return rc;
    rc = save_outcome(web, of, hearing, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return outcome_form(web, of, hearing);
    }
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/court"), "saved",
                                           &outcome.change)
                       : rc;
}

/* ---- routes */

static const struct param hearing_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"hearing", PARAM_ID, 32, false, false, N_("Hearing")},
    {"on", PARAM_DAY, 0, false, false, N_("On which day")},
    {"at", PARAM_TEXT, 10, false, false, N_("At what time")},
    {"where", PARAM_TEXT, TEXT_MAX, false, false, N_("Court or body")},
    {"number", PARAM_TEXT, 100, false, false, N_("Court number")},
    {"judge", PARAM_TEXT, TEXT_MAX, false, false, N_("Judge or chamber")},
    {"room", PARAM_TEXT, 60, false, false, N_("Room")},
    {"what_for", PARAM_TEXT, 300, false, false, N_("What it is about")},
    {"bring", PARAM_TEXT, 500, false, false, N_("What to bring")},
    {"counsel", PARAM_ID, 32, false, false, N_("Counsel")},
    {0},
};

static const struct param outcome_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"hearing", PARAM_ID, 32, true, false, N_("Hearing")},
    {"outcome", PARAM_CODE, 40, false, false, N_("What came of it")},
    {"said", PARAM_LONG, LONG_TEXT_MAX, false, false, N_("What was said and decided")},
    {"next", PARAM_DAY, 0, false, false, N_("On which day")},
    {"next_at", PARAM_TEXT, 10, false, false, N_("At what time")},
    {0},
};

const struct route hearing_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/court/hearing", hearing_params, hearing_page,
     NULL, 0, "asks for a hearing"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/court/hearing", hearing_params,
     hearing_post, hearing_page, 0, "writes a hearing down"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/court/outcome", outcome_params, outcome_page,
     NULL, 0, "asks what came of a hearing"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/court/outcome", outcome_params,
     outcome_post, outcome_page, 0, "writes down what came of a hearing, and the next one"},
};
const size_t hearing_routes_n = sizeof hearing_routes / sizeof *hearing_routes;
