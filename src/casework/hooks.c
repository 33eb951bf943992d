/* hooks.c - see hooks.h. */
#include "casework/hooks.h"

#include "casework/asked.h"
#include "casework/attempts.h"
#include "casework/awaited.h"
#include "casework/clocks.h"
#include "casework/delivery.h"
#include "casework/due.h"
#include "casework/feed.h"
#include "casework/letter_own.h"
#include "casework/no_answer.h"
#include "casework/photo_address.h"
#include "casework/register_take.h"
#include "casework/task_rules.h"
#include "model/actor.h"

static const char *const counted_from[] = {"what", "received",  "guessed",
                                           "how",  "procedure", "stage"};

/* ---- a paper's last day ---- */

bool paper_ask(const struct record *paper, struct deadline_ask *out)
{
    struct value received = record_value(paper, "received"), stage = record_value(paper, "stage");

    *out = (struct deadline_ask){
        .procedure = record_text(paper, "procedure"),
        .stage = stage.type == V_INT ? stage.i : DEADLINE_FILING,
        .minute = TERM_NO_HOUR,
        .how = record_text(paper, "how"),
        .paper = record_text(paper, "what"),
    };
    if (record_value(paper, "guessed").i != 0)
        out->how = STR("unknown"); /* nothing can be proved by a day that nobody is sure of */
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
    if (!paper_ask(paper, &ask) ||
        procedure_find(call->app->packs->procedures, ask.procedure) == NULL ||
        !deadline_check(call, &ask))
        return RC_OK; /* of a procedure that no pack knows she is asked: asked.h */
    enum rc rc = deadline_of(call, &ask, &deadline);
    if (rc == RC_OK && deadline.counted) {
        record_set(paper, "last_day", v_int(deadline.due));
        record_set(paper, "firm", v_int(deadline.firm));
    }
    return rc;
}

/* What answers us, or stands in a procedure, has its days counted there. */
static void need_procedure(struct call *call, const struct change *change,
                           const struct record *paper)
{
    static const char *const instead[] = {"procedure", "answers", "said", "taken_up"};
    const struct record *was = change_before(change, paper);

    for (size_t i = 0; i < sizeof instead / sizeof *instead; i++)
        if (record_value(paper, instead[i]).type != V_NULL)
            return;
    if (paper->retired_ms == 0 && (was == NULL || record_value(was, "procedure").type != V_NULL))
        fault_add(call, STR("procedure"), "%s is missing.", say(call, "Procedure").p);
}

/* ---- a case's next day ---- */

struct earliest {
    const struct change *change;
    const struct record *of; /* the case */
    struct value on;
};

static void take_day(struct earliest *earliest, struct value last)
{
    if (last.type == V_INT && (earliest->on.type == V_NULL || last.i < earliest->on.i))
        earliest->on = last;
}

/* Papers that no procedure has taken up, and what runs for or against the client in those. */
static void take(struct earliest *earliest, const struct record *record)
{
    bool counts = str_is(record->kind->name, "clock")
                      ? clock_runs(record)
                      : record_value(record, "taken_up").type == V_NULL;

    if (!record->erased && record->retired_ms == 0 && counts &&
        id_eq(&record->owner, &earliest->of->id))
        take_day(earliest, record_value(record, "last_day"));
}

static bool has_last_day(const struct record *record)
{
    return str_is(record->kind->name, "case_paper") || str_is(record->kind->name, "clock");
}

static enum rc take_stored(struct call *call, void *arg, struct record *record)
{
    struct earliest *earliest = arg;

    (void)call;
    if (change_before(earliest->change, record) == NULL) /* else the draft counts */
        take(earliest, record);
    return RC_OK;
}

static enum rc take_all_stored(struct call *call, struct earliest *earliest, const char *name)
{
    const struct kind *kind = kind_find(call->app->registry, str_of(name));

    return table_of_subject(call, call->store->db, app_table(call->app, kind),
                            &earliest->of->subject, take_stored, earliest);
}

/* The earliest day of what is open in the case, whatever the case's state. */
static enum rc next_due(struct call *call, struct change *change, const struct record *of,
                        struct value *out)
{
    struct earliest earliest = {.change = change, .of = of, .on = v_null()};
    bool historic;
    enum rc rc = change_historic(call, change, of, &historic);

    *out = v_null();
    if (rc != RC_OK || historic)
        return rc;
    if (change_before(change, of) != NULL) { /* a new case has what this change has */
        rc = take_all_stored(call, &earliest, "case_paper");
        if (rc == RC_OK)
            rc = take_all_stored(call, &earliest, "clock");
    }
    for (const struct draft *draft = change->drafts; draft != NULL; draft = draft->next)
        if (!draft->erase && has_last_day(draft->record))
            take(&earliest, draft->record);
    *out = earliest.on;
    return rc;
}

/* Of a closed case nothing is due. */
static enum rc set_next_due(struct call *call, struct change *change, struct record *of)
{
    struct value on = v_null();
    enum rc rc = due_case_closed(of) ? RC_OK : next_due(call, change, of, &on);

    if (rc == RC_OK)
        record_set(of, "next_due", on);
    return rc;
}

/* The case that a part belongs to, for its next day. */
static enum rc derive_owner(struct call *call, struct change *change, const struct record *part)
{
    struct record *of;
    enum rc rc = change_open(call, change, part->kind->owner, &part->owner, 0, &of);

    return rc == RC_OK ? set_next_due(call, change, of) : rc;
}

/* ---- procedures ---- */

/* The procedure that a field names; NULL: none. */
static enum rc look(struct call *call, struct change *change, const struct record *record,
                    const char *name, const struct record **out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("proceeding"));
    struct value link = record_value(record, name);
    struct id id;

    *out = NULL;
    if (link.type == V_NULL || !id_of(link.s, &id))
        return RC_OK;
    return change_look(call, change, kind, &id, out);
}

/* Its own clocks, and those of the procedure that it goes against. */
static enum rc derive_clocks(struct call *call, struct change *change,
                             const struct record *proceeding)
{
    const struct record *against = NULL;
    bool historic;
    enum rc rc = change_historic(call, change, proceeding, &historic);

    if (rc != RC_OK || historic || !clocks_known(call, proceeding))
        return rc;
    rc = clocks_derive(call, change, proceeding);
    if (rc == RC_OK)
        rc = look(call, change, proceeding, "after", &against);
    if (rc == RC_OK && against != NULL)
        rc = clocks_derive(call, change, against);
    return rc == RC_OK ? derive_owner(call, change, proceeding) : rc;
}

/* ---- the hooks ---- */

static bool goes_with(const struct record *a, const struct record *b)
{
    struct value of = record_value(a, "proceeding"), other = record_value(b, "proceeding");

    return a->kind == b->kind && id_eq(&a->owner, &b->owner) && of.type == other.type &&
           str_eq(of.s, other.s);
}

/* Of many facts or clocks of one procedure in a change the last looks at all of them: it is not
 * done once for each. */
static bool is_last(const struct change *change, const struct record *record)
{
    bool behind = false;

    for (const struct draft *d = change->drafts; d != NULL; d = d->next) {
        if (behind && !d->erase && goes_with(d->record, record))
            return false;
        behind |= d->record == record;
    }
    return true;
}

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
    bool historic;
    enum rc rc = change_historic(call, change, paper, &historic);

    need_procedure(call, change, paper);
    if (rc == RC_OK && historic)
        return RC_OK;
    if (rc == RC_OK && must_count(change, paper))
        rc = count_paper(call, paper);
    return rc == RC_OK ? derive_owner(call, change, paper) : rc;
}

static enum rc derive_proceeding(struct call *call, struct change *change, struct record *record)
{
    bool historic;
    enum rc rc = change_historic(call, change, record, &historic);

    if (rc == RC_OK && !historic)
        rc = clocks_take_up(call, change, record);
    return rc == RC_OK ? derive_clocks(call, change, record) : rc;
}

static enum rc derive_event(struct call *call, struct change *change, struct record *event)
{
    const struct record *proceeding;

    if (!is_last(change, event))
        return RC_OK;
    enum rc rc = look(call, change, event, "proceeding", &proceeding);
    return rc != RC_OK || proceeding == NULL ? rc : derive_clocks(call, change, proceeding);
}

static enum rc derive_clock(struct call *call, struct change *change, struct record *clock)
{
    if (!is_last(change, clock))
        return RC_OK;
    enum rc rc = no_answer_derive(call, change, clock);
    return rc == RC_OK ? derive_owner(call, change, clock) : rc;
}

/* A case is not closed over a way that is still open, unless somebody wrote down why. */
static enum rc check_closing(struct call *call, struct change *change, const struct record *record)
{
    const struct record *was = change_before(change, record);
    struct value due;
    char text[DAY_TEXT];

    if (!due_case_closed(record) || (was != NULL && due_case_closed(was)))
        return RC_OK;
    enum rc rc = next_due(call, change, record, &due);
    if (rc == RC_OK && due.type == V_INT && due.i >= call->today &&
        record_value(record, "let_go").type == V_NULL)
        fault_add(
            call, STR("let_go"),
            "A way is still open until %s. Use it, or write into the case why it is not used.",
            day_format((day)due.i, text));
    return rc;
}

static enum rc derive_case(struct call *call, struct change *change, struct record *record)
{
    set_responsible(call, change, record);
    enum rc rc = set_next_due(call, change, record);
    return rc == RC_OK ? check_closing(call, change, record) : rc;
}

static enum rc derive_person(struct call *call, struct change *change, struct record *record)
{
    set_responsible(call, change, record);
    return RC_OK;
}

/* In this order for each record: what a clock is counted to before the case's next day, what a
 * paper is due after its last day is counted. */
const struct derive_hook casework_hooks[] = {
    {"clock", due_derive_clock},
    {"case_paper", derive_paper},
    {"case_paper", due_derive_paper},
    {"case", derive_case},
    {"case", due_derive_case},
    {"clock", derive_clock},
    {"event", derive_event},
    {"event", task_rules_event},
    {"person", derive_person},
    {"task", due_derive_task},
    {"promise", awaited_promise},
    {"referral", awaited_referral},
    {"proceeding", derive_proceeding},
    {"proceeding", due_derive_proceeding},
    {"proceeding", task_rules_proceeding},
    {"case_note", attempts_derive},
    {"household", derive_person},
    {"calendar_feed", feed_derive},
    {"basis", asked_derive},
    {"case", asked_derive},
    {"case_note", asked_derive},
    {"case_paper", asked_derive},
    {"event", asked_derive},
    {"hearing", asked_derive},
    {"identity_paper", asked_derive},
    {"organisation", asked_derive},
    {"power_of_attorney", asked_derive},
    {"proceeding", asked_derive},
    {"promise", asked_derive},
    {"referral", asked_derive},
    {"photo_address", photo_address_derive},
    {"letter_template", own_derive},
    {"organisation", register_found},
    {"register", register_derive},
    {"letter", register_derive_letter},
    {"case_paper", register_derive_paper},
    {"register_entry", register_derive_entry},
    {"event", delivery_event},
    {"case_paper", delivery_paper},
    {"letter", delivery_letter},
};
const size_t casework_hooks_n = sizeof casework_hooks / sizeof *casework_hooks;
