/* field_date.c - days, days known in part, moments and durations, as several small fields. */
#include "base/lang.h"
#include "rules/zone.h"
#include "web/field_form.h"

enum { MINUTE_MS = 60000, HOURS_MAX = 1 << 20 };

static struct date_parts sent_parts(const struct field_form *form, const struct field *field)
{
    return (struct date_parts){field_sent(form, field, ".d"), field_sent(form, field, ".m"),
                               field_sent(form, field, ".y")};
}

/* What stands in the three fields: as typed, else as stored. */
static struct date_parts seen_parts(const struct field_form *form, const struct field *field,
                                    struct date_parts stored)
{
    return (struct date_parts){field_seen(form, field, ".d", stored.d),
                               field_seen(form, field, ".m", stored.m),
                               field_seen(form, field, ".y", stored.y)};
}

/* As figures alone, in the language's order: what day_typed() takes. */
static struct str day_line(struct call *call, day d)
{
    struct date date = day_date(d);

    return date_year_first(call)
               ? str_format(call->arena, "%04d-%02d-%02d", date.year, date.month, date.mday)
               : str_format(call->arena, "%d.%d.%04d", date.mday, date.month, date.year);
}

/* A value in one line, as the parser of its type reads it. */
static struct str line_of(struct call *call, struct value v)
{
    if (v.type != V_LIST)
        return v.type == V_INT ? day_line(call, (day)v.i) : STR("");
    struct date date = day_date((day)v.list.items[0].i);
    if (v.list.items[1].i == PRECISION_YEAR)
        return str_format(call->arena, "%04d", date.year);
    if (v.list.items[1].i == PRECISION_MONTH)
        return str_format(call->arena, "%04d-%02d", date.year, date.month);
    return day_line(call, (day)v.list.items[0].i);
}

/* In a row of a table. */
static void one_line(const struct field_form *form, const struct field *field, unsigned max,
                     struct str stored)
{
    struct control c = field_head(form, field);

    c.max = max;
    c.value = field_seen(form, field, "", stored);
    control_text(&form->web->html, &c);
}

static bool one_line_typed(const struct field_form *form, const struct field *field,
                           struct value *out)
{
    struct str sent = field_sent(form, field, "");

    if (sent.p == NULL)
        return false;
    (void)field_parsed(form, field, sent, out);
    return true;
}

/* ---- date ---- */

void date_show(const struct field_form *form, const struct field *field)
{
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    struct date_parts stored = {0};

    if (form->compact) {
        one_line(form, field, 12, line_of(field_call(form), v));
        return;
    }
    if (v.type == V_INT)
        stored = date_split(field_call(form), (day)v.i);
    stored = seen_parts(form, field, stored);
    control_date(&form->web->html, &c, &stored);
}

bool date_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct date_parts parts = sent_parts(form, field);
    day d;

    if (parts.y.p == NULL)
        return one_line_typed(form, field, out);
    if (date_read(call, field_name(form, field, ""), label_text(call, &field->label), parts, &d))
        *out = v_int(d);
    return true;
}

/* ---- a date known to the day, the month or the year ---- */

static struct date_parts partial_parts(struct call *call, struct value v)
{
    struct date_parts parts = date_split(call, (day)v.list.items[0].i);

    if (v.list.items[1].i < PRECISION_DAY)
        parts.d = STR("");
    if (v.list.items[1].i < PRECISION_MONTH)
        parts.m = STR("");
    return parts;
}

void partial_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    struct date_parts parts = {0};
    bool must = field->must;

    if (form->compact) {
        one_line(form, field, 12, line_of(call, v));
        return;
    }
    if (v.type == V_LIST)
        parts = partial_parts(call, v);
    parts = seen_parts(form, field, parts);
    if (c.hint.n == 0)
        c.hint = say(call, "Leave the day empty if it is not known, or day and month.");
    struct piece d = {".d", say(call, "Day"), parts.d, "w6", 3, false, NULL, NULL, 0};
    struct piece m = {".m", say(call, "Month"), parts.m, "w12", 20, false, NULL, NULL, 0};
    struct piece y = {".y", say(call, "Year"), parts.y, "w6", 5, must, NULL, NULL, 0};
    bool year_first = date_year_first(call);
    struct piece all[] = {year_first ? y : d, m, year_first ? d : y};
    control_pieces(&form->web->html, &c, all, 3);
}

bool partial_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct date_parts parts = sent_parts(form, field);
    int64_t precision = PRECISION_DAY;
    day d;

    if (parts.y.p == NULL)
        return one_line_typed(form, field, out);
    if (parts.y.n + parts.m.n + parts.d.n == 0)
        return true;
    if (parts.d.n == 0) {
        precision = parts.m.n == 0 ? PRECISION_YEAR : PRECISION_MONTH;
        parts.d = STR("1");
        if (parts.m.n == 0)
            parts.m = STR("1");
    }
    if (!date_read(call, field_name(form, field, ""), label_text(call, &field->label), parts, &d))
        return true;
    struct value all[] = {v_int(d), v_int(precision)};
    if (!value_copy(call->arena, v_list(all, 2), out))
        *out = v_null();
    return true;
}

/* ---- moments: the organisation's clock ---- */

static const struct zone *own_zone(const struct call *call)
{
    static const struct zone utc = {.standard = "UTC"};

    return call->zone == NULL ? &utc : call->zone;
}

static struct str clock_text(struct call *call, struct local_time local)
{
    return str_format(call->arena, "%02d:%02d", local.second / 3600, local.second / 60 % 60);
}

struct str moment_words(struct call *call, int64_t ms)
{
    struct local_time local = zone_local(own_zone(call), ms);

    return str_format(call->arena, "%s, %s", str_z(call->arena, date_text(call, local.on)),
                      str_z(call->arena, clock_text(call, local)));
}

void moment_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    struct date_parts parts = {0};
    struct str clock = STR("");
    bool must = field->must, year_first = date_year_first(call);

    if (v.type == V_INT) {
        struct local_time local = zone_local(own_zone(call), v.i);
        parts = date_split(call, local.on);
        clock = clock_text(call, local);
    }
    parts = seen_parts(form, field, parts);
    struct piece d = {".d", say(call, "Day"), parts.d, "w6", 3, must, NULL, NULL, 0};
    struct piece m = {".m", say(call, "Month"), parts.m, "w12", 20, must, NULL, NULL, 0};
    struct piece y = {".y", say(call, "Year"), parts.y, "w6", 5, must, NULL, NULL, 0};
    struct piece t = {".t",
                      say(call, "Time, such as 14:30"),
                      field_seen(form, field, ".t", clock),
                      "w6",
                      8,
                      must,
                      NULL,
                      NULL,
                      0};
    struct piece all[] = {year_first ? y : d, m, year_first ? d : y, t};
    control_pieces(&form->web->html, &c, all, 4);
}

/* "14:30", "14.30", "9 05", "14" */
static bool clock_read(struct str text, int *second)
{
    size_t at = 0;
    uint64_t hour, minute = 0;

    while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9')
        at++;
    struct str rest = str_trim(str_cut(text, at + 1, text.n));
    if (at < text.n && strchr(":. h", text.p[at]) == NULL)
        return false;
    if (!str_uint(str_cut(text, 0, at), 23, &hour) ||
        (at < text.n && (rest.n != 2 || !str_uint(rest, 59, &minute))))
        return false;
    *second = (int)(hour * 3600 + minute * 60);
    return true;
}

/* The seconds of a stored moment are not shown, and stay while its minute does. */
static struct value same_minute(struct value was, int64_t ms)
{
    return was.type == V_INT && was.i >= ms && was.i < ms + MINUTE_MS ? was : v_int(ms);
}

bool moment_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct date_parts parts = sent_parts(form, field);
    struct str clock = field_sent(form, field, ".t");
    int second;
    day d;

    if (parts.y.p == NULL || clock.p == NULL)
        return one_line_typed(form, field, out);
    if (parts.d.n + parts.m.n + parts.y.n + clock.n == 0)
        return true;
    if (parts.d.n + parts.m.n + parts.y.n == 0)
        field_wrong(form, field, "the day is missing.");
    else if (!clock_read(clock, &second))
        field_wrong(form, field, "the time must be hours and minutes, such as 14:30.");
    else if (date_read(call, field_name(form, field, ""), label_text(call, &field->label), parts,
                       &d))
        *out = same_minute(field_now(form, field), zone_moment(own_zone(call), d, second));
    return true;
}

/* ---- durations ---- */

void duration_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    bool there = v.type == V_INT;

    if (form->compact) {
        one_line(form, field, 12, field_show(call, field, v));
        return;
    }
    struct str hours = there ? number_text(call, v.i / 60, 0) : STR("");
    struct str minutes = there ? number_text(call, v.i % 60, 0) : STR("");
    struct piece all[] = {
        {".h", say(call, "Hours"), field_seen(form, field, ".h", hours), "w6", 6, false, "numeric",
         NULL, 0},
        {".m", say(call, "Minutes"), field_seen(form, field, ".m", minutes), "w6", 4, false,
         "numeric", NULL, 0},
    };
    control_pieces(&form->web->html, &c, all, 2);
}

bool duration_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct str hours = field_sent(form, field, ".h"), minutes = field_sent(form, field, ".m");
    uint64_t h = 0, m = 0;

    if (hours.p == NULL || minutes.p == NULL)
        return one_line_typed(form, field, out);
    if (hours.n + minutes.n == 0)
        return true;
    if ((hours.n != 0 && !str_uint(hours, HOURS_MAX, &h)) ||
        (minutes.n != 0 && !str_uint(minutes, h == 0 ? 9999 : 59, &m)))
        field_wrong(form, field, "write hours and minutes as whole numbers, such as 1 and 30.");
    else
        *out = v_int((int64_t)(h * 60 + m));
    return true;
}
