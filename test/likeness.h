/* likeness.h - a seeded town of people, some written down twice with the errors of real offices.
 * Owns: nothing. Order: likeness_make(), then match_shares() and match_pairs(), then
 *   likeness_judge(). Memory: the arena 'keep'. Fails: RC_MEMORY.
 * The errors are those of the FEBRL generator (Christen, "Probabilistic data generation for
 *   deduplication and data linkage", 2005; Christen and Pudjijono, "Accurate synthetic generation
 *   of realistic personal information", 2009): typing (insert, delete, change, exchange), scanning,
 *   hearing, missing and exchanged fields; and those of our offices: another alphabet or spelling,
 *   marks left out, endings of another language, a birthday known to the year alone, day and month
 *   exchanged, a new phone, a move, a married name. Families share name, home, phone and father. */
#ifndef TEST_LIKENESS_H
#define TEST_LIKENESS_H

#include "rules/match.h"

struct likeness {
    struct match_person *persons;
    uint32_t *truth; /* the same number: the same person */
    size_t n;
    size_t pairs; /* to be found */
};

struct likeness_options {
    size_t people;
    uint64_t seed;
    bool numbers; /* with an identity number for seven in ten */
};

MUST_USE enum rc likeness_make(struct call *call, struct arena *keep,
                               const struct likeness_options *options, struct likeness *out);

struct likeness_figures {
    double precision, recall, f1; /* of what is called the same person */
    double listed, listed_right;  /* recall and precision of all that a clerk is shown */
};

struct likeness_figures likeness_judge(const struct likeness *town,
                                       const struct match_found *found);

#endif
