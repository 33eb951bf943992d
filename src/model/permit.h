/* permit.h - who may do what with which record: one rule, in memory here and in SQL in
 *   query/compile.c; a test compares the two on random worlds.
 * Owns: nothing. Order: any. Memory: none kept.
 * Fails: permit() answers RC_NOT_FOUND where the actor may not even see the record (the same as
 *   for a record that is not there) and RC_DENIED where she may see but not do it.
 * Cost: permit_mask() a few comparisons; facts_of() climbs to the head of a part.
 * The rule: roles of the kind give relations (none, own, team, place, all) per verb; several
 *   roles add up. A record is the actor's OWN if she made it or a link with relation own names
 *   her (a user's own account is her own too); of her TEAM if a link with relation team names her
 *   or a team that she is a member of, or if it is open to her by emergency access or because she
 *   is counsel in it with an account; of her PLACE
 *   if its place field holds one of her municipalities. A limited record is for its team alone. A
 *   name in the kind's hidden_from field denies and wins over everything; so does a person whom
 *   she must not meet: that person's record, and every one that names him. Parts have their
 *   head's verdict. */
#ifndef MODEL_PERMIT_H
#define MODEL_PERMIT_H

#include "model/actor.h"

/* A set of relations, bit 1 << REL_x. */
typedef unsigned relation_mask;

enum { MASK_ALL = 1u << REL_ALL };

/* What the actor's roles give her on this kind (of its head). */
relation_mask permit_mask(const struct kind *kind, const struct actor *actor, enum verb verb);

/* How the actor is bound to one record of a head kind. */
struct permit_facts {
    bool own, team, place;
    bool limited, hidden;
};

struct permit_facts permit_facts_of(const struct record *head, const struct actor *actor);
bool permit_holds(relation_mask mask, struct permit_facts facts);

/* The record may be a part; its head is loaded. A record that is new counts as the actor's own. */
MUST_USE enum rc permit(struct call *call, const struct record *record, enum verb verb);

/* What the two forms of the rule must take alike: a link to a team; the kind whose records are the
 * actors themselves; a link that says whom a record is about. */
static inline bool permit_is_team(const struct field *field)
{
    return field->target != NULL && str_is(field->target->name, "team");
}

static inline bool permit_is_self(const struct kind *kind)
{
    return str_is(kind->name, "user");
}

static inline bool permit_is_about(const struct kind *kind, const struct field *field)
{
    return field->target != NULL && str_is(field->target->name, "person") && !permit_is_self(kind);
}

/* The field that places a record, or NULL. */
const struct field *permit_place_field(const struct kind *kind);

#endif
