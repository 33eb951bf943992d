/* user_commands.c - khetane user add, list, role, password, disable, enable, sessions, end. */
#include "cli/out.h"
#include "cli/say.h"
#include "model/field.h"
#include "model/guess.h"
#include "model/permission.h"
#include "model/second.h"
#include "model/session.h"
#include "model/user.h"
#include "query/query.h"
#include "roles/commands.h"

enum { USERS_MAX = 200 };

/* "worker,lead" */
static struct value codes_of(struct call *call, struct str typed)
{
    struct value codes[ACTOR_PLACES_MAX];
    size_t n = 0;

    while (typed.n != 0 && n < ACTOR_PLACES_MAX)
        codes[n++] = v_text(str_trim(str_split(&typed, ',')));
    struct value out = v_null();
    return n != 0 && value_copy(call->arena, v_list(codes, n), &out) ? out : v_null();
}

/* The account that the command's first word names. */
static enum rc named(struct call *call, const struct command_args *args, struct record **out)
{
    enum rc rc = user_find(call, args_word(args, 0), out);

    if (rc == RC_NOT_FOUND)
        return fail(call, rc, "login", "Nobody on the staff signs in as %s.",
                    str_z(call->arena, args_word(args, 0)));
    return rc;
}

static enum rc must_lead(struct call *call)
{
    return permission_holds(call, PERMISSION_STAFF_LEAD, STR(""))
               ? RC_OK
               : fail(call, RC_DENIED, NULL, "This is for leads and admins.");
}

/* ---- add */

static enum rc add_user(struct call *call, const struct command_args *args, struct outcome *outcome)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    struct save_args save = {.kind = kind, .values = values, .given = given};
    struct operation_request request = {.operation = "record.save", .change = id_new(call)};
    const struct {
        const char *field;
        struct value value;
    } pairs[] = {{"name", v_text(args_text(args, "name"))},
                 {"login", v_text(args_text(args, "login"))},
                 {"language", v_text(args_text(args, "language"))},
                 {"roles", codes_of(call, args_text(args, "roles"))}};

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

/* Her first password, or a reset: known to who runs this, so that she must choose her own. */
static enum rc give_password(struct call *call, const struct command_args *args,
                             const struct record *user)
{
    const struct secret_ask ask = {"Her first password: ", "new-password-file",
                                   args_text(args, "new-password-file")};
    struct str names[USER_NAMES_MAX], stored;
    struct password_rule rule = {.where = "password", .second = second_is_on(user), .names = names};
    enum rc rc = user_names(call, user, names, &rule.names_n);

    if (rc == RC_OK)
        rc = password_choose(call, args, &ask, &rule, &stored);
    return rc == RC_OK ? user_set_password(call, user, stored) : rc;
}

static enum rc run_add(struct call *call, const struct command_args *args)
{
    struct outcome outcome;
    struct record *user;
    enum rc rc = add_user(call, args, &outcome);

    if (rc == RC_OK)
        rc = user_load_id(call, &outcome.record, &user);
    if (rc == RC_OK)
        rc = give_password(call, args, user);
    if (rc == RC_OK)
        note(call, args, "%s can sign in now, and will be asked for a password of her own.",
             str_z(call->arena, args_text(args, "name")));
    return rc;
}

/* ---- list */

static void put_user(struct call *call, struct out *out, const struct record *user)
{
    const struct field *roles = field_find(user->kind, STR("roles"));
    const struct field *places = field_find(user->kind, STR("places"));
    struct guess_verdict verdict = {0};

    if (guess_look(call, record_value(user, "login").s, &verdict) != RC_OK)
        call_forgive(call);
    out_record(out, NULL);
    out_text(out, "login", record_value(user, "login").s);
    out_text(out, "name", record_value(user, "name").s);
    out_text(out, "roles", field_show(call, roles, record_get(user, roles)));
    out_text(out, "places", field_show(call, places, record_get(user, places)));
    out_flag(out, "open", user->retired_ms == 0 && !verdict.closed);
    out_end(out);
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    struct query query = {.kind = kind,
                          .verb = MAY_SEE,
                          .sort = field_find(kind, STR("name")),
                          .retired = true,
                          .limit = USERS_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < found.n; i++)
        put_user(call, args->out, found.records[i]);
    out_end(args->out);
    return RC_OK;
}

/* ---- role, password */

static enum rc run_role(struct call *call, const struct command_args *args)
{
    struct outcome outcome;
    struct record *user;
    enum rc rc = named(call, args, &user);

    if (rc != RC_OK)
        return rc;
    struct value places = args_has(args, "places") ? codes_of(call, args_text(args, "places"))
                                                   : record_value(user, "places");
    rc = user_set_roles(call, user, codes_of(call, args_text(args, "roles")), places, &outcome);
    if (rc == RC_OK && outcome.waits)
        note(call, args, "A second person must agree to this within two days, on the page Staff.");
    else if (rc == RC_OK)
        note(call, args, "Done. She is signed out everywhere and signs in anew.");
    return rc;
}

static enum rc run_password(struct call *call, const struct command_args *args)
{
    struct record *user;
    enum rc rc = named(call, args, &user);

    if (rc == RC_OK && user->rid == call->actor->rid)
        return fail(call, RC_DENIED, NULL, "Change your own password on the page My account.");
    if (rc == RC_OK)
        rc = give_password(call, args, user);
    if (rc == RC_OK)
        note(call, args, "It holds for one time: she will be asked for a password of her own.");
    return rc;
}

/* ---- disable, enable */

static enum rc run_on(struct call *call, const struct command_args *args, const char *operation)
{
    struct operation_request request = {.operation = operation, .change = id_new(call)};
    struct outcome outcome;
    struct record *user;
    enum rc rc = named(call, args, &user);

    if (rc == RC_OK && user->rid == call->actor->rid)
        return fail(call, RC_DENIED, NULL, "Nobody closes her own account: ask another admin.");
    if (rc == RC_OK)
        rc = record_args_make(call, user, STR(""), &request.args);
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

static enum rc run_disable(struct call *call, const struct command_args *args)
{
    enum rc rc = run_on(call, args, "record.retire");

    if (rc == RC_OK)
        note(call, args, "The account is closed, and she is signed out everywhere.");
    return rc;
}

/* Also after too many wrong passwords, which a lead may do. */
static enum rc run_enable(struct call *call, const struct command_args *args)
{
    struct record *user;
    enum rc rc = named(call, args, &user);

    if (rc == RC_OK)
        rc = must_lead(call);
    if (rc == RC_OK)
        rc = guess_forget(call, record_value(user, "login").s);
    if (rc == RC_OK && user->retired_ms != 0)
        rc = run_on(call, args, "record.restore");
    if (rc == RC_OK)
        note(call, args, "She can sign in again.");
    return rc;
}

/* ---- sessions, end */

static enum rc run_sessions(struct call *call, const struct command_args *args)
{
    struct session *all = arena_array(call->arena, SESSION_LIST_MAX, sizeof *all);
    struct record *user;
    size_t n;
    enum rc rc = all == NULL ? fail_memory(call) : named(call, args, &user);

    if (rc == RC_OK && user->rid != call->actor->rid)
        rc = must_lead(call);
    if (rc == RC_OK)
        rc = session_list(call, user->rid, all, &n);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < n; i++) {
        out_record(args->out, NULL);
        out_text(args->out, "browser", all[i].device);
        out_int(args->out, "since", all[i].made_ms);
        out_int(args->out, "seen", all[i].seen_ms);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

static enum rc run_end(struct call *call, const struct command_args *args)
{
    struct record *user;
    enum rc rc = named(call, args, &user);

    if (rc == RC_OK && user->rid != call->actor->rid)
        rc = must_lead(call);
    if (rc == RC_OK)
        rc = session_end_all(call, user->rid, (struct str){NULL, 0});
    if (rc == RC_OK)
        note(call, args, "Signed out everywhere.");
    return rc;
}

#define NEW_PASSWORD_OPTION                                                \
    {                                                                      \
        .name = "new-password-file", .type = OPTION_FILE, .value = "PATH", \
        .brief = "her first password, if it cannot be typed"               \
    }
#define ROLES_OPTION                                                                          \
    {                                                                                         \
        .name = "roles", .type = OPTION_TEXT, .value = "ROLE,...",                            \
        .brief = "worker, lead, analyst, key_holder, admin, volunteer, outside", .must = true \
    }

static const struct command_option add_options[] = {
    {.name = "name", .type = OPTION_TEXT, .value = "NAME", .brief = "her name", .must = true},
    {.name = "login",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "the name she signs in with",
     .must = true},
    ROLES_OPTION,
    {.name = "language", .type = OPTION_TEXT, .value = "CODE", .brief = "of her screens"},
    NEW_PASSWORD_OPTION,
    {.name = NULL},
};
static const struct command_option role_options[] = {
    ROLES_OPTION,
    {.name = "places",
     .type = OPTION_TEXT,
     .value = "PLACE,...",
     .brief = "her municipalities; else they stay"},
    {.name = NULL},
};
static const struct command_option password_options[] = {NEW_PASSWORD_OPTION, {.name = NULL}};

static const struct command_word who[] = {
    {.name = "LOGIN", .brief = "the name she signs in with", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "user add",
     .brief = "Add a person to the staff",
     .needs = NEEDS_DATA,
     .options = add_options,
     .run = run_add},
    {.name = "user list",
     .brief = "List the people on the staff",
     .needs = NEEDS_DATA,
     .run = run_list},
    {.name = "user role",
     .brief = "Change somebody's roles and places",
     .needs = NEEDS_DATA,
     .options = role_options,
     .words = who,
     .run = run_role},
    {.name = "user password",
     .brief = "Give somebody a one-time password",
     .needs = NEEDS_DATA,
     .options = password_options,
     .words = who,
     .run = run_password},
    {.name = "user disable",
     .brief = "Close somebody's account",
     .needs = NEEDS_DATA,
     .words = who,
     .run = run_disable},
    {.name = "user enable",
     .brief = "Open it again, also after too many wrong passwords",
     .needs = NEEDS_DATA,
     .words = who,
     .run = run_enable},
    {.name = "user sessions",
     .brief = "Where somebody is signed in",
     .needs = NEEDS_DATA,
     .words = who,
     .run = run_sessions},
    {.name = "user end",
     .brief = "Sign somebody out everywhere",
     .needs = NEEDS_DATA,
     .words = who,
     .run = run_end},
};

const struct command_table user_table = {commands, sizeof commands / sizeof *commands};
