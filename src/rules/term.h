/* term.h - the last day of a legal term, and why it is that day.
 * Owns: nothing. A term is counted from an event; the day of the event is not counted. Terms of
 *   days run through days off, terms of working days leave them out; months and years end on the
 *   day with the event's number or the month's last day; hours run from the moment itself.
 * Order: any. Pure: calendar, zone and rule of the country are handed in.
 * Memory: the steps live in the call's arena and borrow from the calendar.
 * Fails: RC_INVALID with a sentence (a length of nothing, more than TERM_YEARS_MAX years, a term of
 *   hours without the hour of its event, a year outside of the calendar's).
 * Cost: one look at the calendar for each day off met, and for each day of working-day terms.
 * Source: RS ZUP arts 80-83; LT ABTI art 65 and VAI art 10 (packs/<cc>/calendar.yaml has each
 *   country's rule with its source). */
#ifndef RULES_TERM_H
#define RULES_TERM_H

#include "rules/holiday.h"
#include "rules/zone.h"

enum { TERM_YEARS_MAX = 40, TERM_NO_HOUR = -1 };

enum term_unit { TERM_DAYS, TERM_WORKING_DAYS, TERM_MONTHS, TERM_YEARS, TERM_HOURS };

struct term {
    int length;
    enum term_unit unit;
};

struct term_event {
    day on;
    int minute;    /* of the day, on the clock there; TERM_NO_HOUR */
    bool received; /* a paper's arrival at an office, where the rule of receipt holds */
};

/* How a country counts. */
struct term_rule {
    bool ends_on_working_day; /* a last day off gives way to the next working day */
    bool receipt_working_day; /* what comes after hours or on a day off came the next working day */
    int closes[7];     /* minute at which offices close, by weekday; what comes later is late */
    struct law hours;  /* where closes[] was read */
    struct words text; /* the rule in the law's terms */
    struct law law;
};

struct term_country {
    const struct calendar *calendar;
    struct zone zone;
    struct term_rule rule;
};

enum term_step_kind {
    TERM_EVENT,    /* the event; not counted */
    TERM_LATE,     /* received after hours; not yet the event */
    TERM_CLOSED,   /* a day off on which it was received, or that lies behind a late receipt */
    TERM_DEEMED,   /* counts as received on this day; not counted */
    TERM_LEFT_OUT, /* a day off within a term of working days */
    TERM_COUNTED,  /* where the count ends */
    TERM_MOVED,    /* a day off at the end; the term goes on */
    TERM_DUE,      /* the last day */
    TERM_EXPECTED, /* a day off on the way is only expected; the announcement prevails */
    TERM_UNKNOWN,  /* the calendar lacks a holiday of that year */
};

struct term_step {
    day on;
    enum term_step_kind kind;
    const struct holiday *holiday;    /* of a day off; NULL is the weekend */
    const struct holiday_rule *lacks; /* of TERM_UNKNOWN */
};

struct term_count {
    struct term term;
    struct term_event event;
    day from;       /* the day that is not counted: the event's, or that of its deemed receipt */
    day due;        /* until 24:00 of it */
    int due_minute; /* of terms of hours: until then; else TERM_NO_HOUR */
    const struct term_rule *rule;
    const struct term_step *steps; /* by day */
    size_t n;
};

/* country must live as long as the result. */
MUST_USE enum rc term_count(struct call *call, struct term term, struct term_event event,
                            const struct term_country *country, struct term_count *out);

/* A step in words, in the call's language: "Last day", "the first working day after it". */
struct str term_step_what(struct call *call, const struct term_step *step);
struct str term_step_why(struct call *call, const struct term_count *count,
                         const struct term_step *step);
struct str term_text(struct call *call, struct term term); /* "15 working days" */

#endif
