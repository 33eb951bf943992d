/* demo_words.h - the texts of a story: days counted from the story's day, names of what it has
 *   made, and a choice now and then.
 * Owns: nothing; a struct tale belongs to whoever tells.
 * Order: tale_add() for each record made; the others at any time.
 * Memory: tale_add() copies into the arena of the tale; texts live in the call's.
 * Fails: RC_INVALID for a name that nothing has, or a day that is not understood.
 * Limits: none of its own. Cost: a name is searched linearly.
 * The same files tale on the same day give the same choices. */
#ifndef ROLES_DEMO_WORDS_H
#define ROLES_DEMO_WORDS_H

#include "base/id.h"
#include "model/kind.h"

/* A record that was made, by the name that the story has for it. */
struct tale_record {
    struct str name;
    const struct kind *kind; /* of a user whom no story made: as well */
    struct id id;
};

struct tale {
    day on; /* the day from which it is tale */
    struct arena *keep;
    struct tale_record *records;
    size_t n, room;
    int64_t round; /* how often a step has been repeated, from 1 */
    uint64_t chance;
};

MUST_USE enum rc tale_add(struct call *call, struct tale *tale, const struct tale_record *record);
/* "$name" or "name"; NULL: nothing is called so. The last of several. */
const struct tale_record *tale_find(const struct tale *tale, struct str name);

/* "-12", "-11 months", "-2 months -3 weekday", "-30..-1": days from the story's, back to a Friday
 * from a weekend where 'weekday' stands, one of several by chance. false: it is no such day. */
bool tale_day(struct tale *tale, struct str text, day *out);

/* The text with "$name" as the record's id in hexadecimal, "{-12}" as a date, "{n}" the round,
 * "{a|b}" one of these. */
MUST_USE enum rc tale_text(struct call *call, struct tale *tale, struct str text, struct str *out);

/* One of n, by chance. */
size_t tale_pick(struct tale *tale, size_t n);

#endif
