/* moves_count.c - see moves_count.h. */
#include "rules/moves_count.h"

#define BIT(event) (UINT32_C(1) << (event))

/* What comes once a decision is there: the decision itself does not end a clock that runs from it. */
#define AFTER_DECISION                                         \
    (MOVES_DECIDED | BIT(EVENT_PUBLISHED) | BIT(EVENT_FINAL) | \
     BIT(EVENT_RECOMMENDATION_RECEIVED) | BIT(EVENT_WARNING_ISSUED))
#define BEFORE_FILING (BIT(EVENT_ACT) | BIT(EVENT_LEARNED) | BIT(EVENT_BIRTH) | BIT(EVENT_CHANGED))

/* An earlier step that stands for one whose day is not known. */
static const struct {
    enum procedure_event of, by;
    bool same; /* the law lets the one happen with the other */
} stand_ins[] = {
    {EVENT_STARTED, EVENT_RECEIVED, true}, {EVENT_RECEIVED, EVENT_FILED, false},
    {EVENT_STARTED, EVENT_FILED, false},   {EVENT_COMPLETE, EVENT_RECEIVED, false},
    {EVENT_COMPLETE, EVENT_FILED, false},  {EVENT_ACCEPTED, EVENT_STARTED, false},
};

/* Where the rule of receipt after hours holds: a paper's arrival at an office. */
static const uint32_t at_office = BIT(EVENT_RECEIVED) | BIT(EVENT_COMPLETE) | BIT(EVENT_STARTED);

static const struct moves_fact *latest(const struct moves_fact *facts, size_t n, day today,
                                       uint32_t kinds)
{
    const struct moves_fact *found = NULL;

    for (size_t i = 0; i < n; i++) {
        const struct moves_fact *fact = &facts[i];
        if ((kinds & BIT(fact->what)) != 0 && fact->on <= today &&
            (found == NULL || fact->on >= found->on))
            found = fact;
    }
    return found;
}

const struct moves_fact *moves_latest(const struct moves_ask *ask, uint32_t kinds)
{
    return latest(ask->facts, ask->n, ask->today, kinds);
}

const struct moves_fact *moves_first(const struct moves_ask *ask, uint32_t kinds, day from)
{
    const struct moves_fact *found = NULL;

    for (size_t i = 0; i < ask->n; i++) {
        const struct moves_fact *fact = &ask->facts[i];
        if ((kinds & BIT(fact->what)) != 0 && fact->on <= ask->today && fact->on >= from &&
            (found == NULL || fact->on < found->on))
            found = fact;
    }
    return found;
}

/* ---- from which fact a term is counted ---- */

struct start {
    const struct moves_fact *fact;
    enum procedure_event as; /* what the term is counted from */
    bool stand_in;
};

/* A limit for filing is counted from what came before; its own decision starts none. */
static const struct moves_fact *fact_for(const struct moves_ask *ask, bool limit, uint32_t kind)
{
    const struct moves_fact *before =
        limit ? latest(ask->before, ask->before_n, ask->today, kind) : NULL;

    if (before != NULL || (limit && (kind & AFTER_DECISION) != 0))
        return before;
    return moves_latest(ask, kind);
}

static struct start start_by(const struct moves_ask *ask, bool limit, enum procedure_event event)
{
    struct start start = {fact_for(ask, limit, BIT(event)), event, false};

    for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins && start.fact == NULL; i++)
        if (stand_ins[i].of == event) {
            start.fact = fact_for(ask, limit, BIT(stand_ins[i].by));
            start.stand_in = !stand_ins[i].same;
        }
    return start;
}

/* Of several events the earliest. */
static struct start start_of(const struct moves_ask *ask, bool limit, uint32_t from)
{
    struct start first = {NULL, EVENT_COUNT, false};

    for (unsigned i = 0; i < EVENT_COUNT; i++) {
        struct start start = {NULL, EVENT_COUNT, false};
        if ((from & BIT(i)) != 0)
            start = start_by(ask, limit, (enum procedure_event)i);
        if (start.fact != NULL && (first.fact == NULL || start.fact->on < first.fact->on))
            first = start;
    }
    return first;
}

/* ---- when it ends ---- */

static uint32_t ends_by(const struct moves_clock *clock)
{
    const struct procedure_stage *stage = clock->stage;

    if (stage == NULL)
        return MOVES_FILED;
    if (stage->done != 0)
        return stage->done;
    if ((clock->term->from & AFTER_DECISION) != 0)
        return stage->side == SIDE_CLIENT ? MOVES_FILED : BIT(EVENT_COMPLIED);
    if (stage->side != SIDE_CLIENT)
        return MOVES_DECIDED;
    return (clock->term->from & BEFORE_FILING) != 0 ? MOVES_FILED
                                                    : BIT(EVENT_COMPLETE) | MOVES_DECIDED;
}

static void end(const struct moves_ask *ask, struct moves_clock *clock)
{
    const struct moves_fact *fact =
        moves_first(ask, ends_by(clock) | BIT(EVENT_WITHDRAWN), clock->count.event.on);

    clock->ended = fact != NULL;
    if (fact != NULL)
        clock->ended_on = fact->on;
}

/* ---- what gives the body more time ---- */

/* How long the procedure stood still since then. */
static day stood_still(const struct moves_ask *ask, day from)
{
    day days = 0;

    for (size_t i = 0; i < ask->n; i++) {
        const struct moves_fact *fact = &ask->facts[i], *resumed;
        if (fact->what != EVENT_SUSPENDED || fact->on < from || fact->on > ask->today)
            continue;
        resumed = moves_first(ask, BIT(EVENT_RESUMED), fact->on);
        days += (resumed == NULL ? ask->today : resumed->on) - fact->on;
    }
    return days;
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

static enum rc prolong(struct call *call, const struct moves_ask *ask, bool decides,
                       struct moves_clock *clock)
{
    const struct moves_fact *extended =
        moves_first(ask, BIT(EVENT_EXTENDED), clock->count.event.on);
    day still = stood_still(ask, clock->count.event.on);

    if (decides && extended != NULL && extended->until > clock->due)
        clock->due = extended->until;
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

static bool holds(const struct moves_ask *ask, const struct procedure_term *term)
{
    return term->when.n == 0 || ask->when.n == 0 || str_eq(term->when, ask->when);
}

static bool countable(const struct moves_ask *ask, const struct procedure_term *term,
                      const struct start *start)
{
    return term->manual.n == 0 && term->term.length != 0 && term->from != 0 &&
           start->fact != NULL && ask->country != NULL &&
           (term->term.unit != TERM_HOURS || start->fact->minute != TERM_NO_HOUR);
}

static enum rc count(struct call *call, const struct moves_ask *ask, const struct start *start,
                     struct moves_clock *clock)
{
    const struct moves_fact *fact = start->fact;
    bool received = (at_office & BIT(start->as)) != 0 && clock->side != SIDE_CLIENT;
    struct term_event event = {fact->on, fact->minute, received};
    enum rc rc = term_count(call, clock->term->term, event, ask->country, &clock->count);

    if (rc != RC_OK)
        return rc;
    clock->from = fact;
    clock->due = clock->count.due;
    clock->firm = fact->certain && fact->proven && !start->stand_in;
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
        struct start start =
            start_of(ask, as->stage == NULL && as->side == SIDE_CLIENT, term->from);
        if (!holds(ask, term) || !countable(ask, term, &start))
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
    struct moves_clocks some;

    *out = (struct moves_clocks){NULL, 0};
    if (ask->n > MOVES_FACTS_MAX)
        return fail(call, RC_LIMIT, "facts", "One procedure can have %d dated facts; this has %zu.",
                    MOVES_FACTS_MAX, ask->n);
    enum rc rc = moves_count_terms(call, ask, NULL, 0, procedure->limits, &some);
    if (rc == RC_OK)
        rc = add(call, out, &some);
    for (size_t i = 0; i < procedure->stage_count && rc == RC_OK; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        if (!runs(ask, stage))
            continue;
        rc = moves_count_terms(call, ask, stage, i + 1, stage->terms, &some);
        if (rc == RC_OK)
            rc = add(call, out, &some);
    }
    return rc;
}
