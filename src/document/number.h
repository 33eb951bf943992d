/* number.h - numbers as office programs write them, made readable: "1.1E3" is "1100".
 * Owns: nothing; pure. Order: any. Memory: the arena. Fails: by {NULL, 0}.
 * Limits: exponents from -20 to 30. Cost: linear.
 * Rounds to 15 digits, as Excel shows them: "0.30000000000000004" is "0.3". */
#ifndef DOCUMENT_NUMBER_H
#define DOCUMENT_NUMBER_H

#include "base/str.h"

struct str number_plain(struct arena *arena, struct str written);

/* Days and minutes of a date in a cell; false when it is none (negative, or behind year 9999).
 * Of the system of 1904: from_1904. */
bool number_date(struct str plain, bool from_1904, int64_t *days, int *minutes);

/* Does this format show a day, or a time? */
struct number_format {
    bool has_day, has_time;
};

struct number_format number_format(struct str code);  /* "dd.mm.yyyy" */
struct number_format number_format_known(int64_t id); /* those every program knows by number */

#endif
