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

static enum rc make_actor(struct call *call, const struct record *user, struct actor **out)
{
    struct actor *actor = arena_alloc(call->arena, sizeof *actor);
    struct value lang = record_value(user, "language");

    if (actor == NULL)
        return fail_memory(call);
    actor->rid = user->rid;
    actor->id = user->id;
    actor->name = record_value(user, "name").s;
    actor->login = record_value(user, "login").s;
    actor->lang = lang.type == V_TEXT ? lang.s : STR("");
    actor->roles_n = take_texts(record_value(user, "roles"), actor->roles, ACTOR_ROLES_MAX);
    actor->places_n = take_texts(record_value(user, "places"), actor->places, ACTOR_PLACES_MAX);
    if (user->erased || user->retired_ms != 0 || actor->roles_n == 0)
        return fail(call, RC_SIGN_IN, NULL, "This account is closed. Ask the lead.");
    *out = actor;
    return RC_OK;
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
