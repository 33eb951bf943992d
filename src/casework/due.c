/* due.c - see due.h. */
#include "casework/due.h"

#include "casework/gather.h"
#include "model/operation.h"

bool due_case_closed(const struct record *of)
{
    const struct kind *kind = of->kind;

    for (size_t i = 0; i < kind->keep.closed_n; i++)
        if (str_eq(of->state, kind->keep.closed[i]->name))
            return true;
    return false;
}

/* Of a closed case, or of one from an old register, nothing runs. */
enum rc due_case_runs(struct call *call, struct change *change, const struct record *part,
                      bool *out)
{
    const struct record *of;
    bool historic;
    enum rc rc = change_historic(call, change, part, &historic);

    if (rc == RC_OK)
        rc = change_look(call, change, part->kind->owner, &part->owner, &of);
    if (rc == RC_OK)
        *out = !historic && !due_case_closed(of) && of->retired_ms == 0;
    return rc;
}

static bool empty(const struct record *record, const char *name)
{
    return record_value(record, name).type == V_NULL;
}

static enum rc set_due(struct call *call, struct change *change, struct record *part, bool alive)
{
    bool runs = false;
    enum rc rc = alive ? due_case_runs(call, change, part, &runs) : RC_OK;

    if (rc == RC_OK)
        record_set(part, "due", runs ? record_value(part, "last_day") : v_null());
    return rc;
}

/* ---- clocks ---- */

static struct str made_by(const struct change *change)
{
    return change->operation == NULL ? STR("") : str_of(change->operation->name);
}

static bool taken_back(const struct change *change)
{
    return str_is(made_by(change), "change.undo");
}

/* A last day that a lead has accepted anew (recount.h) stands for the one that was counted first;
 * taken back, that one is there again. Another event counts both anew. */
static void choose_day(const struct change *change, struct record *clock)
{
    struct value moved = record_value(clock, "moved_to"), first = record_value(clock, "first_day");
    const struct record *was = change_before(change, clock);

    if (change_touches(change, clock, "moved_to")) {
        record_set(clock, "last_day", moved.type == V_INT ? moved : first);
        record_set(clock, "would_be",
                   moved.type == V_INT || was == NULL || !taken_back(change)
                       ? v_null()
                       : record_value(was, "moved_to"));
        if (moved.type == V_INT)
            record_set(clock, "would_why", v_null());
    } else if (moved.type == V_NULL) {
        record_set(clock, "first_day", record_value(clock, "last_day"));
    }
}

static bool may_move(const struct change *change, const struct record *clock)
{
    return !change_touches(change, clock, "moved_to") || str_is(made_by(change), DUE_MOVE) ||
           taken_back(change) || empty(clock, "moved_to");
}

enum rc due_derive_clock(struct call *call, struct change *change, struct record *clock)
{
    if (!may_move(change, clock))
        return fail(call, RC_DENIED, "moved_to", "A last day is counted, never written by hand.");
    choose_day(change, clock);
    return set_due(call, change, clock,
                   clock->retired_ms == 0 && empty(clock, "ended") && empty(clock, "let_go"));
}

/* ---- papers ---- */

enum rc due_derive_paper(struct call *call, struct change *change, struct record *paper)
{
    return set_due(call, change, paper, paper->retired_ms == 0 && empty(paper, "taken_up"));
}

/* A procedure takes its paper up while it is derived itself, maybe behind the paper. */
enum rc due_derive_proceeding(struct call *call, struct change *change, struct record *proceeding)
{
    const struct kind *kind = kind_find(call->app->registry, STR("case_paper"));
    struct value link = record_value(proceeding, "paper");
    struct record *paper;
    struct id id;

    if (link.type == V_NULL || !id_of(link.s, &id))
        return RC_OK;
    enum rc rc = change_open(call, change, kind, &id, 0, &paper);
    return rc == RC_OK ? due_derive_paper(call, change, paper) : rc;
}

/* ---- cases ---- */

/* Whatever makes the parts of a case run, or not. */
static bool turned(const struct change *change, const struct record *of)
{
    const struct record *was = change_before(change, of);

    return was != NULL &&
           (due_case_closed(was) != due_case_closed(of) ||
            (was->retired_ms == 0) != (of->retired_ms == 0) ||
            (of->kind->historic_by != NULL && !value_eq(record_get(was, of->kind->historic_by),
                                                        record_get(of, of->kind->historic_by))));
}

static enum rc open_parts(struct call *call, struct change *change, const char *kind,
                          const struct record *of)
{
    struct gathered_parts parts;
    struct record *part;
    enum rc rc = gather_parts(call, change, kind, of, &parts);

    for (size_t i = 0; i < parts.n && rc == RC_OK; i++)
        if (parts.in[i]->retired_ms == 0 && id_eq(&parts.in[i]->owner, &of->id))
            rc = change_open(call, change, parts.in[i]->kind, &parts.in[i]->id, 0, &part);
    return rc;
}

static const char *const with_due[] = {"clock", "case_paper", "promise", "referral"};

/* What is opened is derived in its turn. */
enum rc due_derive_case(struct call *call, struct change *change, struct record *of)
{
    enum rc rc = RC_OK;

    if (!turned(change, of))
        return RC_OK;
    for (size_t i = 0; i < sizeof with_due / sizeof *with_due && rc == RC_OK; i++)
        rc = open_parts(call, change, with_due[i], of);
    return rc;
}

/* ---- tasks ---- */

enum rc due_derive_task(struct call *call, struct change *change, struct record *task)
{
    const struct record *was = change_before(change, task);
    bool done = str_is(task->state, "done");

    if (was == NULL || !str_eq(was->state, task->state))
        record_set(task, "done_on", done ? v_int(call->today) : v_null());
    return RC_OK;
}
