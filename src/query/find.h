/* find.h - everything that one may see, by name, number, phone or word, in any spelling.
 * Owns: nothing. Order: any; no transaction is needed.
 * Memory: hits live in the call's arena.
 * Fails: RC_SIGN_IN without an actor; RC_INVALID for what is no text; RC_LIMIT past the deadline.
 * Limits: FIND_MAX hits; TOKEN_QUERY_MAX bytes of the text, of which .cut tells.
 * Cost: four looks into the index at most, each ended by the limit; then one load per hit.
 * What one may not see is neither there nor counted: the condition of compile.c is inside the
 * statement. Secret fields are not in the index. Retired records are left out, erased ones are
 * gone. Reading a list of hits is not reading the records: it is not logged. */
#ifndef QUERY_FIND_H
#define QUERY_FIND_H

#include "model/record.h"

enum { FIND_MAX = 100 };

/* Where, and how well: better ones come first, and among equals the newest. */
enum find_where {
    FIND_NUMBER, /* its number or a phone */
    FIND_TITLE,  /* all words in its name or title */
    FIND_START,  /* the same, and the last word goes on */
    FIND_TEXT,   /* in its texts */
    FIND_WHERES
};

struct find {
    struct str text;
    const struct kind *kind; /* NULL: all */
    bool retired;            /* those too */
    size_t limit;            /* 0: 25 */
};

struct find_hit {
    const struct kind *kind;
    struct id id;
    struct str code, title;
    enum find_where where;
};

struct found {
    struct find_hit *hits;
    size_t n;
    bool more;
    bool cut; /* only the beginning of the text was looked for */
};

MUST_USE enum rc find(struct call *call, const struct find *find, struct found *out);

#endif
