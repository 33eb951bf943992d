/* clocks.c - see clocks.h. */
#include "casework/clocks.h"

#include <stdlib.h>

#include "casework/gather.h"

enum { CLOCKS_MAX = 80 };

/* ---- the records of one procedure ---- */

struct gathered {
    struct change *change; /* NULL: as stored */
    const struct id *proceeding;
    struct record **in;
    size_t n, room;
};

static bool belongs(const struct record *record, const struct id *proceeding)
{
    struct id id;
    struct value v = record_value(record, "proceeding");

    return v.type != V_NULL && id_of(v.s, &id) && id_eq(&id, proceeding);
}

static enum rc gather(struct call *call, struct gathered *all, struct record *record)
{
    if (record->erased || !belongs(record, all->proceeding))
        return RC_OK;
    if (!arena_grow(call->arena, &all->in, all->n, &all->room))
        return fail_memory(call);
    all->in[all->n++] = record;
    return RC_OK;
}

static bool is_draft(const struct change *change, const struct record *record)
{
    for (const struct draft *d = change == NULL ? NULL : change->drafts; d != NULL; d = d->next)
        if (id_eq(&d->record->id, &record->id))
            return true;
    return false;
}

static enum rc gather_stored(struct call *call, void *arg, struct record *record)
{
    struct gathered *all = arg;

    return is_draft(all->change, record) ? RC_OK : gather(call, all, record);
}

/* What is stored, and what this change makes of it; also what is retired. */
static enum rc gather_all(struct call *call, struct change *change, const char *name,
                          const struct record *proceeding, struct gathered *out)
{
    const struct kind *of = app_kind(call, name);

    *out = (struct gathered){.change = change, .proceeding = &proceeding->id};
    enum rc rc = table_of_subject(call, call->store->db, app_table(call->app, of),
                                  &proceeding->subject, gather_stored, out);
    for (const struct draft *d = change == NULL ? NULL : change->drafts; d != NULL && rc == RC_OK;
         d = d->next)
        if (d->record->kind == of && !d->erase)
            rc = gather(call, out, d->record);
    return rc;
}

/* ---- facts ---- */

static enum procedure_event event_of(struct str code)
{
    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if (str_is(code, procedure_event_name((enum procedure_event)i)))
            return (enum procedure_event)i;
    return EVENT_COUNT;
}

static bool is_proven(const struct record *event)
{
    static const char *const proofs[] = {"stamped", "in_hand",    "return_card", "posted",
                                         "board",   "electronic", NULL};

    return gather_one_of(record_text(event, "proof"), proofs);
}

/* Refused at the desk, or come back: it reached nobody. */
static bool happened(const struct record *event)
{
    static const char *const not [] = {"refused", "returned", NULL};

    return event->retired_ms == 0 && record_value(event, "on").type == V_INT &&
           !gather_one_of(record_text(event, "proof"), not );
}

static bool is_favoured(const struct record *event)
{
    static const char *const results[] = {"granted", "violation", NULL};

    return gather_one_of(record_text(event, "result"), results);
}

static struct moves_fact fact_of(const struct record *event)
{
    struct value until = record_value(event, "until"), at = record_value(event, "at");

    return (struct moves_fact){
        .what = event_of(record_text(event, "what")),
        .on = (day)record_value(event, "on").i,
        .until = until.type == V_INT ? (day)until.i : 0,
        .minute = at.type == V_INT ? (int)at.i : TERM_NO_HOUR,
        .certain = !record_flag(event, "guessed"),
        .proven = is_proven(event),
        .favoured = is_favoured(event),
    };
}

/* What was handed in and stamped, or sent electronically, has also arrived. */
static bool arrived(const struct record *event)
{
    static const char *const proofs[] = {"stamped", "in_hand", "electronic", NULL};

    return str_is(record_text(event, "what"), "filed") &&
           gather_one_of(record_text(event, "proof"), proofs);
}

/* A letter that was posted and came back has reached nobody, whatever the slip says. */
static bool came_back(const struct gathered *events, const struct record *event)
{
    struct value letter = record_value(event, "letter");

    for (size_t i = 0; letter.type != V_NULL && i < events->n; i++) {
        const struct record *other = events->in[i];
        if (other->retired_ms == 0 && str_is(record_text(other, "proof"), "returned") &&
            value_eq(record_value(other, "letter"), letter) &&
            record_value(other, "on").i >= record_value(event, "on").i)
            return true;
    }
    return false;
}

/* In the one array from the front what happened in the procedure, in the other what came before. */
static enum rc facts_of(struct call *call, const struct gathered *events, struct moves_ask *ask)
{
    struct moves_fact *facts = arena_array(call->arena, 2 * events->n + 1, sizeof *facts);
    struct moves_fact *before = arena_array(call->arena, events->n + 1, sizeof *before);

    if (facts == NULL || before == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < events->n; i++) {
        const struct record *event = events->in[i];
        struct moves_fact fact;
        if (!happened(event) || came_back(events, event))
            continue;
        fact = fact_of(event);
        if (fact.what == EVENT_COUNT)
            continue;
        if (record_flag(event, "before")) {
            before[ask->before_n++] = fact;
            continue;
        }
        facts[ask->n++] = fact;
        if (arrived(event)) {
            fact.what = EVENT_RECEIVED;
            facts[ask->n++] = fact;
        }
    }
    ask->facts = facts;
    ask->before = before;
    return RC_OK;
}

static int by_day(const void *a, const void *b)
{
    struct value x = record_value(*(struct record *const *)a, "on");
    struct value y = record_value(*(struct record *const *)b, "on");

    return (x.i > y.i) - (x.i < y.i);
}

/* The day of the first fact: by whose rules the procedure goes. */
static day began(const struct call *call, const struct gathered *events)
{
    for (size_t i = 0; i < events->n; i++)
        if (happened(events->in[i]))
            return (day)record_value(events->in[i], "on").i;
    return call->today;
}

static enum rc ask_by(struct call *call, struct change *change, const struct laid *laid,
                      const struct record *proceeding, struct clocks_ask *out)
{
    const struct packs *packs = call->app->packs;
    struct str id = record_text(proceeding, "procedure"), holds = record_text(proceeding, "holds");
    const struct procedure *procedure = procedure_find(packs->procedures, id);
    struct gathered events;

    if (procedure == NULL)
        return fail(call, RC_NOT_FOUND, "procedure", "There is no procedure '%.*s'.", (int)id.n,
                    id.p);
    enum rc rc = gather_all(call, change, "event", proceeding, &events);
    if (rc != RC_OK)
        return rc;
    if (events.n > 1)
        qsort(events.in, events.n, sizeof *events.in, by_day);
    day since = began(call, &events);
    bool other = laid_differs(laid, procedure, since, call->today);
    rc = laid_procedure(call, laid, procedure, since, &procedure);
    if (rc != RC_OK)
        return rc;
    *out = (struct clocks_ask){
        .began = since,
        .other_rule = other,
        .moves = {.procedure = procedure,
                  .country = packs_country(packs, procedure->country),
                  .when = holds.n == 0 ? (struct str){NULL, 0} : holds,
                  .today = call->today},
        .proceeding = proceeding,
        .events = events.in,
        .n = events.n,
    };
    return facts_of(call, &events, &out->moves);
}

enum rc clocks_ask(struct call *call, struct change *change, const struct record *proceeding,
                   struct clocks_ask *out)
{
    struct laid laid;
    enum rc rc = laid_load(call, &laid);

    return rc == RC_OK ? ask_by(call, change, &laid, proceeding, out) : rc;
}

/* ---- a paper begins a procedure ---- */

/* What the receipt of a paper is, and how it can be proved. */
static const char *receipt_of(struct str paper)
{
    if (str_is(paper, "decision") || str_is(paper, "refusal"))
        return "delivered";
    if (str_is(paper, "request"))
        return "received";
    return str_is(paper, "summons") ? "requested" : "notified";
}

const char *clocks_proof_of(struct str how, bool guessed)
{
    static const char *const same[] = {"in_hand", "electronic", "board", NULL};

    for (size_t i = 0; same[i] != NULL; i++)
        if (str_is(how, same[i]))
            return same[i];
    return str_is(how, "post") && !guessed ? "envelope" : "said";
}

static enum rc first_fact(struct call *call, struct change *change, const struct record *proceeding,
                          const struct record *of, const struct record *paper)
{
    struct record *event;
    enum rc rc = change_make(call, change, app_kind(call, "event"), of, &event);

    if (rc != RC_OK)
        return rc;
    const char *what = receipt_of(record_text(paper, "what"));
    record_set(event, "proceeding", id_value(&proceeding->id));
    record_set(event, "what", v_text(str_of(what)));
    record_set(event, "on", record_value(paper, "received"));
    struct value guessed = record_value(paper, "guessed");
    bool unsure = guessed.type == V_INT && guessed.i != 0;
    record_set(event, "proof", v_text(str_of(clocks_proof_of(record_text(paper, "how"), unsure))));
    record_set(event, "guessed", guessed);
    record_set(event, "number", record_value(paper, "number"));
    if (!str_is(str_of(what), "received"))
        record_set(event, "before", v_int(1));
    return RC_OK;
}

enum rc clocks_take_up(struct call *call, struct change *change, const struct record *proceeding)
{
    struct value link = record_value(proceeding, "paper");
    struct record *paper, *of;
    struct id id;

    if (change_before(change, proceeding) != NULL || link.type == V_NULL || !id_of(link.s, &id))
        return RC_OK;
    enum rc rc = change_open(call, change, app_kind(call, "case_paper"), &id, 0, &paper);
    if (rc == RC_OK && record_value(paper, "taken_up").type != V_NULL)
        return RC_OK;
    if (rc == RC_OK)
        rc = change_open(call, change, app_kind(call, "case"), &proceeding->owner, 0, &of);
    if (rc != RC_OK)
        return rc;
    record_set(paper, "taken_up", id_value(&proceeding->id));
    return first_fact(call, change, proceeding, of, paper);
}

bool clocks_known(const struct call *call, const struct record *proceeding)
{
    return procedure_find(call->app->packs->procedures, record_text(proceeding, "procedure")) !=
           NULL;
}

/* ---- what should run ---- */

/* A clock as it should be; what it is known by are the first four. */
struct wanted {
    const char *what; /* of the list clock_kind */
    const struct procedure *procedure;
    int64_t stage, term;
    struct str holds;
    day last_day, opens, counted_from, ended;
    bool has_ended, firm, remedy;
    struct term length;
    struct str checked; /* who confirmed or corrected the term */
};

struct wanteds {
    struct wanted in[CLOCKS_MAX];
    size_t n;
};

static void want(struct wanteds *all, struct wanted one)
{
    if (all->n < CLOCKS_MAX)
        all->in[all->n++] = one;
}

static const char *running(const struct moves_clock *clock)
{
    if (clock->stage == NULL)
        return "file";
    switch (clock->side) {
    case SIDE_CLIENT: return "act";
    case SIDE_RESPONDENT: return "comply";
    case SIDE_BODY: break;
    }
    return "wait";
}

static void want_clocks(struct wanteds *all, const struct moves_clocks *clocks)
{
    for (size_t i = 0; i < clocks->n; i++) {
        const struct moves_clock *clock = &clocks->in[i];
        want(all, (struct wanted){.what = running(clock),
                                  .procedure = clock->of,
                                  .stage = (int64_t)clock->stage_n,
                                  .term = (int64_t)clock->term_n,
                                  .holds = clock->term->when,
                                  .last_day = clock->due,
                                  .opens = clock->count.event.on,
                                  .counted_from = clock->from->on,
                                  .has_ended = clock->ended,
                                  .ended = clock->ended_on,
                                  .firm = clock->firm,
                                  .length = clock->term->term,
                                  .checked = clock->term->checked});
    }
}

static void want_moves(struct wanteds *all, const struct move *moves, size_t n, enum move_kind is,
                       const char *what)
{
    for (size_t i = 0; i < n; i++) {
        const struct move *move = &moves[i];
        if (move->kind != is || !move->counted)
            continue;
        want(all, (struct wanted){.what = what,
                                  .procedure = move->to,
                                  .holds = move->when,
                                  .last_day = move->last,
                                  .opens = move->opens,
                                  .counted_from = move->clock->from->on,
                                  .firm = move->firm,
                                  .remedy = true,
                                  .length = move->clock->term->term,
                                  .checked = move->clock->term->checked});
    }
}

/* The remedies: those of today, and those that open when the body lets its time pass. */
static enum rc want_remedies(struct call *call, const struct moves_ask *ask, struct wanteds *all)
{
    struct moves_ask later = *ask;
    struct moves moves;
    enum rc rc = moves_find(call, ask, &moves);

    if (rc != RC_OK)
        return rc;
    want_clocks(all, &moves.clocks);
    want_moves(all, moves.open, moves.open_n, MOVE_NEXT, "next");
    want_moves(all, moves.barred, moves.barred_n, MOVE_NEXT, "next");
    if (!moves.silent && moves.silent_since > ask->today) {
        later.today = moves.silent_since;
        rc = moves_find(call, &later, &moves);
    }
    if (rc == RC_OK) {
        want_moves(all, moves.open, moves.open_n, MOVE_SILENCE, "silence");
        want_moves(all, moves.barred, moves.barred_n, MOVE_SILENCE, "silence");
    }
    return rc;
}

/* ---- which remedies were used ---- */

struct successors {
    struct clocks_ask of;
    struct change *change;
    const struct laid *laid;
    struct wanteds *all;
};

static bool goes_against(const struct record *proceeding, const struct record *other)
{
    struct id id;
    struct value v = record_value(other, "after");

    return !other->erased && other->retired_ms == 0 && v.type != V_NULL && id_of(v.s, &id) &&
           id_eq(&id, &proceeding->id);
}

/* A procedure that goes against this one ends the clock of its remedy when it is handed in. */
static enum rc use(struct call *call, struct successors *s, const struct record *successor)
{
    static const uint32_t filed = UINT32_C(1) << EVENT_FILED | UINT32_C(1) << EVENT_RECEIVED;
    struct clocks_ask ask;

    if (!goes_against(s->of.proceeding, successor) || !clocks_known(call, successor))
        return RC_OK;
    enum rc rc = ask_by(call, s->change, s->laid, successor, &ask);
    for (size_t i = 0; rc == RC_OK && i < s->all->n; i++) {
        struct wanted *wanted = &s->all->in[i];
        const struct moves_fact *fact = moves_first(&ask.moves, filed, day_min());
        if (!str_eq(wanted->procedure->id, ask.moves.procedure->id) || fact == NULL ||
            !wanted->remedy)
            continue;
        wanted->has_ended = true;
        wanted->ended = fact->on;
    }
    return rc;
}

static enum rc use_stored(struct call *call, void *arg, struct record *record)
{
    struct successors *s = arg;

    return is_draft(s->change, record) ? RC_OK : use(call, s, record);
}

static enum rc use_all(struct call *call, struct change *change, const struct laid *laid,
                       const struct clocks_ask *ask, struct wanteds *all)
{
    const struct kind *of = app_kind(call, "proceeding");
    struct successors s = {*ask, change, laid, all};
    enum rc rc = table_of_subject(call, call->store->db, app_table(call->app, of),
                                  &ask->proceeding->subject, use_stored, &s);

    for (const struct draft *d = change->drafts; d != NULL && rc == RC_OK; d = d->next)
        if (d->record->kind == of && !d->erase)
            rc = use(call, &s, d->record);
    return rc;
}

/* ---- what runs becomes what should ---- */

static bool is_for(const struct record *clock, const struct wanted *wanted)
{
    return str_is(record_text(clock, "what"), wanted->what) &&
           str_eq(record_text(clock, "procedure"), wanted->procedure->id) &&
           record_value(clock, "stage").i == wanted->stage &&
           record_value(clock, "term").i == wanted->term;
}

static struct record *find(const struct gathered *clocks, const struct wanted *wanted)
{
    for (size_t i = 0; i < clocks->n; i++)
        if (is_for(clocks->in[i], wanted))
            return clocks->in[i];
    return NULL;
}

static struct value text_or_null(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

static void count(struct call *call, struct record *clock, const struct wanted *wanted)
{
    record_set(clock, "last_day", v_int(wanted->last_day));
    record_set(clock, "opens", v_int(wanted->opens));
    record_set(clock, "counted_from", v_int(wanted->counted_from));
    record_set(clock, "firm", v_int(wanted->firm));
    record_set(clock, "holds", text_or_null(wanted->holds));
    record_set(clock, "rule", text_or_null(term_text(call, wanted->length)));
    record_set(clock, "first_day", v_int(wanted->last_day));
    record_set(clock, "moved_to", v_null());
    record_set(clock, "would_be", v_null());
    record_set(clock, "would_why", v_null());
}

static enum rc make(struct call *call, struct change *change, const struct record *of,
                    const struct id *proceeding, const struct wanted *wanted, struct record **out)
{
    enum rc rc = change_make(call, change, app_kind(call, "clock"), of, out);

    if (rc != RC_OK)
        return rc;
    record_set(*out, "proceeding", id_value(proceeding));
    record_set(*out, "what", v_text(str_of(wanted->what)));
    record_set(*out, "procedure", v_text(wanted->procedure->id));
    record_set(*out, "stage", v_int(wanted->stage));
    record_set(*out, "term", v_int(wanted->term));
    return RC_OK;
}

/* One that runs keeps its day until what it is counted from is another day or another proof. */
static bool must_count(const struct record *clock, const struct wanted *wanted)
{
    struct value from = record_value(clock, "counted_from"), last = record_value(clock, "last_day");

    return clock->retired_ms != 0 || last.type == V_NULL || from.type == V_NULL ||
           from.i != wanted->counted_from || record_flag(clock, "firm") != wanted->firm;
}

static enum rc keep(struct call *call, struct change *change, const struct clocks_ask *ask,
                    const struct record *of, const struct gathered *clocks,
                    const struct wanted *wanted)
{
    struct record *clock = find(clocks, wanted);
    bool new = clock == NULL;
    enum rc rc = new ? make(call, change, of, &ask->proceeding->id, wanted, &clock)
                     : change_open(call, change, clock->kind, &clock->id, 0, &clock);

    if (rc != RC_OK)
        return rc;
    if (new || must_count(clock, wanted))
        count(call, clock, wanted);
    clock->retired_ms = 0;
    record_set(clock, "ended", wanted->has_ended ? v_int(wanted->ended) : v_null());
    return RC_OK;
}

static bool is_wanted(const struct wanteds *all, const struct record *clock)
{
    for (size_t i = 0; i < all->n; i++)
        if (is_for(clock, &all->in[i]))
            return true;
    return false;
}

static enum rc drop(struct call *call, struct change *change, const struct gathered *clocks,
                    const struct wanteds *all)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < clocks->n && rc == RC_OK; i++) {
        struct record *clock = clocks->in[i];
        if (clock->retired_ms != 0 || is_wanted(all, clock))
            continue;
        rc = change_open(call, change, clock->kind, &clock->id, 0, &clock);
        if (rc == RC_OK)
            clock->retired_ms = call->now_ms;
    }
    return rc;
}

/* ---- what the procedure itself says about it ---- */

/* The latest day of some facts; nothing where there is none, or where it was before 'since'. */
static struct value latest_day(const struct moves_ask *ask, uint32_t kinds, struct value since)
{
    const struct moves_fact *fact = moves_latest(ask, kinds);

    return fact == NULL || (since.type == V_INT && fact->on < since.i) ? v_null() : v_int(fact->on);
}

static enum rc say_facts(struct call *call, struct change *change, const struct clocks_ask *ask)
{
    const struct moves_ask *moves = &ask->moves;
    const struct moves_fact *received = moves_latest(moves, 1u << EVENT_RECEIVED);
    const uint32_t answers = 1u << EVENT_DECIDED | 1u << EVENT_DELIVERED;
    struct value filed = latest_day(moves, 1u << EVENT_FILED, v_null());
    const struct {
        const char *name;
        struct value now;
    } facts[] = {
        {"filed", filed},
        {"answered", filed.type == V_NULL ? v_null() : latest_day(moves, answers, filed)},
        {"proved", received != NULL && received->proven ? v_int(1) : v_null()},
    };
    const struct record *was = ask->proceeding;
    struct record *proceeding;
    bool same = true;

    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        same = same && value_eq(record_value(was, facts[i].name), facts[i].now);
    if (same)
        return RC_OK;
    enum rc rc = change_open(call, change, was->kind, &was->id, 0, &proceeding);
    for (size_t i = 0; rc == RC_OK && i < sizeof facts / sizeof *facts; i++)
        record_set(proceeding, facts[i].name, facts[i].now);
    return rc;
}

enum rc clocks_derive(struct call *call, struct change *change, const struct record *proceeding)
{
    struct wanteds *all = arena_alloc(call->arena, sizeof *all);
    struct gathered clocks;
    struct clocks_ask ask;
    struct laid laid;
    struct record *of;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = laid_load(call, &laid);
    if (rc == RC_OK)
        rc = ask_by(call, change, &laid, proceeding, &ask);
    if (rc == RC_OK && proceeding->retired_ms == 0)
        rc = want_remedies(call, &ask.moves, all);
    if (rc == RC_OK)
        rc = use_all(call, change, &laid, &ask, all);
    if (rc == RC_OK)
        rc = gather_all(call, change, "clock", proceeding, &clocks);
    if (rc == RC_OK)
        rc = change_open(call, change, app_kind(call, "case"), &proceeding->owner, 0, &of);
    for (size_t i = 0; rc == RC_OK && i < all->n; i++)
        rc = keep(call, change, &ask, of, &clocks, &all->in[i]);
    if (rc == RC_OK)
        rc = drop(call, change, &clocks, all);
    return rc == RC_OK ? say_facts(call, change, &ask) : rc;
}

/* ---- what the rules of today would make of it ---- */

static bool recounts(const struct record *clock)
{
    return clock->retired_ms == 0 && record_value(clock, "due").type == V_INT;
}

static enum rc note_moved(struct call *call, struct clocks_moved *out, const struct record *clock,
                          const struct wanted *wanted)
{
    struct str term = wanted == NULL ? STR("") : term_text(call, wanted->length);
    struct value last = record_value(clock, "last_day");

    if (wanted != NULL && last.i == wanted->last_day &&
        record_value(clock, "would_be").type == V_NULL)
        return RC_OK;
    if (!arena_grow(call->arena, &out->in, out->n, &out->room))
        return fail_memory(call);
    out->in[out->n++] = (struct clock_moved){
        .clock = clock,
        .counted = wanted != NULL,
        .was = (day)last.i,
        .now = wanted == NULL ? 0 : wanted->last_day,
        .rule = !str_eq(term, record_text(clock, "rule")),
        .term = term,
        .checked = wanted == NULL ? STR("") : wanted->checked,
    };
    return RC_OK;
}

static const struct wanted *wanted_for(const struct wanteds *all, const struct record *clock)
{
    for (size_t i = 0; i < all->n; i++)
        if (is_for(clock, &all->in[i]))
            return &all->in[i];
    return NULL;
}

enum rc clocks_recount(struct call *call, const struct laid *laid, const struct record *proceeding,
                       struct clocks_moved *out)
{
    struct wanteds *all = NULL;
    struct gathered clocks;
    struct clocks_ask ask;
    size_t running = 0;
    enum rc rc = gather_all(call, NULL, "clock", proceeding, &clocks);

    for (size_t i = 0; i < clocks.n; i++)
        running += recounts(clocks.in[i]);
    if (rc != RC_OK || running == 0)
        return rc;
    all = arena_alloc(call->arena, sizeof *all);
    if (all == NULL)
        return fail_memory(call);
    rc = ask_by(call, NULL, laid, proceeding, &ask);
    if (rc == RC_OK)
        rc = want_remedies(call, &ask.moves, all);
    for (size_t i = 0; rc == RC_OK && i < clocks.n; i++)
        if (recounts(clocks.in[i]))
            rc = note_moved(call, out, clocks.in[i], wanted_for(all, clocks.in[i]));
    return rc;
}

bool clock_runs(const struct record *clock)
{
    static const char *const ours[] = {"file", "act", "next", "silence", NULL};

    return clock->retired_ms == 0 && !clock->erased &&
           record_value(clock, "ended").type == V_NULL &&
           record_value(clock, "let_go").type == V_NULL &&
           gather_one_of(record_text(clock, "what"), ours);
}
