/* register_number.h - how a number of a register is written, and read where a person types it.
 * Owns: the grammar of register.format: text with {n} {base} {sub} {year} {prefix}.
 * Order: any. Memory: the arena that is handed in.
 * Fails: _read() and _fault() say so by their value; nothing else fails.
 * Limits: REGISTER_MATTER_MAX, REGISTER_WITHIN_MAX. Cost: linear in the text.
 * A sub-number of 0 stands for all of a matter's papers, which stand in a book on paper: "12-…". */
#ifndef CASEWORK_REGISTER_NUMBER_H
#define CASEWORK_REGISTER_NUMBER_H

#include "base/arena.h"
#include "base/str.h"

enum { REGISTER_MATTER_MAX = 999999, REGISTER_WITHIN_MAX = 99999 };

struct register_number {
    int year;
    int64_t matter; /* {n}, or {base} */
    int64_t within; /* {sub}; 0: of a register that counts without */
};

struct register_style {
    struct str format, prefix; /* prefix: of the organisation */
    bool subs;                 /* counts papers within a matter */
};

/* Where it stands in the book: the order of all numbers of a register. */
static inline int64_t register_place(struct register_number n)
{
    return ((int64_t)n.year * (REGISTER_MATTER_MAX + 1) + n.matter) * (REGISTER_WITHIN_MAX + 1) +
           n.within;
}

struct str register_number_write(struct arena *arena, const struct register_style *style,
                                 struct register_number number);

/* As it is written, or its figures alone: "15-3/2026", "15-3", "15/3". Without a year it is
 * this_year's. */
bool register_number_read(const struct register_style *style, struct str typed, int this_year,
                          struct register_number *out);

/* What is wrong with a format, as a msgid; NULL: nothing. */
const char *register_format_fault(struct str format, bool subs);

#endif
