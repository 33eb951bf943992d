/* proposal_pages.c - see pages.h: what waits for a second person, and her answer. */
#include "base/cbor.h"
#include "base/lang.h"
#include "model/field.h"
#include "records/draft_pages.h"
#include "records/pages.h"
#include "web/field_control.h"

enum { SHOWN_MAX = 100, SETS_MAX = 8 };

/* What is proposed, and what it is about where this reader may see that. */
struct proposed {
    const struct operation *operation;
    const struct kind *kind;
    struct record *about; /* NULL: not there, or not to be seen */
    struct value sets;    /* [[field, value], ...], or V_NULL */
};

static void read_proposed(struct web *web, const struct record *proposal, struct proposed *out)
{
    struct call *call = &web->call;
    struct cbor in = cbor_open(record_value(proposal, "arguments").s);
    struct value args = cbor_value(&in, call->arena);
    struct id id;

    *out = (struct proposed){.operation =
                                 operation_find(call->app, record_value(proposal, "operation").s),
                             .sets = v_null()};
    if (!cbor_done(&in) || args.type != V_LIST || args.list.n < 2 ||
        args.list.items[0].type != V_TEXT || !id_of(args.list.items[1].s, &id))
        return;
    out->kind = kind_find(call->app->registry, args.list.items[0].s);
    if (args.list.n == 3 && args.list.items[2].type == V_LIST)
        out->sets = args.list.items[2];
    if (out->kind != NULL && query_get(call, out->kind, &id, &out->about) != RC_OK) {
        call_forgive(call);
        out->about = NULL;
    }
}

static struct str heading_of(struct web *web, const struct proposed *proposed)
{
    struct call *call = &web->call;
    struct str what = proposed->operation == NULL
                          ? say(call, "Something this version does not know")
                          : str_of(lang_text(call->lang, proposed->operation->brief));

    if (proposed->about == NULL)
        return what;
    return str_format(call->arena, "%s: %s", str_z(call->arena, what),
                      str_z(call->arena, records_heading(web, proposed->about)));
}

static struct str who_of(struct call *call, const struct record *proposal)
{
    struct record *user;
    const struct kind *kind = kind_find(call->app->registry, STR("user"));

    if (table_load_rid(call, call->store->db, app_table(call->app, kind), proposal->made_by,
                       &user) == RC_OK)
        return query_title(call, kind, &user->id);
    call_forgive(call);
    return STR("");
}

static struct str answer_path(struct web *web, const struct record *proposal, const char *answer)
{
    struct arena *arena = web->call.arena;

    return str_format(arena, "/proposals/%s/%s", str_hex(arena, id_str(&proposal->id)).p, answer);
}

static void answers(struct web *web, const struct record *proposal, const struct proposed *proposed)
{
    const struct operation *operation = proposed->operation;
    struct call *call = &web->call;
    struct record_button approve = {.path = answer_path(web, proposal, "approve"),
                                    .label = say(call, "Approve"),
                                    .weight = WEIGHT_DANGER};
    struct record_button decline = {.path = answer_path(web, proposal, "decline"),
                                    .label = say(call, "Decline"),
                                    .weight = WEIGHT_OTHER};

    if (operation != NULL && !operation->undo)
        part_note(&web->html, TONE_WARN, say(call, "Once approved it cannot be taken back."));
    part_actions(&web->html);
    records_button(web, proposal, &approve);
    records_button(web, proposal, &decline);
    part_actions_end(&web->html);
}

/* What it would write down, in the words of the form. */
static size_t set_facts(struct web *web, const struct proposed *proposed, struct fact *out)
{
    struct call *call = &web->call;
    size_t n = 0;

    for (size_t i = 0; proposed->sets.type == V_LIST && i < proposed->sets.list.n; i++) {
        struct value pair = proposed->sets.list.items[i];
        if (pair.type != V_LIST || pair.list.n != 2 || pair.list.items[0].type != V_TEXT)
            continue;
        const struct field *field = field_find(proposed->kind, pair.list.items[0].s);
        if (field == NULL || field->secret || pair.list.items[1].type == V_NULL || n == SETS_MAX)
            continue;
        out[n++] = (struct fact){.label = label_text(call, &field->label),
                                 .value = field_words(call, field, pair.list.items[1])};
    }
    return n;
}

static void proposal_facts(struct web *web, const struct record *proposal,
                           const struct proposed *proposed)
{
    struct call *call = &web->call;
    struct fact facts[4 + SETS_MAX];
    struct str why = record_value(proposal, "reason").s;
    size_t n = 0;

    facts[n++] = (struct fact){.label = say(call, "Proposed by"), .value = who_of(call, proposal)};
    facts[n++] =
        (struct fact){.label = say(call, "When"), .value = records_when(call, proposal->made_ms)};
    if (why.n != 0)
        facts[n++] = (struct fact){.label = say(call, "Why"), .value = why};
    facts[n++] = (struct fact){
        .label = say(call, "About"),
        .value = proposed->about == NULL ? say(call, "Something you may not see")
                                         : record_title(call, proposed->about),
        .path = proposed->about == NULL ? STR("") : record_path(web, proposed->about)};
    if (proposed->about != NULL)
        n += set_facts(web, proposed, facts + n);
    part_facts(&web->html, facts, n);
}

static void proposal_card(struct web *web, const struct record *proposal)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct proposed proposed;

    read_proposed(web, proposal, &proposed);
    part_card(h, heading_of(web, &proposed));
    proposal_facts(web, proposal, &proposed);
    if (proposal->made_by == call->actor->rid)
        part_note(h, TONE_MUTE, say(call, "You proposed this: somebody else must answer."));
    else if (proposed.about != NULL && permit(call, proposal, MAY_CHANGE) == RC_OK)
        answers(web, proposal, &proposed);
    call_forgive(call);
    part_card_end(h);
}

static enum rc proposals_page(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("proposal"));
    struct query query = {.kind = kind,
                          .verb = MAY_SEE,
                          .filters = {{NULL, QUERY_IS, v_text(STR("waiting"))}},
                          .n = 1,
                          .limit = SHOWN_MAX};
    struct page page = {.title = say(call, "What waits for a second person")};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    for (size_t i = 0; i < found.n; i++)
        proposal_card(web, found.records[i]);
    if (found.n == 0)
        part_empty(&web->html, say(call, "Nothing waits for a second person."), STR(""), STR(""));
    part_page_end(web, &page);
    return RC_OK;
}

/* How many she may answer. */
static int64_t waiting(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("proposal"));
    struct query query = {.kind = kind,
                          .verb = MAY_CHANGE,
                          .filters = {{NULL, QUERY_IS, v_text(STR("waiting"))}},
                          .n = 1};
    int64_t n = 0;

    if (!records_may(web, kind, MAY_CHANGE) || query_count(call, &query, &n) != RC_OK)
        call_forgive(call);
    return n;
}

void records_home(struct web *web)
{
    struct call *call = &web->call;
    int64_t n = waiting(web);

    draft_list(web);
    if (n == 0)
        return;
    struct task task = {
        .title = str_format(call->arena,
                            lang_plural(call->lang, "%lld thing waits for a second person",
                                        "%lld things wait for a second person", n),
                            (long long)n),
        .path = STR("/proposals"),
        .tone = TONE_WARN};
    part_tasks(&web->html, STR(""));
    part_task(&web->html, &task);
    part_tasks_end(&web->html);
}

/* ---- her answer */

static enum rc answer(struct web *web, const char *operation, const char *done)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("proposal"));
    struct operation_request request = {.operation = operation, .change = records_change(web)};
    struct record *proposal;
    struct outcome outcome;
    struct id id;

    (void)str_unhex(web_text(web, "id"), id.b, sizeof id.b); /* PARAM_ID */
    enum rc rc = query_get(call, kind, &id, &proposal);
    if (rc == RC_OK)
        rc = record_args_make(call, proposal, STR(""), &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    return rc == RC_OK ? web_redirect(web, STR("/proposals"), done) : rc;
}

static enum rc approve_post(struct web *web)
{
    return answer(web, "proposal.approve", "approved");
}

static enum rc decline_post(struct web *web)
{
    return answer(web, "proposal.decline", "declined");
}

static const struct param answer_params[] = {
    {"id", PARAM_ID, 32, true, false, NULL}, CHANGE_PARAM, REV_PARAM, {0}};

const struct route proposal_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/proposals", NULL, proposals_page, NULL, 0,
     "lists what waits for a second person"},
    {METHOD_POST, PERMISSION_PROPOSAL_ANSWER | MAY_FRESH, "/proposals/{id}/approve", answer_params,
     approve_post, NULL, 0, "approves what somebody else proposed, and carries it out"},
    {METHOD_POST, PERMISSION_PROPOSAL_ANSWER, "/proposals/{id}/decline", answer_params,
     decline_post, NULL, 0, "declines what somebody else proposed"},
};
const size_t proposal_routes_n = sizeof proposal_routes / sizeof *proposal_routes;
