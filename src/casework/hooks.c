/* hooks.c - see hooks.h. */
#include "casework/hooks.h"

#include "model/actor.h"

static const char *const counted_from[] = {"what", "received", "how", "procedure", "stage"};

/* ---- a paper's last day ---- */

static struct str paper_text(const struct record *record, const char *name)
{
    struct value v = record_value(record, name);

    return v.type == V_TEXT ? v.s : STR("");
}

bool paper_ask(const struct record *paper, struct deadline_ask *out)
{
    struct value received = record_value(paper, "received"), stage = record_value(paper, "stage");

    *out = (struct deadline_ask){
        .procedure = paper_text(paper, "procedure"),
        .stage = stage.type == V_INT ? stage.i : DEADLINE_FILING,
        .minute = TERM_NO_HOUR,
        .how = paper_text(paper, "how"),
        .paper = paper_text(paper, "what"),
    };
    if (received.type != V_INT || received.i < day_min() || received.i > day_max())
        return false;
    out->received = (day)received.i;
    return out->procedure.n != 0;
}

static bool must_count(const struct change *change, const struct record *paper)
{
    if (change_before(change, paper) == NULL)
        return true;
    for (size_t i = 0; i < sizeof counted_from / sizeof *counted_from; i++)
        if (change_touches(change, paper, counted_from[i]))
            return true;
    return false;
}

/* Fields that are missing or wrong in themselves are named by the check that follows. */
static enum rc count_paper(struct call *call, struct record *paper)
{
    struct deadline_ask ask;
    struct deadline deadline;

    record_set(paper, "last_day", v_null());
    record_set(paper, "firm", v_null());
    if (!paper_ask(paper, &ask) || !deadline_check(call, &ask))
        return RC_OK;
    enum rc rc = deadline_of(call, &ask, &deadline);
    if (rc == RC_OK && deadline.counted) {
        record_set(paper, "last_day", v_int(deadline.due));
        record_set(paper, "firm", v_int(deadline.firm));
    }
    return rc;
}

/* ---- a case's next day ---- */

struct earliest {
    const struct change *change;
    const struct record *of; /* the case */
    struct value on;
};

static void take(struct earliest *earliest, const struct record *paper)
{
    struct value last = record_value(paper, "last_day");

    if (paper->erased || paper->retired_ms != 0 || last.type != V_INT ||
        !id_eq(&paper->owner, &earliest->of->id))
        return;
    if (earliest->on.type == V_NULL || last.i < earliest->on.i)
        earliest->on = last;
}

static bool is_paper(const struct record *record)
{
    return str_is(record->kind->name, "case_paper");
}

static enum rc take_stored(struct call *call, void *arg, struct record *paper)
{
    struct earliest *earliest = arg;

    (void)call;
    if (change_before(earliest->change, paper) == NULL) /* else the draft counts */
        take(earliest, paper);
    return RC_OK;
}

static enum rc set_next_due(struct call *call, struct change *change, struct record *of)
{
    const struct kind *kind = kind_find(call->app->registry, STR("case_paper"));
    struct earliest earliest = {.change = change, .of = of, .on = v_null()};
    bool historic;
    enum rc rc = change_historic(call, change, of, &historic);

    if (rc == RC_OK && historic) {
        record_set(of, "next_due", v_null());
        return RC_OK;
    }
    if (rc == RC_OK &&
        change_before(change, of) != NULL) /* a new case has no papers but those of this change */
        rc = table_of_subject(call, call->store->db, app_table(call->app, kind), &of->subject,
                              take_stored, &earliest);
    for (const struct draft *draft = change->drafts; draft != NULL; draft = draft->next)
        if (!draft->erase && is_paper(draft->record))
            take(&earliest, draft->record);
    if (rc == RC_OK)
        record_set(of, "next_due", earliest.on);
    return rc;
}

/* ---- the hooks ---- */

static void set_responsible(const struct call *call, const struct change *change,
                            struct record *record)
{
    bool new = change_before(change, record) == NULL;

    if (new && call->actor != NULL && !call->actor->system &&
        record_value(record, "responsible").type == V_NULL)
        record_set(record, "responsible", id_value(&call->actor->id));
}

static enum rc derive_paper(struct call *call, struct change *change, struct record *paper)
{
    const struct kind *kind = kind_find(call->app->registry, STR("case"));
    struct record *of;
    bool historic;
    enum rc rc = change_historic(call, change, paper, &historic);

    if (rc == RC_OK && historic)
        return RC_OK;
    if (rc == RC_OK && must_count(change, paper))
        rc = count_paper(call, paper);

    if (rc == RC_OK)
        rc = change_open(call, change, kind, &paper->owner, 0, &of);
    return rc == RC_OK ? set_next_due(call, change, of) : rc;
}

static enum rc derive_case(struct call *call, struct change *change, struct record *record)
{
    set_responsible(call, change, record);
    return set_next_due(call, change, record);
}

static enum rc derive_person(struct call *call, struct change *change, struct record *record)
{
    set_responsible(call, change, record);
    return RC_OK;
}

const struct derive_hook casework_hooks[] = {
    {"case_paper", derive_paper},
    {"case", derive_case},
    {"person", derive_person},
};
const size_t casework_hooks_n = sizeof casework_hooks / sizeof *casework_hooks;
