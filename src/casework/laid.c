/* laid.c - see laid.h. */
#include "casework/laid.h"

#include <stdlib.h>

#include "base/lang.h"
#include "model/app.h"
#include "model/field.h"
#include "store/store.h"
#include "web/date.h"

static const char *const parts[LAID_PARTS] = {"limit",    "stage",  "after",
                                              "reminder", "window", "outer"};

const char *laid_part_code(enum laid_part part)
{
    return parts[part];
}

bool laid_part_find(struct str code, enum laid_part *out)
{
    for (unsigned i = 0; i < LAID_PARTS; i++)
        if (str_is(code, parts[i])) {
            *out = (enum laid_part)i;
            return true;
        }
    return false;
}

/* ---- what was said ---- */

static int64_t int_of(const struct record *record, const char *name, int64_t absent)
{
    struct value v = record_value(record, name);

    return v.type == V_INT ? v.i : absent;
}

struct loading {
    struct laid *out;
    size_t room;
};

static enum rc take(struct call *call, void *arg, struct record *record)
{
    struct loading *all = arg;

    if (record->erased || record->retired_ms != 0 || all->out->n == LAID_MAX)
        return RC_OK;
    if (!arena_grow(call->arena, &all->out->in, all->out->n, &all->room))
        return fail_memory(call);
    all->out->in[all->out->n++] = record;
    return RC_OK;
}

/* Said later, else written later: first. */
static int by_day(const void *a, const void *b)
{
    const struct record *x = *(struct record *const *)a, *y = *(struct record *const *)b;
    int64_t on = int_of(x, "said_on", 0), other = int_of(y, "said_on", 0);

    if (on != other)
        return on < other ? 1 : -1;
    return (x->rid < y->rid) - (x->rid > y->rid);
}

enum rc laid_load(struct call *call, struct laid *out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("rule_check"));
    struct loading all = {out, 0};

    *out = (struct laid){NULL, 0};
    if (call->store == NULL || kind == NULL)
        return RC_OK;
    enum rc rc = table_of_subject(call, call->store->db, app_table(call->app, kind),
                                  &call->store->organisation, take, &all);
    if (rc == RC_OK && out->n > 1)
        qsort(out->in, out->n, sizeof *out->in, by_day);
    return rc;
}

static bool is_about(const struct record *check, const struct procedure *procedure,
                     struct laid_place place)
{
    return str_eq(record_text(check, "procedure"), procedure->id) &&
           str_is(record_text(check, "part"), parts[place.part]) &&
           int_of(check, "stage", 0) == (int64_t)place.stage &&
           int_of(check, "term", 0) == (int64_t)place.term;
}

static bool holds(const struct record *check, day on)
{
    return on >= int_of(check, "valid_from", day_min()) &&
           on <= int_of(check, "valid_to", day_max());
}

const struct record *laid_find(const struct laid *laid, const struct procedure *procedure,
                               struct laid_place place, day on)
{
    for (size_t i = 0; i < laid->n; i++)
        if (is_about(laid->in[i], procedure, place) && holds(laid->in[i], on))
            return laid->in[i];
    return NULL;
}

bool laid_differs(const struct laid *laid, const struct procedure *procedure, day a, day b)
{
    for (size_t i = 0; i < laid->n; i++)
        if (str_eq(record_text(laid->in[i], "procedure"), procedure->id) &&
            holds(laid->in[i], a) != holds(laid->in[i], b))
            return true;
    return false;
}

struct str laid_said(struct call *call, const struct record *check)
{
    struct str answer = record_text(check, "answer");
    struct str by = record_text(check, "said_by");
    struct str on = date_long(call, (day)int_of(check, "said_on", 0));

    if (str_is(answer, "unknown"))
        return say(call, "Nobody here knows this term yet: ask until %s. Asked on %s: %.*s.",
                   date_long(call, (day)int_of(check, "ask_by", 0)).p, on.p, (int)by.n, by.p);
    return str_is(answer, "confirmed")
               ? say(call, "Confirmed by %.*s on %s.", (int)by.n, by.p, on.p)
               : say(call, "Corrected by %.*s on %s.", (int)by.n, by.p, on.p);
}

/* ---- words ---- */

static struct str event_word(struct call *call, unsigned event)
{
    const struct choice_list *list = list_find(call->app->registry, STR("procedure_event"));
    struct str code = str_of(procedure_event_name((enum procedure_event)event));
    const struct choice *choice = list == NULL ? NULL : choice_find(list, code);

    return choice == NULL ? code : label_text(call, &choice->label);
}

struct str laid_rule(struct call *call, const struct procedure_term *term)
{
    struct buf b;

    if (term->any_time)
        return say(call, "At any time");
    if (term->term.length == 0 || term->from == 0)
        return term->manual.n != 0 ? term->manual : say(call, "Not known");
    struct str from = say(call, "counted from");
    buf_init(&b, call->arena, 2048);
    buf_add(&b, term_text(call, term->term));
    buf_z(&b, ", ");
    buf_add(&b, from);
    buf_z(&b, ": ");
    bool first = true;
    for (unsigned i = 0; i < EVENT_COUNT; i++) {
        if ((term->from & UINT32_C(1) << i) == 0)
            continue;
        buf_z(&b, first ? "" : "; ");
        buf_add(&b, event_word(call, i));
        first = false;
    }
    return buf_str(&b);
}

/* ---- laying over ---- */

static bool unit_of(struct str code, enum term_unit *out)
{
    static const char *const units[] = {"days", "working_days", "months", "years", "hours"};

    for (unsigned i = 0; i < sizeof units / sizeof *units; i++)
        if (str_is(code, units[i])) {
            *out = (enum term_unit)i;
            return true;
        }
    return false;
}

static uint32_t events_of(const struct record *check)
{
    struct value v = record_value(check, "events");
    uint32_t bits = 0;

    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        for (unsigned e = 0; e < EVENT_COUNT; e++)
            if (str_is(v.list.items[i].s, procedure_event_name((enum procedure_event)e)))
                bits |= UINT32_C(1) << e;
    return bits;
}

static void correct(const struct record *check, struct procedure_term *term)
{
    struct term length = {(int)int_of(check, "number", 0), TERM_DAYS};
    uint32_t from = events_of(check);

    if (length.length <= 0 || from == 0 || !unit_of(record_text(check, "unit"), &length.unit))
        return;
    term->term = length;
    term->from = from;
    term->any_time = false;
    term->manual = (struct str){NULL, 0};
    term->words = (struct str){NULL, 0};
}

static void lay_term(struct call *call, const struct record *check, struct procedure_term *term)
{
    struct str answer = record_text(check, "answer");

    term->checked = laid_said(call, check);
    if (str_is(answer, "unknown")) {
        term->manual = term->checked;
        term->law.status = LAW_UNVERIFIED;
        return;
    }
    if (str_is(answer, "corrected"))
        correct(check, term);
    term->law.status = LAW_VERIFIED;
    term->law.source = term->checked;
}

struct laying {
    struct call *call;
    const struct laid *laid;
    const struct procedure *of;
    day on;
    bool any; /* something was laid over */
};

static enum rc lay_terms(struct laying *l, enum laid_part part, size_t stage,
                         struct procedure_terms *terms)
{
    struct procedure_term *in = NULL;

    for (size_t i = 0; i < terms->n; i++) {
        const struct laid_place place = {part, stage, i};
        const struct record *check = laid_find(l->laid, l->of, place, l->on);
        if (check == NULL)
            continue;
        if (in == NULL) {
            in = arena_array(l->call->arena, terms->n, sizeof *in);
            if (in == NULL)
                return fail_memory(l->call);
            for (size_t k = 0; k < terms->n; k++)
                in[k] = terms->in[k];
        }
        lay_term(l->call, check, &in[i]);
        l->any = true;
    }
    if (in != NULL)
        terms->in = in;
    return RC_OK;
}

static enum rc lay_stages(struct laying *l, struct procedure *out)
{
    struct procedure_stage *stages = arena_array(l->call->arena, out->stage_count, sizeof *stages);
    enum rc rc = RC_OK;

    if (out->stage_count == 0)
        return RC_OK;
    if (stages == NULL)
        return fail_memory(l->call);
    for (size_t i = 0; i < out->stage_count && rc == RC_OK; i++) {
        stages[i] = out->stages[i];
        rc = lay_terms(l, LAID_STAGE, i + 1, &stages[i].terms);
    }
    out->stages = stages;
    return rc;
}

/* Its own terms. */
static enum rc lay_own(struct laying *l, struct procedure *out)
{
    enum rc rc = lay_terms(l, LAID_LIMIT, 0, &out->limits);

    if (rc == RC_OK)
        rc = lay_stages(l, out);
    if (rc == RC_OK)
        rc = lay_terms(l, LAID_AFTER, 0, &out->silence.after);
    if (rc == RC_OK)
        rc = lay_terms(l, LAID_REMINDER, 0, &out->silence.reminder);
    if (rc == RC_OK)
        rc = lay_terms(l, LAID_WINDOW, 0, &out->silence.window);
    return rc == RC_OK ? lay_terms(l, LAID_OUTER, 0, &out->silence.outer) : rc;
}

static bool mentions(const struct laid *laid, const struct procedure *procedure)
{
    for (size_t i = 0; i < laid->n; i++)
        if (str_eq(record_text(laid->in[i], "procedure"), procedure->id))
            return true;
    return false;
}

static enum rc lay_one(struct laying *l, const struct procedure *shipped,
                       const struct procedure **out)
{
    struct procedure *copy;

    *out = shipped;
    if (!mentions(l->laid, shipped))
        return RC_OK;
    copy = arena_alloc(l->call->arena, sizeof *copy);
    if (copy == NULL)
        return fail_memory(l->call);
    *copy = *shipped;
    l->of = shipped;
    *out = copy;
    return lay_own(l, copy);
}

/* The next rungs carry limits of their own. */
static enum rc lay_refs(struct laying *l, struct procedure_refs *refs)
{
    struct procedure_ref *in = NULL;
    bool any = false;

    for (size_t i = 0; i < refs->n; i++)
        any |= refs->in[i].to != NULL && mentions(l->laid, refs->in[i].to);
    if (!any)
        return RC_OK;
    in = arena_array(l->call->arena, refs->n, sizeof *in);
    if (in == NULL)
        return fail_memory(l->call);
    for (size_t i = 0; i < refs->n; i++) {
        in[i] = refs->in[i];
        enum rc rc = in[i].to == NULL ? RC_OK : lay_one(l, in[i].to, &in[i].to);
        if (rc != RC_OK)
            return rc;
    }
    refs->in = in;
    l->any = true;
    return RC_OK;
}

enum rc laid_procedure(struct call *call, const struct laid *laid, const struct procedure *shipped,
                       day on, const struct procedure **out)
{
    struct laying l = {.call = call, .laid = laid, .on = on};
    struct procedure whole, *copy;
    const struct procedure *own;

    *out = shipped;
    if (laid->n == 0)
        return RC_OK;
    enum rc rc = lay_one(&l, shipped, &own);
    if (rc != RC_OK)
        return rc;
    whole = *own;
    rc = lay_refs(&l, &whole.next);
    if (rc == RC_OK)
        rc = lay_refs(&l, &whole.silence.remedy);
    if (rc != RC_OK || !l.any)
        return rc;
    copy = arena_alloc(call->arena, sizeof *copy);
    if (copy == NULL)
        return fail_memory(call);
    *copy = whole;
    *out = copy;
    return RC_OK;
}

struct procedure_terms laid_terms(const struct procedure *procedure, enum laid_part part,
                                  size_t stage)
{
    const struct procedure_silence *silence = &procedure->silence;

    switch (part) {
    case LAID_LIMIT: return procedure->limits;
    case LAID_STAGE:
        return stage > 0 && stage <= procedure->stage_count ? procedure->stages[stage - 1].terms
                                                            : (struct procedure_terms){NULL, 0};
    case LAID_AFTER: return silence->after;
    case LAID_REMINDER: return silence->reminder;
    case LAID_WINDOW: return silence->window;
    case LAID_OUTER: return silence->outer;
    case LAID_PARTS: break;
    }
    return (struct procedure_terms){NULL, 0};
}
