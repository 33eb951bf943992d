/* moves_facts.c - see moves_facts.h. */
#include "rules/moves_facts.h"

/* What is no step of the procedure itself; it may lie before it and counts all the same. */
#define OUTSIDE                                                                 \
    (MOVES_BIT(EVENT_ACT) | MOVES_BIT(EVENT_LEARNED) | MOVES_BIT(EVENT_BIRTH) | \
     MOVES_BIT(EVENT_CHANGED) | MOVES_BIT(EVENT_FILED) | MOVES_BIT(EVENT_PERIOD_ENDED))

/* An earlier step that stands for one whose day is not known. */
static const struct {
    enum procedure_event of, by;
    bool same; /* the law lets the one happen with the other */
} stand_ins[] = {
    {EVENT_STARTED, EVENT_RECEIVED, true}, {EVENT_RECEIVED, EVENT_FILED, false},
    {EVENT_STARTED, EVENT_FILED, false},   {EVENT_COMPLETE, EVENT_RECEIVED, false},
    {EVENT_COMPLETE, EVENT_FILED, false},  {EVENT_ACCEPTED, EVENT_STARTED, false},
};

const struct moves_fact *moves_latest(const struct moves_ask *ask, uint32_t kinds)
{
    const struct moves_fact *found = NULL;

    for (size_t i = 0; i < ask->n; i++) {
        const struct moves_fact *fact = &ask->facts[i];
        if ((kinds & MOVES_BIT(fact->what)) != 0 && fact->on <= ask->today &&
            (found == NULL || fact->on >= found->on))
            found = fact;
    }
    return found;
}

const struct moves_fact *moves_first(const struct moves_ask *ask, uint32_t kinds, day since)
{
    const struct moves_fact *found = NULL;

    for (size_t i = 0; i < ask->n; i++) {
        const struct moves_fact *fact = &ask->facts[i];
        if ((kinds & MOVES_BIT(fact->what)) != 0 && fact->on <= ask->today && fact->on >= since &&
            (found == NULL || fact->on < found->on))
            found = fact;
    }
    return found;
}

/* ---- from which fact a term is counted ---- */

static struct moves_start start_by(const struct moves_ask *ask, enum procedure_event event)
{
    struct moves_start start = {moves_latest(ask, MOVES_BIT(event)), event, false};

    for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins && start.fact == NULL; i++)
        if (stand_ins[i].of == event) {
            start.fact = moves_latest(ask, MOVES_BIT(stand_ins[i].by));
            start.stand_in = !stand_ins[i].same;
        }
    return start;
}

struct moves_start moves_start(const struct moves_ask *ask, uint32_t from)
{
    struct moves_start first = {NULL, EVENT_COUNT, false};

    for (unsigned i = 0; i < EVENT_COUNT; i++) {
        struct moves_start start = {NULL, EVENT_COUNT, false};
        if ((from & MOVES_BIT(i)) != 0)
            start = start_by(ask, (enum procedure_event)i);
        if (start.fact != NULL && (first.fact == NULL || start.fact->on < first.fact->on))
            first = start;
    }
    return first;
}

bool moves_delivered_twice(const struct moves_ask *ask)
{
    const struct moves_fact *decided = moves_latest(ask, MOVES_BIT(EVENT_DECIDED));
    day since = decided == NULL ? day_min() : decided->on;
    const struct moves_fact *first = moves_first(ask, MOVES_BIT(EVENT_DELIVERED), since);
    const struct moves_fact *last = moves_latest(ask, MOVES_BIT(EVENT_DELIVERED));

    return first != NULL && last->on > first->on;
}

/* ---- rounds ---- */

/* The latest filing; where only its arrival is known, that. */
static const struct moves_fact *filing(const struct moves_ask *ask)
{
    const struct moves_fact *filed = moves_latest(ask, MOVES_BIT(EVENT_FILED));

    return filed != NULL ? filed
                         : moves_latest(ask, MOVES_BIT(EVENT_RECEIVED) | MOVES_BIT(EVENT_STARTED));
}

struct moves_ask moves_before(const struct moves_ask *ask)
{
    const struct moves_fact *filed = filing(ask);
    struct moves_ask before = *ask;

    if (filed != NULL)
        before.today = filed->on;
    return before;
}

/* The events that its own limits are counted from: they are there before it is filed. */
static uint32_t contested(const struct procedure *procedure)
{
    uint32_t from = 0;

    for (size_t i = 0; i < procedure->limits.n; i++)
        from |= procedure->limits.in[i].from;
    return from & ~OUTSIDE;
}

static bool of_round(const struct moves_fact *fact, const struct moves_fact *filed,
                     uint32_t contested_kinds)
{
    if ((OUTSIDE & MOVES_BIT(fact->what)) != 0)
        return true;
    if ((contested_kinds & MOVES_BIT(fact->what)) != 0)
        return filed != NULL && fact->on > filed->on;
    return filed == NULL || fact->on >= filed->on;
}

enum rc moves_round(struct call *call, const struct moves_ask *ask, struct moves_ask *out)
{
    struct moves_fact *facts = arena_array(call->arena, ask->n, sizeof *facts);
    const struct moves_fact *filed = filing(ask);
    uint32_t kinds = contested(ask->procedure);
    size_t n = 0;

    if (facts == NULL && ask->n != 0)
        return fail_memory(call);
    for (size_t i = 0; i < ask->n; i++)
        if (of_round(&ask->facts[i], filed, kinds))
            facts[n++] = ask->facts[i];
    *out = *ask;
    out->facts = facts;
    out->n = n;
    return RC_OK;
}
