/* query.h - the one way to ask: lists, counts and single records, with the reader's permission
 *   inside the generated SQL.
 * Owns: nothing. Order: any time; a transaction is not needed.
 * Memory: records live in the call's arena; a query's texts are borrowed for the call.
 * Fails: RC_SIGN_IN without an actor; RC_NOT_FOUND for what is not there or may not be seen, the
 *   same for both; RC_INVALID for a filter that the field's type does not know; RC_LIMIT when the
 *   answer takes too long.
 * Limits: QUERY_ROWS_MAX rows at a time, QUERY_FILTERS_MAX filters; counts end at QUERY_COUNT_MAX.
 * Cost: lists are paged by key (the sort value and the rid), never by offset.
 * Secret fields are empty in lists; query_get() fills them for who may, and writes down in the
 * log of reads, before it returns, that this person read this record.
 * Texts and names sort in the organisation's order (model/sortkey.h), numbers and days by size,
 * choices by their code, links by the age of what they name; lists cannot be sorted by. Empty
 * values come last. A month or a year may stand for a day: "born before 1990". */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "model/field.h"
#include "model/permit.h"

enum {
    QUERY_ROWS_MAX = 500,
    QUERY_FILTERS_MAX = 20,
    QUERY_COUNT_MAX = 1000,
    QUERY_TALLY_MAX = 200
};

struct query_filter {
    const struct field *field; /* NULL: the record's state; with QUERY_HAS any of its texts */
    enum query_op op;
    struct value value; /* links: an id; days may be known in part: [day, precision] */
    bool of_owner;      /* the field, or state, is that of the record it is a part of */
    struct str said;    /* how the value was called: "me", "today+7"; or empty (where.h) */
};

/* Where the page before ended. */
struct query_after {
    struct value sort;
    int64_t rid; /* 0: from the beginning */
};

struct query {
    const struct kind *kind;
    enum verb verb;         /* MAY_SEE, or what one wants to do with them */
    const struct id *owner; /* parts of this record alone; or NULL */
    struct query_filter filters[QUERY_FILTERS_MAX];
    size_t n;
    const struct field *sort; /* NULL: the newest first */
    bool descending;
    bool retired; /* those too */
    bool bound;   /* only what the actor is bound to herself: hers, and that of her teams */
    struct query_after after;
    size_t limit;     /* 0: 25 */
    size_t count_max; /* of query_count(): beyond this it need not count; 0: QUERY_COUNT_MAX */
};

struct query_page {
    struct record **records;
    size_t n;
    bool more;
    struct query_after next; /* of the page that follows */
};

MUST_USE enum rc query_list(struct call *call, const struct query *query, struct query_page *out);
/* At most query->count_max (or QUERY_COUNT_MAX) + 1: then there are more than that. */
MUST_USE enum rc query_count(struct call *call, const struct query *query, int64_t *out);

/* How many have each value of a field, the most first; at most QUERY_TALLY_MAX values. */
struct query_tally {
    struct value value; /* of a text, number, day or choice */
    int64_t n;
};

MUST_USE enum rc query_tally(struct call *call, const struct query *query,
                             const struct field *field, struct query_tally **out, size_t *n);

MUST_USE enum rc query_get(struct call *call, const struct kind *kind, const struct id *id,
                           struct record **out);
/* By what people see: "NI-2026-104". */
MUST_USE enum rc query_code(struct call *call, const struct kind *kind, struct str code,
                            struct record **out);

/* The id of what has this number, and the number of an id; RC_NOT_FOUND, without a recorded error,
 * and "" for what this actor may not see. Not logged. */
MUST_USE enum rc query_id(struct call *call, const struct kind *kind, struct str code,
                          struct id *out);
struct str query_number(struct call *call, const struct kind *kind, const struct id *id);
/* The id behind what people write for a link: its code, or its title when only one record that
 * this actor may see has it. RC_NOT_FOUND (none) and RC_CONFLICT (several) come without a recorded
 * error. Not logged: nothing of the record is shown. */
MUST_USE enum rc query_find(struct call *call, const struct kind *kind, struct str written,
                            struct id *out);

/* What names a record: its title field, else its code. For links in lists and pages; "" for
 * what this actor may not see. Not logged: it is one line in a list. */
struct str query_title(struct call *call, const struct kind *kind, const struct id *id);
/* The record of such a line, its secrets empty; NULL: not there, or not for this actor. */
struct record *query_brief(struct call *call, const struct kind *kind, const struct id *id);
struct str record_title(struct call *call, const struct record *record);

#endif
