/* task_rules.c - see task_rules.h. */
#include "casework/task_rules.h"

#include "base/lang.h"
#include "casework/clocks.h"
#include "casework/due.h"
#include "casework/gather.h"
#include "web/html.h"

enum { CARD_DAYS = 10, FEW_DAYS = 3 };

struct events {
    struct record *const *in; /* of one procedure, by day */
    size_t n;
};

static bool is(const struct record *record, const char *name, const char *code)
{
    return str_is(record_text(record, name), code);
}

/* ---- whether the reason is there ---- */

static bool reached_nobody(const struct record *event)
{
    return is(event, "proof", "refused") || is(event, "proof", "returned");
}

/* Did this happen on that day or later, and reach somebody? */
static bool followed(struct events events, const struct record *event, const char *what)
{
    for (size_t i = 0; i < events.n; i++) {
        const struct record *other = events.in[i];
        if (other != event && other->retired_ms == 0 && is(other, "what", what) &&
            !reached_nobody(other) && record_value(other, "on").i >= record_value(event, "on").i)
            return true;
    }
    return false;
}

static bool refused(struct events events, const struct record *event)
{
    return is(event, "proof", "refused") && !followed(events, event, "filed") &&
           !followed(events, event, "received");
}

static bool returned(struct events events, const struct record *event)
{
    return is(event, "proof", "returned") && !followed(events, event, "filed") &&
           !followed(events, event, "received");
}

static bool asked(struct events events, const struct record *event)
{
    return is(event, "what", "requested") && !reached_nobody(event) &&
           !followed(events, event, "complete") && !followed(events, event, "decided") &&
           !followed(events, event, "delivered");
}

static bool posted(struct events events, const struct record *event)
{
    return is(event, "what", "filed") && is(event, "proof", "posted") &&
           !followed(events, event, "received") && !followed(events, event, "decided") &&
           !followed(events, event, "delivered");
}

/* ---- the table ---- */

enum until { UNTIL_TODAY, UNTIL_FEW_DAYS, UNTIL_CARD, UNTIL_CLOCK };

static const struct rule {
    const char *name;
    bool (*holds)(struct events events, const struct record *event);
    enum until until;
    const char *what, *why;
} rules[] = {
    {"refused_at_desk", refused, UNTIL_TODAY, N_("Send it by registered post"),
     N_("The desk did not take it. A registered letter counts from the day of posting.")},
    {"came_back", returned, UNTIL_FEW_DAYS, N_("Find out the right address and send it again"),
     N_("It came back undelivered: it has reached nobody, and no term runs.")},
    {"more_is_asked", asked, UNTIL_CLOCK, N_("Hand in what the body asked for"),
     N_("The body asked for something. What is not handed in in time may end the procedure.")},
    {"no_card_yet", posted, UNTIL_CARD, N_("Ask for the card that shows the delivery"),
     N_("It was posted, and nothing shows when it arrived: the last days are provisional.")},
};

enum { RULES = sizeof rules / sizeof *rules };

/* ---- one task ---- */

struct at {
    struct change *change;
    const struct record *of, *proceeding, *event;
    struct gathered_parts tasks;
};

static struct str mark(struct call *call, const struct rule *rule, const struct record *event)
{
    return str_format(call->arena, "%s %s", rule->name, str_hex(call->arena, id_str(&event->id)).p);
}

static struct record *find(const struct gathered_parts *tasks, struct str mark)
{
    for (size_t i = 0; i < tasks->n; i++)
        if (str_eq(record_text(tasks->in[i], "rule"), mark))
            return tasks->in[i];
    return NULL;
}

/* The last day that the law sets for what was asked. */
static enum rc clock_day(struct call *call, const struct at *at, struct value *out)
{
    struct gathered_parts clocks;
    struct str proceeding = id_str(&at->proceeding->id);
    enum rc rc = gather_parts(call, at->change, "clock", at->of, &clocks);

    for (size_t i = 0; i < clocks.n && rc == RC_OK; i++) {
        const struct record *clock = clocks.in[i];
        struct value last = record_value(clock, "last_day");
        if (str_eq(record_value(clock, "proceeding").s, proceeding) && is(clock, "what", "act") &&
            clock_runs(clock) && last.type == V_INT && last.i < out->i)
            *out = last;
    }
    return rc;
}

/* Our own days are none on which nobody works: the Friday before a weekend. */
static struct value work_day(day d)
{
    return v_int(day_weekday(d) > FRIDAY ? d - (day)(day_weekday(d) - FRIDAY) : d);
}

static enum rc until(struct call *call, const struct at *at, enum until rule, struct value *out)
{
    day on = (day)record_value(at->event, "on").i;

    switch (rule) {
    case UNTIL_TODAY: *out = v_int(call->today); break;
    case UNTIL_FEW_DAYS: *out = work_day(call->today + FEW_DAYS); break;
    case UNTIL_CARD: *out = work_day(on + CARD_DAYS); break;
    case UNTIL_CLOCK: *out = work_day(call->today + FEW_DAYS); return clock_day(call, at, out);
    }
    return RC_OK;
}

static enum rc make(struct call *call, const struct at *at, const struct rule *rule)
{
    const struct kind *kind = kind_find(call->app->registry, STR("task"));
    struct record *task;
    struct value due;
    enum rc rc = until(call, at, rule->until, &due);

    if (rc == RC_OK)
        rc = change_make(call, at->change, kind, at->of, &task);
    if (rc != RC_OK)
        return rc;
    record_set(task, "what", v_text(str_of(lang_text(call->lang, rule->what))));
    record_set(task, "why", v_text(str_of(lang_text(call->lang, rule->why))));
    record_set(task, "rule", v_text(mark(call, rule, at->event)));
    record_set(task, "due", due);
    record_set(task, "who", record_value(at->of, "responsible"));
    return RC_OK;
}

/* One that nobody has touched goes and comes with its reason. */
static enum rc turn(struct call *call, const struct at *at, struct record *task, bool holds)
{
    bool there = task->retired_ms == 0;
    struct record *opened;

    if (there == holds || !str_is(task->state, "open"))
        return RC_OK;
    enum rc rc = change_open(call, at->change, task->kind, &task->id, 0, &opened);
    if (rc == RC_OK)
        opened->retired_ms = holds ? 0 : call->now_ms;
    return rc;
}

static enum rc follow(struct call *call, struct at *at, struct events events, bool runs)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < events.n; i++)
        for (size_t k = 0; k < RULES && rc == RC_OK; k++) {
            at->event = events.in[i];
            bool holds = runs && at->event->retired_ms == 0 && rules[k].holds(events, at->event);
            struct record *task = find(&at->tasks, mark(call, &rules[k], at->event));
            if (task != NULL)
                rc = turn(call, at, task, holds);
            else if (holds)
                rc = make(call, at, &rules[k]);
        }
    return rc;
}

/* ---- the hook ---- */

static enum rc look(struct call *call, struct change *change, const struct record *event,
                    const struct record **out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("proceeding"));
    struct value link = record_value(event, "proceeding");
    struct id id;

    *out = NULL;
    if (link.type == V_NULL || !id_of(link.s, &id))
        return RC_OK;
    return change_look(call, change, kind, &id, out);
}

static enum rc follow_all(struct call *call, struct change *change, struct at *at)
{
    struct clocks_ask ask;
    enum rc rc = clocks_ask(call, change, at->proceeding, &ask);

    if (rc == RC_OK)
        rc =
            change_look(call, change, at->proceeding->kind->owner, &at->proceeding->owner, &at->of);
    if (rc == RC_OK)
        rc = gather_parts(call, change, "task", at->of, &at->tasks);
    if (rc != RC_OK)
        return rc;
    return follow(call, at, (struct events){ask.events, ask.n},
                  at->proceeding->retired_ms == 0 && !due_case_closed(at->of) &&
                      record_value(at->proceeding, "ended").type == V_NULL);
}

enum rc task_rules_proceeding(struct call *call, struct change *change, struct record *proceeding)
{
    struct at at = {.change = change, .proceeding = proceeding};
    bool historic;
    enum rc rc = change_historic(call, change, proceeding, &historic);

    if (rc != RC_OK || historic || !clocks_known(call, proceeding))
        return rc;
    return follow_all(call, change, &at);
}

enum rc task_rules_event(struct call *call, struct change *change, struct record *event)
{
    struct at at = {.change = change};
    bool historic;
    enum rc rc = change_historic(call, change, event, &historic);

    if (rc != RC_OK || historic)
        return rc;
    rc = look(call, change, event, &at.proceeding);
    if (rc != RC_OK || at.proceeding == NULL || !clocks_known(call, at.proceeding))
        return rc;
    return follow_all(call, change, &at);
}
