/* demo_words.h - the texts of a story: days counted from the story's day, names of what it has
 *   made, and a choice now and then.
 * Owns: nothing; a struct told belongs to whoever tells.
 * Order: told_add() for each record made; the others at any time.
 * Memory: told_add() copies into the arena of the told, texts live in the call's.
 * Fails: RC_INVALID for a name that nothing has, or a day that is not understood.
 * Limits: none of its own. Cost: a name is searched linearly.
 * The same files told on the same day give the same choices. */
#ifndef ROLES_DEMO_WORDS_H
#define ROLES_DEMO_WORDS_H

#include "base/id.h"
#include "model/kind.h"

/* A record that was made, by the name that the story has for it. */
struct told_record {
    struct str name;
    const struct kind *kind; /* of a user whom no story made: as well */
    struct id id;
};

struct told {
    day on; /* the day from which it is told */
    struct arena *keep;
    struct told_record *records;
    size_t n, room;
    int64_t round; /* how often a step has been repeated, from 1 */
    uint64_t chance;
};

MUST_USE enum rc told_add(struct call *call, struct told *told, const struct told_record *record);
/* "$name" or "name"; NULL: nothing is called so. The last of several. */
const struct told_record *told_find(const struct told *told, struct str name);

/* "-12", "-11 months", "-2 months -3 weekday", "-30..-1": days from the story's, back to a Friday
 * from a weekend where 'weekday' stands, one of several by chance. false: it is no such day. */
bool told_day(struct told *told, struct str text, day *out);

/* The text with "$name" as the record's id in hexadecimal, "{-12}" as a date, "{n}" the round,
 * "{a|b}" one of these. */
MUST_USE enum rc told_text(struct call *call, struct told *told, struct str text, struct str *out);

/* One of n, by chance. */
size_t told_pick(struct told *told, size_t n);

#endif
