/* laid.h - the rules that this office counts with: the procedures of the packs, with what a lawyer
 *   confirmed, corrected or did not know laid over them. The packs stay as they were shipped.
 * Owns: what a record of the kind rule_check means. Order: laid_load(), then laid_procedure().
 * Memory: the call's arena; a procedure that nobody said anything of is the pack's own.
 * Fails: as model/table.h; RC_MEMORY.
 * Limits: LAID_MAX records; older ones are left out. Cost: reads the records of the kind once.
 * Of several records about one term the one said last counts. A correction holds for a procedure
 * that began on a day from which, and until which, it holds; what nobody knows is not counted: it
 * shows the day by which to ask, never a guess. */
#ifndef CASEWORK_LAID_H
#define CASEWORK_LAID_H

#include "model/packs.h"
#include "model/record.h"

enum { LAID_MAX = 2000 };

enum laid_part {
    LAID_LIMIT,
    LAID_STAGE,
    LAID_AFTER,
    LAID_REMINDER,
    LAID_WINDOW,
    LAID_OUTER,
    LAID_PARTS
};

/* One term of a procedure. */
struct laid_place {
    enum laid_part part;
    size_t stage; /* of LAID_STAGE: 1, 2, ...; else 0 */
    size_t term;
};

struct laid {
    struct record **in; /* the latest first */
    size_t n;
};

/* Without a folder, as for a command about rules alone: none. */
MUST_USE enum rc laid_load(struct call *call, struct laid *out);

/* The procedure as it holds for what began on this day, with the procedures that it names. */
MUST_USE enum rc laid_procedure(struct call *call, const struct laid *laid,
                                const struct procedure *shipped, day on,
                                const struct procedure **out);

/* What was said last of this term, for that day; NULL: nothing. */
const struct record *laid_find(const struct laid *laid, const struct procedure *procedure,
                               struct laid_place place, day on);
/* "Confirmed by A. B. on 3 March 2026", "Nobody knew, ask until ..." */
struct str laid_said(struct call *call, const struct record *check);

/* Was anything said of this procedure that holds for one of the two days and not for the other? */
bool laid_differs(const struct laid *laid, const struct procedure *procedure, day a, day b);

const char *laid_part_code(enum laid_part part); /* "limit", as in the list rule_part */
bool laid_part_find(struct str code, enum laid_part *out);
/* The terms of that part; n is 0 where there are none. */
struct procedure_terms laid_terms(const struct procedure *procedure, enum laid_part part,
                                  size_t stage);
/* A term in words: "15 days, from: It reached the body". */
struct str laid_rule(struct call *call, const struct procedure_term *term);

#endif
