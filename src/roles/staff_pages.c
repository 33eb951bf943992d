/* staff_pages.c - see pages.h: the people on the staff: the list, a new one. What is done to one of
 * them: staff_one_pages.c. */
#include "model/field.h"
#include "model/guess.h"
#include "model/permission.h"
#include "model/second.h"
#include "model/user.h"
#include "query/query.h"
#include "roles/pages.h"
#include "roles/slow.h"
#include "roles/staff.h"
#include "web/control.h"

enum { NAME_MAX = 120, STAFF_MAX = 200 };

struct str staff_path(struct web *web, const struct id *id, const char *rest)
{
    return str_format(web->call.arena, "/staff/%s%s",
                      str_z(web->call.arena, str_hex(web->call.arena, id_str(id))), rest);
}

static const struct kind *user_kind(const struct web *web)
{
    return kind_find(web->call.app->registry, STR("user"));
}

/* ---- the list */

static void status_cell(struct web *web, const struct table_column *columns, size_t at,
                        const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct guess_verdict verdict = {0};

    if (guess_look(call, record_value(user, "login").s, &verdict) != RC_OK)
        call_forgive(call);
    part_cell_open(h, columns, at);
    if (user->retired_ms != 0)
        part_tag(h, TONE_MUTE, say(call, "Closed"));
    else if (verdict.closed)
        part_tag(h, TONE_BAD, say(call, "Too many wrong passwords"));
    else if (record_value(user, "password_given").i != 0)
        part_tag(h, TONE_INFO, say(call, "One-time password"));
    else
        part_tag(h, TONE_OK, say(call, "Open"));
    part_cell_end(h, at);
}

static void staff_table(struct web *web, const struct query_page *found)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct field *roles = field_find(user_kind(web), STR("roles"));
    const struct table_column columns[] = {{.label = say(call, "Name")},
                                           {.label = say(call, "Signs in as")},
                                           {.label = say(call, "Roles")},
                                           {.label = say(call, "Account")}};

    part_table(h, say(call, "People on the staff"), columns, 4);
    for (size_t i = 0; i < found->n; i++) {
        const struct record *user = found->records[i];
        part_row(h);
        part_cell(h, columns, 0, record_value(user, "name").s, staff_path(web, &user->id, ""));
        part_cell(h, columns, 1, record_value(user, "login").s, STR(""));
        part_cell(h, columns, 2, field_show(call, roles, record_get(user, roles)), STR(""));
        status_cell(web, columns, 3, user);
        part_row_end(h);
    }
    part_table_end(h);
}

/* Who is to become lead waits where everything does that needs a second person. */
static enum rc waiting_note(struct web *web)
{
    struct call *call = &web->call;
    struct query query = {.kind = kind_find(call->app->registry, STR("proposal")),
                          .verb = MAY_SEE,
                          .filters = {{.op = QUERY_IS, .value = v_text(STR("waiting"))}},
                          .n = 1};
    int64_t n = 0;
    enum rc rc = query_count(call, &query, &n);

    if (rc != RC_OK || n == 0)
        return rc;
    struct nav_item link = {.path = STR("/proposals"),
                            .label = say(call, "What waits for a second person")};
    part_links(&web->html, &link, 1);
    return RC_OK;
}

static enum rc staff_page(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = user_kind(web);
    struct page page = {.title = say(call, "Staff")};
    struct query users = {.kind = kind,
                          .verb = MAY_SEE,
                          .sort = field_find(kind, STR("name")),
                          .retired = true,
                          .limit = STAFF_MAX};
    struct button add = {.label = say(call, "Add a person"), .weight = WEIGHT_MAIN, .icon = "plus"};
    struct query_page found;
    enum rc rc = query_list(call, &users, &found);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    rc = waiting_note(web);
    staff_table(web, &found);
    if (permission_holds(call, PERMISSION_STAFF_ADMIN, STR("")))
        part_link_button(&web->html, &add, STR("/staff/new"));
    part_page_end(web, &page);
    return rc;
}

/* ---- a new one */

void staff_choices(struct web *web, const char *name, struct str label, struct value chosen)
{
    struct call *call = &web->call;
    const struct field *field = field_find(user_kind(web), str_of(name));
    struct pick *picks = arena_array(call->arena, field->choices->n, sizeof *picks);
    struct control control = {.name = str_of(name), .label = label};

    if (picks == NULL)
        return;
    for (size_t i = 0; i < field->choices->n; i++) {
        const struct choice *choice = &field->choices->choices[i];
        picks[i] = (struct pick){.value = choice->code, .label = label_text(call, &choice->label)};
        for (size_t j = 0; chosen.type == V_LIST && j < chosen.list.n; j++)
            picks[i].chosen |= str_eq(chosen.list.items[j].s, choice->code);
    }
    control_checks(&web->html, &control, picks, field->choices->n);
}

struct value staff_chosen(struct web *web, const char *name)
{
    struct value items[ACTOR_PLACES_MAX], out = v_null();
    struct str code;
    size_t n = 0, at = 0;

    while (n < ACTOR_PLACES_MAX && web_each(web, name, &at, &code))
        items[n++] = v_text(code);
    return n != 0 && value_copy(web->call.arena, v_list(items, n), &out) ? out : v_null();
}

static void text_field(struct web *web, const char *name, struct str label, struct str hint,
                       unsigned max)
{
    struct control control = {.name = str_of(name), .label = label, .hint = hint, .max = max};

    control.must = true;
    if (web->request->method == METHOD_POST)
        control.value = web_text(web, name);
    control_text(&web->html, &control);
}

static enum rc new_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Add a person"),
                        .back_path = STR("/staff"),
                        .back_label = say(call, "Staff")};
    struct form_options form = {.action = STR("/staff/new")};
    struct button button = {.label = say(call, "Add"), .weight = WEIGHT_MAIN};
    struct value none = v_null();

    part_page(web, &page);
    part_form(web, &form);
    text_field(web, "name", say(call, "Name"), STR(""), NAME_MAX);
    text_field(web, "login", say(call, "Signs in as"),
               say(call, "A short name without blanks, such as mira."), LOGIN_MAX);
    staff_choices(web, "roles", say(call, "Roles"),
                  web->request->method == METHOD_POST ? staff_chosen(web, "roles") : none);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

enum rc staff_add(struct web *web, const struct staff_new *person, struct outcome *outcome)
{
    struct call *call = &web->call;
    const struct kind *kind = user_kind(web);
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    struct save_args save = {.kind = kind, .values = values, .given = given};
    struct operation_request request = {.operation = "record.save", .change = person->change};
    const struct {
        const char *field;
        struct value value;
    } pairs[] = {
        {"name", v_text(person->name)}, {"login", v_text(person->login)}, {"roles", person->roles}};

    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct field *field = field_find(kind, str_of(pairs[i].field));
        values[field->index] = pairs[i].value;
        given[field->index] = true;
    }
    enum rc rc = save_args_make(call, &save, &request.args);
    return rc == RC_OK ? operation_run(call, &request, outcome) : rc;
}

static enum rc new_post(struct web *web)
{
    struct call *call = &web->call;
    const struct staff_new person = {.name = web_text(web, "name"),
                                     .login = web_text(web, "login"),
                                     .roles = staff_chosen(web, "roles"),
                                     .change = id_new(call)};
    struct outcome outcome;
    struct record *user;
    enum rc rc = staff_add(web, &person, &outcome);

    if (rc == RC_INVALID && call->fault_count != 0) {
        call->error.rc = RC_OK;
        web_status(web, 422);
        return new_page(web);
    }
    if (rc == RC_OK)
        rc = user_load_id(call, &outcome.record, &user);
    return rc == RC_OK ? staff_one_time(web, user) : rc;
}

/* ---- a one-time password, shown once */

struct giving {
    struct record *user;
    struct second_codes codes;
};

static enum rc given(struct web *web, void *data, struct str stored)
{
    struct giving *giving = data;
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "One-time password"),
                        .back_path = STR("/staff"),
                        .back_label = say(call, "Staff")};
    enum rc rc = user_set_password(call, giving->user, stored);

    if (rc != RC_OK)
        return rc;
    const struct fact facts[] = {
        {.label = say(call, "Signs in as"), .value = record_value(giving->user, "login").s},
        {.label = say(call, "One-time password"), .value = str_of(giving->codes.words[0])},
    };
    part_page(web, &page);
    part_note(h, TONE_WARN,
              say(call, "Hand this over in person. It is shown only now, and a password of one's "
                        "own must be chosen with it."));
    part_facts(h, facts, 2);
    part_page_end(web, &page);
    return RC_OK;
}

enum rc staff_one_time(struct web *web, struct record *user)
{
    struct giving *giving = arena_alloc(web->call.arena, sizeof *giving);

    if (giving == NULL)
        return fail_memory(&web->call);
    giving->user = user;
    (void)second_codes_make(&web->call, &giving->codes); /* 60 random bits, easy to read out */
    return slow_make(web, str_of(giving->codes.words[0]), given, giving);
}

static const struct param new_params[] = {
    {"login", PARAM_CODE, LOGIN_MAX, true, false, N_("Signs in as")},
    {"name", PARAM_TEXT, NAME_MAX, true, false, N_("Name")},
    {"roles", PARAM_CODE, 48, true, true, N_("Roles")},
    {0},
};
const struct route staff_routes[] = {
    {METHOD_GET, PERMISSION_STAFF_LEAD, "/staff", NULL, staff_page, NULL, 0,
     "lists the people on the staff"},
    {METHOD_GET, PERMISSION_STAFF_ADMIN, "/staff/new", NULL, new_page, NULL, 0,
     "asks for a new person on the staff"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN | MAY_FRESH, "/staff/new", new_params, new_post, new_page,
     0, "adds a person to the staff"},
};
const size_t staff_routes_n = sizeof staff_routes / sizeof *staff_routes;
