/* date.h - a day as people type it and as they read it, in their language.
 * Owns: nothing. Order: any. Memory: texts in the call's arena.
 * Fails: date_read() by faults that say which part is missing or wrong, and false.
 * Limits: years 1800 to 2200 (a year of two digits is a fault, not a guess).
 * Months are taken as numbers or by name in any language of ours (base/month.h).
 * Source: CLDR 48, short and medium dates; GOV.UK Design System, "Date input". */
#ifndef WEB_DATE_H
#define WEB_DATE_H

#include "base/call.h"

struct date_parts {
    struct str d, m, y; /* as typed */
};

/* False with a fault at 'where' when it is no date; false without one when all three are empty.
 * label is the field's ("Received"); the sentence begins with it. */
bool date_read(struct call *call, struct str where, struct str label, struct date_parts parts,
               day *out);
struct date_parts date_split(struct call *call, day d);

struct str date_text(struct call *call, day d); /* "22 Nov 2026", "22.11.2026", "2026-11-22" */
struct str date_long(struct call *call, day d); /* "Sunday 22 November 2026" */
bool date_year_first(struct call *call);        /* the order of the three fields */

#endif
