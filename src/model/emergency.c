/* emergency.c - see emergency.h. */
#include "model/emergency.h"

#include "model/notice.h"
#include "model/permit.h"
#include "model/user.h"

enum { LEADS_MAX = 50 };

static enum rc no_such(struct call *call)
{
    return fail(call, RC_NOT_FOUND, "code", "There is no record with this number.");
}

/* The record of any kind that has numbers of its own and relations; parts are reached by it. */
static enum rc find_code(struct call *call, struct str code, struct record **out)
{
    const struct registry *registry = call->app->registry;

    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (kind->owner != NULL || kind->code.n == 0)
            continue;
        enum rc rc = table_load_code(call, call->store->db, app_table(call->app, kind), code, out);
        if (rc != RC_NOT_FOUND)
            return rc == RC_OK && (*out)->erased ? no_such(call) : rc;
    }
    return no_such(call);
}

static enum rc judge(struct call *call, const struct record *record)
{
    const struct actor *actor = call->actor;
    struct permit_facts facts = permit_facts_of(record, actor);
    relation_mask mask = permit_mask(record->kind, actor, MAY_SEE);

    if (!actor_has_role(actor, "worker") && !actor_has_role(actor, "lead"))
        return fail(call, RC_DENIED, NULL, "Emergency access is for workers and leads.");
    if (facts.hidden || mask == 0)
        return no_such(call);
    if (permit_holds(mask, facts))
        return fail(call, RC_CONFLICT, "code", "You may see this record anyway.");
    if (actor->grants_n == ACTOR_GRANTS_MAX)
        return fail(call, RC_LIMIT, "code",
                    "You have %d emergency accesses open. Wait until one "
                    "has ended.",
                    ACTOR_GRANTS_MAX);
    facts.team = true;
    return permit_holds(mask, facts) ? RC_OK : no_such(call);
}

/* ---- who hears of it ---- */

static enum rc tell(struct call *call, const struct record *record, int64_t user_rid)
{
    const struct notice notice = {
        .user = user_rid, .what = NOTICE_EMERGENCY, .who = call->actor->rid, .code = record->code};

    return user_rid == call->actor->rid ? RC_OK : notice_add(call, &notice);
}

/* A lead who must not see the record must not hear that it is there. */
static enum rc tell_lead(struct call *call, const struct record *record, int64_t rid)
{
    struct actor *lead;
    enum rc rc = actor_load(call, rid, &lead);

    if (rc != RC_OK || permit_facts_of(record, lead).hidden)
        return rc;
    return tell(call, record, rid);
}

static enum rc tell_leads(struct call *call, const struct record *record, int64_t but)
{
    int64_t rids[LEADS_MAX];
    size_t n;
    enum rc rc = users_with_role(call, "lead", rids, LEADS_MAX, &n);

    for (size_t i = 0; i < n && rc == RC_OK; i++)
        if (rids[i] != but)
            rc = tell_lead(call, record, rids[i]);
    return rc;
}

static enum rc tell_all(struct call *call, const struct record *record, struct value responsible)
{
    struct record *user = NULL;
    struct id id;
    enum rc rc = RC_OK;

    if (id_of(responsible.s, &id))
        rc = user_load_id(call, &id, &user);
    if (rc == RC_OK && user != NULL)
        rc = tell(call, record, user->rid);
    return rc == RC_OK ? tell_leads(call, record, user == NULL ? 0 : user->rid) : rc;
}

/* ---- emergency.open: [number] ---- */

static enum rc note_access(struct call *call, struct change *change, const struct record *record)
{
    const struct kind *kind = kind_find(call->app->registry, STR("emergency_access"));
    struct record *access;
    enum rc rc = change_make(call, change, kind, NULL, &access);

    if (rc != RC_OK)
        return rc;
    record_set(access, "who", id_value(&call->actor->id));
    record_set(access, "code_opened", v_text(record->code));
    record_set(access, "record", id_value(&record->id));
    record_set(access, "responsible", record_value(record, "responsible"));
    record_set(access, "reason", v_text(change->reason));
    record_set(access, "until", v_int(call->now_ms + (int64_t)EMERGENCY_HOURS * 3600000));
    change->judged = true;
    return tell_all(call, record, record_value(record, "responsible"));
}

static enum rc apply_open(struct call *call, struct change *change, struct value args)
{
    struct record *record;

    if (args.type != V_LIST || args.list.n != 1 || args.list.items[0].type != V_TEXT)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    if (str_trim(change->reason).n < EMERGENCY_REASON_MIN)
        return fail(call, RC_INVALID, "reason", "Say in a sentence why this cannot wait.");
    enum rc rc = find_code(call, args.list.items[0].s, &record);
    if (rc == RC_OK)
        rc = judge(call, record);
    return rc == RC_OK ? note_access(call, change, record) : rc;
}

enum rc emergency_open(struct call *call, struct str code, struct str reason, struct emergency *out)
{
    const struct value args[] = {v_text(code)};
    struct operation_request request = {.operation = "emergency.open",
                                        .change = id_new(call),
                                        .args = v_list(args, 1),
                                        .reason = reason};
    struct outcome outcome;
    struct record *record;
    enum rc rc = operation_run(call, &request, &outcome);

    if (rc == RC_OK)
        rc = find_code(call, code, &record);
    if (rc == RC_OK)
        *out = (struct emergency){record->kind, record->id, record->code};
    return rc;
}

static const struct operation open_row = {
    "emergency.open", 1, "opened by emergency access", true, false, false, apply_open, NULL};

const struct operation *const emergency_operations[] = {&open_row};
const size_t emergency_operations_n = sizeof emergency_operations / sizeof *emergency_operations;
