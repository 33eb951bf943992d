/* actor.c - see actor.h. */
#include "model/actor.h"

#include "model/app.h"
#include "store/store.h"

const struct actor actor_system = {.name = STR_INIT("Khetane"), .system = true};

static size_t take_texts(struct value v, struct str *out, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; v.type == V_LIST && i < v.list.n && n < max; i++)
        out[n++] = v.list.items[i].s;
    return n;
}

/* rid, id */
static enum rc take_ties(struct call *call, struct sql sql, int64_t user_rid, struct actor_tie *out,
                         size_t max, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db, sql, BIND(v_int(user_rid)), &rows);

    while (rc == RC_OK && *n < max && rows_next(call, &rows, &rc)) {
        out[*n].rid = row_int(&rows, 0);
        *n += id_of(row_bytes(&rows, 1), &out[*n].id);
    }
    return rc;
}

static enum rc take_grants(struct call *call, struct actor *actor)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, call->store->db,
                  SQL("SELECT record FROM emergency_access WHERE who = ?1 AND \"until\" > ?2 AND "
                      "erased IS NULL AND retired IS NULL ORDER BY \"until\" DESC"),
                  BIND(v_int(actor->rid), v_int(call->now_ms)), &rows);

    while (rc == RC_OK && actor->grants_n < ACTOR_GRANTS_MAX && rows_next(call, &rows, &rc))
        actor->grants_n += id_of(row_bytes(&rows, 0), &actor->grants[actor->grants_n]);
    return rc;
}

/* Counsel named in a case with this account, until the day that is written there. */
static enum rc take_counsel(struct call *call, struct actor *actor)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, call->store->db,
                  SQL("SELECT c.id FROM party p JOIN \"case\" c ON c.rid = p.owner WHERE p.account "
                      "= ?1 AND p.role = 'counsel' AND (p.account_until IS NULL OR "
                      "p.account_until >= ?2) AND p.erased IS NULL AND p.retired IS NULL AND "
                      "c.erased IS NULL ORDER BY p.rid DESC"),
                  BIND(v_int(actor->rid), v_int(call->today)), &rows);

    while (rc == RC_OK && actor->grants_n < ACTOR_GRANTS_MAX && rows_next(call, &rows, &rc))
        actor->grants_n += id_of(row_bytes(&rows, 0), &actor->grants[actor->grants_n]);
    return rc;
}

static enum rc tie(struct call *call, struct actor *actor)
{
    enum rc rc = take_ties(call,
                           SQL("SELECT t.rid, t.id FROM team t JOIN team_members m ON m.owner = "
                               "t.rid WHERE m.target = ?1 AND t.erased IS NULL AND t.retired IS "
                               "NULL ORDER BY t.rid"),
                           actor->rid, actor->teams, ACTOR_TEAMS_MAX, &actor->teams_n);

    if (rc == RC_OK)
        rc = take_ties(call,
                       SQL("SELECT p.rid, p.id FROM user_must_not_meet m JOIN person p ON p.rid = "
                           "m.target WHERE m.owner = ?1"),
                       actor->rid, actor->walls, ACTOR_WALLS_MAX, &actor->walls_n);
    if (rc == RC_OK)
        rc = take_grants(call, actor);
    return rc == RC_OK ? take_counsel(call, actor) : rc;
}

static enum rc make_actor(struct call *call, const struct record *user, struct actor **out)
{
    struct actor *actor = arena_alloc(call->arena, sizeof *actor);
    struct value lang = record_value(user, "language");
    struct value second = record_value(user, "second_language");
    struct value one_key = record_value(user, "one_key");

    if (actor == NULL)
        return fail_memory(call);
    actor->rid = user->rid;
    actor->id = user->id;
    actor->name = record_value(user, "name").s;
    actor->login = record_value(user, "login").s;
    actor->lang = lang.type == V_TEXT ? lang.s : STR("");
    actor->one_key = one_key.type == V_INT && one_key.i != 0;
    actor->second_lang = second.type == V_TEXT ? second.s : STR("");
    actor->given = record_value(user, "password_given").i != 0;
    actor->roles_n = take_texts(record_value(user, "roles"), actor->roles, ACTOR_ROLES_MAX);
    actor->places_n = take_texts(record_value(user, "places"), actor->places, ACTOR_PLACES_MAX);
    if (user->erased || user->retired_ms != 0 || actor->roles_n == 0)
        return fail(call, RC_SIGN_IN, NULL, "This account is closed. Ask the lead.");
    enum rc rc = tie(call, actor);
    if (rc == RC_OK)
        *out = actor;
    return rc;
}

enum rc actor_load(struct call *call, int64_t user_rid, struct actor **out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    struct record *user;
    enum rc rc = table_load_rid(call, call->store->db, app_table(call->app, kind), user_rid, &user);

    if (rc == RC_NOT_FOUND)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    return rc == RC_OK ? make_actor(call, user, out) : rc;
}

enum rc actor_find(struct call *call, struct str login, struct actor **out)
{
    struct value rid;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT rid FROM user WHERE login = ?1 AND erased IS NULL"),
                        BIND(v_text(login)), &rid, 1);

    return rc == RC_OK ? actor_load(call, rid.i, out) : rc;
}

bool actor_has_role(const struct actor *actor, const char *role)
{
    for (size_t i = 0; i < actor->roles_n; i++)
        if (str_is(actor->roles[i], role))
            return true;
    return false;
}
