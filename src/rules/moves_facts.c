/* moves_facts.c - see moves_facts.h. */
#include "rules/moves_facts.h"

/* What is no step of any procedure: it may lie before it and counts all the same. */
#define STATE                                                                   \
    (MOVES_BIT(EVENT_ACT) | MOVES_BIT(EVENT_LEARNED) | MOVES_BIT(EVENT_BIRTH) | \
     MOVES_BIT(EVENT_CHANGED) | MOVES_BIT(EVENT_PERIOD_ENDED))
#define OUTSIDE (STATE | MOVES_BIT(EVENT_FILED))

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

/* The events that its own limits are counted from: they are there before it is filed. */
static uint32_t contested(const struct procedure *procedure)
{
    uint32_t from = 0;

    for (size_t i = 0; i < procedure->limits.n; i++)
        from |= procedure->limits.in[i].from;
    return from & ~OUTSIDE;
}

static bool of_round(const struct moves_ask *ask, const struct moves_fact *fact,
                     const struct moves_fact *filed, uint32_t contested_kinds)
{
    if ((OUTSIDE & MOVES_BIT(fact->what)) != 0)
        return true;
    if ((contested_kinds & MOVES_BIT(fact->what)) != 0 && ask->before_n == 0)
        return filed != NULL && fact->on > filed->on;
    return filed == NULL || fact->on >= filed->on;
}

/* The same question, with room for these many facts and none of them yet. */
static enum rc with_room(struct call *call, const struct moves_ask *ask, struct moves_ask *out,
                         struct moves_fact **facts)
{
    *facts = arena_array(call->arena, ask->n + ask->before_n, sizeof **facts);
    *out = *ask;
    out->facts = *facts;
    out->n = 0;
    out->before = NULL;
    out->before_n = 0;
    return *facts == NULL && ask->n + ask->before_n != 0 ? fail_memory(call) : RC_OK;
}

enum rc moves_before(struct call *call, const struct moves_ask *ask, struct moves_ask *out)
{
    const struct moves_fact *filed = filing(ask);
    uint32_t kinds = contested(ask->procedure), own = ~UINT32_C(0);
    struct moves_fact *facts;
    enum rc rc = with_room(call, ask, out, &facts);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < ask->before_n; i++)
        if (((kinds | ~MOVES_FILED) & MOVES_BIT(ask->before[i].what)) != 0)
            facts[out->n++] = ask->before[i];
    if (ask->before_n != 0)
        own = OUTSIDE | (MOVES_FILED & ~kinds);
    else if (filed != NULL)
        out->today = filed->on;
    for (size_t i = 0; i < ask->n; i++)
        if ((own & MOVES_BIT(ask->facts[i].what)) != 0)
            facts[out->n++] = ask->facts[i];
    return RC_OK;
}

enum rc moves_round(struct call *call, const struct moves_ask *ask, struct moves_ask *out)
{
    const struct moves_fact *filed = filing(ask);
    uint32_t kinds = contested(ask->procedure);
    struct moves_fact *facts;
    enum rc rc = with_room(call, ask, out, &facts);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < ask->before_n; i++)
        if ((STATE & MOVES_BIT(ask->before[i].what)) != 0)
            facts[out->n++] = ask->before[i];
    for (size_t i = 0; i < ask->n; i++)
        if (of_round(ask, &ask->facts[i], filed, kinds))
            facts[out->n++] = ask->facts[i];
    return RC_OK;
}
