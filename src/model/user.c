/* user.c - see user.h. */
#include "model/user.h"

#include "model/notice.h"
#include "model/permit.h"
#include "model/session.h"

enum { LEADS_MAX = 50 };

static const struct kind *user_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("user"));
}

static bool is_own(const struct call *call, const struct record *user)
{
    return call->actor->rid != 0 && user->rid == call->actor->rid;
}

/* ---- looking up ---- */

enum rc user_load(struct call *call, int64_t rid, struct record **out)
{
    return table_load_rid(call, call->store->db, app_table(call->app, user_kind(call)), rid, out);
}

enum rc user_load_id(struct call *call, const struct id *id, struct record **out)
{
    return table_load(call, call->store->db, app_table(call->app, user_kind(call)), id, out);
}

enum rc user_find(struct call *call, struct str login, struct record **out)
{
    struct value rid;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT rid FROM user WHERE login = ?1 AND erased IS NULL"),
                        BIND(v_text(login)), &rid, 1);

    return rc == RC_OK ? user_load(call, rid.i, out) : rc;
}

enum rc user_names(struct call *call, const struct record *user, struct str *names, size_t *n)
{
    struct value organisation;
    enum rc rc = db_one(call, call->store->db, SQL("SELECT name FROM organisation WHERE rid = 1"),
                        NO_BINDS, &organisation, 1);

    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    *n = 0;
    if (rc == RC_OK && organisation.type == V_TEXT)
        names[(*n)++] = organisation.s;
    names[(*n)++] = record_value(user, "name").s;
    names[(*n)++] = record_value(user, "login").s;
    return RC_OK;
}

enum rc users_with_role(struct call *call, const char *role, int64_t *rids, size_t max, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, call->store->db,
                  SQL("SELECT u.rid FROM user u JOIN user_roles r ON r.owner = u.rid WHERE r.value "
                      "= ?1 AND u.erased IS NULL AND u.retired IS NULL ORDER BY u.rid"),
                  BIND(v_text(str_of(role))), &rows);

    *n = 0;
    while (rc == RC_OK && *n < max && rows_next(call, &rows, &rc))
        rids[(*n)++] = row_int(&rows, 0);
    return rc;
}

/* ---- the operations' arguments: [user's id, ...] ---- */

static enum rc open_user(struct call *call, struct change *change, struct value args, size_t n,
                         struct record **out)
{
    struct id id;

    if (args.type != V_LIST || args.list.n != n || !id_of(args.list.items[0].s, &id))
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    return change_open(call, change, user_kind(call), &id, 0, out);
}

static enum rc run(struct call *call, const char *operation, const struct value *args, size_t n,
                   struct outcome *out)
{
    struct operation_request request = {
        .operation = operation, .change = id_new(call), .args = v_list(args, n)};

    return operation_run(call, &request, out);
}

static enum rc denied(struct call *call)
{
    return fail(call, RC_DENIED, NULL, "Only an admin may do this for somebody else.");
}

/* Hers, or an admin's act on somebody else's. */
static enum rc judge_account(struct call *call, struct change *change, const struct record *user)
{
    change->judged = true;
    if (call->actor->system || is_own(call, user))
        return RC_OK;
    return actor_has_role(call->actor, "admin") ? RC_OK : denied(call);
}

/* ---- user.password: [user, hash] ---- */

static enum rc apply_password(struct call *call, struct change *change, struct value args)
{
    struct record *user;
    enum rc rc = open_user(call, change, args, 2, &user);

    if (rc == RC_OK)
        rc = judge_account(call, change, user);
    if (rc != RC_OK)
        return rc;
    record_set(user, "password", args.list.items[1]);
    record_set(user, "password_given", is_own(call, user) ? v_null() : v_int(1));
    const struct notice notice = {
        .user = user->rid, .what = NOTICE_PASSWORD, .who = call->actor->rid};
    return is_own(call, user) ? RC_OK : notice_add(call, &notice);
}

enum rc user_set_password(struct call *call, const struct record *user, struct str stored)
{
    const struct value args[] = {id_value(&user->id), v_bytes(stored)};
    struct outcome outcome;

    return run(call, "user.password", args, 2, &outcome);
}

/* ---- user.second: [user, factor or null, recovery codes or null] ---- */

static enum rc apply_second(struct call *call, struct change *change, struct value args)
{
    struct record *user;
    enum rc rc = open_user(call, change, args, 3, &user);

    if (rc == RC_OK)
        rc = judge_account(call, change, user);
    if (rc != RC_OK)
        return rc;
    if (!is_own(call, user) && args.list.items[1].type != V_NULL)
        return fail(call, RC_DENIED, NULL, "Only she herself can set up her second factor.");
    record_set(user, "second_factor", args.list.items[1]);
    record_set(user, "recovery", args.list.items[2]);
    const struct notice notice = {
        .user = user->rid, .what = NOTICE_SECOND, .who = call->actor->rid};
    return is_own(call, user) ? RC_OK : notice_add(call, &notice);
}

enum rc user_set_second(struct call *call, const struct record *user, struct str factor,
                        struct str recovery)
{
    const struct value args[] = {id_value(&user->id), v_bytes(factor), v_bytes(recovery)};
    struct outcome outcome;

    return run(call, "user.second", args, 3, &outcome);
}

/* ---- user.recovery: [user, revision, what is left]; of two who use one code, one gets in ---- */

static enum rc apply_recovery(struct call *call, struct change *change, struct value args)
{
    struct record *user;
    struct id id;

    if (args.type != V_LIST || args.list.n != 3 || !id_of(args.list.items[0].s, &id) ||
        args.list.items[1].type != V_INT)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    enum rc rc = change_open(call, change, user_kind(call), &id, args.list.items[1].i, &user);
    if (rc != RC_OK)
        return rc;
    change->judged = true;
    if (!is_own(call, user))
        return denied(call);
    record_set(user, "recovery", args.list.items[2]);
    return RC_OK;
}

enum rc user_use_recovery(struct call *call, const struct record *user, struct str left)
{
    const struct value args[] = {id_value(&user->id), v_int(user->rev), v_bytes(left)};
    struct outcome outcome;

    return run(call, "user.recovery", args, 3, &outcome);
}

/* ---- user.own: [user, language, second language, commands by one key] ---- */

static enum rc apply_own(struct call *call, struct change *change, struct value args)
{
    struct record *user;
    enum rc rc = open_user(call, change, args, 4, &user);

    if (rc != RC_OK)
        return rc;
    change->judged = true;
    if (!is_own(call, user))
        return denied(call);
    record_set(user, "language", args.list.items[1]);
    record_set(user, "second_language", args.list.items[2]);
    record_set(user, "one_key", args.list.items[3]);
    return RC_OK;
}

enum rc user_set_own(struct call *call, struct str lang, struct str second, bool one_key)
{
    const struct value args[] = {id_value(&call->actor->id), lang.n == 0 ? v_null() : v_text(lang),
                                 second.n == 0 ? v_null() : v_text(second), v_int(one_key)};
    struct outcome outcome;

    return run(call, "user.own", args, 4, &outcome);
}

/* ---- walls: user.wall: [user, person]; user.unwall: the same ---- */

static enum rc set_walls(struct call *call, struct record *user, struct value person, bool add)
{
    struct value was = record_value(user, "must_not_meet");
    size_t had = was.type == V_LIST ? was.list.n : 0, n = 0;
    struct value *items = arena_array(call->arena, had + 1, sizeof *items);

    if (items == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < had; i++)
        if (!value_eq(was.list.items[i], person))
            items[n++] = was.list.items[i];
    if (add)
        items[n++] = person;
    record_set(user, "must_not_meet", n == 0 ? v_null() : v_list(items, n));
    return RC_OK;
}

static enum rc apply_wall(struct call *call, struct change *change, struct value args)
{
    struct record *user;
    enum rc rc = open_user(call, change, args, 2, &user);

    if (rc != RC_OK)
        return rc;
    change->judged = true;
    return is_own(call, user) ? set_walls(call, user, args.list.items[1], true) : denied(call);
}

static enum rc apply_unwall(struct call *call, struct change *change, struct value args)
{
    struct record *user;
    enum rc rc = open_user(call, change, args, 2, &user);

    if (rc != RC_OK)
        return rc;
    change->judged = true;
    if (is_own(call, user) ||
        !(actor_has_role(call->actor, "admin") || actor_has_role(call->actor, "lead")))
        return fail(call, RC_DENIED, NULL, "Only a lead takes such a wall away.");
    return set_walls(call, user, args.list.items[1], false);
}

enum rc user_add_wall(struct call *call, struct str code)
{
    const struct kind *kind = kind_find(call->app->registry, STR("person"));
    struct record *person;
    struct outcome outcome;
    enum rc rc = table_load_code(call, call->store->db, app_table(call->app, kind), code, &person);

    if (rc == RC_OK)
        rc = permit(call, person, MAY_SEE);
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        return fail(call, RC_INVALID, "person", "There is no person with that number.");
    }
    if (rc != RC_OK)
        return rc;
    const struct value args[] = {id_value(&call->actor->id), id_value(&person->id)};
    return run(call, "user.wall", args, 2, &outcome);
}

enum rc user_drop_wall(struct call *call, const struct record *user, const struct id *person)
{
    const struct value args[] = {id_value(&user->id), id_value(person)};
    struct outcome outcome;

    return run(call, "user.unwall", args, 2, &outcome);
}

/* ---- roles: record.save, or user.promote, which a second one agrees to:
 * ["user", id, [["roles", roles], ["places", places]]], as operation.h says of proposals */

static bool has_role(struct value roles, const char *role)
{
    for (size_t i = 0; roles.type == V_LIST && i < roles.list.n; i++)
        if (str_is(roles.list.items[i].s, role))
            return true;
    return false;
}

static bool becomes_lead(const struct record *was, const struct record *now)
{
    return !(was != NULL && has_role(record_value(was, "roles"), "lead")) &&
           has_role(record_value(now, "roles"), "lead");
}

/* Is there anybody beside the actor who could agree? */
static enum rc find_second(struct call *call, bool *out)
{
    static const char *const roles[] = {"lead", "admin"};
    int64_t rids[LEADS_MAX];
    size_t n;
    enum rc rc = RC_OK;

    *out = false;
    for (size_t i = 0; i < 2 && rc == RC_OK; i++) {
        rc = users_with_role(call, roles[i], rids, LEADS_MAX, &n);
        for (size_t j = 0; rc == RC_OK && j < n; j++)
            *out |= rids[j] != call->actor->rid;
    }
    return rc;
}

static const char *const promoted[] = {"roles", "places"};

static bool read_sets(struct value list, struct value out[static 2])
{
    if (list.type != V_LIST || list.list.n != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        struct value pair = list.list.items[i];
        if (pair.type != V_LIST || pair.list.n != 2 || pair.list.items[0].type != V_TEXT ||
            !str_is(pair.list.items[0].s, promoted[i]))
            return false;
        out[i] = pair.list.items[1];
    }
    return true;
}

static enum rc apply_promote(struct call *call, struct change *change, struct value args)
{
    const struct value *item = args.list.items;
    struct record *user;
    struct value sets[2];
    struct id id;

    if (args.type != V_LIST || args.list.n != 3 || !id_of(item[1].s, &id) ||
        !read_sets(item[2], sets))
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    enum rc rc = change_open(call, change, user_kind(call), &id, 0, &user);
    if (rc != RC_OK)
        return rc;
    change->judged = true;
    if (!(actor_has_role(call->actor, "admin") || actor_has_role(call->actor, "lead")))
        return fail(call, RC_DENIED, NULL, "A lead or an admin must agree to this.");
    if (is_own(call, user))
        return fail(call, RC_DENIED, NULL, "Nobody can agree to her own roles.");
    record_set(user, "roles", sets[0]);
    record_set(user, "places", sets[1]);
    return RC_OK;
}

static enum rc save_roles(struct call *call, const struct record *user, struct value roles,
                          struct value places, struct outcome *out)
{
    struct value *values = arena_array(call->arena, user->kind->n, sizeof *values);
    bool *given = arena_array(call->arena, user->kind->n, sizeof *given);
    struct save_args save = {.kind = user->kind, .id = &user->id, .values = values, .given = given};
    size_t at[] = {field_find(user->kind, STR("roles"))->index,
                   field_find(user->kind, STR("places"))->index};
    struct operation_request request = {.operation = "record.save", .change = id_new(call)};

    if (values == NULL || given == NULL)
        return fail_memory(call);
    values[at[0]] = roles;
    values[at[1]] = places;
    given[at[0]] = given[at[1]] = true;
    enum rc rc = save_args_make(call, &save, &request.args);
    return rc == RC_OK ? operation_run(call, &request, out) : rc;
}

enum rc user_set_roles(struct call *call, const struct record *user, struct value roles,
                       struct value places, struct outcome *out)
{
    const struct value pairs[2][2] = {{v_text(str_of(promoted[0])), roles},
                                      {v_text(str_of(promoted[1])), places}};
    const struct value sets[] = {v_list(pairs[0], 2), v_list(pairs[1], 2)};
    const struct value args[] = {v_text(user->kind->name), id_value(&user->id), v_list(sets, 2)};
    bool second = false;
    enum rc rc = RC_OK;

    if (has_role(roles, "lead") && !has_role(record_value(user, "roles"), "lead"))
        rc = find_second(call, &second);
    if (rc == RC_OK && second && permit(call, user, MAY_CHANGE) != RC_OK)
        return call->error.rc;
    if (rc != RC_OK)
        return rc;
    return second ? run(call, "user.promote", args, 3, out)
                  : save_roles(call, user, roles, places, out);
}

/* ---- what every change of an account brings with it ---- */

static bool ends_sessions(const struct call *call, const struct change *change,
                          const struct record *user, const struct record *was)
{
    return user->retired_ms != was->retired_ms || change_touches(change, user, "roles") ||
           change_touches(change, user, "places") || change_touches(change, user, "password") ||
           change_touches(change, user, "login") ||
           (change_touches(change, user, "second_factor") && !is_own(call, user));
}

static enum rc check_lead(struct call *call, const struct change *change, const struct record *user,
                          const struct record *was)
{
    bool second = false;

    if (call->actor->system || !becomes_lead(was, user) ||
        str_is(str_of(change->operation->name), "user.promote"))
        return RC_OK;
    enum rc rc = find_second(call, &second);
    if (rc == RC_OK && second)
        fault_add(call, STR("roles"), "A second person must agree before somebody becomes lead.");
    return rc;
}

static enum rc check_login(struct call *call, const struct change *change,
                           const struct record *user)
{
    struct value login = record_value(user, "login"), other;

    if (login.type != V_TEXT || !change_touches(change, user, "login"))
        return RC_OK;
    enum rc rc =
        db_one(call, call->store->db,
               SQL("SELECT rid FROM user WHERE login = ?1 AND id <> ?2 AND erased IS NULL"),
               BIND(login, id_value(&user->id)), &other, 1);
    if (rc == RC_OK)
        fault_add(call, STR("login"), "Somebody else signs in with this name.");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void check_walls(struct call *call, const struct record *user)
{
    struct value walls = record_value(user, "must_not_meet");

    if (walls.type == V_LIST && walls.list.n > ACTOR_WALLS_MAX)
        fault_add(call, STR("must_not_meet"), "At most %d people can stand here.", ACTOR_WALLS_MAX);
}

static enum rc derive_user(struct call *call, struct change *change, struct record *user)
{
    const struct record *was = change_before(change, user);
    enum rc rc = check_lead(call, change, user, was);

    check_walls(call, user);
    if (rc == RC_OK)
        rc = check_login(call, change, user);
    if (rc == RC_OK && was != NULL && ends_sessions(call, change, user, was))
        rc = session_end_all(call, user->rid, (struct str){NULL, 0});
    return rc;
}

const struct derive_hook user_hook = {"user", derive_user};

static const struct operation password_row = {"user.password", 1,     "set a password", false,
                                              false,           false, apply_password,   NULL};
static const struct operation second_row = {
    "user.second", 1, "changed the second factor", false, false, false, apply_second, NULL};
static const struct operation recovery_row = {"user.recovery", 1,     "used a recovery code", false,
                                              false,           false, apply_recovery,         NULL};
static const struct operation own_row = {
    "user.own", 1, "changed her language", false, false, false, apply_own, NULL};
static const struct operation wall_row = {
    "user.wall", 1, "named somebody she must not meet", false, false, false, apply_wall, NULL};
static const struct operation unwall_row = {"user.unwall", 1,     "took a wall away", false,
                                            false,         false, apply_unwall,       NULL};
static const struct operation promote_row = {"user.promote", 1,    "made somebody lead", false,
                                             false,          true, apply_promote,        NULL};

const struct operation *const user_operations[] = {
    &password_row, &second_row, &recovery_row, &own_row, &wall_row, &unwall_row, &promote_row,
};
const size_t user_operations_n = sizeof user_operations / sizeof *user_operations;
