/* moves.c - the steps that are open; see moves.h. The clocks behind them: moves_count.c. */
#include "rules/moves.h"

#include <stdlib.h>
#include <string.h>

#include "rules/moves_count.h"

enum { MOVES_MAX = 64 };

static const char *const kind_names[] = {
    [MOVE_FILE] = "file",     [MOVE_ACT] = "act",         [MOVE_WAIT] = "wait",
    [MOVE_REMIND] = "remind", [MOVE_SILENCE] = "silence", [MOVE_NEXT] = "next",
    [MOVE_WORDS] = "words"};

const char *move_kind_name(enum move_kind kind)
{
    return kind_names[kind];
}

/* What is being found. */
struct search {
    struct call *call;
    const struct moves_ask *ask;
    struct moves *out;
};

static void put(struct search *s, struct move move)
{
    bool barred = move.counted && move.last < s->ask->today;
    size_t *n = barred ? &s->out->barred_n : &s->out->open_n;

    if (*n < MOVES_MAX)
        (barred ? s->out->barred : s->out->open)[(*n)++] = move;
}

static void put_words(struct search *s, struct texts words, enum law_status status)
{
    for (size_t i = 0; i < words.n; i++)
        put(s, (struct move){.kind = MOVE_WORDS,
                             .words = words.in[i],
                             .opens = s->ask->today,
                             .status = status});
}

static void take_clock(struct move *move, const struct moves_clock *clock)
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

static struct str why_uncounted(struct procedure_terms terms)
{
    for (size_t i = 0; i < terms.n; i++)
        if (terms.in[i].manual.n != 0)
            return terms.in[i].manual;
    return (struct str){NULL, 0};
}

/* A procedure's own limits for filing, as far as its facts start them. */
static enum rc limit(struct search *s, const struct moves_ask *ask, struct move *move)
{
    const struct procedure_terms limits = ask->procedure->limits;
    struct moves_clocks clocks = {NULL, 0};
    enum rc rc = moves_count_terms(s->call, ask, NULL, 0, limits, &clocks);

    for (size_t i = 0; i < clocks.n; i++)
        take_clock(move, &clocks.in[i]);
    for (size_t i = 0; i < limits.n; i++)
        move->any_time = move->any_time || limits.in[i].any_time;
    if (!move->counted)
        move->words = why_uncounted(limits);
    return rc;
}

static bool valid(const struct search *s, const struct procedure *procedure)
{
    return procedure->offered && procedure->valid_from <= s->ask->today &&
           s->ask->today <= procedure->valid_to;
}

/* ---- before it is handed in ---- */

static enum rc find_filing(struct search *s)
{
    struct move move = {.kind = MOVE_FILE,
                        .to = s->ask->procedure,
                        .opens = s->ask->today,
                        .status = s->ask->procedure->law.status};
    enum rc rc = limit(s, s->ask, &move);

    if (rc == RC_OK && valid(s, s->ask->procedure))
        put(s, move);
    return rc;
}

/* ---- what the client must do ---- */

static void find_acts(struct search *s)
{
    for (size_t i = 0; i < s->out->clocks.n; i++) {
        const struct moves_clock *clock = &s->out->clocks.in[i];
        struct move move = {.kind = MOVE_ACT,
                            .to = s->ask->procedure,
                            .stage = clock->stage,
                            .opens = clock->count.event.on,
                            .when = clock->term->when,
                            .status = clock->status};
        if (clock->stage == NULL || clock->side != SIDE_CLIENT || clock->ended)
            continue;
        take_clock(&move, clock);
        put(s, move);
    }
}

/* ---- while the body may still decide, and when it has not ---- */

/* A term within which the body may decide, in the case that it is for. */
struct decision_term {
    const struct moves_clock *clock;
    struct str when;
};

struct decision_terms {
    struct decision_term in[MOVES_MAX];
    size_t n;
};

static void add_term(struct decision_terms *terms, const struct moves_clock *clock, struct str when)
{
    if (terms->n < MOVES_MAX)
        terms->in[terms->n++] = (struct decision_term){clock, when};
}

static void add_stages(const struct search *s, bool extends, struct decision_terms *out)
{
    for (size_t i = 0; i < s->out->clocks.n; i++) {
        const struct moves_clock *clock = &s->out->clocks.in[i];
        if (clock->stage != NULL && (extends ? clock->stage->extends : clock->stage->decides))
            add_term(out, clock, clock->term->when);
    }
}

/* That of the extension, once there is one; else those of 'after' in silence; else the stages that
 * decide. */
static enum rc decision_terms(struct search *s, struct decision_terms *out)
{
    struct moves_clocks after = {NULL, 0};

    out->n = 0;
    add_stages(s, true, out);
    if (out->n != 0)
        return RC_OK;
    enum rc rc = moves_count_decision(s->call, s->ask, s->ask->procedure->silence.after, &after);
    for (size_t i = 0; i < after.n; i++)
        add_term(out, &after.in[i], after.in[i].term->when);
    if (out->n == 0)
        add_stages(s, false, out);
    return rc;
}

static void find_wait(struct search *s, const struct decision_terms *terms)
{
    struct move move = {.kind = MOVE_WAIT,
                        .to = s->ask->procedure,
                        .opens = s->ask->today,
                        .status = s->ask->procedure->law.status};
    size_t running = 0;

    for (size_t i = 0; i < terms->n; i++) {
        const struct decision_term *term = &terms->in[i];
        if (term->clock->due < s->ask->today)
            continue;
        running++;
        if (move.counted && term->clock->due >= move.last)
            continue;
        take_clock(&move, term->clock);
        move.stage = term->clock->stage;
        move.when = terms->n > 1 ? term->when : (struct str){NULL, 0};
    }
    if (running != 0 || terms->n == 0)
        put(s, move);
}

/* The day after which a remedy against silence is closed, when it opened on that day. */
static enum rc silence_limits(struct search *s, const struct procedure *to, day opens,
                              struct move *move)
{
    const struct procedure_silence *silence = &s->ask->procedure->silence;
    struct moves_fact *facts = arena_array(s->call->arena, s->ask->n + 1, sizeof *facts);
    struct moves_ask ask = *s->ask;
    struct moves_clocks clocks = {NULL, 0};
    uint32_t expired = UINT32_C(1) << EVENT_TERM_EXPIRED;

    if (facts == NULL)
        return fail_memory(s->call);
    if (ask.n != 0)
        memcpy(facts, ask.facts, ask.n * sizeof *facts);
    facts[ask.n++] = (struct moves_fact){.what = EVENT_TERM_EXPIRED,
                                         .on = opens - 1,
                                         .minute = TERM_NO_HOUR,
                                         .certain = move->firm,
                                         .proven = move->firm};
    ask.before = facts;
    ask.before_n = ask.n;
    ask.n = 0;
    ask.when = (struct str){NULL, 0};
    move->firm = false;
    const struct procedure_terms all[] = {silence->window, silence->outer, to->limits};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        enum rc rc = moves_count_terms(s->call, &ask, NULL, 0, all[i], &clocks);
        if (rc != RC_OK)
            return rc;
        for (size_t k = 0; k < clocks.n; k++)
            if (i < 2 || (clocks.in[k].term->from & expired) != 0)
                take_clock(move, &clocks.in[k]);
        for (size_t k = 0; k < all[i].n; k++)
            move->any_time = move->any_time || all[i].in[k].any_time;
    }
    return RC_OK;
}

/* After a reminder has been waited for; false: it must be sent, or waited for. */
static enum rc reminded(struct search *s, day *opens, bool *ready)
{
    const struct procedure_terms reminder = s->ask->procedure->silence.reminder;
    struct moves_clocks clocks = {NULL, 0};
    struct move move = {.kind = MOVE_REMIND,
                        .to = s->ask->procedure,
                        .opens = *opens,
                        .status = s->ask->procedure->silence.law.status};

    *ready = reminder.n == 0;
    if (*ready)
        return RC_OK;
    enum rc rc = moves_count_terms(s->call, s->ask, NULL, 0, reminder, &clocks);
    if (rc != RC_OK)
        return rc;
    if (clocks.n == 0) {
        put(s, move);
        return RC_OK;
    }
    move.kind = MOVE_WAIT;
    move.opens = clocks.in[0].count.event.on;
    take_clock(&move, &clocks.in[0]);
    *ready = clocks.in[0].due < s->ask->today;
    if (*ready)
        *opens = clocks.in[0].due + 1;
    else
        put(s, move);
    return RC_OK;
}

/* One remedy, in one case. */
static enum rc silence_move(struct search *s, const struct procedure *to,
                            const struct decision_term *term, day opens, struct move *out)
{
    *out = (struct move){.kind = MOVE_SILENCE,
                         .to = to,
                         .opens = opens,
                         .when = term->when,
                         .firm = term->clock->firm,
                         .status = s->ask->procedure->silence.law.status};
    if (to->law.status > out->status)
        out->status = to->law.status;
    return silence_limits(s, to, term->clock->due + 1, out);
}

/* It is open in every case, or in some; then each says in which. */
static enum rc find_remedy(struct search *s, const struct procedure *to,
                           const struct decision_terms *terms, day opens)
{
    struct move all = {0}, one[MOVES_MAX];
    size_t n = 0;

    for (size_t i = 0; i < terms->n; i++) {
        if (terms->in[i].clock->due >= s->ask->today)
            continue;
        enum rc rc = silence_move(s, to, &terms->in[i], opens, &one[n]);
        if (rc != RC_OK)
            return rc;
        if (n == 0 || (one[n].counted && (!all.counted || one[n].last < all.last)))
            all = one[n];
        n++;
    }
    all.when = (struct str){NULL, 0};
    if (n == terms->n && n != 0)
        put(s, all);
    else
        for (size_t i = 0; i < n; i++)
            put(s, one[i]);
    return RC_OK;
}

static void note_silence(struct search *s, const struct decision_terms *terms)
{
    day last = terms->n == 0 ? s->ask->today : terms->in[0].clock->due;

    for (size_t i = 1; i < terms->n; i++)
        if (terms->in[i].clock->due > last)
            last = terms->in[i].clock->due;
    s->out->silent = last < s->ask->today;
    s->out->silent_since = last + 1;
}

static day first_opening(const struct decision_terms *terms)
{
    day first = terms->in[0].clock->due;

    for (size_t i = 1; i < terms->n; i++)
        if (terms->in[i].clock->due < first)
            first = terms->in[i].clock->due;
    return first + 1;
}

static enum rc find_silence(struct search *s, const struct decision_terms *terms)
{
    const struct procedure_silence *silence = &s->ask->procedure->silence;
    const struct procedure_refs remedy = silence->remedy.n != 0 || silence->means != SILENCE_REFUSAL
                                             ? silence->remedy
                                             : s->ask->procedure->next;
    struct texts rule = {&silence->rule, silence->rule.n != 0};

    note_silence(s, terms);
    if (terms->n == 0 || first_opening(terms) > s->ask->today)
        return RC_OK;
    if (silence->means == SILENCE_CONSENT)
        put_words(s, rule, silence->law.status);
    put_words(s, silence->remedy_other, silence->law.status);
    if (silence->means == SILENCE_NONE || silence->means == SILENCE_UNSAID ||
        silence->means == SILENCE_CONSENT)
        return RC_OK;
    bool ready;
    day opens = first_opening(terms);
    enum rc rc = reminded(s, &opens, &ready);
    for (size_t i = 0; rc == RC_OK && ready && i < remedy.n; i++)
        if (valid(s, remedy.in[i].to))
            rc = find_remedy(s, remedy.in[i].to, terms, opens);
    return rc;
}

/* ---- against a decision ---- */

/* Do all its limits run from this event alone? */
static bool only_from(const struct procedure *procedure, enum procedure_event event)
{
    for (size_t i = 0; i < procedure->limits.n; i++)
        if (procedure->limits.in[i].from != UINT32_C(1) << event)
            return false;
    return procedure->limits.n != 0;
}

static enum rc find_next(struct search *s, const struct procedure *to)
{
    struct move move = {.kind = MOVE_NEXT, .to = to, .status = to->law.status};
    const struct moves_fact *decided = moves_latest(s->ask, MOVES_DECIDED);
    const struct moves_fact *final = moves_latest(s->ask, UINT32_C(1) << EVENT_FINAL);
    struct moves_ask ask = *s->ask;

    if (!valid(s, to) || only_from(to, EVENT_TERM_EXPIRED) ||
        (only_from(to, EVENT_FINAL) && final == NULL))
        return RC_OK;
    ask.procedure = to;
    ask.before = ask.facts;
    ask.before_n = ask.n;
    ask.n = 0;
    ask.when = (struct str){NULL, 0};
    move.opens = decided == NULL ? s->ask->today : decided->on;
    enum rc rc = limit(s, &ask, &move);
    if (rc == RC_OK)
        put(s, move);
    return rc;
}

static enum rc find_rungs(struct search *s)
{
    const struct procedure *procedure = s->ask->procedure;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < procedure->next.n && rc == RC_OK; i++)
        rc = find_next(s, procedure->next.in[i].to);
    put_words(s, procedure->next_other, procedure->law.status);
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
    return (int)x->kind - (int)y->kind;
}

static enum rc find_undecided(struct search *s)
{
    struct decision_terms terms;
    enum rc rc = decision_terms(s, &terms);

    if (rc != RC_OK)
        return rc;
    find_wait(s, &terms);
    return find_silence(s, &terms);
}

static enum rc find_all(struct search *s)
{
    const struct moves_fact *decided = moves_latest(s->ask, MOVES_DECIDED);

    if (moves_latest(s->ask, UINT32_C(1) << EVENT_WITHDRAWN) != NULL)
        return RC_OK;
    find_acts(s);
    if (decided != NULL)
        return decided->favoured ? RC_OK : find_rungs(s);
    return moves_latest(s->ask, MOVES_FILED) == NULL ? find_filing(s) : find_undecided(s);
}

enum rc moves_find(struct call *call, const struct moves_ask *ask, struct moves *out)
{
    struct search search = {call, ask, out};

    *out = (struct moves){
        .open = arena_array(call->arena, MOVES_MAX, sizeof *out->open),
        .barred = arena_array(call->arena, MOVES_MAX, sizeof *out->barred),
    };
    if (out->open == NULL || out->barred == NULL)
        return fail_memory(call);
    enum rc rc = moves_count(call, ask, &out->clocks);
    if (rc == RC_OK)
        rc = find_all(&search);
    if (rc == RC_OK && out->open_n > 1)
        qsort(out->open, out->open_n, sizeof *out->open, by_last_day);
    if (rc == RC_OK && out->barred_n > 1)
        qsort(out->barred, out->barred_n, sizeof *out->barred, by_last_day);
    return rc;
}
