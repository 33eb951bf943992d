/* facts.h - the few values by which records are counted, row by row, with the reader's permission
 *   inside: for reports, which count thousands and show none of them.
 * Owns: nothing. Order: any time; a transaction is not needed.
 * Memory: values are borrowed for the call of the taker; no record is loaded.
 * Fails: as query.h; RC_INVALID for what cannot be counted by (secret fields, lists, files);
 *   whatever the taker returns.
 * Limits: FACTS_COLUMNS_MAX columns. Rows come in no order, without a limit but the deadline.
 * Cost: one statement, about 2 us a row.
 * A record that a link names gives its values only to who may see it; else they are nothing, and
 * FACTS_LINK still says which one it is. Links come as rids, which never leave the program.
 * Nothing is written into the log of reads: nobody's record is shown. */
#ifndef QUERY_FACTS_H
#define QUERY_FACTS_H

#include "query/query.h"

enum { FACTS_COLUMNS_MAX = 16 };

enum facts_of {
    FACTS_ROW,
    FACTS_OWNER, /* what the row is a part of */
    FACTS_NAMED, /* what the link names */
    FACTS_LINK,  /* the link itself; its name is not looked at */
};

/* A field, by its first column (of a place: the municipality; of a day known in part: the first
 * that it can be), or rid, id, code, state, made. */
struct facts_column {
    enum facts_of of;
    const char *name;
};

struct facts {
    struct query query; /* its sort, page and limit are not looked at */
    const struct facts_column *columns;
    size_t n;
    const char *link; /* of the row, or of its owner; NULL: none. Of several that it names, each
                           is a row of its own, and where it names nobody, there is none. */
    bool link_of_owner;
    int64_t made_from_ms, made_before_ms; /* 0, 0: whenever the row was made */
};

typedef enum rc facts_taker(struct call *call, void *data, const struct value *values);

MUST_USE enum rc facts_each(struct call *call, const struct facts *facts, facts_taker *take,
                            void *data);

#endif
