/* deadline_say.c - see deadline_say.h. */
#include "casework/deadline_say.h"

#include "base/lang.h"
#include "model/field.h"

/* ---- events ---- */

struct str deadline_event(struct call *call, enum procedure_event event)
{
    switch (event) {
    case EVENT_ACT: return say(call, "the day on which it was done or left undone");
    case EVENT_LEARNED: return say(call, "the day on which the person learned of it");
    case EVENT_BIRTH: return say(call, "the day of birth");
    case EVENT_CHANGED: return say(call, "the day on which the circumstances changed");
    case EVENT_FILED: return say(call, "the day on which the paper was handed in");
    case EVENT_RECEIVED: return say(call, "the day on which it reached the one who must act");
    case EVENT_COMPLETE: return say(call, "the day on which it was there with all its papers");
    case EVENT_ACCEPTED: return say(call, "the day on which the body took it up");
    case EVENT_STARTED: return say(call, "the day on which the procedure began");
    case EVENT_SERVED: return say(call, "the day on which it reached the respondent");
    case EVENT_REQUESTED: return say(call, "the day on which the body's demand was received");
    case EVENT_NOTIFIED: return say(call, "the day on which the body's notice was received");
    case EVENT_DECIDED: return say(call, "the day of the decision itself");
    case EVENT_DELIVERED: return say(call, "the day on which the decision reached the person");
    case EVENT_PUBLISHED: return say(call, "the day of publication");
    case EVENT_FINAL: return say(call, "the day on which the decision became final");
    case EVENT_RECOMMENDATION_RECEIVED:
        return say(call, "the day on which the recommendation was received");
    case EVENT_WARNING_ISSUED: return say(call, "the day of the warning");
    case EVENT_REMINDER_FILED: return say(call, "the day on which the reminder was handed in");
    case EVENT_TERM_EXPIRED: return say(call, "the day on which the term for deciding ran out");
    case EVENT_PERIOD_ENDED: return say(call, "the day on which the granted period ended");
    case EVENT_EXTENDED: return say(call, "the day on which the office took more time");
    case EVENT_SUSPENDED: return say(call, "the day on which the procedure was suspended");
    case EVENT_RESUMED: return say(call, "the day on which the procedure went on");
    case EVENT_COMPLIED: return say(call, "the day on which it was done");
    case EVENT_WITHDRAWN: return say(call, "the day on which it was taken back");
    case EVENT_COUNT: break;
    }
    return STR("");
}

struct str deadline_uncounted(struct call *call, struct str words)
{
    return say(call, "It cannot be counted here: %.*s.", (int)words.n, words.p);
}

struct str deadline_other_event(struct call *call, uint32_t from)
{
    struct buf events;
    bool first = true;

    buf_init(&events, call->arena, 4096);
    for (unsigned i = 0; i < EVENT_COUNT; i++) {
        if ((from & UINT32_C(1) << i) == 0)
            continue;
        buf_z(&events, first ? "" : "; ");
        buf_add(&events, deadline_event(call, (enum procedure_event)i));
        first = false;
    }
    struct str all = buf_str(&events);
    return say(call, "It is counted from %.*s. The receipt of this paper does not tell that day.",
               (int)all.n, all.p);
}

struct str deadline_stage(struct call *call, const struct deadline *deadline)
{
    struct str lang = lang_code(call->lang);

    if (deadline->stage == NULL)
        return say(call, "Limit for filing");
    struct str actor = words_in(deadline->stage->actor, lang);
    struct str action = words_in(deadline->stage->action, lang);
    return str_format(call->arena, "%.*s: %.*s", (int)actor.n, actor.p, (int)action.n, action.p);
}

/* ---- notes ---- */

static void note(struct deadline *d, struct str text)
{
    if (text.n != 0 && d->notes_n < DEADLINE_NOTES_MAX)
        d->notes[d->notes_n++] = text;
}

static void note_receipt(struct call *call, const struct deadline_ask *ask, struct deadline *d)
{
    if (str_is(ask->how, "post"))
        note(d, say(call, "Provisional: it came by post. Note the day of delivery and its proof; "
                          "until then hold the earlier day."));
    else if (ask->how.n == 0 || str_is(ask->how, "unknown"))
        note(d, say(call, "Provisional: nobody knows how it was received. Ask for the proof of "
                          "delivery."));
    if (d->chosen->from == EVENT_COMPLETE)
        note(d, say(call, "Provisional: counted as if it was there with all its papers when it "
                          "was received."));
}

static void note_earlier(struct call *call, struct deadline *d)
{
    static const enum procedure_event earlier[] = {EVENT_ACT, EVENT_DECIDED};

    for (size_t i = 0; i < sizeof earlier / sizeof *earlier; i++) {
        if ((d->chosen->term->from & UINT32_C(1) << earlier[i]) == 0)
            continue;
        struct str event = deadline_event(call, earlier[i]);
        note(d, say(call,
                    "Provisional: the earliest of several days counts, also %.*s. If that was "
                    "earlier, the last day is earlier.",
                    (int)event.n, event.p));
    }
}

static struct str condition(struct call *call, const struct deadline_term *term)
{
    return term->term->when.n == 0
               ? STR("")
               : say(call, " in this case: %.*s", (int)term->term->when.n, term->term->when.p);
}

static void note_other(struct call *call, const struct deadline_term *term, struct deadline *d)
{
    struct str when = condition(call, term);
    struct str length = term->length.p == NULL ? say(call, "a term without number") : term->length;

    if (term->counted) {
        struct str until = day_show(call, term->count.due);
        note(d, say(call, "Another term, %.*s, ends on %.*s%.*s.", (int)length.n, length.p,
                    (int)until.n, until.p, (int)when.n, when.p));
    } else {
        note(d, say(call, "Another term, %.*s, is not counted%.*s. %.*s", (int)length.n, length.p,
                    (int)when.n, when.p, (int)term->why_not.n, term->why_not.p));
    }
}

static void note_terms(struct call *call, struct deadline *d)
{
    const struct procedure_term *chosen = d->chosen->term;

    if (d->terms_n > 1)
        note(d, say(call, "The earliest of several terms is shown: %.*s.", (int)d->chosen->length.n,
                    d->chosen->length.p));
    if (chosen->when.n != 0)
        note(d, say(call, "It holds in this case: %.*s.", (int)chosen->when.n, chosen->when.p));
    for (size_t i = 0; i < d->terms_n; i++)
        if (&d->terms[i] != d->chosen)
            note_other(call, &d->terms[i], d);
    if (chosen->law.note.p != NULL && chosen->law.note.p != d->procedure->law.note.p)
        note(d, say(call, "From the source: %.*s", (int)chosen->law.note.n, chosen->law.note.p));
}

static void note_weak(struct call *call, struct deadline *d, const char *what,
                      enum law_status status)
{
    const char *how = status == LAW_PARTLY ? lang_text(call->lang, "only partly confirmed")
                                           : lang_text(call->lang, "not confirmed");

    if (status != LAW_VERIFIED)
        note(d,
             say(call, "%s: %s. Let a lawyer confirm it before you rely on this day.", what, how));
}

static void note_status(struct call *call, struct deadline *d)
{
    const char *procedure = lang_text(call->lang, "The procedure");
    const char *term = lang_text(call->lang, "The term");
    const char *counting = lang_text(call->lang, "The way of counting");

    note_weak(call, d, procedure, d->procedure->law.status);
    if (d->chosen == NULL)
        return;
    if (d->chosen->term->checked.n != 0)
        note(d, d->chosen->term->checked);
    note_weak(call, d, term, d->chosen->term->law.status);
    note_weak(call, d, counting, d->chosen->count.rule->law.status);
}

static void note_validity(struct call *call, const struct deadline_ask *ask, struct deadline *d)
{
    const struct procedure *p = d->procedure;

    if (ask->received < p->valid_from || ask->received > p->valid_to) {
        struct str from = day_show(call, p->valid_from), to = day_show(call, p->valid_to);
        note(d, say(call, "These rules hold from %.*s to %.*s, not on the day of this paper.",
                    (int)from.n, from.p, (int)to.n, to.p));
    }
}

static void note_reminder(struct call *call, struct deadline *d)
{
    const struct procedure_terms *reminder = &d->procedure->silence.reminder;

    if (!d->silence.opens_known || reminder->n == 0 || reminder->in[0].term.length == 0)
        return;
    struct str length = term_text(call, reminder->in[0].term);
    note(d, say(call, "Before the remedy against silence a reminder must be sent and %.*s waited.",
                (int)length.n, length.p));
}

/* ---- the count, unfolded ---- */

static enum rc unfold(struct call *call, struct deadline *d)
{
    const struct term_count *count = &d->chosen->count;
    struct deadline_step *steps = arena_array(call->arena, count->n, sizeof *steps);

    if (steps == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < count->n; i++) {
        const struct term_step *step = &count->steps[i];
        steps[i] = (struct deadline_step){step->on, term_step_what(call, step),
                                          term_step_why(call, count, step)};
        if (step->kind == TERM_EVENT)
            steps[i].what = deadline_event(call, d->chosen->from);
    }
    d->steps = steps;
    d->steps_n = count->n;
    return RC_OK;
}

static struct str why_none(struct call *call, const struct deadline *d)
{
    struct str note = d->procedure->law.note;

    if (!d->procedure->offered)
        return note.n != 0 ? note : say(call, "This way is not open here.");
    if (d->terms_n != 0)
        return d->terms[0].why_not;
    if (d->stage == NULL)
        return say(call, "No limit for filing is known for this procedure.");
    return d->stage->manual.n != 0 ? deadline_uncounted(call, d->stage->manual)
                                   : say(call, "No term is known for this stage.");
}

/* Where the term's own source is not named, the law that the whole procedure rests on. */
static struct str basis(struct call *call, const struct procedure *p)
{
    struct buf out;

    buf_init(&out, call->arena, 16 << 10);
    for (size_t i = 0; i < p->basis_count; i++) {
        buf_z(&out, i == 0 ? "" : "; ");
        buf_add(&out, p->basis[i].act);
        for (size_t k = 0; k < p->basis[i].articles.n; k++) {
            buf_z(&out, k == 0 ? " (" : ", ");
            buf_add(&out, p->basis[i].articles.in[k]);
        }
        buf_z(&out, p->basis[i].articles.n == 0 ? "" : ")");
    }
    return buf_str(&out);
}

enum rc deadline_explain(struct call *call, const struct deadline_ask *ask, struct deadline *d)
{
    enum rc rc = RC_OK;

    if (d->country != NULL) {
        d->rule = words_in(d->country->rule.text, lang_code(call->lang));
        d->rule_source = d->country->rule.law.source;
    }
    if (d->source.n == 0)
        d->source = basis(call, d->procedure);
    if (d->counted) {
        rc = unfold(call, d);
        note_receipt(call, ask, d);
        note_earlier(call, d);
        note_terms(call, d);
    } else {
        d->why_not = why_none(call, d);
    }
    note_status(call, d);
    note_validity(call, ask, d);
    note_reminder(call, d);
    return rc;
}
