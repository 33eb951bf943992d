/* setup.c - see setup.h. */
#include "model/setup.h"

#include "model/refresh.h"

enum { ARGS = 10, STEP_MAX = 9, ORGANISATION_RID = 1 };

static enum rc make_organisation(struct call *call, struct change *change, const struct value *arg)
{
    static const char *const names[] = {"name", "prefix", "country", "zone", "language"};
    struct record *record;
    enum rc rc = change_make(call, change, kind_find(call->app->registry, STR("organisation")),
                             NULL, &record);

    for (size_t i = 0; rc == RC_OK && i < sizeof names / sizeof *names; i++)
        record_set(record, names[i], arg[i]);
    if (rc == RC_OK && arg[8].i != 0)
        record_set(record, "practice", arg[8]);
    if (rc == RC_OK && arg[9].i != 0)
        record_set(record, "first_step", arg[9]);
    return rc;
}

static enum rc make_user(struct call *call, struct change *change, const struct value *arg)
{
    static const struct value roles[] = {
        {.type = V_TEXT, .s = STR_INIT("admin")},
        {.type = V_TEXT, .s = STR_INIT("key_holder")},
        {.type = V_TEXT, .s = STR_INIT("lead")},
        {.type = V_TEXT, .s = STR_INIT("worker")},
    };
    struct record *record;
    enum rc rc =
        change_make(call, change, kind_find(call->app->registry, STR("user")), NULL, &record);

    if (rc != RC_OK)
        return rc;
    record_set(record, "name", arg[5]);
    record_set(record, "login", arg[6]);
    record_set(record, "password", arg[7]);
    record_set(record, "language", arg[4]);
    record_set(record, "roles", v_list(roles, sizeof roles / sizeof *roles));
    return RC_OK;
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    struct value any;
    enum rc rc =
        db_one(call, call->store->db, SQL("SELECT 1 FROM organisation"), NO_BINDS, &any, 1);

    if (rc == RC_OK)
        return fail(call, RC_CONFLICT, "organisation",
                    "This folder belongs to an organisation already.");
    if (rc != RC_NOT_FOUND)
        return rc;
    if (!call->actor->system || args.type != V_LIST || args.list.n != ARGS)
        return fail(call, RC_DENIED, NULL, NULL);
    rc = make_organisation(call, change, args.list.items);
    return rc == RC_OK ? make_user(call, change, args.list.items) : rc;
}

const struct operation setup_operation = {"setup", 1, "set up", false, false, false, apply, NULL};

enum rc setup_run(struct call *call, const struct setup *setup)
{
    struct value args[ARGS] = {
        v_text(setup->name),      v_text(setup->prefix),    v_text(setup->country),
        v_text(setup->zone),      v_text(setup->language),  v_text(setup->user_name),
        v_text(setup->login),     v_bytes(setup->password), v_int(setup->practice),
        v_int(setup->first_step),
    };
    struct operation_request request = {
        .operation = "setup", .change = id_new(call), .args = v_list(args, ARGS)};
    const struct actor *actor = call->actor;
    struct outcome outcome;

    call->actor = &actor_system;
    enum rc rc = operation_run(call, &request, &outcome);
    call->actor = actor;
    return rc == RC_OK ? refresh(call) : rc; /* from now on texts sort in its language */
}

/* ---- setup.step: [step] ---- */

static enum rc apply_step(struct call *call, struct change *change, struct value args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("organisation"));
    struct record *own;

    if (args.type != V_LIST || args.list.n != 1 || args.list.items[0].type != V_INT ||
        args.list.items[0].i < 0 || args.list.items[0].i > STEP_MAX)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    if (!call->actor->system && !actor_has_role(call->actor, "admin"))
        return fail(call, RC_DENIED, NULL, NULL);
    enum rc rc =
        table_load_rid(call, call->store->db, app_table(call->app, kind), ORGANISATION_RID, &own);
    if (rc == RC_OK)
        rc = change_open(call, change, kind, &own->id, 0, &own);
    if (rc != RC_OK)
        return rc;
    int64_t step = args.list.items[0].i;
    record_set(own, "first_step", step == 0 ? v_null() : v_int(step));
    return RC_OK;
}

const struct operation setup_step_operation = {"setup.step", 1,     "went on setting up", false,
                                               false,        false, apply_step,           NULL};

enum rc setup_step_now(struct call *call, int *step)
{
    struct value now;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT first_step FROM organisation WHERE "
                            "rid = 1"),
                        NO_BINDS, &now, 1);

    *step = rc == RC_OK && now.type == V_INT ? (int)now.i : 0;
    return rc;
}

enum rc setup_step(struct call *call, int step)
{
    const struct value args[] = {v_int(step)};
    struct operation_request request = {
        .operation = "setup.step", .change = id_new(call), .args = v_list(args, 1)};
    struct outcome outcome;
    int now;
    enum rc rc = setup_step_now(call, &now);

    if (rc != RC_OK || now == 0 || (step != 0 && step <= now))
        return rc;
    return operation_run(call, &request, &outcome);
}
