/* staff_one_pages.c - see pages.h: one person on the staff: roles, one-time password, second step,
 * closing, letting in again, browsers, walls. */
#include "base/lang.h"
#include "model/field.h"
#include "model/guess.h"
#include "model/notice.h"
#include "model/permission.h"
#include "model/permit.h"
#include "model/second.h"
#include "model/user.h"
#include "roles/pages.h"
#include "roles/staff.h"
#include "web/control.h"

static enum rc load_asked(struct web *web, struct record **out)
{
    struct id id;

    (void)str_unhex(web_text(web, "id"), id.b, sizeof id.b); /* PARAM_ID */
    enum rc rc = user_load_id(&web->call, &id, out);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && (*out)->erased))
        return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    return rc == RC_OK ? permit(&web->call, *out, MAY_SEE) : rc;
}

static struct str done_sentence(struct web *web)
{
    static const char *const done[][2] = {
        {"roles", N_("Saved. She is signed out everywhere and signs in anew.")},
        {"waits", N_("A second person must agree to this within two days, on the page Staff.")},
        {"second", N_("The second step is switched off, and she is told.")},
        {"closed", N_("The account is closed.")},
        {"opened", N_("The account is open again.")},
        {"in", N_("She can sign in again.")},
        {"ended", N_("Signed out there.")},
        {"wall", N_("The wall is taken away.")},
    };

    for (size_t i = 0; i < sizeof done / sizeof *done; i++)
        if (str_is(web->done, done[i][0]))
            return str_of(lang_text(web->call.lang, done[i][1]));
    return STR("");
}

/* A form of one button. */
static void act(struct web *web, const struct record *user, const char *rest, struct str label,
                enum weight weight)
{
    struct form_options form = {.action = staff_path(web, &user->id, rest)};
    struct button button = {.label = label, .weight = weight};

    part_form(web, &form);
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

static void roles_card(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = staff_path(web, &user->id, "/roles")};
    struct button button = {.label = say(call, "Save"), .weight = WEIGHT_MAIN};

    part_card(h, say(call, "What she may do"));
    part_form(web, &form);
    staff_choices(web, "roles", say(call, "Roles"), record_value(user, "roles"));
    staff_choices(web, "places", say(call, "Places"), record_value(user, "places"));
    part_form_send(h, &form, &button);
    part_card_end(h);
}

static void account_card(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct guess_verdict verdict = {0};
    bool admin = permission_holds(call, PERMISSION_STAFF_ADMIN, STR("")),
         own = user->rid == call->actor->rid;

    if (guess_look(call, record_value(user, "login").s, &verdict) != RC_OK)
        call_forgive(call);
    part_card(h, say(call, "Account"));
    if (verdict.closed || verdict.wait_s != 0)
        act(web, user, "/let-in", say(call, "Let her in again"), WEIGHT_MAIN);
    part_actions(h);
    if (admin && !own)
        act(web, user, "/password", say(call, "Give a one-time password"), WEIGHT_OTHER);
    if (admin && !own && second_is_on(user))
        act(web, user, "/second", say(call, "Switch off her second step"), WEIGHT_OTHER);
    if (admin && !own && user->retired_ms == 0)
        act(web, user, "/close", say(call, "Close the account"), WEIGHT_DANGER);
    if (admin && user->retired_ms != 0)
        act(web, user, "/open", say(call, "Open the account again"), WEIGHT_OTHER);
    part_actions_end(h);
    part_card_end(h);
}

static enum rc sessions_card(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct session *all = arena_array(call->arena, SESSION_LIST_MAX, sizeof *all);
    struct str one = staff_path(web, &user->id, "/session/end");
    size_t n;

    if (all == NULL || one.p == NULL)
        return fail_memory(call);
    enum rc rc = session_list(call, user->rid, all, &n);
    if (rc != RC_OK)
        return rc;
    part_card(h, say(call, "Where she is signed in"));
    page_sessions(web, all, n, one.p);
    if (n > 1)
        act(web, user, "/sessions/end", say(call, "End all"), WEIGHT_OTHER);
    part_card_end(h);
    return RC_OK;
}

/* Numbers alone: who looks after the staff may not see the people. */
static void walls_card(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct kind *person = kind_find(call->app->registry, STR("person"));
    struct value walls = record_value(user, "must_not_meet");
    struct form_options form = {.action = staff_path(web, &user->id, "/unwall")};
    struct button button = {.label = say(call, "Take this wall away"), .weight = WEIGHT_QUIET};

    if (walls.type != V_LIST || user->rid == call->actor->rid)
        return;
    part_card(h, say(call, "Whom she must not meet here"));
    for (size_t i = 0; i < walls.list.n; i++) {
        struct record *record;
        struct id id;
        if (!id_of(walls.list.items[i].s, &id) ||
            table_load(call, call->store->db, app_table(call->app, person), &id, &record) != RC_OK)
            continue;
        part_code(h, record->code);
        part_form(web, &form);
        control_hidden(h, "person", str_hex(call->arena, id_str(&id)));
        part_button(h, &button);
        part_form_end(h, &form);
    }
    part_card_end(h);
}

static enum rc one_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *user;
    enum rc rc = load_asked(web, &user);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = record_value(user, "name").s,
                        .back_path = STR("/staff"),
                        .back_label = say(call, "Staff"),
                        .done = done_sentence(web)};
    part_page(web, &page);
    if (permission_holds(call, PERMISSION_STAFF_ADMIN, STR("")))
        roles_card(web, user);
    account_card(web, user);
    rc = sessions_card(web, user);
    walls_card(web, user);
    part_page_end(web, &page);
    return rc;
}

/* ---- what is done */

static enum rc back(struct web *web, const struct record *user, const char *done)
{
    return web_redirect(web, staff_path(web, &user->id, ""), done);
}

static enum rc roles_post(struct web *web)
{
    struct outcome outcome;
    struct record *user;
    enum rc rc = load_asked(web, &user);

    if (rc == RC_OK)
        rc = user_set_roles(&web->call, user, staff_chosen(web, "roles"),
                            staff_chosen(web, "places"), &outcome);
    return rc == RC_OK ? back(web, user, outcome.waits ? "waits" : "roles") : rc;
}

static enum rc password_post(struct web *web)
{
    struct record *user;
    enum rc rc = load_asked(web, &user);

    if (rc == RC_OK && user->rid == web->call.actor->rid)
        return web_redirect(web, STR("/me"), NULL);
    return rc == RC_OK ? staff_one_time(web, user) : rc;
}

static enum rc second_post(struct web *web)
{
    struct record *user;
    enum rc rc = load_asked(web, &user);

    if (rc == RC_OK && user->rid == web->call.actor->rid)
        return web_redirect(web, STR("/me/second"), NULL);
    if (rc == RC_OK)
        rc = user_set_second(&web->call, user, (struct str){NULL, 0}, (struct str){NULL, 0});
    return rc == RC_OK ? back(web, user, "second") : rc;
}

static enum rc run_named(struct web *web, const char *operation, const char *done)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = operation, .change = id_new(call)};
    struct outcome outcome;
    struct record *user;
    enum rc rc = load_asked(web, &user);

    if (rc == RC_OK && user->rid == call->actor->rid)
        return fail(call, RC_DENIED, NULL, "Nobody closes her own account: ask another admin.");
    if (rc == RC_OK)
        rc = record_args_make(call, user, STR(""), &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    return rc == RC_OK ? back(web, user, done) : rc;
}

static enum rc close_post(struct web *web)
{
    return run_named(web, "record.retire", "closed");
}

static enum rc open_post(struct web *web)
{
    return run_named(web, "record.restore", "opened");
}

static enum rc let_in_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *user;
    enum rc rc = load_asked(web, &user);

    if (rc == RC_OK)
        rc = guess_forget(call, record_value(user, "login").s);
    if (rc != RC_OK)
        return rc;
    const struct notice notice = {
        .user = user->rid, .what = NOTICE_LET_IN, .who = call->actor->rid};
    rc = notice_add(call, &notice);
    return rc == RC_OK ? back(web, user, "in") : rc;
}

static enum rc session_post(struct web *web)
{
    struct record *user;
    struct id id;
    enum rc rc = load_asked(web, &user);

    (void)str_unhex(web_text(web, "session"), id.b, sizeof id.b); /* PARAM_ID */
    if (rc == RC_OK)
        rc = session_end_one(&web->call, user->rid, &id);
    return rc == RC_OK ? back(web, user, "ended") : rc;
}

static enum rc sessions_post(struct web *web)
{
    struct record *user;
    enum rc rc = load_asked(web, &user);

    if (rc == RC_OK)
        rc = session_end_all(&web->call, user->rid, (struct str){NULL, 0});
    return rc == RC_OK ? back(web, user, "ended") : rc;
}

static enum rc unwall_post(struct web *web)
{
    struct record *user;
    struct id person;
    enum rc rc = load_asked(web, &user);

    (void)str_unhex(web_text(web, "person"), person.b, sizeof person.b); /* PARAM_ID */
    if (rc == RC_OK)
        rc = user_drop_wall(&web->call, user, &person);
    return rc == RC_OK ? back(web, user, "wall") : rc;
}

static const struct param id_params[] = {
    {"id", PARAM_ID, 0, true, false, NULL},
    {0},
};
static const struct param roles_params[] = {
    {"id", PARAM_ID, 0, true, false, NULL},
    {"places", PARAM_CODE, 48, false, true, N_("Places")},
    {"roles", PARAM_CODE, 48, false, true, N_("Roles")},
    {0},
};
static const struct param session_params[] = {
    {"id", PARAM_ID, 0, true, false, NULL},
    {"session", PARAM_ID, 0, true, false, NULL},
    {0},
};
static const struct param wall_params[] = {
    {"id", PARAM_ID, 0, true, false, NULL},
    {"person", PARAM_ID, 0, true, false, NULL},
    {0},
};

const struct route staff_one_routes[] = {
    {METHOD_GET, PERMISSION_STAFF_LEAD, "/staff/{id}", id_params, one_page, NULL, 0,
     "shows one person on the staff"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN | MAY_FRESH, "/staff/{id}/close", id_params, close_post,
     NULL, 0, "closes an account"},
    {METHOD_POST, PERMISSION_STAFF_LEAD | MAY_FRESH, "/staff/{id}/let-in", id_params, let_in_post,
     NULL, 0, "lets somebody in again after too many wrong passwords"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN | MAY_FRESH, "/staff/{id}/open", id_params, open_post,
     NULL, 0, "opens an account again"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN | MAY_FRESH, "/staff/{id}/password", id_params,
     password_post, NULL, 0, "gives a one-time password"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN | MAY_FRESH, "/staff/{id}/roles", roles_params, roles_post,
     NULL, 0, "changes roles and places"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN | MAY_FRESH, "/staff/{id}/second", id_params, second_post,
     NULL, 0, "switches off somebody's second step"},
    {METHOD_POST, PERMISSION_STAFF_LEAD, "/staff/{id}/session/end", session_params, session_post,
     NULL, 0, "ends one session of somebody"},
    {METHOD_POST, PERMISSION_STAFF_LEAD, "/staff/{id}/sessions/end", id_params, sessions_post, NULL,
     0, "ends all sessions of somebody"},
    {METHOD_POST, PERMISSION_STAFF_LEAD | MAY_FRESH, "/staff/{id}/unwall", wall_params, unwall_post,
     NULL, 0, "takes a wall away"},
};
const size_t staff_one_routes_n = sizeof staff_one_routes / sizeof *staff_one_routes;
