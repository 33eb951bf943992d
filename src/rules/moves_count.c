/* moves_count.c - see moves_count.h. */
#include "rules/moves_count.h"

#define BIT(event) MOVES_BIT(event)

/* What comes once a decision is there: the decision itself does not end a clock running from it. */
#define AFTER_DECISION                                         \
    (MOVES_DECIDED | BIT(EVENT_PUBLISHED) | BIT(EVENT_FINAL) | \
     BIT(EVENT_RECOMMENDATION_RECEIVED) | BIT(EVENT_WARNING_ISSUED))
#define BEFORE_FILING (BIT(EVENT_ACT) | BIT(EVENT_LEARNED) | BIT(EVENT_BIRTH) | BIT(EVENT_CHANGED))

/* Where the rule of receipt after hours holds: a paper's arrival at an office. */
static const uint32_t at_office = BIT(EVENT_RECEIVED) | BIT(EVENT_COMPLETE) | BIT(EVENT_STARTED);

/* ---- when it ends ---- */

uint32_t moves_done_by(const struct procedure_stage *stage, uint32_t from)
{
    if (stage == NULL)
        return MOVES_FILED;
    if (stage->done != 0)
        return stage->done;
    if ((from & AFTER_DECISION) != 0)
        return stage->side == SIDE_CLIENT ? MOVES_FILED : BIT(EVENT_COMPLIED);
    if (stage->side != SIDE_CLIENT)
        return MOVES_DECIDED;
    return (from & BEFORE_FILING) != 0 ? MOVES_FILED : BIT(EVENT_COMPLETE) | MOVES_DECIDED;
}

static void end(const struct moves_ask *ask, struct moves_clock *clock)
{
    uint32_t by = moves_done_by(clock->stage, clock->term->from) | BIT(EVENT_WITHDRAWN);
    const struct moves_fact *fact = moves_first(ask, by, clock->count.event.on);

    clock->ended = fact != NULL;
    if (fact != NULL)
        clock->ended_on = fact->on;
}

/* ---- what gives the body more time ---- */

/* How long the procedure stood still since then; what was over by 'due' cannot be stopped. */
static day stood_still(const struct moves_ask *ask, day from, day due)
{
    day days = 0;

    for (size_t i = 0; i < ask->n; i++) {
        const struct moves_fact *fact = &ask->facts[i], *resumed;
        if (fact->what != EVENT_SUSPENDED || fact->on < from || fact->on > ask->today ||
            fact->on > due + days)
            continue;
        resumed = moves_first(ask, BIT(EVENT_RESUMED), fact->on);
        days += (resumed == NULL ? ask->today : resumed->on) - fact->on;
    }
    return days;
}

const struct moves_fact *moves_extension(const struct moves_ask *ask, day due)
{
    const struct moves_fact *extended = moves_latest(ask, BIT(EVENT_EXTENDED));

    return extended != NULL && extended->on <= due ? extended : NULL;
}

static enum rc next_working_day(struct call *call, const struct moves_ask *ask, day *due)
{
    struct days_off days = {.calendar = ask->country->calendar};
    struct day_off off = {false, NULL};

    if (!ask->country->rule.ends_on_working_day)
        return RC_OK;
    enum rc rc = day_off(call, &days, *due, &off);
    while (rc == RC_OK && off.is)
        rc = day_off(call, &days, ++*due, &off);
    return rc;
}

/* The body named a day itself: it holds, but not beyond the longest that the law gives it. */
static void extend(const struct moves_ask *ask, bool longest, struct moves_clock *clock)
{
    const struct moves_fact *extended = moves_extension(ask, clock->count.due);

    if (extended == NULL || extended->until == 0)
        return;
    if (longest ? extended->until < clock->due : extended->until > clock->due)
        clock->due = extended->until;
}

static enum rc prolong(struct call *call, const struct moves_ask *ask, bool decides,
                       struct moves_clock *clock)
{
    day still = stood_still(ask, clock->count.event.on, clock->due);
    bool longest = clock->stage != NULL && clock->stage->extends;

    if (decides || longest)
        extend(ask, longest, clock);
    if (still == 0)
        return RC_OK;
    clock->due += still;
    clock->firm = false;
    return next_working_day(call, ask, &clock->due);
}

/* ---- counting ---- */

static void weaken(struct moves_clock *clock, enum law_status status)
{
    if (status > clock->status)
        clock->status = status;
}

bool moves_holds(const struct moves_ask *ask, const struct procedure_term *term)
{
    return term->when.n == 0 || ask->when.n == 0 || str_eq(term->when, ask->when);
}

static bool countable(const struct moves_ask *ask, const struct procedure_term *term,
                      const struct moves_start *start)
{
    return term->manual.n == 0 && term->term.length != 0 && term->from != 0 &&
           start->fact != NULL && ask->country != NULL;
}

/* The hour of an event. Where it is not known: the first of the day for a limit against the
 * client, the last for a term of the body. */
static int minute_of(const struct moves_clock *clock, const struct moves_fact *fact)
{
    if (clock->term->term.unit != TERM_HOURS || fact->minute != TERM_NO_HOUR)
        return fact->minute;
    return clock->side == SIDE_CLIENT ? 0 : 24 * 60 - 1;
}

static bool is_firm(const struct moves_ask *ask, const struct moves_start *start, int minute)
{
    const struct moves_fact *fact = start->fact;

    return fact->certain && fact->proven && !start->stand_in && minute == fact->minute &&
           !(fact->what == EVENT_DELIVERED && moves_delivered_twice(ask));
}

static enum rc count(struct call *call, const struct moves_ask *ask,
                     const struct moves_start *start, struct moves_clock *clock)
{
    const struct moves_fact *fact = start->fact;
    bool received = (at_office & BIT(start->as)) != 0 && clock->side != SIDE_CLIENT;
    int minute = minute_of(clock, fact);
    struct term_event event = {fact->on, minute, received};
    enum rc rc = term_count(call, clock->term->term, event, ask->country, &clock->count);

    if (rc != RC_OK)
        return rc;
    clock->from = fact;
    clock->due = clock->count.due;
    clock->firm = is_firm(ask, start, minute);
    clock->status = clock->of->law.status;
    if (clock->stage != NULL)
        weaken(clock, clock->stage->law.status);
    weaken(clock, clock->term->law.status);
    weaken(clock, clock->count.rule->law.status);
    return RC_OK;
}

static enum rc count_terms(struct call *call, const struct moves_ask *ask, bool decides,
                           const struct moves_clock *as, struct procedure_terms terms,
                           struct moves_clocks *out)
{
    struct moves_clock *in = arena_array(call->arena, terms.n, sizeof *in);
    enum rc rc = in == NULL && terms.n != 0 ? fail_memory(call) : RC_OK;
    size_t n = 0;

    for (size_t i = 0; i < terms.n && rc == RC_OK; i++) {
        const struct procedure_term *term = &terms.in[i];
        struct moves_start start = moves_start(ask, term->from);
        if (!moves_holds(ask, term) || !countable(ask, term, &start))
            continue;
        in[n] = *as;
        in[n].term = term;
        in[n].term_n = i;
        rc = count(call, ask, &start, &in[n]);
        if (rc == RC_OK && as->side == SIDE_BODY)
            rc = prolong(call, ask, decides, &in[n]);
        end(ask, &in[n]);
        n++;
    }
    *out = (struct moves_clocks){in, n};
    return rc;
}

enum rc moves_count_terms(struct call *call, const struct moves_ask *ask,
                          const struct procedure_stage *stage, size_t stage_n,
                          struct procedure_terms terms, struct moves_clocks *out)
{
    const struct moves_clock as = {
        .of = ask->procedure,
        .stage = stage,
        .stage_n = stage_n,
        .side = stage == NULL ? SIDE_CLIENT : stage->side,
    };

    return count_terms(call, ask, stage != NULL && stage->decides, &as, terms, out);
}

enum rc moves_count_decision(struct call *call, const struct moves_ask *ask,
                             struct procedure_terms terms, struct moves_clocks *out)
{
    const struct moves_clock as = {.of = ask->procedure, .side = SIDE_BODY};

    return count_terms(call, ask, true, &as, terms, out);
}

/* One that holds only after an extension waits for it. */
static bool runs(const struct moves_ask *ask, const struct procedure_stage *stage)
{
    return !stage->extends || moves_latest(ask, BIT(EVENT_EXTENDED)) != NULL;
}

static enum rc add(struct call *call, struct moves_clocks *all, const struct moves_clocks *more)
{
    struct moves_clock *in = arena_array(call->arena, all->n + more->n, sizeof *in);

    if (more->n == 0)
        return RC_OK;
    if (in == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < all->n; i++)
        in[i] = all->in[i];
    for (size_t i = 0; i < more->n; i++)
        in[all->n + i] = more->in[i];
    *all = (struct moves_clocks){in, all->n + more->n};
    return RC_OK;
}

enum rc moves_count(struct call *call, const struct moves_ask *ask, struct moves_clocks *out)
{
    const struct procedure *procedure = ask->procedure;
    struct moves_ask before, round;
    struct moves_clocks some;

    *out = (struct moves_clocks){NULL, 0};
    if (ask->n + ask->before_n > MOVES_FACTS_MAX)
        return fail(call, RC_LIMIT, "facts", "One procedure can have %d dated facts; this has %zu.",
                    MOVES_FACTS_MAX, ask->n);
    enum rc rc = moves_before(call, ask, &before);
    if (rc == RC_OK)
        rc = moves_count_terms(call, &before, NULL, 0, procedure->limits, &some);
    if (rc == RC_OK)
        rc = add(call, out, &some);
    if (rc == RC_OK)
        rc = moves_round(call, ask, &round);
    for (size_t i = 0; i < procedure->stage_count && rc == RC_OK; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        if (!runs(&round, stage))
            continue;
        rc = moves_count_terms(call, &round, stage, i + 1, stage->terms, &some);
        if (rc == RC_OK)
            rc = add(call, out, &some);
    }
    return rc;
}
