/* asked.c - see asked.h. */
#include "casework/asked.h"

#include "casework/deadline.h"
#include "casework/gather.h"
#include "model/field.h"
#include "model/packs.h"
#include "model/permit.h"
#include "model/procedure.h"
#include "model/question.h"
#include "rules/zone.h"
#include "web/date.h"

enum { ORGANISATION_RID = 1 };

/* The first and the last day that a date or a partial date can be. */
static bool day_of_value(struct value v, int64_t *out)
{
    if (v.type == V_LIST && v.list.n != 0)
        v = v.list.items[0];
    *out = v.i;
    return v.type == V_INT;
}

static bool day_in(const struct record *record, const char *name, int64_t *out)
{
    return day_of_value(record_value(record, name), out);
}

/* ---- before she was born ---- */

/* The days of a kind that lie within a life. Those of a case are its person's. */
static const struct {
    const char *kind, *field;
} lived[] = {
    {"case", "happened"},           {"case_note", "on"},
    {"case_paper", "received"},     {"event", "on"},
    {"proceeding", "ended"},        {"promise", "on"},
    {"referral", "sent"},           {"basis", "given"},
    {"power_of_attorney", "given"}, {"identity_paper", "asked_on"},
};

static enum rc look_at(struct call *call, struct change *change, const char *kind,
                       struct value link, const struct record **out)
{
    struct id id;

    *out = NULL;
    if (link.type != V_BYTES || !id_of(link.s, &id))
        return RC_OK;
    enum rc rc = change_look(call, change, kind_find(call->app->registry, str_of(kind)), &id, out);
    if (rc != RC_NOT_FOUND)
        return rc;
    call->error.rc = RC_OK; /* the check of links says so */
    *out = NULL;
    return RC_OK;
}

/* The person whom a record is about, if this actor may see her; else NULL. */
static enum rc person_of(struct call *call, struct change *change, const struct record *record,
                         const struct record **out)
{
    enum rc rc = RC_OK;

    *out = NULL;
    while (rc == RC_OK && record->kind->owner != NULL)
        rc = change_look(call, change, record->kind->owner, &record->owner, &record);
    if (rc == RC_OK && str_is(record->kind->name, "case"))
        rc = look_at(call, change, "person", record_value(record, "person"), &record);
    if (rc != RC_OK || record == NULL || !str_is(record->kind->name, "person"))
        return rc;
    if (record->rid != 0 && call->actor != NULL && permit(call, record, MAY_SEE) != RC_OK) {
        call->error.rc = RC_OK;
        return RC_OK;
    }
    *out = record;
    return RC_OK;
}

static enum rc ask_birth(struct call *call, struct change *change, const struct record *record,
                         const char *name)
{
    const struct record *person;
    int64_t on, born;

    if (!change_touches(change, record, name) || !day_in(record, name, &on))
        return RC_OK;
    enum rc rc = person_of(call, change, record, &person);
    if (rc != RC_OK || person == NULL || !day_in(person, "born", &born) || on >= born)
        return rc;
    const struct field *field = field_find(person->kind, STR("born"));
    question_ask(call, record, name, say(call, "this day is before the person was born."),
                 say(call, "Born, as written down: %s.",
                     str_z(call->arena, field_show(call, field, record_get(person, field)))));
    return RC_OK;
}

/* ---- days off ---- */

static enum rc own_country(struct call *call, const struct term_country **out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("organisation"));
    struct record *own;
    enum rc rc =
        table_load_rid(call, call->store->db, app_table(call->app, kind), ORGANISATION_RID, &own);

    *out = NULL;
    if (rc == RC_NOT_FOUND) {
        call->error.rc = RC_OK;
        return RC_OK;
    }
    if (rc == RC_OK)
        *out = packs_country(call->app->packs, record_text(own, "country"));
    return rc;
}

enum rc asked_day_off(struct call *call, day on, struct str *why)
{
    const struct term_country *country;
    enum rc rc = own_country(call, &country);
    struct day_off off = {.is = false};

    *why = STR("");
    if (rc != RC_OK || country == NULL || on < day_of((struct date){HOLIDAY_YEAR_MIN, 1, 1}) ||
        on > day_of((struct date){HOLIDAY_YEAR_MAX, 12, 31}))
        return rc;
    struct days_off days = {.calendar = country->calendar};
    rc = day_off(call, &days, on, &off);
    if (rc == RC_OK && off.is)
        *why = day_off_name(call, on, off.holiday);
    return rc;
}

static enum rc ask_day_off(struct call *call, struct change *change, const struct record *hearing,
                           const char *name, day on)
{
    struct str why;

    if (on < call->today || !change_touches(change, hearing, name))
        return RC_OK;
    enum rc rc = asked_day_off(call, on, &why);
    if (rc == RC_OK && why.n != 0)
        question_ask(call, hearing, name, say(call, "nobody works on this day."),
                     str_eq(why, weekday_name(call, day_weekday(on)))
                         ? date_long(call, on)
                         : say(call, "%s: %s.", date_long(call, on).p, str_z(call->arena, why)));
    return rc;
}

static enum rc ask_hearing(struct call *call, struct change *change, const struct record *hearing)
{
    static const struct zone utc;
    struct value when = record_value(hearing, "when_held"), next = record_value(hearing, "next");
    const struct zone *zone = call->zone == NULL ? &utc : call->zone;
    enum rc rc = RC_OK;

    if (when.type == V_INT)
        rc = ask_day_off(call, change, hearing, "when_held", zone_local(zone, when.i).on);
    if (rc == RC_OK && next.type == V_INT)
        rc = ask_day_off(call, change, hearing, "next", (day)next.i);
    return rc;
}

/* ---- papers ---- */

static bool same_text(struct str a, struct str b)
{
    return str_eq(str_trim(a), str_trim(b));
}

/* One letter is known by its number, and by who sent it where both papers say. */
static bool same_letter(const struct record *a, const struct record *b)
{
    struct str from = record_text(a, "from"), other = record_text(b, "from");

    return record_text(a, "number").n != 0 &&
           same_text(record_text(a, "number"), record_text(b, "number")) &&
           (from.n == 0 || other.n == 0 || same_text(from, other));
}

static enum rc ask_paper(struct call *call, struct change *change, const struct record *paper)
{
    struct gathered_parts papers = {0};
    const struct record *of;
    int64_t on;

    if (record_text(paper, "number").n == 0 ||
        !(change_touches(change, paper, "number") || change_touches(change, paper, "received")))
        return RC_OK;
    enum rc rc = change_look(call, change, paper->kind->owner, &paper->owner, &of);
    if (rc == RC_OK)
        rc = gather_parts(call, change, "case_paper", of, &papers);
    for (size_t i = 0; rc == RC_OK && i < papers.n; i++) {
        const struct record *other = papers.in[i];
        if (id_eq(&other->id, &paper->id) || other->retired_ms != 0 || !same_letter(paper, other) ||
            !day_in(other, "received", &on))
            continue;
        question_ask(call, paper, "received",
                     say(call, "a letter with this number is written down already."),
                     say(call,
                         "It was received on %s. Of two deliveries somebody must say which one "
                         "counts: each has a last day of its own here.",
                         date_long(call, (day)on).p));
        break;
    }
    return rc;
}

/* ---- what happened in a procedure ---- */

/* Of the procedure itself, and reached somebody. */
static bool counts(const struct record *event)
{
    static const char *const nobody[] = {"refused", "returned", NULL};

    return event->retired_ms == 0 && !record_flag(event, "before") &&
           !gather_one_of(record_text(event, "proof"), nobody);
}

static bool comes_after_sending(const struct record *event)
{
    static const char *const codes[] = {"received", "complete", "accepted",  "served",
                                        "decided",  "extended", "delivered", NULL};

    return gather_one_of(record_text(event, "what"), codes) && counts(event);
}

static bool is_filed(const struct record *event)
{
    return str_is(record_text(event, "what"), "filed") && counts(event);
}

/* The first event of a test between two days; NULL: none. */
static const struct record *first_event(const struct gathered_parts *all,
                                        const struct record *proceeding_of, int64_t from,
                                        int64_t until, bool (*fits)(const struct record *event))
{
    struct value proceeding = record_value(proceeding_of, "proceeding");
    const struct record *first = NULL;
    int64_t on, best = until;

    for (size_t i = 0; i < all->n; i++) {
        const struct record *event = all->in[i];
        if (event == proceeding_of || !fits(event) || !day_in(event, "on", &on) || on < from ||
            on > best || !value_eq(record_value(event, "proceeding"), proceeding))
            continue;
        first = event;
        best = on;
    }
    return first;
}

/* What is answered or has arrived before the first sending; whichever of the two comes later. */
static void ask_sending(struct call *call, const struct gathered_parts *all,
                        const struct record *event, int64_t on)
{
    int64_t other;

    if (comes_after_sending(event)) {
        const struct record *filed = first_event(all, event, day_min(), day_max(), is_filed);
        if (filed != NULL && day_in(filed, "on", &other) && other > on)
            question_ask(
                call, event, "on", say(call, "this is before it was handed in."),
                say(call, "It was handed in or posted on %s.", date_long(call, (day)other).p));
    } else if (is_filed(event) &&
               first_event(all, event, day_min(), on, is_filed) == NULL) { /* no new round */
        const struct record *answer =
            first_event(all, event, day_min(), on - 1, comes_after_sending);
        if (answer != NULL && day_in(answer, "on", &other))
            question_ask(call, event, "on",
                         say(call, "it arrived, or was answered, before this day."),
                         say(call, "That was on %s.", date_long(call, (day)other).p));
    }
}

static bool is_delivered(const struct record *event)
{
    static const char *const nobody[] = {"refused", "returned", NULL};

    return event->retired_ms == 0 && str_is(record_text(event, "what"), "delivered") &&
           !gather_one_of(record_text(event, "proof"), nobody);
}

static bool is_decided(const struct record *event)
{
    return event->retired_ms == 0 && str_is(record_text(event, "what"), "decided");
}

/* Numbers tell letters apart, and so does what lies between them: a new decision or filing. */
static void ask_delivery(struct call *call, const struct gathered_parts *all,
                         const struct record *event, int64_t on)
{
    struct str number = record_text(event, "number");

    if (!is_delivered(event))
        return;
    for (size_t i = 0; i < all->n; i++) {
        const struct record *other = all->in[i];
        struct str its = record_text(other, "number");
        int64_t day_of_it;
        if (other == event || !is_delivered(other) || !day_in(other, "on", &day_of_it) ||
            record_flag(other, "before") != record_flag(event, "before") ||
            !value_eq(record_value(other, "proceeding"), record_value(event, "proceeding")) ||
            (number.n != 0 && its.n != 0 && !same_text(number, its)))
            continue;
        int64_t from = (on < day_of_it ? on : day_of_it) + 1, to = on < day_of_it ? day_of_it : on;
        if (first_event(all, event, from, to, is_decided) != NULL ||
            first_event(all, event, from, to, is_filed) != NULL)
            continue;
        question_ask(call, event, "on", say(call, "a delivery is written down already."),
                     say(call,
                         "It was on %s. The days are counted from the later of the two, and are "
                         "not firm until somebody says which delivery counts.",
                         date_long(call, (day)day_of_it).p));
        return;
    }
}

/* By the packs the rule held at another time; what held then they do not know. */
static enum rc ask_rule(struct call *call, struct change *change, const struct record *event,
                        int64_t on)
{
    const struct record *proceeding;
    enum rc rc =
        look_at(call, change, "proceeding", record_value(event, "proceeding"), &proceeding);

    if (rc != RC_OK || proceeding == NULL)
        return rc;
    const struct procedure *procedure =
        procedure_find(call->app->packs->procedures, record_text(proceeding, "procedure"));
    if (procedure == NULL || record_flag(event, "before"))
        return RC_OK;
    if (on < procedure->valid_from)
        question_ask(call, event, "on", say(call, "this is before the rule that we know began."),
                     say(call,
                         "It holds from %s. What held before is not known here: the days are "
                         "counted by the later rule, so ask somebody who knows the law.",
                         date_long(call, procedure->valid_from).p));
    if (on > procedure->valid_to)
        question_ask(call, event, "on", say(call, "this is after the rule that we know ended."),
                     say(call,
                         "It held until %s. What holds since is not known here: the days are "
                         "counted by the earlier rule, so ask somebody who knows the law.",
                         date_long(call, procedure->valid_to).p));
    return RC_OK;
}

/* A desk that took our letter, or did not, on a day on which nobody sits at it. */
static enum rc ask_desk(struct call *call, struct change *change, const struct record *event,
                        day on)
{
    static const char *const sent[] = {"filed", "reminder_filed", NULL};
    static const char *const at_desk[] = {"stamped", "refused", NULL};
    struct str why = STR("");
    enum rc rc = RC_OK;

    if (record_value(event, "letter").type != V_NULL && change_touches(change, event, "on") &&
        gather_one_of(record_text(event, "what"), sent) &&
        gather_one_of(record_text(event, "proof"), at_desk))
        rc = asked_day_off(call, on, &why);
    if (rc == RC_OK && why.n != 0)
        question_ask(call, event, "on", say(call, "nobody works on this day."),
                     say(call, "%s: %s.", date_long(call, on).p, str_z(call->arena, why)));
    return rc;
}

static enum rc ask_written(struct call *call, struct change *change, const struct record *event,
                           int64_t on)
{
    const struct record *letter;
    int64_t written;
    enum rc rc = look_at(call, change, "letter", record_value(event, "letter"), &letter);

    if (rc == RC_OK && letter != NULL && day_in(letter, "written", &written) && on < written)
        question_ask(call, event, "on", say(call, "this is before the date of the letter."),
                     say(call, "It was written on %s.", date_long(call, (day)written).p));
    return rc;
}

static enum rc ask_event(struct call *call, struct change *change, const struct record *event)
{
    struct gathered_parts all = {0};
    const struct record *of;
    int64_t on;

    if (!day_in(event, "on", &on) ||
        !(change_touches(change, event, "on") || change_touches(change, event, "what")))
        return RC_OK;
    enum rc rc = change_look(call, change, event->kind->owner, &event->owner, &of);
    if (rc == RC_OK)
        rc = gather_parts(call, change, "event", of, &all);
    if (rc == RC_OK)
        rc = ask_desk(call, change, event, (day)on);
    if (rc == RC_OK)
        rc = ask_written(call, change, event, on);
    if (rc != RC_OK || record_value(event, "proceeding").type == V_NULL)
        return rc;
    ask_sending(call, &all, event, on);
    ask_delivery(call, &all, event, on);
    return ask_rule(call, change, event, on);
}

/* ---- countries ---- */

static struct str unknown_why(struct call *call, struct str id)
{
    struct str near = procedure_near(call, id);
    struct str kept = say(call, "It is kept as it is written, and no last day is counted: write "
                                "the days down as tasks, and ask somebody who knows the law.");

    return near.n == 0
               ? kept
               : str_format(call->arena, "%s %s",
                            say(call, "Did you mean '%s'?", str_z(call->arena, near)).p, kept.p);
}

/* A procedure by its id: of the packs, and of the country where the organisation is? */
static enum rc ask_procedure(struct call *call, struct change *change, const struct record *record)
{
    struct str id = record_text(record, "procedure");
    const struct procedure *procedure = procedure_find(call->app->packs->procedures, id);
    const struct term_country *own;

    if (id.n == 0 || !change_touches(change, record, "procedure"))
        return RC_OK;
    if (procedure == NULL) {
        question_ask(call, record, "procedure",
                     say(call, "the law in this program has no such procedure."),
                     unknown_why(call, id));
        return RC_OK;
    }
    enum rc rc = own_country(call, &own);
    if (rc == RC_OK && own != NULL && own != packs_country(call->app->packs, procedure->country))
        question_ask(call, record, "procedure", say(call, "this procedure is of another country."),
                     say(call, "Its days are counted by the holidays and rules of that country."));
    return rc;
}

static enum rc ask_move(struct call *call, struct change *change, const struct record *organisation)
{
    if (change_before(change, organisation) != NULL &&
        change_touches(change, organisation, "country"))
        question_ask(call, organisation, "country", say(call, "this is another country."),
                     say(call,
                         "Days off, and the procedures that are offered, are those of the new "
                         "country from now on. Procedures that run keep the law that they began "
                         "with."));
    return RC_OK;
}

/* ---- the hook ---- */

static const struct {
    const char *kind;
    enum rc (*ask)(struct call *call, struct change *change, const struct record *record);
} asks[] = {
    {"case_paper", ask_paper}, {"case_paper", ask_procedure}, {"event", ask_event},
    {"hearing", ask_hearing},  {"organisation", ask_move},    {"proceeding", ask_procedure},
};

enum rc asked_derive(struct call *call, struct change *change, struct record *record)
{
    struct str kind = record->kind->name;
    enum rc rc = RC_OK;

    if (record->retired_ms != 0 || change->answered)
        return RC_OK;
    for (size_t i = 0; i < sizeof lived / sizeof *lived && rc == RC_OK; i++)
        if (str_is(kind, lived[i].kind))
            rc = ask_birth(call, change, record, lived[i].field);
    for (size_t i = 0; i < sizeof asks / sizeof *asks && rc == RC_OK; i++)
        if (str_is(kind, asks[i].kind))
            rc = asks[i].ask(call, change, record);
    return rc;
}
