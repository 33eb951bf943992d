/* easter.c - see easter.h. The one-letter names of the rules are kept, so that they can be compared
 * with the book. */
#include "rules/easter.h"

#include <assert.h>

day easter_western(int year)
{
    assert(year >= 1583);
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;

    return day_of((struct date){year, n / 31, n % 31 + 1});
}

/* How many days the Julian calendar lags behind in the spring of a year. */
static int julian_lag(int year)
{
    return year / 100 - year / 400 - 2;
}

day easter_julian(int year)
{
    assert(year >= 1583);
    int a = year % 4, b = year % 7, c = year % 19;
    int d = (19 * c + 15) % 30;
    int e = (2 * a + 4 * b - d + 34) % 7;
    int f = d + e + 114;

    return day_of((struct date){year, f / 31, f % 31 + 1}) + julian_lag(year);
}
