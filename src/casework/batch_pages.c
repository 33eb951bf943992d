/* batch_pages.c - see batch_pages.h. */
#include "casework/batch_pages.h"

#include "base/lang.h"
#include "casework/batch.h"
#include "casework/pages.h"
#include "model/permission.h"
#include "query/query.h"
#include "roles/await.h"
#include "web/control.h"

enum { PRINT_MS = 120000 };

static struct str address(struct web *web, const char *rest)
{
    return str_format(web->call.arena, "/letters/batch/%s%s",
                      str_z(web->call.arena, web_text(web, "batch")), rest);
}

static enum rc find(struct web *web, struct batch **out)
{
    *out = arena_alloc(web->call.arena, sizeof **out);
    return *out == NULL ? fail_memory(&web->call)
                        : batch_find(&web->call, web_text(web, "batch"), *out);
}

/* ---- the page */

struct counts {
    size_t unchecked, unregistered, unprinted;
};

static struct counts counted(const struct batch *batch)
{
    struct counts counts = {0};

    for (size_t i = 0; i < batch->n; i++) {
        const struct record *letter = batch->in[i];
        counts.unchecked += record_value(letter, "checked_by").type == V_NULL;
        counts.unregistered += record_text(letter, "number").n == 0;
        counts.unprinted += record_value(letter, "files").type == V_NULL;
    }
    return counts;
}

static void letter_row(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    const struct state *state = state_find(letter->kind, letter->state);
    const struct record *of = query_brief(call, letter->kind->owner, &letter->owner);
    bool checked = record_value(letter, "checked_by").type != V_NULL;
    struct str number = record_text(letter, "number");
    struct task task = {
        .title = record_title(call, letter),
        .path = str_format(call->arena, "/letter/%s", str_z(call->arena, letter->code)),
        .about = {of == NULL ? STR("") : of->code, number.n == 0 ? letter->code : number,
                  checked ? say(call, "checked") : say(call, "draft, not checked")},
        .tone = checked ? TONE_MUTE : TONE_WARN,
        .status = state == NULL ? STR("") : label_text(call, &state->label)};

    part_task(&web->html, &task);
}

static void act(struct web *web, const char *value, struct str label, enum weight weight)
{
    struct button button = {
        .label = label, .weight = weight, .name = "act", .value = str_of(value)};

    part_button(&web->html, &button);
}

/* The next of the three stands first; what is done is not offered again, but for printing. */
static void acts(struct web *web, const struct counts *counts)
{
    struct call *call = &web->call;
    struct form_options form = {.action = address(web, "")};
    struct button one = {.label = say(call, "All in one PDF"), .weight = WEIGHT_OTHER};
    bool checks = counts->unchecked != 0, registers = counts->unregistered != 0;

    part_form(web, &form);
    page_change_field(web);
    part_actions(&web->html);
    if (checks)
        act(web, "check", say(call, "I have checked language and law of all"), WEIGHT_MAIN);
    if (registers)
        act(web, "register", say(call, "Register all"), checks ? WEIGHT_OTHER : WEIGHT_MAIN);
    act(web, "print", say(call, "Print all as PDF"),
        checks || registers ? WEIGHT_OTHER : WEIGHT_MAIN);
    if (counts->unprinted == 0)
        part_link_button(&web->html, &one, address(web, "/pdf"));
    part_actions_end(&web->html);
    part_form_end(&web->html, &form);
}

static enum rc batch_page(struct web *web)
{
    struct call *call = &web->call;
    struct batch *batch;
    enum rc rc = find(web, &batch);

    if (rc != RC_OK)
        return rc;
    struct counts counts = counted(batch);
    struct page page = {
        .title = str_format(call->arena,
                            lang_plural(call->lang, "%lld letter written",
                                        "%lld letters written together", (int64_t)batch->n),
                            (long long)batch->n),
        .back_path = STR("/no-answer"),
        .back_label = say(call, "No answer")};
    part_page(web, &page);
    acts(web, &counts);
    part_tasks(&web->html, say(call, "Letters"));
    for (size_t i = 0; i < batch->n; i++)
        letter_row(web, batch->in[i]);
    part_tasks_end(&web->html);
    part_link(&web->html, STR("/letters/carry"), say(call, "Letters to carry today"));
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- what is done with all */

struct printing {
    struct batch *batch;
    struct id change;
};

static enum rc printed(struct web *web, void *data, struct job_news *news)
{
    struct printing *printing = data;
    enum rc rc = batch_keep(&web->call, printing->batch, news, printing->change);

    return rc == RC_OK ? web_redirect(web, address(web, ""), "saved") : rc;
}

static enum rc shown(struct web *web, void *data, struct job_news *news)
{
    struct str pdf;
    enum rc rc = batch_sheet(&web->call, news, &pdf);

    (void)data;
    return rc == RC_OK ? web_show(web, "application/pdf", pdf) : rc;
}

static enum rc draw(struct web *web, struct batch *batch, enum batch_form form)
{
    struct printing *printing = arena_alloc(web->call.arena, sizeof *printing);
    struct await print = {.kind = BATCH_JOB, .timeout_ms = PRINT_MS, .data = printing};

    if (printing == NULL)
        return fail_memory(&web->call);
    enum rc rc = batch_order(&web->call, batch, form, &print.request);
    if (rc != RC_OK)
        return rc;
    *printing = (struct printing){.batch = batch};
    if (form == BATCH_EACH)
        printing->change = page_change(web);
    print.done = form == BATCH_EACH ? printed : shown;
    rc = await_job(web, &print);
    channel_close(print.request.fd);
    return rc;
}

static enum rc batch_post(struct web *web)
{
    struct str act = page_typed(web, "act");
    struct batch *batch;
    enum rc rc = find(web, &batch);

    if (rc != RC_OK)
        return rc;
    if (str_is(act, "print"))
        return draw(web, batch, BATCH_EACH);
    if (str_is(act, "check"))
        rc = batch_check(&web->call, batch, page_change(web));
    else if (str_is(act, "register"))
        rc = batch_register(&web->call, batch, page_change(web));
    else
        rc = fail(&web->call, RC_INVALID, "act", "Choose what to do with the letters.");
    return rc == RC_OK ? web_redirect(web, address(web, ""), "saved") : rc;
}

static enum rc pdf_page(struct web *web)
{
    struct batch *batch;
    enum rc rc = find(web, &batch);

    return rc == RC_OK ? draw(web, batch, BATCH_ONE) : rc;
}

/* ---- routes */

static const struct param batch_params[] = {
    {"batch", PARAM_ID, 32, true, false, N_("Letters written together")},
    {0},
};

static const struct param act_params[] = {
    {"batch", PARAM_ID, 32, true, false, N_("Letters written together")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"act", PARAM_CODE, 20, false, false, N_("What to do")},
    {0},
};

const struct route batch_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/letters/batch/{batch}", batch_params, batch_page, NULL, 0,
     "shows letters that were written together"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letters/batch/{batch}", act_params, batch_post,
     batch_page, 0, "checks, registers or prints letters that were written together"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/letters/batch/{batch}/pdf", batch_params, pdf_page, NULL, 0,
     "shows letters that were written together as one PDF for the printer"},
};
const size_t batch_routes_n = sizeof batch_routes / sizeof *batch_routes;
