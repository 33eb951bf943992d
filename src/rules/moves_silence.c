/* moves_silence.c - see moves_silence.h. */
#include "rules/moves_silence.h"

#include <string.h>

/* ---- until when the body may decide ---- */

/* A term within which the body may decide, in the case that it is for. */
struct decision_term {
    const struct moves_clock *clock; /* NULL: somebody recorded that the time ran out */
    struct str when;
    day due;
    bool firm;
};

struct decision_terms {
    struct decision_term in[MOVES_MAX];
    size_t n;
    bool narrowed; /* the case is known, and the general term has given way to its own */
};

static void add_term(struct decision_terms *terms, const struct moves_clock *clock)
{
    if (terms->n < MOVES_MAX)
        terms->in[terms->n++] =
            (struct decision_term){clock, clock->term->when, clock->due, clock->firm};
}

static void add_stages(const struct moves_search *s, bool extends, struct decision_terms *out)
{
    for (size_t i = 0; i < s->out->clocks.n; i++) {
        const struct moves_clock *clock = &s->out->clocks.in[i];
        if (clock->stage != NULL && (extends ? clock->stage->extends : clock->stage->decides))
            add_term(out, clock);
    }
}

/* Leaves out the terms that are for every case (general), or those for one. */
static void leave_out(struct decision_terms *terms, bool general)
{
    size_t n = 0;

    for (size_t i = 0; i < terms->n; i++)
        if ((terms->in[i].when.n == 0) != general)
            terms->in[n++] = terms->in[i];
    terms->n = n;
}

static bool has(const struct decision_terms *terms, bool general)
{
    for (size_t i = 0; i < terms->n; i++)
        if ((terms->in[i].when.n == 0) == general)
            return true;
    return false;
}

/* Those of 'after' in silence, else the stages that decide. Where the case is known and has a term
 * of its own, the general one does not hold. */
static enum rc base_terms(struct moves_search *s, struct decision_terms *out)
{
    struct moves_clocks after = {NULL, 0};
    enum rc rc =
        moves_count_decision(s->call, &s->round, s->round.procedure->silence.after, &after);

    out->n = 0;
    for (size_t i = 0; i < after.n; i++)
        add_term(out, &after.in[i]);
    if (out->n == 0)
        add_stages(s, false, out);
    out->narrowed = s->round.when.n != 0 && has(out, true) && has(out, false);
    if (out->narrowed)
        leave_out(out, true);
    return rc;
}

static bool extended_in_time(const struct moves_search *s, const struct decision_terms *terms)
{
    bool in_time = terms->n == 0 && moves_extension(&s->round, day_max()) != NULL;

    for (size_t i = 0; i < terms->n && !in_time; i++)
        in_time = moves_extension(&s->round, terms->in[i].clock->count.due) != NULL;
    return in_time;
}

/* Once the body has given itself more time while it had some, the longer term holds instead: not of
 * one for a case that the law treats apart, like hours where a life is at stake. */
static void take_extension(const struct moves_search *s, struct decision_terms *terms)
{
    const struct moves_fact *extended = moves_latest(&s->round, MOVES_BIT(EVENT_EXTENDED));
    struct decision_terms longer = {.n = 0};

    if (extended == NULL || terms->narrowed || !extended_in_time(s, terms))
        return;
    add_stages(s, true, &longer);
    if (longer.n == 0 && extended->until != 0)
        return;
    if (has(terms, true) && has(terms, false))
        leave_out(terms, true);
    else
        terms->n = 0;
    for (size_t i = 0; i < longer.n; i++)
        add_term(terms, longer.in[i].clock);
}

/* Where nothing can be counted, somebody who knows the law may have said that the time is over. */
static void take_expiry(const struct moves_search *s, struct decision_terms *terms)
{
    const struct moves_fact *expired = moves_latest(&s->round, MOVES_BIT(EVENT_TERM_EXPIRED));

    if (terms->n == 0 && expired != NULL)
        terms->in[terms->n++] =
            (struct decision_term){.due = expired->on, .firm = expired->certain && expired->proven};
}

static enum rc decision_terms(struct moves_search *s, struct decision_terms *out)
{
    enum rc rc = base_terms(s, out);

    if (rc != RC_OK)
        return rc;
    take_extension(s, out);
    take_expiry(s, out);
    return RC_OK;
}

/* Why no day is counted until which it may decide. */
static struct str why_no_day(const struct procedure *procedure)
{
    for (size_t i = 0; i < procedure->stage_count; i++)
        if (procedure->stages[i].decides && procedure->stages[i].manual.n != 0)
            return procedure->stages[i].manual;
    return (struct str){NULL, 0};
}

static void find_wait(struct moves_search *s, const struct decision_terms *terms)
{
    struct move move = {.kind = MOVE_WAIT,
                        .to = s->round.procedure,
                        .opens = s->round.today,
                        .status = s->round.procedure->law.status};
    size_t running = 0;

    for (size_t i = 0; i < terms->n; i++) {
        const struct decision_term *term = &terms->in[i];
        if (term->due < s->round.today || term->clock == NULL)
            continue;
        running++;
        if (move.counted && term->due >= move.last)
            continue;
        moves_take_clock(&move, term->clock);
        move.stage = term->clock->stage;
        move.when = terms->n > 1 ? term->when : (struct str){NULL, 0};
    }
    if (terms->n == 0)
        move.words = why_no_day(s->round.procedure);
    if (running != 0 || terms->n == 0)
        moves_put(s, move);
}

/* ---- when it has not ---- */

/* The facts, and that the term for deciding ran out on the day before. */
static enum rc expire(struct moves_search *s, day opens, bool firm, struct moves_ask *out)
{
    struct moves_fact *facts = arena_array(s->call->arena, s->round.n + 1, sizeof *facts);

    if (facts == NULL)
        return fail_memory(s->call);
    if (s->round.n != 0)
        memcpy(facts, s->round.facts, s->round.n * sizeof *facts);
    facts[s->round.n] = (struct moves_fact){.what = EVENT_TERM_EXPIRED,
                                            .on = opens - 1,
                                            .minute = TERM_NO_HOUR,
                                            .certain = firm,
                                            .proven = firm};
    *out = s->round;
    out->facts = facts;
    out->n = s->round.n + 1;
    out->when = (struct str){NULL, 0};
    return RC_OK;
}

/* The day after which a remedy against silence is closed, when it opened on that day. */
static enum rc silence_limits(struct moves_search *s, const struct procedure *to, day opens,
                              struct move *move)
{
    const struct procedure_silence *silence = &s->round.procedure->silence;
    const struct procedure_terms all[] = {silence->window, silence->outer, to->limits};
    struct moves_clocks clocks = {NULL, 0};
    struct moves_ask ask;
    enum rc rc = expire(s, opens, move->firm, &ask);

    move->firm = false;
    for (size_t i = 0; i < sizeof all / sizeof *all && rc == RC_OK; i++) {
        rc = moves_count_terms(s->call, &ask, NULL, 0, all[i], &clocks);
        for (size_t k = 0; k < clocks.n && rc == RC_OK; k++)
            if (i < 2 || (clocks.in[k].term->from & MOVES_BIT(EVENT_TERM_EXPIRED)) != 0)
                moves_take_clock(move, &clocks.in[k]);
        for (size_t k = 0; k < all[i].n; k++)
            move->any_time = move->any_time || all[i].in[k].any_time;
    }
    return rc;
}

/* After a reminder has been waited for; false: it must be sent, or waited for. One that was sent
 * while the body still had time is none. */
static enum rc reminded(struct moves_search *s, day *opens, bool *ready)
{
    const struct procedure_silence *silence = &s->round.procedure->silence;
    struct moves_clocks clocks = {NULL, 0};
    struct move move = {.kind = MOVE_REMIND,
                        .to = s->round.procedure,
                        .opens = *opens,
                        .status = silence->law.status};

    *ready = silence->reminder.n == 0;
    if (*ready)
        return RC_OK;
    enum rc rc = moves_count_terms(s->call, &s->round, NULL, 0, silence->reminder, &clocks);
    if (rc != RC_OK)
        return rc;
    if (clocks.n == 0 || clocks.in[0].count.event.on < *opens) {
        moves_put(s, move);
        return RC_OK;
    }
    move.kind = MOVE_WAIT;
    move.opens = clocks.in[0].count.event.on;
    moves_take_clock(&move, &clocks.in[0]);
    *ready = clocks.in[0].due < s->round.today;
    if (*ready)
        *opens = clocks.in[0].due + 1;
    else
        moves_put(s, move);
    return RC_OK;
}

/* One remedy, in one case. */
static enum rc silence_move(struct moves_search *s, const struct procedure *to,
                            const struct decision_term *term, day opens, struct move *out)
{
    *out = (struct move){.kind = MOVE_SILENCE,
                         .to = to,
                         .opens = opens > term->due ? opens : term->due + 1,
                         .when = term->when,
                         .firm = term->firm,
                         .status = s->round.procedure->silence.law.status};
    if (to->law.status > out->status)
        out->status = to->law.status;
    return silence_limits(s, to, term->due + 1, out);
}

/* It is open in every case, or in some; then each says in which. */
static enum rc find_remedy(struct moves_search *s, const struct procedure *to,
                           const struct decision_terms *terms, day opens)
{
    struct move all = {0}, one[MOVES_MAX];
    size_t n = 0;

    for (size_t i = 0; i < terms->n; i++) {
        if (terms->in[i].due >= s->round.today)
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
        moves_put(s, all);
    else
        for (size_t i = 0; i < n; i++)
            moves_put(s, one[i]);
    return RC_OK;
}

static void note_silence(struct moves_search *s, const struct decision_terms *terms)
{
    day last = terms->n == 0 ? s->round.today : terms->in[0].due;

    for (size_t i = 1; i < terms->n; i++)
        if (terms->in[i].due > last)
            last = terms->in[i].due;
    s->out->silent = last < s->round.today;
    s->out->silent_since = last + 1;
}

static day first_opening(const struct decision_terms *terms)
{
    day first = terms->in[0].due;

    for (size_t i = 1; i < terms->n; i++)
        if (terms->in[i].due < first)
            first = terms->in[i].due;
    return first + 1;
}

/* What the law says of it in words: where it is a consent, and where that depends. */
static void say_silence(struct moves_search *s, day opens)
{
    const struct procedure_silence *silence = &s->round.procedure->silence;
    struct texts rule = {&silence->rule, silence->rule.n != 0};

    if (silence->means == SILENCE_CONSENT || silence->means == SILENCE_DEPENDS)
        moves_put_words(s, rule, opens, silence->law.status);
    moves_put_words(s, silence->remedy_other, opens, silence->law.status);
}

static enum rc find_silence(struct moves_search *s, const struct decision_terms *terms)
{
    const struct procedure_silence *silence = &s->round.procedure->silence;
    const struct procedure_refs remedy = silence->remedy.n != 0 || silence->means != SILENCE_REFUSAL
                                             ? silence->remedy
                                             : s->round.procedure->next;
    bool ready;

    note_silence(s, terms);
    if (terms->n == 0 || first_opening(terms) > s->round.today)
        return RC_OK;
    day opens = first_opening(terms);
    say_silence(s, opens);
    if (silence->means == SILENCE_NONE || silence->means == SILENCE_UNSAID ||
        silence->means == SILENCE_CONSENT)
        return RC_OK;
    enum rc rc = reminded(s, &opens, &ready);
    for (size_t i = 0; rc == RC_OK && ready && i < remedy.n; i++)
        if (moves_valid(remedy.in[i].to, opens))
            rc = find_remedy(s, remedy.in[i].to, terms, opens);
    return rc;
}

enum rc moves_find_undecided(struct moves_search *s)
{
    struct decision_terms terms;
    enum rc rc = decision_terms(s, &terms);

    if (rc != RC_OK)
        return rc;
    find_wait(s, &terms);
    return find_silence(s, &terms);
}
