/* typed_day.c - see field.h: days, months and years as people type them. */
#include "base/month.h"
#include "model/field.h"

enum { NUMBERS_MAX = 3, DAYS_MAX = 31, YEAR_MOST = 9999, WORDS_MAX = 8 };

/* What was typed, as its numbers and the month that was named. */
struct typed {
    uint64_t numbers[NUMBERS_MAX];
    size_t digits[NUMBERS_MAX]; /* how many each has */
    size_t n;
    int month; /* 0: none was named */
};

/* Words for "year" and "day" that stand in a date: "22.3.2026 г.", "2026 m. kovo 22 d." */
static bool is_filler(struct str word)
{
    static const char *const fillers[] = {"г", "год", "године", "година", "g",  "god", "godine",
                                          "m", "d",   "viti",   "th",     "st", "nd",  "rd"};

    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (str_is(word, fillers[i]))
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_between(char c)
{
    return strchr(" \t./-,", c) != NULL && c != '\0';
}

/* A number or a word from the front of the text. */
static struct str next_piece(struct str *rest)
{
    size_t n = 0;

    while (rest->n != 0 && is_between(rest->p[0]))
        *rest = str_cut(*rest, 1, rest->n);
    while (n < rest->n && !is_between(rest->p[n]) && is_digit(rest->p[n]) == is_digit(rest->p[0]))
        n++;
    struct str piece = str_cut(*rest, 0, n);
    *rest = str_cut(*rest, n, rest->n);
    return piece;
}

static bool take_number(struct typed *in, struct str piece)
{
    if (in->n == NUMBERS_MAX || !str_uint(piece, YEAR_MOST, &in->numbers[in->n]))
        return false;
    in->digits[in->n++] = piece.n;
    return true;
}

static bool take_word(struct call *call, struct typed *in, struct str piece)
{
    int month = month_read(call->arena, piece);

    if (month == 0 || in->month != 0)
        return is_filler(piece);
    in->month = month;
    return true;
}

static bool read_pieces(struct call *call, struct str text, struct typed *in)
{
    *in = (struct typed){.n = 0};
    for (int i = 0; i < WORDS_MAX; i++) {
        struct str piece = next_piece(&text);
        if (piece.n == 0)
            return in->n != 0;
        if (is_digit(piece.p[0]) ? !take_number(in, piece) : !take_word(call, in, piece))
            return false;
    }
    return false;
}

static bool is_year(const struct typed *in, size_t i)
{
    return in->digits[i] == 4 && in->numbers[i] != 0;
}

/* "2026", "03.2024", "2024-03": the year first or last, the month beside it, then the day. */
static bool by_numbers(const struct typed *in, struct date *out, enum date_precision *precision)
{
    bool first = is_year(in, 0);
    const uint64_t *n = in->numbers;

    if (in->n == 0 || (!first && !is_year(in, in->n - 1)))
        return false;
    *out = (struct date){(int)(first ? n[0] : n[in->n - 1]), 1, 1};
    *precision = (enum date_precision)in->n;
    if (in->n > 1)
        out->month = n[1] <= 12 ? (int)n[1] : 0;
    if (in->n == 2 && !first)
        out->month = n[0] <= 12 ? (int)n[0] : 0;
    if (in->n == 3)
        out->mday = (int)(first ? n[2] : n[0]);
    return out->month != 0;
}

/* "March 2024", "22 mars 2024", "2024 m. kovo 22 d.", "March 22, 2024" */
static bool by_name(const struct typed *in, struct date *out, enum date_precision *precision)
{
    if (in->n == 0 || in->n > 2)
        return false;
    size_t year = is_year(in, 0) ? 0 : in->n - 1;
    if (!is_year(in, year))
        return false;
    *out = (struct date){(int)in->numbers[year], in->month, 1};
    *precision = in->n == 1 ? PRECISION_MONTH : PRECISION_DAY;
    if (in->n == 2)
        out->mday = (int)in->numbers[1 - year];
    return true;
}

bool day_typed_partly(struct call *call, struct str typed, day *out, enum date_precision *precision)
{
    char iso[DAY_TEXT + 32];
    struct typed in;
    struct date date;

    if (!read_pieces(call, str_trim(typed), &in) ||
        !(in.month == 0 ? by_numbers(&in, &date, precision) : by_name(&in, &date, precision)) ||
        date.mday < 1 || date.mday > DAYS_MAX)
        return false;
    (void)snprintf(iso, sizeof iso, "%04d-%02d-%02d", date.year, date.month, date.mday);
    return day_parse(iso, out);
}

bool day_typed(struct call *call, struct str typed, day *out)
{
    enum date_precision precision;
    day d;

    if (!day_typed_partly(call, typed, &d, &precision) || precision != PRECISION_DAY)
        return false;
    *out = d;
    return true;
}
