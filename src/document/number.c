/* number.c - see number.h. */
#include "document/number.h"

enum { DIGITS = 15, EXPONENT_MIN = -20, EXPONENT_MAX = 30 };

/* The digits without zeros in front, and how many stand before the point. */
struct digits {
    char d[DIGITS + 1];
    int n, point;
    bool minus, any;
};

static void add_digit(struct digits *to, char c, bool behind)
{
    to->any = true;
    if (to->n == 0 && c == '0') {
        to->point -= behind;
        return;
    }
    if (to->n <= DIGITS)
        to->d[to->n++] = c;
    to->point += !behind;
}

static bool read_digits(struct str s, struct digits *out)
{
    bool behind = false;
    size_t i = 0;

    *out = (struct digits){.minus = str_starts(s, STR("-"))};
    for (i += out->minus; i < s.n && s.p[i] != 'e' && s.p[i] != 'E'; i++) {
        if (s.p[i] == '.' && !behind)
            behind = true;
        else if (s.p[i] >= '0' && s.p[i] <= '9')
            add_digit(out, s.p[i], behind);
        else
            return false;
    }
    if (i < s.n) {
        struct str power = str_cut(s, i + 1, s.n);
        int64_t e;
        if (str_starts(power, STR("+")))
            power = str_cut(power, 1, power.n);
        if (!str_int(power, &e) || e < -400 || e > 400)
            return false;
        out->point += (int)e;
    }
    return out->any;
}

/* The digit behind the last one decides. */
static void round_digits(struct digits *d)
{
    if (d->n > DIGITS) {
        bool up = d->d[DIGITS] >= '5';
        d->n = DIGITS;
        while (up && d->n > 0 && d->d[d->n - 1] == '9')
            d->n--;
        if (up && d->n > 0) {
            d->d[d->n - 1]++;
        } else if (up) {
            d->d[d->n++] = '1';
            d->point++;
        }
    }
    while (d->n > 0 && d->d[d->n - 1] == '0')
        d->n--;
}

struct str number_plain(struct arena *arena, struct str written)
{
    struct digits d;
    struct buf out;

    if (!read_digits(str_trim(written), &d))
        return (struct str){NULL, 0};
    round_digits(&d);
    if (d.n == 0)
        return STR("0");
    if (d.point < EXPONENT_MIN || d.point > EXPONENT_MAX)
        return (struct str){NULL, 0};
    buf_init(&out, arena, 80);
    if (d.minus)
        buf_char(&out, '-');
    for (int i = 0; i < d.point; i++)
        buf_char(&out, i < d.n ? d.d[i] : '0');
    if (d.point <= 0)
        buf_char(&out, '0');
    if (d.n > d.point)
        buf_char(&out, '.');
    for (int i = d.point; i < d.n; i++)
        buf_char(&out, i < 0 ? '0' : d.d[i]);
    return buf_str(&out);
}

/* ---- dates */

enum {
    EPOCH_1900 = 25569, /* the number of 1970-01-01 */
    EPOCH_1904 = 24107,
    LEAP_1900 = 60,     /* the 29 February 1900 that Lotus 1-2-3 believed in */
    DAYS_MAX = 2958465, /* 9999-12-31 */
    MINUTES = 24 * 60,
};

bool number_date(struct str plain, bool from_1904, int64_t *days, int *minutes)
{
    struct str part = plain, whole = str_split(&part, '.');
    int64_t n, billionths = 0;
    int digits = 0;

    if (!str_int(whole, &n) || n < 0 || n > DAYS_MAX)
        return false;
    for (; digits < 9; digits++)
        billionths = billionths * 10 + ((size_t)digits < part.n ? part.p[digits] - '0' : 0);
    int64_t minute = (billionths * MINUTES + 500000000) / 1000000000;
    n += minute / MINUTES;
    *minutes = (int)(minute % MINUTES);
    *days = from_1904 ? n - EPOCH_1904 : n - EPOCH_1900 + (n < LEAP_1900);
    return true;
}

/* Letters of a format that are in no quotes, brackets or behind a backslash. */
struct number_format number_format(struct str code)
{
    struct number_format found = {false, false};
    bool quoted = false, bracket = false;

    for (size_t i = 0; i < code.n && code.p[i] != ';'; i++) {
        char c = code.p[i];
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '[')
            bracket = true;
        else if (!quoted && c == ']')
            bracket = false;
        else if (!quoted && (c == '\\' || c == '_' || c == '*'))
            i++;
        else if (!quoted && !bracket && c != '\0' && strchr("yYdD", c) != NULL)
            found.has_day = true;
        else if (!quoted && !bracket && c != '\0' && strchr("hHsS", c) != NULL)
            found.has_time = true;
        else if (!quoted && !bracket && (c == 'm' || c == 'M'))
            found.has_day |= !found.has_time;
    }
    return found;
}

/* 27 to 36 and 50 to 58 are dates where Excel speaks a language of East Asia. */
struct number_format number_format_known(int64_t id)
{
    return (struct number_format){
        .has_day =
            (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58),
        .has_time = (id >= 18 && id <= 22) || (id >= 45 && id <= 47),
    };
}
