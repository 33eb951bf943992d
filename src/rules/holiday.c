/* holiday.c - see holiday.h. A year's list is made from the years around it too, because a
 * substitute may fall into the next year and must keep clear of its holidays. */
#include "rules/holiday.h"

#include <assert.h>

#include "base/lang.h"
#include "rules/easter.h"
#include "rules/month.h"

struct list {
    struct call *call;
    struct holiday *items;
    size_t n, room;
};

static enum rc list_add(struct list *list, struct holiday holiday)
{
    if (!arena_grow(list->call->arena, &list->items, list->n, &list->room))
        return fail_memory(list->call);
    list->items[list->n++] = holiday;
    return RC_OK;
}

static bool in_force(const struct holiday_rule *rule, int year)
{
    return (rule->since == 0 || year >= rule->since) && (rule->until == 0 || year <= rule->until);
}

/* 29 February exists in leap years only; a rule for it gives no day in the others. */
static bool fixed_day(const struct holiday_rule *rule, int year, day *out)
{
    day first = day_of((struct date){year, rule->month, 1});

    *out = first + rule->mday - 1;
    return *out < day_add_months(first, 1);
}

static bool rule_day(const struct holiday_rule *rule, int year, day *out)
{
    switch (rule->day) {
    case HOLIDAY_FIXED: return fixed_day(rule, year, out);
    case HOLIDAY_WESTERN_EASTER: *out = easter_western(year) + rule->days; return true;
    case HOLIDAY_JULIAN_EASTER: *out = easter_julian(year) + rule->days; return true;
    case HOLIDAY_NTH_WEEKDAY:
        *out = month_nth_weekday(year, rule->month, rule->nth, rule->weekday);
        return true;
    case HOLIDAY_LISTED:
    case HOLIDAY_OWN: return false;
    }
    return false;
}

static enum rc add_listed(struct list *list, const struct holiday_rule *rule, int year)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < rule->listed_n && rc == RC_OK; i++) {
        struct listed_day listed = rule->listed[i];
        if (year_of(listed.on) == year)
            rc = list_add(
                list, (struct holiday){.on = listed.on, .rule = rule, .expected = listed.expected});
    }
    return rc;
}

static enum rc add_rule(struct list *list, const struct holiday_rule *rule, int year)
{
    day on;

    if (!in_force(rule, year))
        return RC_OK;
    if (rule->day == HOLIDAY_LISTED)
        return add_listed(list, rule, year);
    if (!rule_day(rule, year, &on))
        return RC_OK;
    return list_add(list, (struct holiday){.on = on, .rule = rule});
}

/* Keeps the order of what is on one day. */
static void sort(struct holiday *items, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct holiday holiday = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].on > holiday.on; at--)
            items[at] = items[at - 1];
        items[at] = holiday;
    }
}

static const struct holiday *find_public(const struct holiday *items, size_t n, day d)
{
    for (size_t i = 0; i < n; i++) {
        if (items[i].on == d && items[i].rule->kind == HOLIDAY_PUBLIC)
            return &items[i];
    }
    return NULL;
}

static bool moves(const struct calendar *calendar, const struct holiday *holiday)
{
    enum weekday weekday = day_weekday(holiday->on);

    switch (holiday->rule->substitution) {
    case SUBSTITUTE_NONE: return false;
    case SUBSTITUTE_SUNDAY_MONDAY:
    case SUBSTITUTE_SUNDAY_WORKING: return weekday == SUNDAY;
    case SUBSTITUTE_WEEKEND_WORKING: return calendar->weekend[weekday];
    }
    return false;
}

static bool is_working_day(const struct calendar *calendar, const struct list *list, day d)
{
    return !calendar->weekend[day_weekday(d)] && find_public(list->items, list->n, d) == NULL;
}

static enum rc add_substitute(struct list *list, const struct calendar *calendar,
                              const struct holiday *holiday)
{
    struct holiday substitute = *holiday;

    substitute.substitute = true;
    substitute.instead_of = holiday->on;
    substitute.on = holiday->on + 1;
    if (holiday->rule->substitution == SUBSTITUTE_SUNDAY_MONDAY) {
        if (!is_working_day(calendar, list, substitute.on))
            return RC_OK; /* that Monday is free anyway */
    } else {
        while (!is_working_day(calendar, list, substitute.on))
            substitute.on++;
    }
    return list_add(list, substitute);
}

/* In the order of days, so that each takes the first day that those before it left. Two holidays on
 * one day have one substitute: the Kosovo government's calendar of 2014 gives the Easters of
 * 20 April one Monday, that of 2022 gives 1 and 2 January (a weekend) 3 and 4 January. */
static enum rc add_substitutes(struct list *list, const struct calendar *calendar)
{
    size_t actual = list->n;
    enum rc rc = RC_OK;
    day last = day_min();

    for (size_t i = 0; i < actual && rc == RC_OK; i++) {
        struct holiday holiday = list->items[i];
        if (holiday.on == last || holiday.rule->kind != HOLIDAY_PUBLIC ||
            !moves(calendar, &holiday))
            continue;
        last = holiday.on;
        rc = add_substitute(list, calendar, &holiday);
    }
    return rc;
}

static enum rc make_year(struct list *list, const struct calendar *calendar, unsigned kinds,
                         int year)
{
    for (int y = year - 1; y <= year + 1; y++) {
        for (size_t i = 0; i < calendar->n; i++) {
            enum rc rc = ((unsigned)calendar->rules[i].kind & (kinds | HOLIDAY_PUBLIC)) == 0
                             ? RC_OK
                             : add_rule(list, &calendar->rules[i], y);
            if (rc != RC_OK)
                return rc;
        }
    }
    sort(list->items, list->n);
    enum rc rc = add_substitutes(list, calendar);
    sort(list->items, list->n);
    return rc;
}

enum rc holidays_of_year(struct call *call, const struct calendar *calendar, unsigned kinds,
                         int year, struct holidays *out)
{
    struct list list = {.call = call};
    size_t kept = 0;

    if (year < HOLIDAY_YEAR_MIN || year > HOLIDAY_YEAR_MAX)
        return fail(call, RC_INVALID, "year", "Holidays are known for the years %d to %d, not %d.",
                    HOLIDAY_YEAR_MIN, HOLIDAY_YEAR_MAX, year);
    enum rc rc = make_year(&list, calendar, kinds, year);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < list.n; i++) {
        if (year_of(list.items[i].on) == year && ((unsigned)list.items[i].rule->kind & kinds) != 0)
            list.items[kept++] = list.items[i];
    }
    *out = (struct holidays){list.items, kept};
    return RC_OK;
}

struct str holiday_name(struct call *call, const struct holiday *holiday)
{
    struct str name = words_in(holiday->rule->name, lang_code(call->lang));

    if (!holiday->substitute)
        return name;
    return say(call, "%.*s (day off instead)", (int)name.n, name.p);
}

struct str holiday_why(struct call *call, const struct holiday *holiday)
{
    char date[DAY_TEXT];

    if (holiday->substitute) {
        struct str weekday = weekday_name(call, day_weekday(holiday->instead_of));
        return say(call, "in place of %s, a %.*s", day_format(holiday->instead_of, date),
                   (int)weekday.n, weekday.p);
    }
    if (holiday->expected)
        return say(call, "expected; the announcement prevails");
    return STR("");
}

static bool listed_in(const struct holiday_rule *rule, int year)
{
    for (size_t i = 0; i < rule->listed_n; i++) {
        if (year_of(rule->listed[i].on) == year)
            return true;
    }
    return false;
}

const struct holiday_rule *calendar_gap(const struct calendar *calendar, int year)
{
    for (size_t i = 0; i < calendar->n; i++) {
        const struct holiday_rule *rule = &calendar->rules[i];
        if (rule->kind == HOLIDAY_PUBLIC && rule->day == HOLIDAY_LISTED && rule->every_year &&
            in_force(rule, year) && !listed_in(rule, year))
            return rule;
    }
    return NULL;
}

enum rc calendar_prepare(struct call *call, struct arena *keep, struct calendar *calendar)
{
    struct holidays *years = arena_array(keep, HOLIDAY_READY, sizeof *years);
    struct arena *own = call->arena;
    enum rc rc = years == NULL ? fail_memory(call) : RC_OK;

    call->arena = keep;
    for (int i = 0; i < HOLIDAY_READY && rc == RC_OK; i++)
        rc = holidays_of_year(call, calendar, HOLIDAY_PUBLIC, HOLIDAY_READY_FIRST + i, &years[i]);
    call->arena = own;
    if (rc == RC_OK)
        calendar->years = years;
    return rc;
}

static enum rc list_of(struct call *call, const struct calendar *calendar, int year,
                       struct holidays *out)
{
    if (calendar->years == NULL || year < HOLIDAY_READY_FIRST ||
        year >= HOLIDAY_READY_FIRST + HOLIDAY_READY)
        return holidays_of_year(call, calendar, HOLIDAY_PUBLIC, year, out);
    *out = calendar->years[year - HOLIDAY_READY_FIRST];
    return RC_OK;
}

enum rc day_off(struct call *call, struct days_off *days, day d, struct day_off *out)
{
    int year = year_of(d);

    if (days->year != year) {
        enum rc rc = list_of(call, days->calendar, year, &days->list);
        if (rc != RC_OK)
            return rc;
        days->year = year;
    }
    const struct holiday *holiday = find_public(days->list.items, days->list.n, d);
    out->is = holiday != NULL || days->calendar->weekend[day_weekday(d)];
    out->holiday = holiday;
    return RC_OK;
}

struct str day_off_name(struct call *call, day d, const struct holiday *holiday)
{
    return holiday == NULL ? weekday_name(call, day_weekday(d)) : holiday_name(call, holiday);
}

struct str weekday_name(struct call *call, enum weekday weekday)
{
    switch (weekday) {
    case MONDAY: return say(call, "Monday");
    case TUESDAY: return say(call, "Tuesday");
    case WEDNESDAY: return say(call, "Wednesday");
    case THURSDAY: return say(call, "Thursday");
    case FRIDAY: return say(call, "Friday");
    case SATURDAY: return say(call, "Saturday");
    case SUNDAY: return say(call, "Sunday");
    }
    return STR("");
}
