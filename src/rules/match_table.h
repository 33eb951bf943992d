/* match_table.h - how often a field agrees among records of one person (m) and of two (u).
 * Owns: the one table of these figures, and the words for each agreement. For match.c alone.
 * Order: any. Memory: static. Fails: never; an agreement that a field does not know weighs 0.
 * Cost: a look-up and one or two logarithms. */
#ifndef RULES_MATCH_TABLE_H
#define RULES_MATCH_TABLE_H

#include "rules/match.h"

struct match_row {
    double m, u; /* 0: this field has no such agreement */
    const char *say;
};

const struct match_row *match_row(enum match_field field, enum match_level level);
const char *match_field_label(enum match_field field); /* a msgid */

/* log2(m / u) in hundredths. share > 0 takes the place of a name's u; a near name then weighs no
 * more than the same name would. An agreement never weighs less than 0. */
int match_weight(enum match_field field, enum match_level level, double share);

#endif
