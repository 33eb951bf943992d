/* month.c - see month.h. */
#include "rules/month.h"

#include <assert.h>

day year_first(int year)
{
    return day_of((struct date){year, 1, 1});
}

int year_of(day d)
{
    return day_date(d).year;
}

day month_nth_weekday(int year, int month, int nth, enum weekday weekday)
{
    assert(nth >= 1 && nth <= NTH_LAST);
    day first = day_of((struct date){year, month, 1});
    day found = first + ((int)weekday - (int)day_weekday(first) + 7) % 7 + (nth - 1) * 7;

    return found < day_add_months(first, 1) ? found : found - 7;
}
