/* report_sample.h - some records of a report drawn by lot, so that who pays can check the number
 *   against the folders: names masked, numbers of papers shown.
 * Owns: nothing. Order: any.
 * Memory: the call's arena. Fails: RC_NOT_FOUND for what cannot be drawn from; as query/facts.h.
 * Limits: SAMPLE_MAX records, SAMPLE_PAPERS_MAX papers of each. Cost: the time is read once, then a
 *   few queries for each record.
 * Drawn by a seed that is printed: the same seed draws the same from the same records, whoever asks
 * and whatever is restored; a record that came later may take the place of one, and moves no other.
 * What is for its team alone is never drawn, nor what this reader may not see. */
#ifndef CASEWORK_REPORT_SAMPLE_H
#define CASEWORK_REPORT_SAMPLE_H

#include "casework/report.h"

enum {
    SAMPLE_N = 10,
    SAMPLE_MAX = 50,
    SAMPLE_PAPERS_MAX = 6,
    SAMPLE_SEED_MAX = 999999999,
};

struct sample_order {
    struct report_period period;
    struct str of; /* "help", "opened", "closed", "letters" */
    int64_t seed;
    size_t n; /* 0: SAMPLE_N */
};

struct sample_line {
    struct str code;   /* of the case */
    struct str on;     /* the day */
    struct str what;   /* the help, the case's area, the letter's number */
    struct str person; /* "S. D." */
    struct str papers; /* their numbers, apart by "; " */
};

struct sample {
    struct str title; /* "Help given in cases" */
    struct sample_line *lines;
    size_t n;
    int64_t from; /* how many there were to draw from */
    int64_t seed;
};

MUST_USE enum rc sample_draw(struct call *call, const struct sample_order *order,
                             struct sample *out);

/* What can be drawn from: code and words; false behind the last. */
bool sample_of(size_t i, const char **code, const char **label);

int64_t sample_seed(struct call *call); /* a new one */

#endif
