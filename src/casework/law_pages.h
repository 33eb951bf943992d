/* law_pages.h - the lawyer's hour: the rules that this office counts with, each confirmed,
 *   corrected
 *   from a day, or not known; and what running clocks would become (recount.h).
 * Owns: their routes. Order: handlers of web/route.h. Memory: the request's arena.
 * Fails: as every handler. Limits: a preview counts RECOUNT_BATCH procedures that go on.
 * Cost: the list counts the office's procedures once. */
#ifndef CASEWORK_LAW_PAGES_H
#define CASEWORK_LAW_PAGES_H

#include "casework/laid.h"
#include "web/route.h"

/* Each term of a procedure, in the order of the law; place->part LAID_PARTS: at the end. */
struct law_term {
    struct laid_place place;
    const struct procedure_term *term; /* as laid over, on this day */
    const struct record *check;        /* what was said last; NULL: nothing */
};

MUST_USE enum rc law_terms(struct call *call, const struct laid *laid,
                           const struct procedure *shipped, struct law_term **out, size_t *n);
/* "Stage 2: the body decides", "Until when to file" */
struct str law_place(struct call *call, const struct procedure *procedure, struct laid_place place);
/* Where it was read: the term's own source, else its procedure's, else the law it rests on. */
struct str law_source(const struct procedure *procedure, const struct procedure_term *term);
/* How sure: what was said, else what the pack says. */
struct str law_term_sure(struct call *call, const struct law_term *term);

/* The procedures of this office: those in use, the most used first, then its country's. */
struct law_use {
    const struct procedure *procedure;
    int64_t n; /* that go on */
};

MUST_USE enum rc law_uses(struct call *call, struct law_use **out, size_t *n);

extern const struct route law_routes[], recount_routes[];
extern const size_t law_routes_n, recount_routes_n;

#endif
