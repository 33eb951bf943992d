/* setup.c - see setup.h. */
#include "model/setup.h"

#include "model/refresh.h"

enum { ARGS = 8 };

static enum rc make_organisation(struct call *call, struct change *change, const struct value *arg)
{
    static const char *const names[] = {"name", "prefix", "country", "zone", "language"};
    struct record *record;
    enum rc rc = change_make(call, change, kind_find(call->app->registry, STR("organisation")),
                             NULL, &record);

    for (size_t i = 0; rc == RC_OK && i < sizeof names / sizeof *names; i++)
        record_set(record, names[i], arg[i]);
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
        v_text(setup->name),  v_text(setup->prefix),    v_text(setup->country),
        v_text(setup->zone),  v_text(setup->language),  v_text(setup->user_name),
        v_text(setup->login), v_bytes(setup->password),
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
