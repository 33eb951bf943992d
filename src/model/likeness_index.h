/* likeness_index.h - finding by what records are compared (likeness.h): who shares a key with one
 *   that is typed in, and how many bear a name, without looking at everybody.
 * Owns: tables likeness_key and likeness_name, and likeness_fresh: the records whose facts have
 *   changed since, with what the index still holds of them. A new person would touch a page of the
 *   index for each of her keys, so that hers wait there until LIKENESS_FRESH_MAX do, and go in
 *   together, in order; whoever asks looks at those that wait, too.
 * Order: likeness_index_stale() and likeness_index_drop() before the facts of a record change or
 *   go; likeness_settle() after them, in the same transaction.
 * Memory: what is found in the call's arena; merging has one of its own.
 * Fails: as likeness.h.
 * Limits: of a key that many share, LIKENESS_WINDOW next to her birth on either side are met, and
 *   as many without a birth; where hers is not known, three times as many.
 * Cost: about 0.3 ms a question, however many there are; 50 us a new person, put off. */
#ifndef MODEL_LIKENESS_INDEX_H
#define MODEL_LIKENESS_INDEX_H

#include "model/likeness.h"

enum { LIKENESS_FRESH_MAX = 256, LIKENESS_WINDOW = 100, LIKENESS_MERGE_MAX = 1 << 15 };

/* The record's facts are about to be others. */
MUST_USE enum rc likeness_index_stale(struct call *call, const struct record *record);
/* They are about to go: nothing of them is left in the index. */
MUST_USE enum rc likeness_index_drop(struct call *call, const struct record *record);
MUST_USE enum rc likeness_index_clear(struct call *call);

/* Takes in what waits, when more than max do: 0 for all. */
MUST_USE enum rc likeness_settle(struct call *call, size_t max);

/* What waits, of one kind, read once to be asked about many. */
struct likeness_waiting {
    const struct kind *kind;
    struct likeness_waits {
        int64_t rid;
        struct likeness_row was, now; /* without their rest; no roots and keys: nothing */
        bool is_new;
    } * rows;
    size_t n, room;
};

MUST_USE enum rc likeness_wait(struct call *call, struct arena *keep, const struct kind *kind,
                               struct likeness_waiting *out);

/* How many records the kind has, and how many of them bear each name of the person, with one such
 * root. */
MUST_USE enum rc likeness_bearers(struct call *call, const struct likeness_waiting *waiting,
                                  const struct match_person *person, size_t *all,
                                  size_t bearers[static MATCH_NAMES_MAX]);

/* Births as the index orders them; 0: not known. */
int64_t likeness_born(const struct match_person *person);

/* Which births of those with this key are met, beside those that are not known. */
struct likeness_window {
    int64_t low, high;
};

MUST_USE enum rc likeness_window(struct call *call, const struct kind *kind, uint32_t key,
                                 int64_t born, struct likeness_window *out);

struct likeness_met {
    int64_t *rids; /* each once, by rid */
    size_t n;
};

/* Who shares a key with the person. */
MUST_USE enum rc likeness_meet(struct call *call, const struct likeness_waiting *waiting,
                               const struct match_person *person, struct likeness_met *out);

#endif
