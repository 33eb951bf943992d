/* duplicate.h - who may have been written down twice: while she is being typed in, and as a work
 *   list.
 * Owns: table duplicate, the pairs that the last duplicate_scan() found; it may vanish.
 * Order: duplicate_find() any time; duplicate_scan() outside of a transaction, then
 *   duplicate_list().
 * Memory: the call's arena; a scan has one of its own, about 400 bytes a person.
 * Fails: as query.h; RC_INVALID for kinds that say nothing about "match".
 * Who may: candidates and pairs are those that the actor may see; secret numbers count only where
 *   she may read them. Of the others duplicate_find() says that there is one, when it is almost
 *   certainly the same person, and no more: "ask the lead".
 * Limits: DUPLICATE_FOUND_MAX candidates; a page looks at DUPLICATE_LOOKED_MAX pairs, so that it
 *   may show few, or none, and still say that there are more; DUPLICATE_PAIRS_MAX pairs are kept,
 *   the likeliest.
 * Cost: a find reads the facts of those who share a key (likeness_index.h), 5 us each; a batch of
 *   many rows those of all, 1 us each; a scan 15 s for 120,000. */
#ifndef QUERY_DUPLICATE_H
#define QUERY_DUPLICATE_H

#include "base/progress.h"
#include "model/operation.h"
#include "query/query.h"
#include "rules/match.h"

enum {
    DUPLICATE_FOUND_MAX = 5,
    DUPLICATE_PAIRS_MAX = 20000,
    DUPLICATE_PAGE_MAX = 100,
    DUPLICATE_LOOKED_MAX = 400
};

struct duplicate_candidate {
    struct record *record; /* without its secrets */
    struct match_score score;
};

struct duplicate_found {
    struct duplicate_candidate found[DUPLICATE_FOUND_MAX]; /* the likeliest first */
    size_t n;
    bool hidden; /* one that this actor may not see */
};

/* Whom is this record like? It may be new and not stored: only its kind and values are looked at,
 * and its rid, so as not to find itself. */
MUST_USE enum rc duplicate_find(struct call *call, const struct record *like,
                                struct duplicate_found *out);

/* The same for many at once, as for the rows of a table that is read in: everybody is read once for
 * all of them, if they are more than some. About 800 bytes a row in keep, however many are here. */
struct duplicate_batch;

struct duplicate_each {
    /* For each that is like somebody, as they came. */
    enum rc (*take)(struct call *call, void *data, size_t tag, const struct duplicate_found *found);
    void *data;
};

MUST_USE enum rc duplicate_batch(struct call *call, struct arena *keep, const struct kind *kind,
                                 struct duplicate_batch **out);
MUST_USE enum rc duplicate_batch_add(struct call *call, struct duplicate_batch *batch,
                                     const struct record *like, size_t tag);
MUST_USE enum rc duplicate_batch_end(struct call *call, struct duplicate_batch *batch,
                                     const struct duplicate_each *each);

struct duplicate_counts {
    size_t people, pairs;
    uint64_t compared;
};

/* How many records of the kind are compared. */
MUST_USE enum rc duplicate_size(struct call *call, const struct kind *kind, size_t *out);

/* Compares everybody with everybody and keeps the pairs. For the clerk, a job or a command. */
MUST_USE enum rc duplicate_scan(struct call *call, const struct kind *kind,
                                const struct progress *progress, struct duplicate_counts *out);

struct duplicate_pair {
    struct record *low, *high; /* low was made earlier; both without secrets */
    struct match_score score;
};

/* Where the page before ended; weight 0 and rids 0: from the beginning. */
struct duplicate_after {
    int64_t weight, low, high;
};

struct duplicate_page {
    struct duplicate_pair *pairs;
    size_t n;
    bool more;
    int64_t scanned_ms; /* when it was looked for; 0: never */
    struct duplicate_after next;
};

/* Pairs that nobody has called different, the likeliest first. */
MUST_USE enum rc duplicate_list(struct call *call, const struct kind *kind,
                                const struct duplicate_after *after, size_t limit,
                                struct duplicate_page *out);

/* Did somebody write down that these are two? */
MUST_USE enum rc duplicate_denied(struct call *call, const struct record *a, const struct record *b,
                                  bool *out);

/* How two records compare, for a page that says why; as far as the actor may know. */
MUST_USE enum rc duplicate_compare(struct call *call, const struct record *a,
                                   const struct record *b, struct match_score *out);

/* The kind whose records say that two of this kind are not the same: links "first" and "second" to
 * it. NULL: there is none. A record of it is made by record.save, and so can be undone. */
const struct kind *duplicate_denial(const struct call *call, const struct kind *kind);

struct duplicate_no {
    struct str why;   /* n == 0: not said */
    struct id change; /* of the change that says it */
};

/* Writes down that they are not the same. RC_INVALID where the kind has nothing to say it with. */
MUST_USE enum rc duplicate_deny(struct call *call, const struct record *a, const struct record *b,
                                const struct duplicate_no *no, struct outcome *out);

#endif
