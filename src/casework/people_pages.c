/* people_pages.c - see people_pages.h. */
#include "casework/people_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/people.h"
#include "model/permission.h"
#include "web/record_path.h"

enum { TEXT_MAX = 6000, SHOWN_MAX = 200, CARD_MAX = 14 };

struct shown {
    struct record *in[SHOWN_MAX];
    size_t n, hidden; /* hidden: of whom she may not see that they are there */
};

static struct shown *people_of(struct call *call, const struct record *of)
{
    const struct field *field = field_find(of->kind, STR("people"));
    struct value all = record_get(of, field);
    struct shown *out = arena_alloc(call->arena, sizeof *out);
    struct id id;

    if (out == NULL)
        return NULL;
    *out = (struct shown){.n = 0};
    for (size_t i = 0; all.type == V_LIST && i < all.list.n && out->n < SHOWN_MAX; i++) {
        struct record *person =
            id_of(all.list.items[i].s, &id) ? query_brief(call, field->target, &id) : NULL;
        if (person == NULL)
            out->hidden++;
        else
            out->in[out->n++] = person;
    }
    return out;
}

static struct str hidden_words(struct call *call, size_t n)
{
    return str_format(call->arena,
                      lang_plural(call->lang, "and %lld person whom you may not see",
                                  "and %lld people whom you may not see", (int64_t)n),
                      (long long)n);
}

/* ---- the cards of the case page */

enum rc people_card(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct shown *all = people_of(call, of);
    bool change = case_may_change(call, of);

    if (all == NULL)
        return fail_memory(call);
    if (all->n + all->hidden == 0 && !change)
        return RC_OK;
    part_card(&web->html, say(call, "Who else it is about"));
    if (all->n + all->hidden != 0) {
        part_tasks(&web->html, STR(""));
        for (size_t i = 0; i < all->n && i < CARD_MAX; i++) {
            struct task task = {.title = record_title(call, all->in[i]),
                                .path = record_path(web, all->in[i]),
                                .about = {all->in[i]->code}};
            part_task(&web->html, &task);
        }
        part_tasks_end(&web->html);
    }
    if (all->n > CARD_MAX)
        html_tag(&web->html, "p", NULL,
                 str_format(call->arena,
                            lang_plural(call->lang, "and %lld more", "and %lld more",
                                        (int64_t)(all->n - CARD_MAX)),
                            (long long)(all->n - CARD_MAX)));
    if (all->hidden != 0)
        html_tag(&web->html, "p", NULL, hidden_words(call, all->hidden));
    if (change) {
        part_actions(&web->html);
        case_link(web, WEIGHT_OTHER, say(call, "Add people, or take them away"),
                  page_case_path(web, of->code, "/people"));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
    return RC_OK;
}

enum rc other_cases_card(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct people_cases *all = arena_alloc(call->arena, sizeof *all);
    struct id person;

    if (all == NULL)
        return fail_memory(call);
    if (!id_of(record_value(of, "person").s, &person) ||
        query_brief(call, page_kind(web, "person"), &person) == NULL)
        return RC_OK;
    enum rc rc = people_cases(call, &person, &of->id, all);
    if (rc != RC_OK || all->n == 0)
        return rc;
    part_tasks(&web->html, say(call, "Her other cases"));
    for (size_t i = 0; i < all->n; i++) {
        const struct state *state = state_find(of->kind, all->in[i]->state);
        struct task task = {.title = record_title(call, all->in[i]),
                            .path = record_path(web, all->in[i]),
                            .about = {all->in[i]->code, page_shown(call, all->in[i], "area")},
                            .status = state == NULL ? STR("") : label_text(call, &state->label),
                            .tone = TONE_MUTE};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    return RC_OK;
}

/* ---- the page */

static void paste_form(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/people")};
    struct button button = {.label = say(call, "Look whom we know"), .weight = WEIGHT_MAIN};
    struct control names = {.name = STR("names"),
                            .label = say(call, "Names to add"),
                            .hint = say(call, "One on each line, pasted or typed; a number of "
                                              "ours is enough. Nothing is saved yet."),
                            .value = page_typed(web, "names"),
                            .must = true};

    part_form(web, &form);
    control_long(&web->html, &names, 6);
    part_form_send(&web->html, &form, &button);
}

static void leave_form(struct web *web, const struct record *of, const struct shown *all)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/people/remove")};
    struct button button = {.label = say(call, "Take those away"), .weight = WEIGHT_OTHER};
    struct control who = {.name = STR("who"),
                          .label = say(call, "Who else it is about"),
                          .hint = say(call, "Tick whom to take out of this case. Nobody's own "
                                            "page is changed by it."),
                          .must = true};
    struct pick *picks = arena_array(call->arena, SHOWN_MAX, sizeof *picks);

    if (all->n == 0 || picks == NULL)
        return;
    for (size_t i = 0; i < all->n; i++)
        picks[i] = (struct pick){.value = str_hex(call->arena, id_str(&all->in[i]->id)),
                                 .label = record_title(call, all->in[i]),
                                 .hint = all->in[i]->code};
    part_form(web, &form);
    page_change_field(web);
    control_checks(&web->html, &who, picks, all->n);
    part_form_send(&web->html, &form, &button);
}

static enum rc list_page(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, of, say(call, "Whom the case is about"), "");
    struct shown *all = people_of(call, of);

    if (all == NULL)
        return fail_memory(call);
    part_page(web, &page);
    struct fact main = {.label = say(call, "Person"), .value = page_link_title(call, of, "person")};
    part_facts(&web->html, &main, 1);
    if (all->hidden != 0)
        part_note(&web->html, TONE_MUTE, hidden_words(call, all->hidden));
    paste_form(web, of);
    leave_form(web, of, all);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc people_page(struct web *web)
{
    struct record *of;
    enum rc rc = case_of(web, &of);

    return rc == RC_OK ? list_page(web, of) : rc;
}

/* ---- is it one of these? */

static struct str pick_name(struct call *call, size_t i)
{
    return str_format(call->arena, "pick.%zu", i);
}

static void ask_one(struct web *web, const struct pasted *one, size_t at)
{
    struct call *call = &web->call;
    struct control c = {.name = pick_name(call, at), .label = one->name, .must = true};
    struct pick picks[DUPLICATE_FOUND_MAX + 2];
    size_t n = 0;

    if (one->chosen) {
        picks[n++] =
            (struct pick){.value = str_hex(call->arena, id_str(&one->known)),
                          .label = query_title(call, page_kind(web, "person"), &one->known),
                          .chosen = true};
    }
    for (size_t i = 0; i < one->alike.n; i++) {
        const struct record *record = one->alike.found[i].record;
        picks[n++] =
            (struct pick){.value = str_hex(call->arena, id_str(&record->id)),
                          .label = str_format(call->arena, "%s, %s",
                                              str_z(call->arena, record_title(call, record)),
                                              str_z(call->arena, record->code)),
                          .chosen = i == 0 && one->alike.found[i].score.verdict == VERDICT_SAME};
    }
    bool sure = n != 0 && picks[0].chosen;
    if (!one->chosen)
        picks[n++] = (struct pick){
            .value = STR("new"), .label = say(call, "No, she is new here"), .chosen = !sure};
    if (one->alike.hidden)
        c.hint = say(call, "She may have been here before. Ask the lead; go on all the same.");
    control_radios(&web->html, &c, picks, n);
}

static bool must_ask(const struct pasted *one)
{
    return one->chosen || one->alike.n != 0 || one->alike.hidden;
}

static void new_ones(struct web *web, const struct pasted *all, size_t n)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (must_ask(&all[i]))
            continue;
        if (!any)
            html_tag(&web->html, "h2", NULL, say(&web->call, "New here"));
        any = true;
        html_tag(&web->html, "p", NULL, all[i].name);
    }
}

static enum rc ask_page(struct web *web, const struct record *of, const struct pasted *all,
                        size_t n)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, of, say(call, "Is it one of these?"), "/people");
    struct form_options form = {.action = page_case_path(web, of->code, "/people")};
    struct button button = {.label = say(call, "Add them to the case"), .weight = WEIGHT_MAIN};

    page.back_label = say(call, "Whom the case is about");
    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "step", STR("add"));
    control_hidden(&web->html, "names", page_typed(web, "names"));
    for (size_t i = 0; i < n; i++)
        if (must_ask(&all[i]))
            ask_one(web, &all[i], i);
    new_ones(web, all, n);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

/* What was answered for each; what was not answered is somebody new. */
static enum rc add_answered(struct web *web, const struct record *of, struct pasted *all, size_t n)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct outcome outcome;

    for (size_t i = 0; i < n; i++)
        all[i].chosen = case_id(web, pick_name(call, i).p, &all[i].known);
    enum rc rc = people_join(call, of, all, n, &change, &outcome);
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/people"), "saved",
                                           &outcome.change)
                       : rc;
}

static enum rc people_post(struct web *web)
{
    struct call *call = &web->call;
    struct pasted *all = arena_array(call->arena, PEOPLE_PASTED_MAX, sizeof *all);
    struct record *of;
    size_t n;
    enum rc rc = all == NULL ? fail_memory(call) : case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    rc = people_read(call, page_typed(web, "names"), all, &n);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return list_page(web, of);
    }
    if (rc == RC_OK && str_is(page_typed(web, "step"), "add"))
        return add_answered(web, of, all, n);
    if (rc == RC_OK)
        rc = people_look(call, all, n);
    return rc == RC_OK ? ask_page(web, of, all, n) : rc;
}

static enum rc remove_post(struct web *web)
{
    struct call *call = &web->call;
    struct id *ids = arena_array(call->arena, SHOWN_MAX, sizeof *ids);
    struct id change = page_change(web);
    struct outcome outcome;
    struct record *of;
    struct str value;
    size_t n = 0, at = 0;
    enum rc rc = ids == NULL ? fail_memory(call) : case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    while (n < SHOWN_MAX && web_each(web, "who", &at, &value))
        n += str_unhex(value, ids[n].b, sizeof ids[n].b);
    if (n == 0) {
        fault_add(call, STR("who"), "Tick somebody first.");
        web_status(web, 422);
        return list_page(web, of);
    }
    rc = people_leave(call, of, ids, n, &change, &outcome);
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/people"), "saved",
                                           &outcome.change)
                       : rc;
}

/* ---- routes */

static const struct param people_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"step", PARAM_CODE, 10, false, false, N_("Step")},
    {"names", PARAM_LONG, TEXT_MAX, false, false, N_("Names to add")},
    {"pick.*", PARAM_TEXT, 40, false, true, N_("Is it one of these?")},
    {0},
};

static const struct param remove_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"who", PARAM_ID, 32, false, true, N_("Who else it is about")},
    {0},
};

const struct route people_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/people", people_params, people_page, NULL, 0,
     "shows whom a case is about"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/people", people_params, people_post,
     people_page, 0, "looks up names and adds them to a case"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/people/remove", remove_params, remove_post,
     people_page, 0, "takes people out of a case"},
};
const size_t people_routes_n = sizeof people_routes / sizeof *people_routes;
