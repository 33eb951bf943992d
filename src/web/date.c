/* date.c - see date.h. */
#include "web/date.h"

#include "base/figure.h"
#include "base/lang.h"
#include "base/month.h"
#include "web/html.h"

enum { YEAR_MIN = 1800, YEAR_MAX = 2200 };

static const char *const weekdays[7] = {
    N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
    N_("Friday"), N_("Saturday"), N_("Sunday"),
};

bool date_year_first(struct call *call)
{
    return figure_year_first(call);
}

struct str date_text(struct call *call, day d)
{
    return figure_day(call, d);
}

struct str date_long(struct call *call, day d)
{
    struct date date = day_date(d);
    const char *weekday = lang_text(call->lang, weekdays[day_weekday(d)]);
    const char *month = lang_text(call->lang, figure_month_name(date.month));

    /* TRANSLATORS: weekday, day, month, year; change the order by %1$s %2$d %3$s %4$d. */
    return say(call, "%s %d %s %d", weekday, date.mday, month, date.year);
}

struct date_parts date_split(struct call *call, day d)
{
    struct date date = day_date(d);

    return (struct date_parts){str_format(call->arena, "%d", date.mday),
                               str_format(call->arena, "%d", date.month),
                               str_format(call->arena, "%d", date.year)};
}

/* 1..12, or 0. A full stop behind it is part of how many write it: "11." */
static int read_month(struct call *call, struct str text)
{
    uint64_t number;

    if (str_ends(text, STR(".")))
        text = str_cut(text, 0, text.n - 1);
    if (str_uint(text, MONTHS, &number))
        return (int)number;
    return month_read(call->arena, text);
}

static int read_number(struct str text, uint64_t max)
{
    uint64_t number;

    if (str_ends(text, STR(".")))
        text = str_cut(text, 0, text.n - 1);
    return str_uint(text, max, &number) ? (int)number : 0;
}

static bool has_day(struct date date)
{
    static const int days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;

    return date.mday <= days[date.month - 1] + (date.month == 2 && leap);
}

/* Names the first part that is missing; false when none is. */
static bool find_missing(struct call *call, struct str where, struct str label,
                         const struct date_parts *p)
{
    if (p->d.n == 0)
        fault_add(call, where, "%s must include a day.", str_z(call->arena, label));
    else if (p->m.n == 0)
        fault_add(call, where, "%s must include a month.", str_z(call->arena, label));
    else if (p->y.n == 0)
        fault_add(call, where, "%s must include a year.", str_z(call->arena, label));
    else
        return false;
    return true;
}

bool date_read(struct call *call, struct str where, struct str label, struct date_parts parts,
               day *out)
{
    struct date_parts p = {str_trim(parts.d), str_trim(parts.m), str_trim(parts.y)};
    const char *name = str_z(call->arena, label);

    if (p.d.n + p.m.n + p.y.n == 0 || find_missing(call, where, label, &p))
        return false;
    struct date date = {read_number(p.y, 9999), read_month(call, p.m), read_number(p.d, 31)};
    if (date.month == 0)
        fault_add(call, where, "%s must have a month from 1 to 12, or its name.", name);
    else if (date.year < YEAR_MIN || date.year > YEAR_MAX)
        fault_add(call, where, "%s must have a year of four digits, such as 2026.", name);
    else if (date.mday == 0 || !has_day(date))
        fault_add(call, where, "%s must be a day that the month has.", name);
    else {
        *out = day_of(date);
        return true;
    }
    return false;
}
