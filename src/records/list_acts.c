/* list_acts.c - of list.h: one thing done to many rows as one change, and a list that is kept. */
#include "base/lang.h"
#include "model/field.h"
#include "records/list.h"
#include "web/control.h"

enum { ROWS_MAX = 500, SETS_MAX = 80 };

/* ---- what to do with those selected */

static void act_button(struct web *web, struct str label, const char *act)
{
    struct button button = {
        .label = label, .weight = WEIGHT_OTHER, .name = "act", .value = str_of(act)};

    part_button(&web->html, &button);
}

static void state_picks(struct web *web, const struct kind *kind)
{
    struct call *call = &web->call;
    struct pick *picks = arena_array(call->arena, kind->states_n + 1, sizeof *picks);
    struct control control = {.name = STR("state"), .label = say(call, "State")};

    if (picks == NULL || kind->states_n == 0)
        return;
    for (size_t i = 0; i < kind->states_n; i++)
        picks[i] = (struct pick){.value = kind->states[i].name,
                                 .label = label_text(call, &kind->states[i].label)};
    control_select(&web->html, &control, picks, kind->states_n);
    act_button(web, say(call, "Move on"), "move");
}

static bool is_set(const struct field *field)
{
    return !field->secret && !field->derived && !field->hidden &&
           strcmp(field->type->name, "choice") == 0;
}

/* Every choice of every field of one choice: "Area: Housing". */
static void set_picks(struct web *web, const struct kind *kind)
{
    struct call *call = &web->call;
    struct pick *picks = arena_array(call->arena, SETS_MAX, sizeof *picks);
    struct control control = {.name = STR("set"), .label = say(call, "Write down for all")};
    size_t n = 0;

    for (size_t i = 0; i < kind->n && picks != NULL; i++) {
        const struct field *field = &kind->fields[i];
        for (size_t j = 0; is_set(field) && j < field->choices->n && n < SETS_MAX; j++) {
            const struct choice *choice = &field->choices->choices[j];
            picks[n++] = (struct pick){
                .value = str_format(call->arena, "%s.%s", str_z(call->arena, field->name),
                                    str_z(call->arena, choice->code)),
                .label = str_format(call->arena, "%s: %s",
                                    str_z(call->arena, label_text(call, &field->label)),
                                    str_z(call->arena, label_text(call, &choice->label)))};
        }
    }
    if (n == 0)
        return;
    control_select(&web->html, &control, picks, n);
    act_button(web, say(call, "Write down"), "set");
}

void list_bulk(struct web *web, const struct list *list)
{
    struct call *call = &web->call;

    struct control all = {.name = STR("all")};

    part_bulk(&web->html);
    if (list->count > (int64_t)list->found.n) {
        all.label =
            list->count > QUERY_COUNT_MAX
                ? say(call, "All of this list, more than %d, not only those ticked",
                      QUERY_COUNT_MAX)
                : say(call, "All %lld of this list, not only those ticked", (long long)list->count);
        control_check(&web->html, &all, false);
        control_hidden(&web->html, "where", list->where);
        if (list->query.retired)
            control_hidden(&web->html, "away", STR("yes"));
    }
    state_picks(web, list->kind);
    set_picks(web, list->kind);
    if (list->query.retired)
        act_button(web, say(call, "Bring back"), "restore");
    act_button(web, say(call, "Put away"), "retire");
    part_bulk_end(&web->html);
}

static enum rc take_rows(struct web *web, struct each_args *each)
{
    struct id *ids = arena_array(web->call.arena, ROWS_MAX, sizeof *ids);
    struct str hex;
    size_t at = 0;

    if (ids == NULL)
        return fail_memory(&web->call);
    while (each->n < ROWS_MAX && web_each(web, "row", &at, &hex))
        each->n += str_unhex(hex, ids[each->n].b, sizeof ids->b);
    each->ids = ids;
    return each->n != 0
               ? RC_OK
               : fail(&web->call, RC_INVALID, "row", "Nothing was selected. Tick the rows first.");
}

static enum rc take_act(struct web *web, struct each_args *each)
{
    struct str set = web_text(web, "set"), field = str_split(&set, '.');

    each->act = web_text(web, "act");
    each->value = v_null();
    if (str_is(each->act, "move")) {
        each->value = v_text(web_text(web, "state"));
    } else if (str_is(each->act, "set")) {
        each->field = field_find(each->kind, field);
        each->value = v_text(set);
        if (each->field != NULL && !is_set(each->field))
            return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    }
    bool chosen = each->value.type == V_TEXT && each->value.s.n != 0 &&
                  (each->field != NULL || !str_is(each->act, "set"));
    if ((str_is(each->act, "move") || str_is(each->act, "set")) && !chosen)
        return fail(&web->call, RC_INVALID, "act", "Choose what to write down for the selected.");
    return RC_OK;
}

static enum rc each_post(struct web *web)
{
    struct call *call = &web->call;
    struct each_args each = {0};
    struct operation_request request = {.operation = "record.each", .change = records_change(web)};
    struct str back = web_text(web, "back");
    struct outcome outcome;
    enum rc rc = records_kind(web, &each.kind);

    if (rc == RC_OK)
        rc = take_act(web, &each);
    if (rc == RC_OK && web_flag(web, "all"))
        return together_post(web, &each);
    if (rc == RC_OK)
        rc = take_rows(web, &each);
    if (rc == RC_OK)
        rc = each_args_make(call, &each, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc != RC_OK)
        return rc;
    if (!str_starts(back, records_list_path(web, each.kind)))
        back = records_list_path(web, each.kind);
    return outcome.nothing ? web_redirect(web, back, "same")
                           : web_redirect_undo(web, back, "saved", &outcome.change);
}

/* ---- keeping a list */

static void give(const struct kind *kind, struct value *values, bool *given, const char *name,
                 struct value v)
{
    const struct field *field = field_find(kind, str_of(name));

    values[field->index] = v;
    given[field->index] = true;
}

static struct value text_or_nothing(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

static enum rc keep_post(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("saved_list")), *of;
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    struct save_args save = {.kind = kind, .values = values, .given = given};
    struct operation_request request = {.operation = "record.save", .change = records_change(web)};
    struct outcome outcome;
    enum rc rc = records_kind(web, &of);

    if (rc != RC_OK)
        return rc;
    if (values == NULL || given == NULL)
        return fail_memory(call);
    give(kind, values, given, "name", text_or_nothing(web_text(web, "name")));
    give(kind, values, given, "of", v_text(of->name));
    give(kind, values, given, "conditions", text_or_nothing(web_text(web, "where")));
    give(kind, values, given, "sorted_by", text_or_nothing(web_text(web, "sort")));
    give(kind, values, given, "downwards", web_flag(web, "down") ? v_int(1) : v_null());
    give(kind, values, given, "whose", id_value(&call->actor->id));
    give(kind, values, given, "limited", web_flag(web, "all") ? v_null() : v_int(1));
    rc = save_args_make(call, &save, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc != RC_OK)
        return rc;
    return web_redirect_undo(web,
                             str_format(call->arena, "%s?saved=%s", records_list_path(web, of).p,
                                        str_hex(call->arena, id_str(&outcome.record)).p),
                             "saved", &outcome.change);
}

/* ---- routes */

static const struct param each_params[] = {
    KIND_PARAM,
    CHANGE_PARAM,
    LIST_PARAMS,
    {"all", PARAM_FLAG, 0, false, false, N_("Selected")},
    {"sure", PARAM_FLAG, 0, false, false, N_("Form")},
    {"row", PARAM_ID, 32, false, true, N_("Selected")},
    {"act", PARAM_CODE, 20, true, false, N_("What to do")},
    {"state", PARAM_CODE, NAME_MAX_BYTES, false, false, N_("State")},
    {"set", PARAM_CODE, 2 * NAME_MAX_BYTES + 1, false, false, N_("Write down for all")},
    {"back", PARAM_TEXT, LIST_ADDRESS_MAX, false, false, N_("Form")},
    {0},
};
static const struct param keep_params[] = {
    KIND_PARAM,
    CHANGE_PARAM,
    LIST_PARAMS,
    {"name", PARAM_TEXT, 100, true, false, N_("What it is called")},
    {"all", PARAM_FLAG, 0, false, false, N_("For everybody who may see such entries")},
    {0},
};

const struct route list_act_routes[] = {
    {METHOD_POST, PERMISSION_KIND_CHANGE, "/records/{kind}/each", each_params, each_post, NULL, 0,
     "does one thing to all that were selected, as one change"},
    {METHOD_POST, PERMISSION_KIND_SEE, "/records/{kind}/keep", keep_params, keep_post, NULL, 0,
     "keeps a list with its conditions under a name"},
};
const size_t list_act_routes_n = sizeof list_act_routes / sizeof *list_act_routes;
