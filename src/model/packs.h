/* packs.h - all that the program knows of the law of its countries: procedures, institutions, days
 *   off, counting.
 * Owns: pointers into the arena given as 'keep'; never changes after start.
 * Order: packs_load() once a process, by app_load(); then any.
 * Memory: borrows from the embedded files.
 * Fails: RC_INVALID with a fault for each mistake in a file; packs_country() never: NULL.
 * Limits: PACKS_COUNTRIES_MAX. Cost: about a millisecond a file to load; look-ups are linear.
 * Not here: letters (casework/letter.h reads a template when it is wanted). */
#ifndef MODEL_PACKS_H
#define MODEL_PACKS_H

#include "model/institution.h"

enum { PACKS_COUNTRIES_MAX = 32 };

struct packs {
    const struct procedures *procedures;
    const struct institutions *institutions;
    const struct term_country *countries[PACKS_COUNTRIES_MAX];
    size_t n;
};

MUST_USE enum rc packs_load(struct call *call, struct arena *keep, const struct packs **out);

/* By its two letters, large or small; NULL for a country without calendar. */
const struct term_country *packs_country(const struct packs *packs, struct str code);

#endif
