/* figure.c - see figure.h. */
#include "base/figure.h"

#include "base/lang.h"

#define N_(msgid) msgid /* for script/messages to find */

static const char *const months[] = {
    N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
    N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December"),
};

#define NO_BREAK "\xC2\xA0" /* U+00A0, so that a number stays on one line */

static const struct form {
    const char *lang, *date, *month; /* of day, month, year; of name, year */
    const char *point, *group;
    bool year_first;
} forms[] = {
    {"en", NULL, "%s %d", ".", ",", false},
    {"mk", "%1$d.%2$d.%3$04d г.", "%s %d г.", ",", ".", false},
    {"sr-Cyrl", "%1$d. %2$d. %3$04d.", "%s %d.", ",", ".", false},
    {"sr-Latn", "%1$d. %2$d. %3$04d.", "%s %d.", ",", ".", false},
    {"sq", "%1$d.%2$d.%3$04d", "%s %d", ",", NO_BREAK, false},
    {"rom", "%1$d.%2$d.%3$04d", "%s %d", ",", ".", false},
    {"lt", "%3$04d-%2$02d-%1$02d", NULL, ",", NO_BREAK, true},
};

static const struct form *form_of(const struct call *call)
{
    struct str code = lang_code(call->lang);

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_is(code, forms[i].lang))
            return &forms[i];
    return &forms[0];
}

const char *figure_month_name(int month)
{
    return months[month - 1];
}

bool figure_year_first(struct call *call)
{
    return form_of(call)->year_first;
}

struct str figure_day(struct call *call, day d)
{
    const struct form *form = form_of(call);
    struct date date = day_date(d);

    if (form->date != NULL)
        return str_format(call->arena, form->date, date.mday, date.month, date.year);
    return str_format(call->arena, "%d %.3s %d", date.mday, months[date.month - 1], date.year);
}

struct str figure_month(struct call *call, int year, int month)
{
    const struct form *form = form_of(call);

    if (form->month == NULL)
        return str_format(call->arena, "%04d-%02d", year, month);
    return str_format(call->arena, form->month, lang_text(call->lang, months[month - 1]), year);
}

struct str figure_minute(struct call *call, day d, int minute)
{
    struct str on = figure_day(call, d);

    return str_format(call->arena, "%s, %d:%02d", str_z(call->arena, on), minute / 60, minute % 60);
}

struct str figure_number(struct call *call, int64_t scaled, int digits, bool grouped)
{
    const struct form *form = form_of(call);
    uint64_t size = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
    char text[24]; /* from its end */
    struct buf out;
    int n = 0;

    for (; n <= digits || size != 0; size /= 10)
        text[sizeof text - (size_t)++n] = (char)('0' + size % 10);
    buf_init(&out, call->arena, 100);
    if (scaled < 0)
        buf_char(&out, '-');
    for (int i = 0; i < n; i++) {
        int left = n - digits - i; /* figures before the point that are still to come */
        if (left == 0)
            buf_z(&out, form->point);
        else if (grouped && i > 0 && left > 0 && left % 3 == 0)
            buf_z(&out, form->group);
        buf_char(&out, text[(int)sizeof text - n + i]);
    }
    return buf_str(&out);
}
