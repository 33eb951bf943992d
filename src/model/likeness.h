/* likeness.h - by what a record is compared with others: its facts in the form of rules/match.h,
 *   kept beside it so that a whole file is compared without reading every record.
 * Owns: table likeness, one row for each record of a kind with "match:" that is not retired. It
 *   holds nothing that is not in the record, goes with it, and can be made anew: likeness_clear()
 *   and a replay of the log, or likeness_adopt().
 * Order: likeness_store() and likeness_forget() in the transaction that stores or buries (apply.c).
 * Memory: as each says. Fails: as db.h; RC_CORRUPT for facts that cannot be read.
 * Limits: as rules/match.h. Cost: one row a change of a person, some 150 bytes; folding takes
 *   20 microseconds.
 * Not here: finding by keys (likeness_index.h), comparing (query/duplicate.h). The search index
 *   keeps tokens of texts; a table of its own is smaller than keys there. */
#ifndef MODEL_LIKENESS_H
#define MODEL_LIKENESS_H

#include "model/change.h"
#include "rules/match.h"

static inline bool likeness_has(const struct kind *kind)
{
    return kind->match.names != NULL;
}

/* Does this edit change what the record is compared by? */
bool likeness_touched(const struct kind *kind, const struct edit *edit);

MUST_USE enum rc likeness_store(struct call *call, const struct record *record);
MUST_USE enum rc likeness_forget(struct call *call, const struct record *record);
MUST_USE enum rc likeness_clear(struct call *call);

/* When kinds are compared by other fields than before, or keys are made otherwise: makes all
 * anew. */
MUST_USE enum rc likeness_adopt(struct call *call);

/* The facts of a record that may not be stored yet; they live in keep. */
MUST_USE enum rc likeness_of(struct call *call, struct arena *keep, const struct record *record,
                             struct match_person *out);

/* One row: first what can be looked at quickly, then the rest. The row is borrowed. */
struct likeness_row {
    uint32_t keys[MATCH_KEYS_MAX], roots[MATCH_NAMES_MAX];
    size_t keys_n, roots_n;
    struct str rest;
};

MUST_USE enum rc likeness_row(struct call *call, struct str facts, struct likeness_row *out);
MUST_USE enum rc likeness_read(struct call *call, struct arena *keep,
                               const struct likeness_row *row, struct match_person *out);

#endif
