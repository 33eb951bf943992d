/* deadline.c - see deadline.h: choosing and counting. What people read about it: deadline_say.c. */
#include "casework/deadline.h"

#include "base/near.h"
#include "casework/deadline_say.h"
#include "casework/laid.h"
#include "model/app.h"
#include "rules/month.h"

/* ---- what the receipt of a paper is ---- */

/* Who received it; bits. A public notice reaches the person without being handed over. */
enum { BY_PERSON = 1, BY_OFFICE = 2, BY_RESPONDENT = 4, BY_NOTICE = 8, BY_ANYONE = 15 };

static const struct {
    unsigned by;  /* whose receipt is this event; 0: the day of no receipt */
    bool earlier; /* it always lies before the delivery that follows it */
    bool office;  /* the rule of receipt after hours holds for it */
} events[EVENT_COUNT] = {
    [EVENT_ACT] = {.earlier = true},
    [EVENT_LEARNED] = {BY_PERSON, false, false},
    [EVENT_FILED] = {BY_OFFICE, false, false},
    [EVENT_RECEIVED] = {BY_OFFICE, false, true},
    [EVENT_COMPLETE] = {BY_OFFICE, false, true},
    [EVENT_STARTED] = {BY_OFFICE, false, true},
    [EVENT_SERVED] = {BY_RESPONDENT, false, false},
    [EVENT_REQUESTED] = {BY_PERSON | BY_RESPONDENT, false, false},
    [EVENT_NOTIFIED] = {BY_PERSON, false, false},
    [EVENT_DECIDED] = {.earlier = true},
    [EVENT_DELIVERED] = {BY_PERSON, false, false},
    [EVENT_PUBLISHED] = {BY_NOTICE, false, false},
    [EVENT_RECOMMENDATION_RECEIVED] = {BY_RESPONDENT, false, false},
    [EVENT_REMINDER_FILED] = {BY_OFFICE, false, false},
};

static unsigned received_by(const struct deadline_ask *ask)
{
    if (ask->paper.n == 0 || str_is(ask->paper, "other"))
        return BY_ANYONE;
    if (str_is(ask->paper, "request"))
        return BY_OFFICE;
    return str_is(ask->how, "board") ? BY_PERSON | BY_NOTICE : BY_PERSON;
}

/* "It reached the one who must act": when that is the client, her own receipt. */
static bool is_receipt(enum procedure_event event, enum procedure_side side, unsigned by)
{
    bool own = event == EVENT_RECEIVED && side == SIDE_CLIENT && (by & BY_PERSON) != 0;

    return own || (events[event].by & by) != 0;
}

static bool find_event(uint32_t from, enum procedure_side side, unsigned by,
                       enum procedure_event *out)
{
    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if ((from & UINT32_C(1) << i) != 0 && is_receipt((enum procedure_event)i, side, by)) {
            *out = (enum procedure_event)i;
            return true;
        }
    return false;
}

/* ---- is the question one that can be answered? ---- */

static const struct procedure *find_procedure(struct call *call, struct str id)
{
    return procedure_find(call->app->packs->procedures, id);
}

struct str procedure_near(struct call *call, struct str id)
{
    struct near near;

    near_start(&near, id);
    for (const struct procedure *p = procedure_first(call->app->packs->procedures); p != NULL;
         p = p->after)
        near_try(&near, p->id);
    return near.found.p == NULL ? STR("") : near.found;
}

void procedure_unknown(struct call *call, struct str id)
{
    struct str near = procedure_near(call, id);

    if (near.n != 0)
        fault_add(call, STR("procedure"), "There is no procedure '%.*s'. Did you mean '%.*s'?",
                  (int)id.n, id.p, (int)near.n, near.p);
    else
        fault_add(call, STR("procedure"),
                  "There is no procedure '%.*s'. A procedure is named like rs.admin.appeal.",
                  (int)id.n, id.p);
}

bool deadline_check(struct call *call, const struct deadline_ask *ask)
{
    const struct procedure *procedure = find_procedure(call, ask->procedure);
    size_t faults = call->fault_count;

    if (procedure == NULL)
        procedure_unknown(call, ask->procedure);
    else if (procedure->stage_count == 0 && ask->stage != DEADLINE_FILING)
        fault_add(call, STR("stage"), "This procedure has no stages; 0 is the limit for filing.");
    else if (ask->stage < DEADLINE_FILING || (uint64_t)ask->stage > procedure->stage_count)
        fault_add(call, STR("stage"),
                  "This procedure has the stages 1 to %zu; 0 is the limit for filing.",
                  procedure->stage_count);
    if (ask->received < day_of((struct date){HOLIDAY_YEAR_MIN, 1, 1}) ||
        ask->received > day_of((struct date){HOLIDAY_YEAR_MAX - TERM_YEARS_MAX - 1, 12, 31}))
        fault_add(call, STR("received"), "Days are counted from the year %d to the year %d.",
                  HOLIDAY_YEAR_MIN, HOLIDAY_YEAR_MAX - TERM_YEARS_MAX - 1);
    return call->fault_count == faults;
}

/* ---- counting ---- */

static struct str why_unknown(struct call *call, const struct deadline *d,
                              const struct procedure_term *term)
{
    if (term->any_time)
        return say(call, "There is no last day: it is open at any time.");
    if (term->manual.n != 0)
        return deadline_uncounted(call, term->manual);
    if (d->stage != NULL && d->stage->manual.n != 0)
        return deadline_uncounted(call, d->stage->manual);
    return say(call, "It is not known how long the term is, or from which day it is counted.");
}

static enum rc count_from(struct call *call, const struct deadline_ask *ask,
                          const struct deadline *d, struct deadline_term *out)
{
    const struct procedure_term *term = out->term;

    if (term->term.unit == TERM_HOURS && ask->minute == TERM_NO_HOUR) {
        out->why_not = say(call, "It is a term of hours: the hour of the receipt is needed.");
        return RC_OK;
    }
    struct term_event event = {ask->received, ask->minute, events[out->from].office};
    out->counted = true;
    return term_count(call, term->term, event, d->country, &out->count);
}

static enum rc count_term(struct call *call, const struct deadline_ask *ask,
                          const struct deadline *d, const struct procedure_term *term,
                          struct deadline_term *out)
{
    *out = (struct deadline_term){.term = term};
    if (term->term.length != 0)
        out->length = term_text(call, term->term);
    if (term->term.length == 0 || term->from == 0)
        out->why_not = why_unknown(call, d, term);
    else if (d->country == NULL)
        out->why_not = say(call, "There is no calendar for this country.");
    else if (!find_event(term->from, d->side, received_by(ask), &out->from))
        out->why_not = deadline_other_event(call, term->from);
    else
        return count_from(call, ask, d, out);
    return RC_OK;
}

static enum rc count_terms(struct call *call, const struct deadline_ask *ask,
                           const struct procedure_terms *terms, struct deadline *d)
{
    size_t n = terms->n > DEADLINE_TERMS_MAX ? DEADLINE_TERMS_MAX : terms->n;
    struct deadline_term *all = arena_array(call->arena, n, sizeof *all);
    enum rc rc = all == NULL && n != 0 ? fail_memory(call) : RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        rc = count_term(call, ask, d, &terms->in[i], &all[i]);
        if (rc == RC_OK && all[i].counted &&
            (d->chosen == NULL || all[i].count.due < d->chosen->count.due))
            d->chosen = &all[i];
    }
    d->terms = all;
    d->terms_n = n;
    return rc;
}

static void weaken(struct deadline *d, struct law law)
{
    if (law.status > d->status)
        d->status = law.status;
}

/* Could a term that was not counted, for its day is not known, end earlier? */
static bool may_be_earlier(const struct deadline *d)
{
    for (size_t i = 0; i < d->terms_n; i++) {
        const struct procedure_term *term = d->terms[i].term;
        if (!d->terms[i].counted && term->term.length != 0 && term->from != 0 && term->when.n == 0)
            return true;
    }
    return false;
}

/* Received by post, or nobody knows how; or a day may count that we were not told. */
static bool is_firm(const struct deadline_ask *ask, const struct deadline *d)
{
    bool delivered =
        str_is(ask->how, "in_hand") || str_is(ask->how, "electronic") || str_is(ask->how, "board");

    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if ((d->chosen->term->from & UINT32_C(1) << i) != 0 && events[i].earlier)
            return false;
    return delivered && d->chosen->from != EVENT_COMPLETE && !may_be_earlier(d);
}

static void take_chosen(const struct deadline_ask *ask, struct deadline *d)
{
    const struct deadline_term *term = d->chosen;

    d->counted = true;
    d->due = term->count.due;
    d->due_minute = term->count.due_minute;
    d->firm = is_firm(ask, d);
    d->article = term->term->article.n != 0                        ? term->term->article
                 : d->stage != NULL && d->stage->article.p != NULL ? d->stage->article
                                                                   : STR("");
    d->source = term->term->law.source;
    weaken(d, term->term->law);
    weaken(d, term->count.rule->law);
    for (size_t i = 0; i < term->count.n; i++)
        if (term->count.steps[i].kind == TERM_LATE)
            weaken(d, term->count.rule->hours);
}

/* ---- silence ---- */

static void close_earlier(struct call *call, struct deadline_silence *silence,
                          const struct term_count *count)
{
    if (silence->closes_known && silence->closes <= count->due)
        return;
    silence->closes_known = true;
    silence->closes = count->due;
    silence->closes_term = term_text(call, count->term);
}

/* Terms of the remedy that run from the end of the term for deciding. */
static enum rc close_by(struct call *call, struct deadline *d, const struct procedure_terms *terms)
{
    for (size_t i = 0; i < terms->n; i++) {
        const struct procedure_term *term = &terms->in[i];
        struct term_event event = {d->silence.opens - 1, TERM_NO_HOUR, false};
        struct term_count count;
        if ((term->from & UINT32_C(1) << EVENT_TERM_EXPIRED) == 0 || term->term.length == 0 ||
            term->term.unit == TERM_HOURS)
            continue;
        enum rc rc = term_count(call, term->term, event, d->country, &count);
        if (rc != RC_OK)
            return rc;
        close_earlier(call, &d->silence, &count);
    }
    return RC_OK;
}

/* The day after which nobody may say any more that there is still time to decide. */
static enum rc open_silence(struct call *call, const struct deadline_ask *ask, struct deadline *d)
{
    const struct procedure_terms *after = &d->procedure->silence.after;
    struct deadline_silence *silence = &d->silence;

    if (after->n == 0 && d->counted) {
        silence->opens_known = true;
        silence->opens = d->due + 1;
    }
    for (size_t i = 0; i < after->n; i++) {
        struct deadline_term term;
        enum rc rc = count_term(call, ask, d, &after->in[i], &term);
        if (rc != RC_OK)
            return rc;
        if (!term.counted || (silence->opens_known && silence->opens <= term.count.due + 1))
            continue;
        silence->opens_known = true;
        silence->opens = term.count.due + 1;
    }
    return RC_OK;
}

static enum rc find_silence(struct call *call, const struct deadline_ask *ask, struct deadline *d)
{
    const struct procedure_silence *from = &d->procedure->silence;

    if (d->stage == NULL || d->side != SIDE_BODY || from->means == SILENCE_UNSAID)
        return RC_OK;
    d->silence = (struct deadline_silence){
        .means = from->means,
        .rule = from->rule,
        .remedy = &from->remedy,
        .remedy_other = &from->remedy_other,
        .status = from->law.status > d->status ? from->law.status : d->status,
    };
    enum rc rc = from->means == SILENCE_NONE ? RC_OK : open_silence(call, ask, d);
    if (rc != RC_OK || !d->silence.opens_known)
        return rc;
    rc = close_by(call, d, &from->window);
    if (rc == RC_OK)
        rc = close_by(call, d, &from->outer);
    for (size_t i = 0; i < from->remedy.n && rc == RC_OK; i++)
        rc = close_by(call, d, &from->remedy.in[i].to->limits);
    return rc;
}

/* ---- the whole ---- */

static enum rc count_all(struct call *call, const struct deadline_ask *ask, struct deadline *d)
{
    const struct procedure_terms *terms =
        d->stage == NULL ? &d->procedure->limits : &d->stage->terms;
    enum rc rc = count_terms(call, ask, terms, d);

    if (rc == RC_OK && d->chosen != NULL && d->procedure->offered)
        take_chosen(ask, d);
    if (rc == RC_OK)
        rc = find_silence(call, ask, d);
    return rc == RC_OK ? deadline_explain(call, ask, d) : rc;
}

enum rc deadline_of(struct call *call, const struct deadline_ask *ask, struct deadline *out)
{
    if (!deadline_check(call, ask))
        return call_faults(call);
    const struct procedure *procedure = find_procedure(call, ask->procedure);
    struct laid laid;
    enum rc rc = laid_load(call, &laid);
    if (rc == RC_OK)
        rc = laid_procedure(call, &laid, procedure, ask->received, &procedure);
    if (rc != RC_OK)
        return rc;
    *out = (struct deadline){
        .procedure = procedure,
        .stage = ask->stage == DEADLINE_FILING ? NULL : &procedure->stages[ask->stage - 1],
        .country = packs_country(call->app->packs, procedure->country),
        .side = SIDE_CLIENT,
        .due_minute = TERM_NO_HOUR,
        .article = STR(""),
        .status = procedure->law.status,
    };
    if (out->stage != NULL) {
        out->side = out->stage->side;
        weaken(out, out->stage->law);
    }
    return count_all(call, ask, out);
}
