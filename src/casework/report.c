/* report.c - see report.h. */
#include "casework/report.h"

#include "base/figure.h"
#include "casework/come_parts.h"
#include "model/app.h"
#include "query/facts.h"

/* ---- the time ---- */

static struct report_period whole(enum report_span span, int year, int month)
{
    static const int months[] = {
        [REPORT_DAYS] = 0, [REPORT_MONTH] = 1, [REPORT_QUARTER] = 3, [REPORT_YEAR] = 12};
    day from = day_of((struct date){year, month, 1});

    return (struct report_period){span, from, day_add_months(from, months[span]) - 1};
}

static bool parse(struct str text, struct report_period *out)
{
    uint64_t year = 0, n = 0;

    if (text.n < 4 || !str_uint(str_cut(text, 0, 4), 9990, &year) || year < 1900)
        return false;
    if (text.n == 4)
        *out = whole(REPORT_YEAR, (int)year, 1);
    else if (text.n == 7 && str_starts(str_cut(text, 4, 7), STR("-Q")) &&
             str_uint(str_cut(text, 6, 7), 4, &n) && n != 0)
        *out = whole(REPORT_QUARTER, (int)year, (int)n * 3 - 2);
    else if (text.n == 7 && text.p[4] == '-' && str_uint(str_cut(text, 5, 7), 12, &n) && n != 0)
        *out = whole(REPORT_MONTH, (int)year, (int)n);
    else
        return false;
    return true;
}

enum rc report_period(struct call *call, struct str text, struct report_period *out)
{
    struct date date = day_date(day_add_months(call->today, -1));

    if (text.n == 0) {
        *out = whole(REPORT_MONTH, date.year, date.month);
        return RC_OK;
    }
    return parse(text, out)
               ? RC_OK
               : fail(call, RC_INVALID, "period",
                      "\"%s\" is no month, quarter or year. Write it like this: 2026-10, "
                      "2026-Q4 or 2026",
                      str_z(call->arena, text));
}

enum rc report_between(struct call *call, day from, day to, struct report_period *out)
{
    if (to < from)
        return fail(call, RC_INVALID, "to", "The last day is before the first.");
    if (to > day_add_months(from, 12 * REPORT_YEARS_MAX))
        return fail(call, RC_INVALID, "to", "A report is of at most %d years.", REPORT_YEARS_MAX);
    *out = (struct report_period){REPORT_DAYS, from, to};
    return RC_OK;
}

static int quarter(struct date date)
{
    return (date.month + 2) / 3;
}

struct str report_period_text(struct call *call, const struct report_period *period)
{
    struct date from = day_date(period->from), to = day_date(period->to);

    switch (period->span) {
    case REPORT_YEAR: return str_format(call->arena, "%04d", from.year);
    case REPORT_QUARTER: return str_format(call->arena, "%04d-Q%d", from.year, quarter(from));
    case REPORT_MONTH: return str_format(call->arena, "%04d-%02d", from.year, from.month);
    case REPORT_DAYS: break;
    }
    return str_format(call->arena, "%04d-%02d-%02d..%04d-%02d-%02d", from.year, from.month,
                      from.mday, to.year, to.month, to.mday);
}

struct str report_period_said(struct call *call, const struct report_period *period)
{
    struct date from = day_date(period->from);

    switch (period->span) {
    case REPORT_YEAR: return str_format(call->arena, "%d", from.year);
    case REPORT_QUARTER: return say(call, "quarter %d of %d", quarter(from), from.year);
    case REPORT_MONTH: return figure_month(call, from.year, from.month);
    case REPORT_DAYS: break;
    }
    return say(call, "%s to %s", figure_day(call, period->from).p, figure_day(call, period->to).p);
}

struct report_period report_period_beside(const struct report_period *period, int by)
{
    static const int months[] = {
        [REPORT_DAYS] = 0, [REPORT_MONTH] = 1, [REPORT_QUARTER] = 3, [REPORT_YEAR] = 12};
    struct date from = day_date(day_add_months(period->from, by * months[period->span]));
    day length = period->to - period->from + 1;

    if (period->span == REPORT_DAYS)
        return (struct report_period){REPORT_DAYS, period->from + by * length,
                                      period->to + by * length};
    return whole(period->span, from.year, from.month);
}

/* ---- where it is counted from ---- */

/* What a row gives; the places of its columns. */
enum {
    AT_PERSON,
    AT_SEX,
    AT_BORN,
    AT_PLACE,
    AT_AREA,
    AT_ON,
    AT_STATE,
    AT_SORT,
    AT_KIND,
    AT_PROJECT,
    AT_OUTCOME,
    AT_MADE,
    AT_HISTORIC,
    AT_COLUMNS
};

#define PERSON_COLUMNS                                                 \
    [AT_PERSON] = {FACTS_LINK, NULL}, [AT_SEX] = {FACTS_NAMED, "sex"}, \
    [AT_BORN] = {FACTS_NAMED, "born"}, [AT_PLACE] = {FACTS_NAMED, "lives_in"}

/* What stands under no name is not asked for. Cases first: they say whether any is of several. */
static const struct source {
    const char *kind, *on; /* the field of its day; NULL: cases, which have two */
    enum report_what what;
    struct facts_column columns[AT_COLUMNS];
} sources[] = {
    {"case",
     NULL,
     REPORT_OPENED,
     {PERSON_COLUMNS, [AT_AREA] = {FACTS_ROW, "area"}, [AT_ON] = {FACTS_ROW, "ended"},
      [AT_STATE] = {FACTS_ROW, "state"}, [AT_OUTCOME] = {FACTS_ROW, "outcome"},
      [AT_MADE] = {FACTS_ROW, "made"}, [AT_HISTORIC] = {FACTS_ROW, "historic"}}},
    {"quick_help",
     "on",
     REPORT_QUICK,
     {[AT_PLACE] = {FACTS_ROW, "place"},
      [AT_AREA] = {FACTS_ROW, "area"},
      [AT_ON] = {FACTS_ROW, "on"},
      [AT_KIND] = {FACTS_ROW, "what"},
      [AT_PROJECT] = {FACTS_ROW, "project"}}},
    {"case_help",
     "on",
     REPORT_HELP,
     {PERSON_COLUMNS, [AT_AREA] = {FACTS_OWNER, "area"}, [AT_ON] = {FACTS_ROW, "on"},
      [AT_KIND] = {FACTS_ROW, "what"}, [AT_PROJECT] = {FACTS_ROW, "project"}}},
    {"letter",
     "written",
     REPORT_LETTER,
     {PERSON_COLUMNS, [AT_AREA] = {FACTS_OWNER, "area"}, [AT_ON] = {FACTS_ROW, "written"},
      [AT_STATE] = {FACTS_ROW, "state"}, [AT_SORT] = {FACTS_ROW, "sort_of"}}},
    {"letter",
     "sent",
     REPORT_SENT,
     {PERSON_COLUMNS, [AT_AREA] = {FACTS_OWNER, "area"}, [AT_ON] = {FACTS_ROW, "sent"},
      [AT_STATE] = {FACTS_ROW, "state"}, [AT_SORT] = {FACTS_ROW, "sort_of"}}},
    {"letter",
     "answered",
     REPORT_ANSWERED,
     {PERSON_COLUMNS, [AT_AREA] = {FACTS_OWNER, "area"}, [AT_ON] = {FACTS_ROW, "answered"},
      [AT_STATE] = {FACTS_ROW, "state"}, [AT_SORT] = {FACTS_ROW, "sort_of"}}},
    {"proceeding",
     "ended",
     REPORT_ENDED,
     {PERSON_COLUMNS, [AT_AREA] = {FACTS_OWNER, "area"}, [AT_ON] = {FACTS_ROW, "ended"},
      [AT_OUTCOME] = {FACTS_ROW, "outcome"}}},
};

enum { SOURCES = sizeof sources / sizeof *sources };

struct gathering {
    struct report_figures *figures;
    const struct source *source;
    bool beside; /* the others whom a case is about */
    bool any;    /* there was a row */
    char month[8];
    int place[AT_COLUMNS]; /* in the row; -1: not there */
};

static struct value got(const struct gathering *in, const struct value *values, int at)
{
    return in->place[at] < 0 ? v_null() : values[in->place[at]];
}

static struct str got_text(const struct gathering *in, const struct value *values, int at)
{
    struct value v = got(in, values, at);

    return v.type == V_TEXT ? v.s : STR("");
}

/* ---- one row ---- */

/* "2026-10", kept by who counts: it is needed a hundred thousand times. */
static struct str month_key(struct gathering *in, day on)
{
    struct date date = day_date(on);
    const int digits[] = {
        date.year / 1000, date.year / 100 % 10, date.year / 10 % 10, date.year % 10, 0,
        date.month / 10,  date.month % 10};

    for (int i = 0; i < 7; i++)
        in->month[i] = (char)('0' + digits[i]);
    in->month[4] = '-';
    return str_bytes(in->month, 7);
}

static enum rc count_it(struct call *call, struct gathering *in, enum report_what what, day on,
                        const struct value *values)
{
    struct report_figures *figures = in->figures;
    struct value born = got(in, values, AT_BORN), person = got(in, values, AT_PERSON);
    struct report_fact fact = {
        .what = what, .person = person.type == V_INT ? person.i : 0, .beside = in->beside};

    fact.keys[REPORT_BY_KIND] = got_text(in, values, AT_KIND);
    fact.keys[REPORT_BY_AREA] = got_text(in, values, AT_AREA);
    fact.keys[REPORT_BY_PROJECT] = str_trim(got_text(in, values, AT_PROJECT));
    fact.keys[REPORT_BY_SEX] = got_text(in, values, AT_SEX);
    if (born.type == V_INT)
        fact.keys[REPORT_BY_AGE] = report_age((day)born.i, figures->period.to);
    fact.keys[REPORT_BY_PLACE] = got_text(in, values, AT_PLACE);
    fact.keys[REPORT_BY_OUTCOME] = got_text(in, values, AT_OUTCOME);
    fact.keys[REPORT_BY_SORT] = got_text(in, values, AT_SORT);
    fact.keys[REPORT_BY_STATE] = got_text(in, values, AT_STATE);
    fact.keys[REPORT_BY_MONTH] = month_key(in, on);
    return report_add(call, &figures->counts, &fact);
}

static bool is_closed(struct str state)
{
    return str_is(state, "resolved") || str_is(state, "withdrawn");
}

/* A case was opened, closed, or stood open; each of the three, or none. */
static enum rc count_case(struct call *call, struct gathering *in, const struct value *values)
{
    struct report_figures *figures = in->figures;
    const struct report_period *period = &figures->period;
    struct value ended = got(in, values, AT_ON), historic = got(in, values, AT_HISTORIC);
    bool closed = is_closed(got_text(in, values, AT_STATE));
    day opened = come_day(call, got(in, values, AT_MADE).i);
    enum rc rc = RC_OK;

    figures->cases_seen += !in->beside;
    if (historic.type == V_INT && historic.i != 0)
        return RC_OK;
    figures->undated += !in->beside && closed && ended.type != V_INT;
    if (opened >= period->from && opened <= period->to)
        rc = count_it(call, in, REPORT_OPENED, opened, values);
    if (rc == RC_OK && closed && ended.type == V_INT && ended.i >= period->from &&
        ended.i <= period->to)
        rc = count_it(call, in, REPORT_CLOSED, (day)ended.i, values);
    bool open = !closed || (ended.type == V_INT && ended.i > period->to);
    if (rc == RC_OK && open && opened <= period->to)
        rc = count_it(call, in, REPORT_OPEN, opened, values);
    return rc;
}

static enum rc count_row(struct call *call, void *data, const struct value *values)
{
    struct gathering *in = data;

    in->any = true;
    if (in->source->on == NULL)
        return count_case(call, in, values);
    return count_it(call, in, in->source->what, (day)got(in, values, AT_ON).i, values);
}

/* ---- one kind ---- */

static void add_days(struct query *query, const char *field, const struct report_period *period)
{
    const struct field *on = field_find(query->kind, str_of(field));

    query->filters[query->n++] =
        (struct query_filter){.field = on, .op = QUERY_FROM, .value = v_int(period->from)};
    query->filters[query->n++] =
        (struct query_filter){.field = on, .op = QUERY_UP_TO, .value = v_int(period->to)};
}

/* any: was there a row? */
static enum rc gather(struct call *call, const struct source *source, const char *link,
                      struct report_figures *figures, bool *any)
{
    const struct kind *kind = app_kind(call, source->kind);
    struct facts_column columns[AT_COLUMNS];
    struct gathering in = {.figures = figures,
                           .source = source,
                           .beside = link != NULL && strcmp(link, "people") == 0};
    struct facts facts = {.query = {.kind = kind, .verb = MAY_SEE},
                          .columns = columns,
                          .link = link,
                          .link_of_owner = kind->owner != NULL};

    for (int at = 0; at < AT_COLUMNS; at++) {
        const struct facts_column *column = &source->columns[at];
        bool wanted = column->name != NULL || (column->of == FACTS_LINK && link != NULL);
        in.place[at] = wanted ? (int)facts.n : -1;
        if (wanted)
            columns[facts.n++] = *column;
    }
    if (source->on != NULL)
        add_days(&facts.query, source->on, &figures->period);
    enum rc rc = facts_each(call, &facts, count_row, &in);
    *any = in.any;
    return rc;
}

enum rc report_gather(struct call *call, const struct report_period *period,
                      struct report_figures *out)
{
    bool any, of_several = false;
    enum rc rc = RC_OK;

    *out = (struct report_figures){.period = *period};
    report_init(&out->counts, call->arena);
    for (size_t i = 0; i < SOURCES && rc == RC_OK; i++) {
        bool has_people = sources[i].columns[AT_PERSON].of == FACTS_LINK;
        if (permit_mask(app_kind(call, sources[i].kind), call->actor, MAY_SEE) == 0 &&
            !call->actor->system)
            continue;
        rc = gather(call, &sources[i], has_people ? "person" : NULL, out, &any);
        if (rc == RC_OK && has_people && (i == 0 || of_several))
            rc = gather(call, &sources[i], "people", out, &any);
        of_several = i == 0 ? any : of_several;
    }
    return rc;
}
