/* together_pages.c - of list.h: what all that fit a list would become, asked before it is done; how
 * far the job is, what came of it, and taking all of it back. */
#include "base/lang.h"
#include "records/list.h"
#include "records/together.h"
#include "web/control.h"
#include "web/field_control.h"

/* ---- before ---- */

static struct str act_words(struct call *call, const struct each_args *each)
{
    if (str_is(each->act, "retire"))
        return say(call, "Put away");
    if (str_is(each->act, "restore"))
        return say(call, "Bring back");
    if (str_is(each->act, "move"))
        return str_format(call->arena, "%s: %s", say(call, "Move on").p,
                          str_z(call->arena, records_state(call, each->kind, each->value.s)));
    return str_format(call->arena, "%s: %s",
                      str_z(call->arena, label_text(call, &each->field->label)),
                      str_z(call->arena, field_words(call, each->field, each->value)));
}

static struct str how_many(struct call *call, int64_t n)
{
    return n > QUERY_COUNT_MAX ? say(call, "more than %d", QUERY_COUNT_MAX)
                               : str_format(call->arena, "%lld", (long long)n);
}

static void count_facts(struct web *web, const struct together_count *count)
{
    struct call *call = &web->call;
    bool known = count->fit <= QUERY_COUNT_MAX;
    struct fact facts[4];
    size_t n = 0;

    facts[n++] =
        (struct fact){.label = say(call, "Fit this list"), .value = how_many(call, count->fit)};
    if (count->may < count->fit)
        facts[n++] = (struct fact){.label = say(call, "Left out: you may not change them"),
                                   .value = known ? how_many(call, count->fit - count->may)
                                                  : say(call, "some")};
    if (count->stands != 0)
        facts[n++] =
            (struct fact){.label = say(call, "Left out: they are so already, or cannot go there"),
                          .value = how_many(call, count->stands)};
    facts[n++] = (struct fact){.label = say(call, "Will be changed"),
                               .value = count->may > QUERY_COUNT_MAX
                                            ? how_many(call, count->may)
                                            : how_many(call, count->may - count->stands)};
    part_facts(&web->html, facts, n);
}

static void repeat_fields(struct web *web)
{
    static const char *const names[] = {"act",  "state", "set",  "where",
                                        "away", "all",   "back", "change"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str value = form_find(&web->form, str_of(names[i]));
        if (value.n != 0)
            control_hidden(&web->html, names[i], value);
    }
    control_hidden(&web->html, "sure", STR("yes"));
}

static enum rc ask_first(struct web *web, const struct list *list, const struct each_args *each)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Change all that fit this list"),
                        .back_path = list_here(web, list),
                        .back_label = label_text(call, &list->kind->many)};
    struct form_options form = {
        .action = str_format(call->arena, "%s/each", records_list_path(web, list->kind).p)};
    struct button send = {.label = say(call, "Do it"), .weight = WEIGHT_MAIN};
    struct together_count count;
    enum rc rc = together_count(call, &list->query, each, &count);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    part_confirm(h, act_words(call, each),
                 say(call, "Nothing has been changed yet. It can be taken back as one."));
    count_facts(web, &count);
    if (count.may > count.stands) {
        part_form(web, &form);
        repeat_fields(web);
        part_form_send(h, &form, &send);
    } else {
        part_note(h, TONE_INFO, say(call, "There is nothing here that you could change so."));
    }
    part_confirm_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- doing it ---- */

/* Few are changed at once, as one change. *done false: they are many, or one of them cannot be. */
static enum rc at_once(struct web *web, const struct list *list, struct each_args *each,
                       struct outcome *outcome, bool *done)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "record.each", .change = records_change(web)};
    struct query mine = list->query;
    struct query_page page;

    *done = false;
    mine.verb = MAY_CHANGE;
    mine.limit = TOGETHER_BATCH;
    enum rc rc = query_list(call, &mine, &page);
    struct id *ids = arena_array(call->arena, TOGETHER_BATCH, sizeof *ids);
    if (rc != RC_OK || page.more)
        return rc;
    if (ids == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < page.n; i++)
        if (together_fits(page.records[i], each))
            ids[each->n++] = page.records[i]->id;
    each->ids = ids;
    if (each->n == 0)
        return RC_OK;
    rc = each_args_make(call, each, &request.args);
    if (rc != RC_OK)
        return rc;
    *done = operation_run(call, &request, outcome) == RC_OK;
    call_forgive(call); /* the job says which one it is, and does the others */
    return RC_OK;
}

static enum rc by_job(struct web *web, const struct list *list, const struct each_args *each)
{
    struct call *call = &web->call;
    struct id change = records_change(web), job;
    struct work_ask ask = {.work = &together_work,
                           .mark = str_hex(call->arena, id_str(&change))}; /* pressed twice: one */
    enum rc rc = together_args(call, &list->query, each, &ask.args);

    if (rc == RC_OK)
        rc = work_put(call, &ask, &job);
    return rc == RC_OK ? web_redirect(web,
                                      str_format(call->arena, "/together/%s",
                                                 str_hex(call->arena, id_str(&job)).p),
                                      NULL)
                       : rc;
}

enum rc together_post(struct web *web, struct each_args *each)
{
    struct list list = {0};
    struct outcome outcome = {0};
    bool done;
    enum rc rc = list_query(web, &list);

    if (rc == RC_OK && list.wrong.n != 0)
        return fail(&web->call, RC_INVALID, "where", "%s", str_z(web->call.arena, list.wrong));
    if (rc != RC_OK)
        return rc;
    if (!web_flag(web, "sure"))
        return ask_first(web, &list, each);
    rc = at_once(web, &list, each, &outcome, &done);
    if (rc != RC_OK)
        return rc;
    if (done && !outcome.nothing)
        return web_redirect_undo(web, list_here(web, &list), "saved", &outcome.change);
    return done ? web_redirect(web, list_here(web, &list), "same") : by_job(web, &list, each);
}

/* ---- afterwards ---- */

static enum rc find_job(struct web *web, struct work_job *out)
{
    struct id id;

    (void)str_unhex(web_text(web, "id"), id.b, sizeof id.b); /* PARAM_ID */
    enum rc rc = work_find(&web->call, &id, out);
    bool ours = rc == RC_OK && (str_is(out->kind, together_work.name) ||
                                str_is(out->kind, together_undo_work.name));
    return rc != RC_OK || ours ? rc : fail(&web->call, RC_NOT_FOUND, NULL, NULL);
}

static void job_button(struct web *web, struct str path, struct str label, enum weight weight)
{
    struct form_options form = {.action = path};
    struct button button = {.label = label, .weight = weight};

    part_form(web, &form);
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

static void job_now(struct web *web, const struct work_job *job, struct str id)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct nav_item again = {.path = str_format(call->arena, "/together/%s", id.p),
                             .label = say(call, "Look again")};

    if (job->state == WORK_WAITS || job->state == WORK_RUNS) {
        part_note(h, TONE_INFO,
                  job->total == 0
                      ? say(call, "%lld have been looked at so far.", (long long)job->done)
                      : say(call, "%lld of %lld have been looked at so far.", (long long)job->done,
                            (long long)job->total));
        part_links(h, &again, 1);
        job_button(web, str_format(call->arena, "/jobs/%s/stop", id.p), say(call, "Stop"),
                   WEIGHT_OTHER);
        return;
    }
    if (job->state == WORK_DONE)
        part_note(h, TONE_OK, job->said);
    else
        part_note(h, TONE_WARN,
                  job->error.n != 0 ? job->error
                                    : say(call, "It was stopped. What was done until then stays."));
    if (str_is(job->kind, together_work.name))
        job_button(web, str_format(call->arena, "/together/%s/undo", id.p),
                   say(call, "Take all of it back"), WEIGHT_OTHER);
}

static enum rc together_page(struct web *web)
{
    struct call *call = &web->call;
    struct work_job job;
    enum rc rc = find_job(web, &job);

    if (rc != RC_OK)
        return rc;
    bool back = str_is(job.kind, together_undo_work.name);
    struct page page = {.title = back ? say(call, "Take back what was changed together")
                                      : say(call, "Change all that fit this list")};
    struct value first = job.args.type == V_LIST ? job.args.list.items[0] : v_null();
    const struct kind *kind = first.type == V_TEXT ? kind_find(call->app->registry, first.s) : NULL;
    if (kind != NULL) {
        page.back_path = records_list_path(web, kind);
        page.back_label = label_text(call, &kind->many);
    }
    part_page(web, &page);
    job_now(web, &job, str_hex(call->arena, id_str(&job.id)));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc undo_post(struct web *web)
{
    struct call *call = &web->call;
    struct work_job job;
    struct work_ask ask = {.work = &together_undo_work};
    struct id id;
    enum rc rc = find_job(web, &job);

    if (rc == RC_OK && (!str_is(job.kind, together_work.name) || job.state == WORK_WAITS ||
                        job.state == WORK_RUNS || job.args.type != V_LIST))
        return fail(call, RC_CONFLICT, NULL, "This is still being done. Stop it first.");
    if (rc == RC_OK)
        rc = together_undo_args(call, &job, &ask.args);
    ask.mark = str_hex(call->arena, id_str(&job.id));
    if (rc == RC_OK)
        rc = work_put(call, &ask, &id);
    return rc == RC_OK ? web_redirect(web,
                                      str_format(call->arena, "/together/%s",
                                                 str_hex(call->arena, id_str(&id)).p),
                                      NULL)
                       : rc;
}

static const struct param id_params[] = {{"id", PARAM_ID, 32, true, false, NULL}, {0}};

const struct route together_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/together/{id}", id_params, together_page, NULL, 0,
     "shows how far a change of all that fit a list is"},
    {METHOD_POST, MAY_SIGNED_IN, "/together/{id}/undo", id_params, undo_post, NULL, 0,
     "takes back what was changed together"},
};
const size_t together_routes_n = sizeof together_routes / sizeof *together_routes;
