/* operation.c - operation_run() of operation.h, and proposals that wait for a second person. */
#include "model/operation.h"

#include "base/cbor.h"
#include "model/basis.h"
#include "model/erasure.h"
#include "model/permit.h"

enum { PROPOSAL_HOURS = 48, ARGS_MAX = 256 << 10 };

const struct operation *operation_find(const struct app *app, struct str name)
{
    for (size_t i = 0; i < app->operations_n; i++)
        if (str_is(name, app->operations[i]->name))
            return app->operations[i];
    return NULL;
}

/* ---- a change that was carried out before ---- */

static enum rc same_answer(struct call *call, const struct id *change, struct outcome *out)
{
    struct log_entry entry;
    struct edits edits;
    enum rc rc = log_find(call, call->store->log, change, &entry);

    if (rc != RC_OK)
        return rc;
    *out = (struct outcome){.change = *change, .repeated = true};
    if (!id_eq(&entry.actor, &call->actor->id))
        return fail(call, RC_CONFLICT, "change", "This change id belongs to somebody else.");
    for (size_t i = 0; i < entry.n; i++) {
        struct record *record;
        if (entry.parts[i].plain.p == NULL)
            continue;
        rc = edits_read(call, entry.parts[i].plain, &edits);
        if (rc != RC_OK || edits.n == 0)
            return rc;
        out->record = edits.items[0].record;
        out->kind = kind_find(call->app->registry, edits.items[0].kind);
        if (out->kind != NULL && table_load(call, call->store->db, app_table(call->app, out->kind),
                                            &out->record, &record) == RC_OK)
            out->code = record->code;
        return RC_OK;
    }
    return RC_OK;
}

enum rc operation_was_run(struct call *call, const struct id *change, bool *out)
{
    struct log_entry entry;
    enum rc rc = log_find(call, call->store->log, change, &entry);

    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* ---- proposals ---- */

static enum rc propose(struct call *call, struct change *change,
                       const struct operation_request *request)
{
    const struct kind *kind = kind_find(call->app->registry, STR("proposal"));
    struct record *record;
    struct buf args;
    enum rc rc = change_make(call, change, kind, NULL, &record);

    if (rc != RC_OK)
        return rc;
    buf_init(&args, call->arena, ARGS_MAX);
    cbor_put_value(&args, request->args);
    if (!buf_ok(&args))
        return fail(call, RC_LIMIT, "change", "This is too much to be proposed at once.");
    record_set(record, "operation", v_text(str_of(request->operation)));
    record_set(record, "arguments", v_bytes(buf_str(&args)));
    record_set(record, "reason", v_text(request->reason));
    return RC_OK;
}

static enum rc check_proposal(struct call *call, const struct record *proposal)
{
    if (!str_is(proposal->state, "waiting"))
        return fail(call, RC_CONFLICT, NULL, "This has been decided already.");
    if (proposal->made_by == call->actor->rid)
        return fail(call, RC_DENIED, NULL,
                    "A second person must approve this, not the one who "
                    "proposed it.");
    if (call->now_ms - proposal->made_ms > (int64_t)PROPOSAL_HOURS * 3600000)
        return fail(call, RC_CONFLICT, NULL,
                    "This proposal is older than %d hours. Propose it "
                    "again.",
                    PROPOSAL_HOURS);
    return RC_OK;
}

/* Arguments: as every operation on one record. */
static enum rc decide(struct call *call, struct change *change, struct value args, bool approve)
{
    const struct kind *kind = kind_find(call->app->registry, STR("proposal"));
    struct record *proposal;
    struct id id;

    if (args.type != V_LIST || args.list.n < 2 || !id_of(args.list.items[1].s, &id))
        return fail(call, RC_INVALID, "arguments", "Name the proposal.");
    enum rc rc = change_open(call, change, kind, &id, 0, &proposal);
    if (rc == RC_OK)
        rc = check_proposal(call, proposal);
    if (rc != RC_OK)
        return rc;
    proposal->state = approve ? STR("approved") : STR("declined");
    if (!approve)
        return RC_OK;
    const struct operation *operation =
        operation_find(call->app, record_value(proposal, "operation").s);
    struct cbor in = cbor_open(record_value(proposal, "arguments").s);
    struct value proposed = cbor_value(&in, call->arena);
    if (operation == NULL || !cbor_done(&in))
        return fail(call, RC_NEWER, NULL, "This version of Khetane cannot carry that out.");
    change->operation = operation; /* what the log says was done */
    change->proposal = proposal->base;
    change->reason = record_value(proposal, "reason").s;
    return operation->apply(call, change, proposed);
}

static enum rc approve(struct call *call, struct change *change, struct value args)
{
    return decide(call, change, args, true);
}

static enum rc decline(struct call *call, struct change *change, struct value args)
{
    return decide(call, change, args, false);
}

const struct operation operation_approve = {
    "proposal.approve", 1, "approved", false, false, false, approve, NULL};
const struct operation operation_decline = {
    "proposal.decline", 1, "declined", false, false, false, decline, NULL};
static const struct operation operation_propose = {"proposal.make", 1,     "proposed", false,
                                                   false,           false, NULL,       NULL};

/* ---- running ---- */

static void tell(const struct change *change, struct outcome *out)
{
    *out = (struct outcome){.change = change->id, .present = change->present};
    if (change->drafts == NULL)
        return;
    out->record = change->drafts->record->id;
    out->kind = change->drafts->record->kind;
    out->code = change->drafts->record->code;
}

static bool erases(const struct change *change)
{
    for (const struct draft *draft = change->drafts; draft != NULL; draft = draft->next)
        if (draft->erase)
            return true;
    return false;
}

static enum rc carry_out(struct call *call, const struct operation_request *request,
                         const struct operation *operation, struct outcome *out)
{
    struct change change = {
        .id = request->change, .operation = operation, .reason = request->reason};
    struct txn txn CLEANUP(txn_end) = {0};
    bool changed = false;
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = same_answer(call, &request->change, out);
    if (rc != RC_NOT_FOUND)
        return rc;
    if (operation->second) {
        change.operation = &operation_propose;
        rc = propose(call, &change, request);
    } else {
        rc = operation->apply(call, &change, request->args);
    }
    if (rc == RC_OK)
        rc = basis_check(call, &change);
    if (rc == RC_OK)
        rc = erasure_note(call, &change);
    if (rc == RC_OK)
        rc = change_finish(call, &change, &changed);
    tell(&change, out);
    out->nothing = !changed;
    out->waits = operation->second;
    if (rc == RC_OK)
        rc = txn_commit(&txn);
    /* The change is made and will be acknowledged. What cannot be cleared away behind an erasure
     * now stays on its list for the next opening of the folder. */
    if (rc == RC_OK && erases(&change) && erasure_finish(call) != RC_OK)
        call_forgive(call);
    return rc;
}

enum rc operation_run(struct call *call, const struct operation_request *request,
                      struct outcome *out)
{
    const struct operation *operation = operation_find(call->app, str_of(request->operation));

    *out = (struct outcome){.change = request->change};
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (operation == NULL)
        return fail(call, RC_INVALID, "operation", "There is no operation \"%s\".",
                    request->operation);
    if (operation->reason && str_trim(request->reason).n == 0)
        return fail(call, RC_INVALID, "reason", "Say why: a reason is needed here.");
    return carry_out(call, request, operation, out);
}
