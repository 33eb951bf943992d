/* report_words.h - the words of a report: what its rows are called, how it was counted; and the
 *   address of the list behind a number. For report_tables.c.
 * Owns: those. Order: any. Memory: the call's arena. Fails: never; {NULL, 0} without memory.
 * Limits: none. Cost: a look into a list of choices. */
#ifndef CASEWORK_REPORT_WORDS_H
#define CASEWORK_REPORT_WORDS_H

#include "base/lang.h"
#include "casework/report_tables.h"
#include "web/html.h"

struct str report_key_said(struct call *call, enum report_split split, struct str key);
/* The keys that its rows can have by themselves, i from 0: those of its list. Projects and months
 * are in none. */
bool report_key_at(struct call *call, enum report_split split, size_t i, struct str *out);
/* In the order of their list; projects by name, what is not known last. */
void report_lines_sort(struct call *call, enum report_split split, struct report_line *lines,
                       size_t n);

struct report_at {
    enum report_split split;
    struct str key;
};

/* "/records/quick_help?where=..."; at NULL: all of the time. Empty where no list asks that. */
struct str report_list_path(struct call *call, const struct report_period *period,
                            enum report_what what, const struct report_at *at);

void report_notes(struct call *call, const struct report_order *order, struct report_tables *out);

#endif
