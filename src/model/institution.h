/* institution.h - the bodies of a country that procedures go to, read from
 *   packs/<cc>/institutions.yaml, whose keys packs/README.md explains: national bodies by name, and
 *   for the others their kind. Offices of one town are records of an organisation, not packs.
 * Owns: nothing; what is read lives in the arena given as 'keep' and never changes.
 * Order: institutions_load() once a process, after procedures_load(); then any. For a file that is
 *   not part of the program: institutions_new(), institutions_read() for each.
 * Memory: all texts are borrowed from that arena.
 * Fails: RC_INVALID with a fault for each mistake at "file:line:column", none is skipped.
 * Limits: those of yaml.h. Cost: about a millisecond a country; look-ups are linear. */
#ifndef MODEL_INSTITUTION_H
#define MODEL_INSTITUTION_H

#include "model/procedure.h"

enum institution_kind {
    INSTITUTION_EQUALITY, /* the equality body */
    INSTITUTION_OMBUDSMAN,
    INSTITUTION_INFORMATION, /* commissioner or agency for access to information */
    INSTITUTION_APPEAL,      /* second instance of administrative procedures */
    INSTITUTION_COURT,
    INSTITUTION_PROSECUTION,
    INSTITUTION_POLICE,
    INSTITUTION_MINISTRY,
    INSTITUTION_FUND,     /* health or social insurance */
    INSTITUTION_WELFARE,  /* centre for social work */
    INSTITUTION_REGISTER, /* births, residence, papers */
    INSTITUTION_INSPECTION,
    INSTITUTION_LEGAL_AID,
    INSTITUTION_MUNICIPALITY,
    INSTITUTION_HEALTH,
    INSTITUTION_SCHOOL,
    INSTITUTION_MEDIA, /* press councils and the like */
    INSTITUTION_OTHER,
    INSTITUTION_KINDS
};

enum institution_territory { TERRITORY_NATIONAL, TERRITORY_REGION, TERRITORY_MUNICIPALITY };

struct institution {
    struct str id, country;
    struct words name, short_name;
    enum institution_kind kind;
    enum institution_territory territory;
    bool is_type; /* one of many: a kind of office, of which an organisation records its own */
    struct str address, phone, email, web; /* {NULL, 0}: no source has it */
    struct procedure_refs procedures;      /* that go there */
    struct texts notes;
    struct law law;
    struct institution *after; /* the next in the set */
};

struct institutions;

const char *institution_kind_name(enum institution_kind kind);                /* "equality" */
const char *institution_territory_name(enum institution_territory territory); /* "national" */

/* All that the program carries; their procedures are looked up in 'procedures'. */
MUST_USE enum rc institutions_load(struct call *call, struct arena *keep,
                                   const struct procedures *procedures,
                                   const struct institutions **out);
MUST_USE enum rc institutions_new(struct call *call, struct arena *keep,
                                  const struct procedures *procedures, struct institutions **out);
MUST_USE enum rc institutions_read(struct call *call, struct str name, struct str bytes,
                                   struct institutions *set);

const struct institution *institution_first(const struct institutions *set); /* then .after */
const struct institution *institution_find(const struct institutions *set, struct str id);
/* The next one that a procedure goes to, after this (NULL: the first); NULL: no more. */
const struct institution *institution_of(const struct institutions *set,
                                         const struct procedure *procedure,
                                         const struct institution *after);

#endif
