/* paper_pages.c - see pages.h: a paper that reached the person. */
#include "base/lang.h"
#include "casework/deadline.h"
#include "casework/hooks.h"
#include "casework/letter_pages.h"
#include "casework/pages.h"
#include "model/field.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/control.h"
#include "web/part.h"
#include "web/record_path.h"

enum { TEXT_MAX = 200, NUMBER_MAX = 99 };

static struct date_parts typed_day(const struct web *web, const char *name)
{
    const struct str base = str_of(name);
    struct date_parts parts;

    parts.d = page_typed(web, str_format(web->call.arena, "%s.d", base.p).p);
    parts.m = page_typed(web, str_format(web->call.arena, "%s.m", base.p).p);
    parts.y = page_typed(web, str_format(web->call.arena, "%s.y", base.p).p);
    return parts;
}

static enum rc paper_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str code = web_text(web, "code");
    struct page page = {.title = say(call, "Which paper does she hold?"),
                        .code = code,
                        .back_path = page_case_path(web, code, ""),
                        .back_label = say(call, "The case")};
    struct form_options form = {.action = page_case_path(web, code, "/paper")};
    struct button button = {.label = say(call, "Count the last day"), .weight = WEIGHT_MAIN};
    struct control received = {.name = STR("received"),
                               .label = say(call, "Received on"),
                               .hint = say(call, "For example 27 11 2026"),
                               .must = true};
    struct control procedure = {.name = STR("procedure"),
                                .label = say(call, "Procedure"),
                                .hint = say(call, "What one wants to do about it."),
                                .must = true};
    struct control stage = {.name = STR("stage"),
                            .label = say(call, "Stage"),
                            .hint = say(call, "Leave empty for our own limit; 1, 2, 3 for a term "
                                              "of the office, in the order of the procedure."),
                            .value = page_typed(web, "stage"),
                            .max = 2};
    struct date_parts parts = typed_day(web, "received");
    struct pick *picks = arena_array(call->arena, PAGE_PICKS_MAX + 1, sizeof *picks);

    if (picks == NULL)
        return fail_memory(call);
    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    page_select(web, "case_paper", "what", true);
    control_date(h, &received, &parts);
    page_select(web, "case_paper", "how", true);
    control_select(h, &procedure, picks, page_procedures(web, page_typed(web, "procedure"), picks));
    control_text(h, &stage);
    page_text(web, "from", say(call, "From which office"), false);
    page_text(web, "number", say(call, "Their number"), false);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc paper_page(struct web *web)
{
    struct record *record;
    enum rc rc = query_code(&web->call, page_kind(web, "case"), web_text(web, "code"), &record);

    return rc == RC_OK ? paper_form(web) : rc;
}

static enum rc paper_save(struct web *web, const struct record *record)
{
    static const char *const texts[] = {"what", "how", "procedure", "from", "number"};
    struct call *call = &web->call;
    struct save_args save = {.kind = page_kind(web, "case_paper"), .owner = &record->id};
    struct value *values = arena_array(call->arena, save.kind->n, sizeof *values);
    bool *given = arena_array(call->arena, save.kind->n, sizeof *given);
    struct operation_request request = {.operation = "record.save", .change = page_change(web)};
    struct outcome outcome;
    int64_t stage;
    day received;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        page_give(&save, values, given, texts[i], page_value(page_typed(web, texts[i])));
    if (web_day(web, "received", &received))
        page_give(&save, values, given, "received", v_int(received));
    if (web_number(web, "stage", &stage))
        page_give(&save, values, given, "stage", stage == 0 ? v_null() : v_int(stage));
    save.values = values;
    save.given = given;
    enum rc rc = save_args_make(call, &save, &request.args);
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

static enum rc paper_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *record;
    enum rc rc = query_code(call, page_kind(web, "case"), web_text(web, "code"), &record);

    if (rc == RC_OK)
        rc = paper_save(web, record);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return paper_form(web);
    }
    return rc == RC_OK ? web_redirect(web, page_case_path(web, record->code, ""), "saved") : rc;
}

/* ---- routes */

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {0},
};

static const struct param paper_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"what", PARAM_CODE, 40, false, false, N_("Which paper")},
    {"received", PARAM_DAY, 0, false, false, N_("Received on")},
    {"how", PARAM_CODE, 40, false, false, N_("How it was received")},
    {"procedure", PARAM_CODE, 100, false, false, N_("Procedure")},
    {"stage", PARAM_NUMBER, NUMBER_MAX, false, false, N_("Stage")},
    {"from", PARAM_TEXT, TEXT_MAX, false, false, N_("From which office")},
    {"number", PARAM_TEXT, 100, false, false, N_("Their number")},
    {0},
};

const struct route paper_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/paper", code_params, paper_page, NULL, 0,
     "asks for a paper"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/paper", paper_params, paper_post,
     paper_form, 0, "adds a paper and counts its last day"},
};
const size_t paper_routes_n = sizeof paper_routes / sizeof *paper_routes;
