/* holiday.h - on which days nobody works in a country, and why.
 * Owns: nothing. A calendar is data (packs/<cc>/calendar.yaml, read by model/calendar.c): rules
 *   that give days. Only public holidays and the weekend are days off; days of a community, a
 *   person or of remembrance are carried for people to see and never count.
 * Order: any. Pure: no clock.
 * Memory: results live in the call's arena and borrow from the calendar.
 * Fails: RC_INVALID for a year outside the limits; RC_MEMORY.
 * Limits: years HOLIDAY_YEAR_MIN to HOLIDAY_YEAR_MAX. Cost: a year's list is made once for each
 *   struct days_off and then searched. Days of the moon's calendar are listed, never computed: the
 *   announcement makes them law; calendar_gap() says when a year has none listed yet.
 * Source: each rule names its own (struct law). */
#ifndef RULES_HOLIDAY_H
#define RULES_HOLIDAY_H

#include "base/call.h"
#include "rules/law.h"

enum { HOLIDAY_YEAR_MIN = 1900, HOLIDAY_YEAR_MAX = 2200 };

/* Whom a day frees; bits, so that several can be asked for. */
enum holiday_kind {
    HOLIDAY_PUBLIC = 1,        /* nobody works */
    HOLIDAY_COMMUNITY = 2,     /* members of a community need not work */
    HOLIDAY_PERSONAL = 4,      /* a person may take the day */
    HOLIDAY_WORKING = 8,       /* a state holiday on which people work */
    HOLIDAY_COMMEMORATION = 16 /* remembered; everybody works */
};

enum holiday_day {
    HOLIDAY_FIXED,          /* month and mday */
    HOLIDAY_WESTERN_EASTER, /* so many days after Easter Sunday */
    HOLIDAY_JULIAN_EASTER,  /* the same, of the Orthodox Easter */
    HOLIDAY_NTH_WEEKDAY,    /* the nth weekday of the month */
    HOLIDAY_LISTED,         /* the days listed, year by year */
    HOLIDAY_OWN,            /* each person's own (the slava): no day here */
};

/* What happens when a holiday falls on a day on which nobody works anyway. */
enum substitution {
    SUBSTITUTE_NONE,
    SUBSTITUTE_SUNDAY_MONDAY,   /* of a Sunday: the Monday after it */
    SUBSTITUTE_SUNDAY_WORKING,  /* of a Sunday: the first working day after it */
    SUBSTITUTE_WEEKEND_WORKING, /* of any day of the weekend: the first working day after it */
};

struct listed_day {
    day on;
    bool expected; /* computed beforehand; the announcement may name another day */
};

struct holiday_rule {
    enum holiday_kind kind;
    struct words name;
    struct words who; /* for community and personal days */
    enum holiday_day day;
    int month, mday;
    int nth; /* 1..5, NTH_LAST */
    enum weekday weekday;
    int days; /* after Easter; may be negative */
    const struct listed_day *listed;
    size_t listed_n;
    bool every_year;  /* of listed days: a year without one is a gap in our knowledge */
    int since, until; /* years; 0 is open */
    enum substitution substitution;
    struct law law;
};

struct holiday {
    day on;
    const struct holiday_rule *rule;
    bool expected;
    bool substitute;
    day instead_of; /* of a substitute: the holiday's own day */
};

struct holidays {
    const struct holiday *items; /* by day; what is on one day as in the pack, substitutes last */
    size_t n;
};

/* The years whose public holidays a prepared calendar has at hand. */
enum { HOLIDAY_READY_FIRST = 2022, HOLIDAY_READY = 12 };

struct calendar {
    struct str country; /* "RS" */
    bool weekend[7];    /* by enum weekday */
    const struct holiday_rule *rules;
    size_t n;
    const struct holidays *years; /* public ones of HOLIDAY_READY years; NULL: not prepared */
};

/* The holidays of these kinds (bits of enum holiday_kind) that fall in the year, by day. */
MUST_USE enum rc holidays_of_year(struct call *call, const struct calendar *calendar,
                                  unsigned kinds, int year, struct holidays *out);

/* Works out the days off of the years that are asked for most, once; memory of 'keep'. */
MUST_USE enum rc calendar_prepare(struct call *call, struct arena *keep, struct calendar *calendar);

/* "Easter Monday"; of a substitute "Labour Day (day off instead)". */
struct str holiday_name(struct call *call, const struct holiday *holiday);
/* "in place of 2027-05-02, a Sunday", "expected; the announcement prevails", or empty. */
struct str holiday_why(struct call *call, const struct holiday *holiday);

/* A public holiday of every year whose day in this year is not listed yet, or NULL. */
const struct holiday_rule *calendar_gap(const struct calendar *calendar, int year);

/* Looks days up; keeps the list of the year last asked for. Starts as {.calendar = ...}. */
struct days_off {
    const struct calendar *calendar;
    int year; /* 0: none yet */
    struct holidays list;
};

struct day_off {
    bool is;
    const struct holiday *holiday; /* NULL: the weekend */
};

MUST_USE enum rc day_off(struct call *call, struct days_off *days, day d, struct day_off *out);

/* The holiday's name, or the weekday's: why nobody works on this day. */
struct str day_off_name(struct call *call, day d, const struct holiday *holiday);
struct str weekday_name(struct call *call, enum weekday weekday);

#endif
