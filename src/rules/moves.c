/* moves.c - the steps that are open; see moves.h. The clocks behind them: moves_count.c; which
 * facts count: moves_facts.c; when a body is silent: moves_silence.c. */
#include "rules/moves.h"

#include <stdlib.h>

#include "rules/moves_silence.h"

static const char *const kind_names[] = {
    [MOVE_FILE] = "file",     [MOVE_ACT] = "act",         [MOVE_WAIT] = "wait",
    [MOVE_REMIND] = "remind", [MOVE_SILENCE] = "silence", [MOVE_NEXT] = "next",
    [MOVE_WORDS] = "words"};

const char *move_kind_name(enum move_kind kind)
{
    return kind_names[kind];
}

void moves_put(struct moves_search *s, struct move move)
{
    bool barred = move.counted && move.last < s->round.today;
    size_t *n = barred ? &s->out->barred_n : &s->out->open_n;

    if (*n < MOVES_MAX)
        (barred ? s->out->barred : s->out->open)[(*n)++] = move;
}

void moves_put_words(struct moves_search *s, struct texts words, day opens, enum law_status status)
{
    for (size_t i = 0; i < words.n; i++)
        moves_put(s,
                  (struct move){
                      .kind = MOVE_WORDS, .words = words.in[i], .opens = opens, .status = status});
}

void moves_take_clock(struct move *move, const struct moves_clock *clock)
{
    if (move->counted && move->last <= clock->due)
        return;
    move->counted = true;
    move->last = clock->due;
    move->clock = clock;
    move->firm = clock->firm;
    if (clock->status > move->status)
        move->status = clock->status;
}

bool moves_valid(const struct procedure *procedure, day on)
{
    return procedure->offered && procedure->valid_from <= on && on <= procedure->valid_to;
}

/* ---- limits for filing ---- */

static struct str why_uncounted(struct procedure_terms terms)
{
    for (size_t i = 0; i < terms.n; i++)
        if (terms.in[i].manual.n != 0)
            return terms.in[i].manual;
    return (struct str){NULL, 0};
}

/* Does this limit hold only in a case of which nobody has said yet that it is the case? */
static bool is_special(const struct moves_ask *ask, const struct moves_clock *clock)
{
    return clock->term->when.n != 0 && ask->when.n == 0;
}

/* An earlier last day that holds in one case only is a move of its own, beside the general one. */
static bool put_special(struct moves_search *s, const struct moves_ask *ask,
                        const struct moves_clocks *clocks, const struct move *general)
{
    bool any = false;

    for (size_t i = 0; i < clocks->n; i++) {
        const struct moves_clock *clock = &clocks->in[i];
        struct move special = *general;
        if (!is_special(ask, clock))
            continue;
        moves_take_clock(&special, clock);
        if (special.clock != clock)
            continue;
        special.when = clock->term->when;
        moves_put(s, special);
        any = true;
    }
    return any;
}

/* The step that begins a procedure, with its limits as far as the facts start them. */
static enum rc put_limited(struct moves_search *s, const struct moves_ask *ask, struct move move)
{
    const struct procedure_terms limits = ask->procedure->limits;
    struct moves_clocks clocks = {NULL, 0};
    enum rc rc = moves_count_terms(s->call, ask, NULL, 0, limits, &clocks);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < clocks.n; i++)
        if (!is_special(ask, &clocks.in[i]))
            moves_take_clock(&move, &clocks.in[i]);
    for (size_t i = 0; i < limits.n; i++)
        move.any_time = move.any_time || limits.in[i].any_time;
    if (!move.counted)
        move.words = why_uncounted(limits);
    bool special = put_special(s, ask, &clocks, &move);
    if (!special || move.counted || move.any_time)
        moves_put(s, move);
    return RC_OK;
}

static enum rc find_filing(struct moves_search *s)
{
    const struct procedure *procedure = s->given->procedure;
    struct move move = {.kind = MOVE_FILE,
                        .to = procedure,
                        .opens = s->given->today,
                        .status = procedure->law.status};

    struct moves_ask before;

    if (!moves_valid(procedure, s->given->today))
        return RC_OK;
    enum rc rc = moves_before(s->call, s->given, &before);
    return rc == RC_OK ? put_limited(s, &before, move) : rc;
}

/* ---- what the client must do ---- */

static struct move act_on(const struct moves_search *s, const struct procedure_stage *stage)
{
    return (struct move){
        .kind = MOVE_ACT, .to = s->round.procedure, .stage = stage, .status = stage->law.status};
}

static bool is_counted(const struct moves_search *s, size_t stage, size_t term)
{
    for (size_t i = 0; i < s->out->clocks.n; i++)
        if (s->out->clocks.in[i].stage_n == stage + 1 && s->out->clocks.in[i].term_n == term)
            return true;
    return false;
}

/* It has begun, and nobody can say from the law alone when it ends. */
static void find_uncounted(struct moves_search *s, size_t n, const struct procedure_stage *stage)
{
    for (size_t i = 0; i < stage->terms.n; i++) {
        const struct procedure_term *term = &stage->terms.in[i];
        struct moves_start start = moves_start(&s->round, term->from);
        struct move move = act_on(s, stage);
        uint32_t by = moves_done_by(stage, term->from);
        if (start.fact == NULL || is_counted(s, n, i) || !moves_holds(&s->round, term) ||
            moves_first(&s->round, by, start.fact->on) != NULL)
            continue;
        move.opens = start.fact->on;
        move.when = term->when;
        move.words = term->manual.n != 0 ? term->manual : stage->manual;
        moves_put(s, move);
    }
}

static void find_acts(struct moves_search *s)
{
    const struct procedure *procedure = s->round.procedure;

    for (size_t i = 0; i < s->out->clocks.n; i++) {
        const struct moves_clock *clock = &s->out->clocks.in[i];
        if (clock->stage == NULL || clock->side != SIDE_CLIENT || clock->ended)
            continue;
        struct move move = act_on(s, clock->stage);
        move.opens = clock->count.event.on;
        move.when = clock->term->when;
        moves_take_clock(&move, clock);
        moves_put(s, move);
    }
    for (size_t i = 0; i < procedure->stage_count; i++)
        if (procedure->stages[i].side == SIDE_CLIENT)
            find_uncounted(s, i, &procedure->stages[i]);
}

/* ---- against a decision ---- */

/* Do all its limits run from this event alone? */
static bool only_from(const struct procedure *procedure, enum procedure_event event)
{
    for (size_t i = 0; i < procedure->limits.n; i++)
        if (procedure->limits.in[i].from != MOVES_BIT(event))
            return false;
    return procedure->limits.n != 0;
}

/* What ran out before the decision starts no limit any more. */
static enum rc without_expiry(struct moves_search *s, struct moves_ask *out)
{
    struct moves_fact *facts = arena_array(s->call->arena, s->round.n, sizeof *facts);
    size_t n = 0;

    if (facts == NULL && s->round.n != 0)
        return fail_memory(s->call);
    for (size_t i = 0; i < s->round.n; i++)
        if (s->round.facts[i].what != EVENT_TERM_EXPIRED)
            facts[n++] = s->round.facts[i];
    *out = s->round;
    out->facts = facts;
    out->n = n;
    out->when = (struct str){NULL, 0};
    return RC_OK;
}

/* Which rule is in force is told by the day of the decision, not by today. */
static enum rc find_next(struct moves_search *s, const struct procedure *to)
{
    const struct moves_fact *decided = moves_latest(&s->round, MOVES_DECIDED);
    const struct moves_fact *final = moves_latest(&s->round, MOVES_BIT(EVENT_FINAL));
    struct move move = {.kind = MOVE_NEXT,
                        .to = to,
                        .opens = decided->on,
                        .undone = s->undone,
                        .when = to->applies_when,
                        .status = to->law.status};
    struct moves_ask ask;

    if (!moves_valid(to, decided->on) || only_from(to, EVENT_TERM_EXPIRED) ||
        (only_from(to, EVENT_FINAL) && final == NULL))
        return RC_OK;
    enum rc rc = without_expiry(s, &ask);
    ask.procedure = to;
    return rc == RC_OK ? put_limited(s, &ask, move) : rc;
}

static enum rc find_rungs(struct moves_search *s, const struct moves_fact *decided)
{
    const struct procedure *procedure = s->round.procedure;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < procedure->next.n && rc == RC_OK; i++)
        rc = find_next(s, procedure->next.in[i].to);
    moves_put_words(s, procedure->next_other, decided->on, procedure->law.status);
    return rc;
}

/* ---- the whole ---- */

static int by_last_day(const void *a, const void *b)
{
    const struct move *x = a, *y = b;

    if (x->counted != y->counted)
        return x->counted ? -1 : 1;
    if (x->counted && x->last != y->last)
        return x->last < y->last ? -1 : 1;
    if (x->kind != y->kind)
        return (int)x->kind - (int)y->kind;
    return x->found < y->found ? -1 : 1;
}

static void sort(struct move *moves, size_t n)
{
    for (size_t i = 0; i < n; i++)
        moves[i].found = i;
    if (n > 1)
        qsort(moves, n, sizeof *moves, by_last_day);
}

/* Was all granted that was asked for, by the latest decision? */
static bool is_favoured(const struct moves_ask *ask)
{
    const struct moves_fact *decided = moves_latest(ask, MOVES_BIT(EVENT_DECIDED));
    day since = decided == NULL ? day_min() : decided->on;

    for (size_t i = 0; i < ask->n; i++)
        if (ask->facts[i].favoured && ask->facts[i].on >= since && ask->facts[i].on <= ask->today)
            return true;
    return false;
}

/* What somebody must do because of the decision, and nobody wrote down that it was done. */
static bool is_to_be_done(const struct moves_clock *clock)
{
    return clock->stage != NULL && clock->side != SIDE_CLIENT && !clock->ended &&
           (clock->from->what == EVENT_RECOMMENDATION_RECEIVED ||
            (clock->stage->done & MOVES_BIT(EVENT_COMPLIED)) != 0);
}

/* She was given right: it is waited for until the last day of doing it; then the way goes on. */
static enum rc find_carried_out(struct moves_search *s, const struct moves_fact *decided)
{
    for (size_t i = 0; i < s->out->clocks.n; i++) {
        const struct moves_clock *clock = &s->out->clocks.in[i];
        struct move move = {.kind = MOVE_WAIT,
                            .to = s->round.procedure,
                            .stage = clock->stage,
                            .opens = clock->count.event.on,
                            .undone = true,
                            .status = clock->status};
        if (!is_to_be_done(clock))
            continue;
        if (clock->due < s->round.today) { /* a decision is enforced, a recommendation cannot be */
            s->undone |= clock->from->what == EVENT_RECOMMENDATION_RECEIVED;
            continue;
        }
        moves_take_clock(&move, clock);
        moves_put(s, move);
    }
    return s->undone ? find_rungs(s, decided) : RC_OK;
}

static enum rc find_all(struct moves_search *s)
{
    const struct moves_fact *decided = moves_latest(&s->round, MOVES_DECIDED);

    if (moves_latest(&s->round, MOVES_BIT(EVENT_WITHDRAWN)) != NULL)
        return RC_OK;
    find_acts(s);
    if (decided != NULL)
        return is_favoured(&s->round) ? find_carried_out(s, decided) : find_rungs(s, decided);
    return moves_latest(&s->round, MOVES_FILED) == NULL ? find_filing(s) : moves_find_undecided(s);
}

enum rc moves_find(struct call *call, const struct moves_ask *ask, struct moves *out)
{
    struct moves_search search = {.call = call, .given = ask, .out = out};

    *out = (struct moves){
        .open = arena_array(call->arena, MOVES_MAX, sizeof *out->open),
        .barred = arena_array(call->arena, MOVES_MAX, sizeof *out->barred),
    };
    if (out->open == NULL || out->barred == NULL)
        return fail_memory(call);
    enum rc rc = moves_count(call, ask, &out->clocks);
    if (rc == RC_OK)
        rc = moves_round(call, ask, &search.round);
    if (rc == RC_OK)
        rc = find_all(&search);
    sort(out->open, out->open_n);
    sort(out->barred, out->barred_n);
    return rc;
}
