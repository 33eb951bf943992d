/* field_link.h - which records a text may mean, where people type what they link to.
 * Owns: nothing. Order: any. Memory: the call's arena.
 * Fails: nothing is found where nobody is signed in, nothing may be seen or memory is out.
 * Limits: FIND_MAX of those that the index finds (query/find.h), in any spelling; where it finds
 *   none, the 500 newest are looked through for a piece of their title.
 * Cost: two looks into the index; each title is folded. */
#ifndef WEB_FIELD_LINK_H
#define WEB_FIELD_LINK_H

#include "model/record.h"

struct candidates {
    struct record **records;
    size_t n;
    bool more;
    bool close; /* none has the text in its title as it was typed: another spelling, other words */
};

/* By its number, by what it is called with or without its number; where nothing is called so, those
 * that have the text in their title, else those that it may be another spelling of. */
struct candidates records_meant(struct call *call, const struct kind *kind, struct str typed);
/* "Senada Demirova, NI-P-2026-3" */
struct str record_words(struct call *call, const struct record *record);

#endif
