/* first_people_pages.c - see first.h: the people on the staff, each with a one-time password on a
 * slip of paper; and what the first page says while setting up is not done. */
#include "base/lang.h"
#include "model/field.h"
#include "model/permission.h"
#include "model/second.h"
#include "model/setup.h"
#include "model/user.h"
#include "query/query.h"
#include "roles/first.h"
#include "roles/pages.h"
#include "roles/slow.h"
#include "roles/staff.h"
#include "store/schema.h"
#include "web/control.h"

enum { ROWS = 4, NAME_MAX = 120, ROLES_MAX = 12 };

/* One row of the form. */
struct row {
    struct str name, login, role;
};

static struct str row_name(struct web *web, const char *what, size_t i)
{
    return str_format(web->call.arena, "%s%zu", what, i + 1);
}

static struct row row_of(struct web *web, size_t i)
{
    return (struct row){form_find(&web->form, row_name(web, "name", i)),
                        form_find(&web->form, row_name(web, "login", i)),
                        form_find(&web->form, row_name(web, "role", i))};
}

/* ---- the second key holder ---- */

static enum rc holder_is_here(struct call *call, struct str name, bool *out)
{
    struct query query = {.kind = kind_find(call->app->registry, STR("user")), .n = 1, .limit = 1};
    struct query_page found;

    query.filters[0] = (struct query_filter){
        .field = field_find(query.kind, STR("name")), .op = QUERY_IS, .value = v_text(name)};
    enum rc rc = query_list(call, &query, &found);
    *out = rc == RC_OK && found.n != 0;
    return rc;
}

/* Named on the third screen, and not on the staff yet; else empty. */
static struct str second_holder(struct call *call)
{
    struct value name = v_null();
    bool here = false;
    enum rc rc = meta_get(call, call->store->db, FOUND_SECOND, &name);

    if (rc == RC_OK && name.type == V_TEXT)
        rc = holder_is_here(call, name.s, &here);
    if (rc != RC_OK)
        call_forgive(call); /* then nothing is offered */
    return rc == RC_OK && name.type == V_TEXT && !here ? name.s : STR("");
}

/* "emir" of "Emir S.": the letters of the first word; empty for other scripts. */
static struct str login_of(struct call *call, struct str name)
{
    struct str word = str_split(&name, ' ');
    struct buf out;

    buf_init(&out, call->arena, LOGIN_MAX);
    for (size_t i = 0; i < word.n && out.n < LOGIN_MAX; i++) {
        char c = word.p[i];
        if (c >= 'A' && c <= 'Z')
            buf_char(&out, (char)(c - 'A' + 'a'));
        else if (c >= 'a' && c <= 'z')
            buf_char(&out, c);
        else
            return STR("");
    }
    return buf_str(&out);
}

/* What stands in the first row of a form that nobody has filled in yet. */
static struct row row_offered(struct web *web, size_t i)
{
    struct call *call = &web->call;
    struct row row = row_of(web, i);
    struct str holder =
        i == 0 && web->request->method == METHOD_GET ? second_holder(call) : STR("");

    return holder.n == 0 ? row : (struct row){holder, login_of(call, holder), STR("key_holder")};
}

/* ---- on the first page ---- */

void first_home(struct web *web)
{
    static const char *const paths[] = {[FIRST_PEOPLE] = "/first/people",
                                        [FIRST_USE] = "/first/use",
                                        [FIRST_BACKUP] = "/first/backup"};
    struct call *call = &web->call;
    struct button on = {.label = say(call, "Go on"), .weight = WEIGHT_MAIN};
    int step;

    if (setup_step_now(call, &step) != RC_OK)
        call_forgive(call); /* a page is not refused for want of its box */
    if (step < FIRST_PEOPLE || step > FIRST_BACKUP || !actor_has_role(call->actor, "admin"))
        return;
    part_next(&web->html, say(call, "Setting up is not done yet"),
              say(call, "You are at step %d of %d.", step, (int)FIRST_STEPS));
    part_link_button(&web->html, &on, str_of(paths[step]));
    part_next_end(&web->html);
}

/* ---- the form ---- */

static void row_fields(struct web *web, size_t i)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct field *roles =
        field_find(kind_find(call->app->registry, STR("user")), STR("roles"));
    struct row row = row_offered(web, i);
    struct control name = {.name = row_name(web, "name", i),
                           .label = say(call, "Name"),
                           .value = row.name,
                           .max = NAME_MAX};
    struct control login = {.name = row_name(web, "login", i),
                            .label = say(call, "Signs in as"),
                            .value = row.login,
                            .max = LOGIN_MAX};
    struct control role = {
        .name = row_name(web, "role", i), .label = say(call, "Role"), .must = true};
    struct str chosen = row.role.n == 0 ? STR("worker") : row.role;
    struct pick picks[ROLES_MAX];
    size_t n = 0;

    for (size_t j = 0; j < roles->choices->n && n < ROLES_MAX; j++)
        picks[n++] = (struct pick){.value = roles->choices->choices[j].code,
                                   .label = label_text(call, &roles->choices->choices[j].label),
                                   .chosen = str_eq(chosen, roles->choices->choices[j].code)};
    part_card(h, say(call, "Person %zu", i + 1));
    control_text(h, &name);
    control_text(h, &login);
    control_select(h, &role, picks, n);
    part_card_end(h);
}

static enum rc people_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Who works here")};
    struct form_options form = {.action = STR("/first/people")};
    struct id change = id_new(call);
    struct str again = form_find(&web->form, STR("change")), holder = second_holder(call);

    first_page(web, &page, FIRST_PEOPLE);
    html_tag(h, "p", NULL,
             say(call, "Everybody gets a one-time password on a slip of paper and then chooses a "
                       "password of one's own. Leave empty what you do not need: people can be "
                       "added at any time, under Staff."));
    if (holder.n != 0)
        html_tag(h, "p", NULL,
                 say(call,
                     "%s holds a key, and stands first: choose the role for the work, the one for "
                     "the key comes along. Empty the row if that is nobody who works here.",
                     str_z(call->arena, holder)));
    part_form(web, &form);
    control_hidden(h, "change", again.n != 0 ? again : str_hex(call->arena, id_str(&change)));
    for (size_t i = 0; i < ROWS; i++)
        row_fields(web, i);
    first_buttons(web, &form, false);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- is it right? ---- */

static void check_login(struct web *web, size_t i, struct str login)
{
    struct call *call = &web->call;
    struct str where = row_name(web, "login", i);
    struct record *user;

    for (size_t j = 0; j < login.n; j++) {
        char c = login.p[j];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c != '.' && c != '_' && c != '-') {
            fault_add(call, where,
                      "The name to sign in with has letters from a to z, figures, "
                      "full stops and hyphens alone.");
            return;
        }
    }
    for (size_t j = 0; j < i; j++)
        if (str_eq(row_of(web, j).login, login)) {
            fault_add(call, where, "Two people cannot sign in as %s.", str_z(call->arena, login));
            return;
        }
    enum rc rc = user_find(call, login, &user);
    if (rc == RC_OK)
        fault_add(call, where, "Somebody signs in as %s already.", str_z(call->arena, login));
    else
        call_forgive(call);
}

/* Those rows that have something in them. */
static size_t read_rows(struct web *web, struct row *rows)
{
    struct call *call = &web->call;
    size_t n = 0;

    for (size_t i = 0; i < ROWS; i++) {
        struct row row = row_of(web, i);
        if (row.name.n == 0 && row.login.n == 0)
            continue;
        if (row.name.n == 0)
            fault_add(call, row_name(web, "name", i), "Person %zu has no name.", i + 1);
        if (row.login.n == 0)
            fault_add(call, row_name(web, "login", i), "Person %zu has nothing to sign in as.",
                      i + 1);
        else
            check_login(web, i, row.login);
        rows[n++] = row;
    }
    return n;
}

/* ---- one after the other, then the slips ---- */

struct adding {
    struct row rows[ROWS];
    size_t n, at;
    struct id change;
    struct second_codes codes[ROWS];
    struct str trouble; /* why not all of them were added; n == 0: they were */
};

static void slip(struct web *web, const struct adding *adding, size_t i)
{
    struct call *call = &web->call;
    const struct fact facts[] = {
        {.label = say(call, "Signs in as"), .value = adding->rows[i].login},
        {.label = say(call, "One-time password"), .value = str_of(adding->codes[i].words[0])},
    };

    part_card(&web->html, adding->rows[i].name);
    part_facts(&web->html, facts, 2);
    part_card_end(&web->html);
}

static enum rc slips_page(struct web *web, const struct adding *adding)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Slips to hand over")};
    struct button on = {.label = say(call, "Go on"), .weight = WEIGHT_MAIN};
    struct button more = {.label = say(call, "Add more people"), .weight = WEIGHT_OTHER};

    first_page(web, &page, FIRST_PEOPLE);
    if (adding->trouble.n != 0)
        part_note(h, TONE_BAD, adding->trouble);
    part_note(h, TONE_WARN,
              say(call, "Print this page and cut it, or copy it by hand: the passwords are shown "
                        "only now. Hand each over in person."));
    for (size_t i = 0; i < adding->at; i++)
        slip(web, adding, i);
    part_actions(h);
    part_link_button(h, &on, STR("/first/use"));
    part_link_button(h, &more, STR("/first/people"));
    part_actions_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc add_next(struct web *web, struct adding *adding);

static enum rc add_one(struct web *web, const struct adding *adding, struct str stored)
{
    struct call *call = &web->call;
    const struct row *row = &adding->rows[adding->at];
    bool holds = str_eq(row->name, second_holder(call)) && !str_is(row->role, "key_holder");
    struct value roles[] = {v_text(row->role), v_text(STR("key_holder"))};
    struct staff_new person = {.name = row->name,
                               .login = row->login,
                               .roles = v_list(roles, holds ? 2 : 1),
                               .change = adding->change};
    struct outcome outcome;
    struct record *user;

    person.change.b[ID_SIZE - 1] ^= (unsigned char)(adding->at + 1); /* sent twice, made once */
    enum rc rc = staff_add(web, &person, &outcome);
    if (rc == RC_OK)
        rc = user_load_id(call, &outcome.record, &user);
    return rc == RC_OK ? user_set_password(call, user, stored) : rc;
}

/* The password is hashed before the person is there, so that nobody is left without one. */
static enum rc hashed(struct web *web, void *data, struct str stored)
{
    struct adding *adding = data;
    struct call *call = &web->call;
    enum rc rc = add_one(web, adding, stored);

    if (rc == RC_OK) {
        adding->at++;
        return add_next(web, adding);
    }
    adding->trouble =
        say(call, "%s could not be added: %s", str_z(call->arena, adding->rows[adding->at].name),
            call->error.text.n != 0 ? str_z(call->arena, call->error.text)
                                    : lang_text(call->lang, rc_text(rc)));
    call_forgive(call);
    return slips_page(web, adding);
}

static enum rc add_next(struct web *web, struct adding *adding)
{
    if (adding->at == adding->n) {
        enum rc rc = setup_step(&web->call, FIRST_USE);
        return rc == RC_OK ? slips_page(web, adding) : rc;
    }
    struct second_codes *codes = &adding->codes[adding->at];
    (void)second_codes_make(&web->call, codes); /* 60 random bits, easy to read out */
    return slow_make(web, str_of(codes->words[0]), hashed, adding);
}

static enum rc people_post(struct web *web)
{
    struct call *call = &web->call;
    struct adding *adding = arena_alloc(call->arena, sizeof *adding);

    if (adding == NULL)
        return fail_memory(call);
    adding->change = id_new(call);
    (void)str_unhex(web_text(web, "change"), adding->change.b, sizeof adding->change.b);
    adding->n = read_rows(web, adding->rows);
    if (call_faults(call) != RC_OK) {
        call->error.rc = RC_OK;
        web_status(web, rc_http(RC_INVALID));
        return people_page(web);
    }
    if (adding->n != 0)
        return add_next(web, adding);
    enum rc rc = setup_step(call, FIRST_USE);
    return rc == RC_OK ? web_redirect(web, STR("/first/use"), NULL) : rc;
}

#define ROW_PARAMS(what, type, max, label)                                                  \
    {what "1", type, max, false, false, label}, {what "2", type, max, false, false, label}, \
        {what "3", type, max, false, false, label},                                         \
    {                                                                                       \
        what "4", type, max, false, false, label                                            \
    }

static const struct param people_params[] = {
    {"change", PARAM_ID, 32, false, false, NULL},
    ROW_PARAMS("login", PARAM_TEXT, LOGIN_MAX, N_("Signs in as")),
    ROW_PARAMS("name", PARAM_TEXT, NAME_MAX, N_("Name")),
    ROW_PARAMS("role", PARAM_CODE, 48, N_("Role")),
    {0},
};

const struct route first_people_routes[] = {
    {METHOD_GET, PERMISSION_STAFF_ADMIN, "/first/people", NULL, people_page, NULL, 0,
     "asks who works here, while setting up"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN | MAY_FRESH, "/first/people", people_params, people_post,
     people_page, 0, "adds people, and shows their one-time passwords"},
};
const size_t first_people_routes_n = sizeof first_people_routes / sizeof *first_people_routes;
