/* term.c - see term.h. */
#include "rules/term.h"

#include "base/lang.h"
#include "rules/month.h"

enum { DAY_MINUTES = 24 * 60 };

struct counting {
    struct call *call;
    const struct term_country *country;
    struct days_off days;
    struct term_count count;
    struct term_step *steps;
    size_t room;
    bool expected;
};

static enum rc note(struct counting *c, struct term_step step)
{
    if (!arena_grow(c->call->arena, &c->steps, c->count.n, &c->room))
        return fail_memory(c->call);
    c->steps[c->count.n++] = step;
    return RC_OK;
}

/* Goes on from *d, noting each day off, until a day on which people work. */
static enum rc to_working_day(struct counting *c, enum term_step_kind kind, day *d)
{
    for (;;) {
        struct day_off off;
        enum rc rc = day_off(c->call, &c->days, *d, &off);
        if (rc != RC_OK || !off.is)
            return rc;
        c->expected |= off.holiday != NULL && off.holiday->expected;
        rc = note(c, (struct term_step){.on = *d, .kind = kind, .holiday = off.holiday});
        if (rc != RC_OK)
            return rc;
        ++*d;
    }
}

static bool is_late(const struct term_rule *rule, const struct term_event *event)
{
    return event->minute != TERM_NO_HOUR && event->minute > rule->closes[day_weekday(event->on)];
}

/* The day of the event, or of its deemed receipt. */
static enum rc begin(struct counting *c)
{
    const struct term_rule *rule = &c->country->rule;
    const struct term_event *event = &c->count.event;
    struct day_off off;

    c->count.from = event->on;
    if (!event->received || !rule->receipt_working_day || c->count.term.unit == TERM_HOURS)
        return note(c, (struct term_step){.on = event->on, .kind = TERM_EVENT});
    enum rc rc = day_off(c->call, &c->days, event->on, &off);
    if (rc == RC_OK && !off.is && is_late(rule, event)) {
        rc = note(c, (struct term_step){.on = event->on, .kind = TERM_LATE});
        c->count.from++;
    }
    if (rc == RC_OK)
        rc = to_working_day(c, TERM_CLOSED, &c->count.from);
    if (rc != RC_OK)
        return rc;
    enum term_step_kind kind = c->count.from == event->on ? TERM_EVENT : TERM_DEEMED;
    return note(c, (struct term_step){.on = c->count.from, .kind = kind});
}

static enum rc count_working_days(struct counting *c)
{
    for (int counted = 0; counted < c->count.term.length; counted++) {
        c->count.due++;
        enum rc rc = to_working_day(c, TERM_LEFT_OUT, &c->count.due);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

static void count_hours(struct counting *c)
{
    const struct term_event *event = &c->count.event;
    const struct zone *zone = &c->country->zone;
    int64_t moment = zone_moment(zone, event->on, event->minute * 60);
    struct local_time end = zone_local(zone, moment + c->count.term.length * INT64_C(3600000));

    c->count.due = end.on;
    c->count.due_minute = end.second / 60;
}

static enum rc count(struct counting *c)
{
    int length = c->count.term.length;

    c->count.due = c->count.from;
    switch (c->count.term.unit) {
    case TERM_WORKING_DAYS: return count_working_days(c);
    case TERM_DAYS: c->count.due += length; break;
    case TERM_MONTHS: c->count.due = day_add_months(c->count.from, length); break;
    case TERM_YEARS: c->count.due = day_add_months(c->count.from, 12 * length); break;
    case TERM_HOURS: count_hours(c); break;
    }
    return RC_OK;
}

/* A holiday that is announced a day off its expected date would move the end as well. */
static enum rc look_around(struct counting *c)
{
    enum rc rc = RC_OK;

    for (day d = c->count.due - 1; d <= c->count.due + 1 && rc == RC_OK; d++) {
        struct day_off off = {.is = false};
        rc = day_off(c->call, &c->days, d, &off);
        c->expected |= rc == RC_OK && off.holiday != NULL && off.holiday->expected;
    }
    return rc;
}

/* Of working days the calendar is asked for all years on the way, of others for the end alone. */
static enum rc note_doubts(struct counting *c)
{
    int last = year_of(c->count.due);
    int first = c->count.term.unit == TERM_WORKING_DAYS ? year_of(c->count.from) : last;

    if (c->count.term.unit == TERM_HOURS)
        return RC_OK;
    enum rc rc = look_around(c);
    if (rc == RC_OK && c->expected)
        rc = note(c, (struct term_step){.on = c->count.due, .kind = TERM_EXPECTED});
    for (int year = first; year <= last && rc == RC_OK; year++) {
        const struct holiday_rule *lacks = calendar_gap(c->country->calendar, year);
        if (lacks != NULL)
            return note(
                c, (struct term_step){.on = c->count.due, .kind = TERM_UNKNOWN, .lacks = lacks});
    }
    return rc;
}

static enum rc finish(struct counting *c)
{
    enum rc rc = note(c, (struct term_step){.on = c->count.due, .kind = TERM_COUNTED});

    if (rc == RC_OK && c->country->rule.ends_on_working_day && c->count.term.unit != TERM_HOURS)
        rc = to_working_day(c, TERM_MOVED, &c->count.due);
    if (rc == RC_OK)
        rc = note(c, (struct term_step){.on = c->count.due, .kind = TERM_DUE});
    return rc == RC_OK ? note_doubts(c) : rc;
}

static enum rc check(struct call *call, struct term term, struct term_event event)
{
    static const int per_year[] = {[TERM_DAYS] = 366,
                                   [TERM_WORKING_DAYS] = 183, /* few years have more days off */
                                   [TERM_MONTHS] = 12,
                                   [TERM_YEARS] = 1,
                                   [TERM_HOURS] = 366 * 24};
    int year = year_of(event.on);

    if (term.length < 1 || term.length > TERM_YEARS_MAX * per_year[term.unit])
        return fail(call, RC_INVALID, "length",
                    "A term of this unit has a length of 1 to %d, not %d.",
                    TERM_YEARS_MAX * per_year[term.unit], term.length);
    if (year < HOLIDAY_YEAR_MIN || year > HOLIDAY_YEAR_MAX - TERM_YEARS_MAX - 1)
        return fail(call, RC_INVALID, "from", "Terms are counted from days of the years %d to %d.",
                    HOLIDAY_YEAR_MIN, HOLIDAY_YEAR_MAX - TERM_YEARS_MAX - 1);
    if (event.minute < TERM_NO_HOUR || event.minute >= DAY_MINUTES)
        return fail(call, RC_INVALID, "at", "The time of day lies between 00:00 and 23:59.");
    if (term.unit == TERM_HOURS && event.minute == TERM_NO_HOUR)
        return fail(call, RC_INVALID, "at",
                    "A term of hours runs from the moment of its event: say at what time it was.");
    return RC_OK;
}

enum rc term_count(struct call *call, struct term term, struct term_event event,
                   const struct term_country *country, struct term_count *out)
{
    struct counting c = {.call = call, .country = country, .days = {.calendar = country->calendar}};
    enum rc rc = check(call, term, event);

    c.count = (struct term_count){
        .term = term, .event = event, .due_minute = TERM_NO_HOUR, .rule = &country->rule};
    if (rc == RC_OK)
        rc = begin(&c);
    if (rc == RC_OK)
        rc = count(&c);
    if (rc == RC_OK)
        rc = finish(&c);
    if (rc != RC_OK)
        return rc;
    c.count.steps = c.steps;
    *out = c.count;
    return RC_OK;
}

/* The forms "one" and "many" of a unit in the call's language; the number's slot is %d. */
static const char *unit_format(const struct lang *lang, struct term term)
{
    int n = term.length;

    switch (term.unit) {
    case TERM_DAYS: return lang_plural(lang, "%d calendar day", "%d calendar days", n);
    case TERM_WORKING_DAYS: return lang_plural(lang, "%d working day", "%d working days", n);
    case TERM_MONTHS: return lang_plural(lang, "%d month", "%d months", n);
    case TERM_YEARS: return lang_plural(lang, "%d year", "%d years", n);
    case TERM_HOURS: return lang_plural(lang, "%d hour", "%d hours", n);
    }
    return "%d";
}

struct str term_text(struct call *call, struct term term)
{
    return str_format(call->arena, unit_format(call->lang, term), term.length);
}

struct str term_step_what(struct call *call, const struct term_step *step)
{
    switch (step->kind) {
    case TERM_EVENT: return say(call, "Event");
    case TERM_LATE:
    case TERM_CLOSED: return say(call, "Not yet received");
    case TERM_DEEMED: return say(call, "Counts as received");
    case TERM_LEFT_OUT: return say(call, "Day off");
    case TERM_COUNTED: return say(call, "End of the count");
    case TERM_MOVED: return say(call, "Not the last day");
    case TERM_DUE: return say(call, "Last day");
    case TERM_EXPECTED:
    case TERM_UNKNOWN: return say(call, "To be checked");
    }
    return STR("");
}

static struct str time_of_day(struct call *call, int minute)
{
    return str_format(call->arena, "%02d:%02d", minute / 60, minute % 60);
}

static struct str late_why(struct call *call, const struct term_count *count)
{
    struct str at = time_of_day(call, count->event.minute);
    struct str closes = time_of_day(call, count->rule->closes[day_weekday(count->event.on)]);

    return say(call, "it came at %.*s, after office hours (until %.*s)", (int)at.n, at.p,
               (int)closes.n, closes.p);
}

static struct str counted_why(struct call *call, const struct term_count *count,
                              const struct term_step *step)
{
    struct str term = term_text(call, count->term);

    if (count->due_minute != TERM_NO_HOUR) {
        struct str at = time_of_day(call, count->event.minute);
        return say(call, "%.*s after the event at %.*s", (int)term.n, term.p, (int)at.n, at.p);
    }
    if ((count->term.unit == TERM_MONTHS || count->term.unit == TERM_YEARS) &&
        day_date(step->on).mday != day_date(count->from).mday)
        return say(call, "%.*s later; that month has no day %d, so its last day", (int)term.n,
                   term.p, day_date(count->from).mday);
    return say(call, "%.*s after the day that is not counted", (int)term.n, term.p);
}

static struct str due_why(struct call *call, const struct term_count *count,
                          const struct term_step *step)
{
    if (count->due_minute != TERM_NO_HOUR) {
        struct str until = time_of_day(call, count->due_minute);
        return say(call, "until %.*s", (int)until.n, until.p);
    }
    if (step > count->steps && step[-1].kind == TERM_MOVED)
        return say(call, "the first working day after days off");
    return say(call, "the end of the count; it is not moved");
}

struct str term_step_why(struct call *call, const struct term_count *count,
                         const struct term_step *step)
{
    switch (step->kind) {
    case TERM_EVENT:
        return count->term.unit == TERM_HOURS ? say(call, "the hours run from its moment")
                                              : say(call, "the day of the event is not counted");
    case TERM_LATE: return late_why(call, count);
    case TERM_DEEMED:
        return say(call, "the next working day; the day of the receipt is not counted");
    case TERM_CLOSED:
    case TERM_LEFT_OUT:
    case TERM_MOVED: return day_off_name(call, step->on, step->holiday);
    case TERM_COUNTED: return counted_why(call, count, step);
    case TERM_DUE: return due_why(call, count, step);
    case TERM_EXPECTED:
        return say(call,
                   "a holiday on the way or beside it is only expected; the announcement prevails");
    case TERM_UNKNOWN: {
        struct str name = words_in(step->lacks->name, lang_code(call->lang));
        return say(call, "the calendar does not yet know the day of this holiday: %.*s",
                   (int)name.n, name.p);
    }
    }
    return STR("");
}
