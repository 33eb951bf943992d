/* people.h - one case of several people, and several cases of one person: names pasted in are
 *   looked up and join the case in one change; the cases that a person has to do with.
 * Owns: nothing; it goes through the operation "case.write".
 * Order: people_read(), people_look(), people_join(). Memory: the call's arena.
 * Fails: as case_write.h and query/duplicate.h; RC_INVALID with a fault at "names".
 * Limits: PEOPLE_PASTED_MAX at a time, PEOPLE_CASES_MAX cases of a person.
 * Cost: people_look() reads the facts of all people once. */
#ifndef CASEWORK_PEOPLE_H
#define CASEWORK_PEOPLE_H

#include "casework/case_write.h"
#include "query/duplicate.h"

enum { PEOPLE_PASTED_MAX = 40, PEOPLE_CASES_MAX = 50 };

struct pasted {
    struct str name;              /* as it stands on its line */
    struct duplicate_found alike; /* who it may be; the likeliest first */
    bool chosen;                  /* somebody whom we know ... */
    struct id known;              /* ... this person; else a new one of that name */
};

/* One name a line; empty lines and figures in front of a name are left out. */
MUST_USE enum rc people_read(struct call *call, struct str text, struct pasted *out, size_t *n);
MUST_USE enum rc people_look(struct call *call, struct pasted *all, size_t n);
/* Who is in the case already stays once. */
MUST_USE enum rc people_join(struct call *call, const struct record *of, const struct pasted *all,
                             size_t n, const struct id *change, struct outcome *out);
MUST_USE enum rc people_leave(struct call *call, const struct record *of, const struct id *ids,
                              size_t n, const struct id *change, struct outcome *out);

struct people_cases {
    struct record *in[PEOPLE_CASES_MAX];
    size_t n;
};

/* Those that the actor may see, of that person or also about her, but for this one (or NULL). */
MUST_USE enum rc people_cases(struct call *call, const struct id *person, const struct id *but,
                              struct people_cases *out);

#endif
