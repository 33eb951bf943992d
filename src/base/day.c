/* day.c - see day.h. Years are counted from March, so that the leap day comes last. */
#include "base/day.h"

#include <assert.h>
#include <stddef.h>

enum {
    DAYS_PER_ERA = 146097, /* 400 years */
    DAYS_MARCH_0000_TO_1970 = 719468,
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return length[month - 1] + (month == 2 && is_leap(year));
}

static bool is_date(struct date d)
{
    return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.mday >= 1 &&
           d.mday <= month_length(d.year, d.month);
}

day day_of(struct date date)
{
    assert(is_date(date));
    int year = date.year - (date.month <= 2);
    int era = year / 400;
    int year_of_era = year % 400;
    int day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.mday - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_PER_ERA + day_of_era - DAYS_MARCH_0000_TO_1970;
}

struct date day_date(day d)
{
    int days = d + DAYS_MARCH_0000_TO_1970;
    int era = days / DAYS_PER_ERA;
    int day_of_era = days % DAYS_PER_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = (month_from_march + 2) % 12 + 1;

    return (struct date){
        .year = era * 400 + year_of_era + (month <= 2),
        .month = month,
        .mday = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

enum weekday day_weekday(day d)
{
    int from_monday = (d + THURSDAY) % 7; /* day 0 was a Thursday */

    return (enum weekday)(from_monday < 0 ? from_monday + 7 : from_monday);
}

day day_add_months(day d, int n)
{
    struct date date = day_date(d);
    int months = date.year * 12 + (date.month - 1) + n;

    date.year = months / 12;
    date.month = months % 12 + 1;
    int last = month_length(date.year, date.month);
    if (date.mday > last)
        date.mday = last;
    return day_of(date);
}

/* Reads exactly n digits; returns -1 at the first other character. */
static int digits(const char *text, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool day_parse(const char *text, day *out)
{
    static const char shape[] = "dddd-dd-dd";

    for (size_t i = 0; i < sizeof shape; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i])
            return false;
    }
    struct date date = {digits(text, 4), digits(text + 5, 2), digits(text + 8, 2)};
    if (!is_date(date))
        return false;
    *out = day_of(date);
    return true;
}

const char *day_format(day d, char text[static DAY_TEXT])
{
    struct date date = day_date(d);

    assert(is_date(date));
    for (int i = 9, n[3] = {date.mday, date.month, date.year}, part = 0; i >= 0; i--) {
        if (i == 7 || i == 4) {
            text[i] = '-';
            part++;
        } else {
            text[i] = (char)('0' + n[part] % 10);
            n[part] /= 10;
        }
    }
    text[10] = '\0';
    return text;
}

day day_min(void)
{
    return day_of((struct date){1, 1, 1});
}

day day_max(void)
{
    return day_of((struct date){9999, 12, 31});
}
