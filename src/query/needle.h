/* needle.h - what a person types becomes a condition of the search index.
 * Owns: nothing. Order: any. Memory: the call's arena.
 * Fails: RC_INVALID (no valid text), RC_MEMORY. Limits: as token.h: what is longer is cut.
 * Cost: microseconds. All words must be there, in any order and spelling; the last one may go on
 * ("Dem" finds Demirova) unless it is a single letter. Numbers are whole, but for those of phones:
 * as beginnings they would be those of thousands. */
#ifndef QUERY_NEEDLE_H
#define QUERY_NEEDLE_H

#include "model/search.h"

enum needle_how {
    NEEDLE_WORDS, /* whole words */
    NEEDLE_START, /* the last word may go on */
};

struct needle {
    struct str text; /* for MATCH; empty: the text has no word, and nothing matches */
    bool cut;        /* more was typed than is looked at */
};

/* column: one of enum search_column, or SEARCH_COLUMNS for all of them. */
MUST_USE enum rc needle_of(struct call *call, struct str typed, enum search_column column,
                           enum needle_how how, struct needle *out);

#endif
