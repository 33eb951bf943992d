/* actor.h - the person on whose behalf a call is made, and what binds her to records.
 * Owns: nothing; an actor lives in the arena it was loaded into.
 * Order: actor_load() at the start of a call with data. Memory: borrowed from that arena.
 * Fails: RC_SIGN_IN where the user is gone, retired or has no role.
 * Limits: ACTOR_ROLES_MAX roles, ACTOR_PLACES_MAX places, and so on; more of a right is left out,
 *   more of a wall cannot be entered. Cost: one load of a user and four probes. */
#ifndef MODEL_ACTOR_H
#define MODEL_ACTOR_H

#include "model/record.h"

enum {
    ACTOR_ROLES_MAX = 8,
    ACTOR_PLACES_MAX = 64,
    ACTOR_TEAMS_MAX = 32,
    ACTOR_WALLS_MAX = 20,
    ACTOR_GRANTS_MAX = 40,
};

/* A record that binds the actor to others. */
struct actor_tie {
    int64_t rid;
    struct id id;
};

struct actor {
    int64_t rid; /* of the user; 0: the system itself (set-up, jobs of the clerk) */
    struct id id;
    struct str name, login, lang;
    struct str second_lang; /* where lang has nothing; "": as the organisation */
    struct str roles[ACTOR_ROLES_MAX];
    size_t roles_n;
    struct str places[ACTOR_PLACES_MAX]; /* municipalities, by code */
    size_t places_n;
    struct actor_tie teams[ACTOR_TEAMS_MAX]; /* those she is a member of */
    size_t teams_n;
    struct actor_tie walls[ACTOR_WALLS_MAX]; /* persons whom she must not meet here */
    size_t walls_n;
    struct id grants[ACTOR_GRANTS_MAX]; /* open to her by emergency access, or as counsel */
    size_t grants_n;
    bool one_key; /* she works by single keys */
    bool given;   /* she signs in with a one-time password, and must first choose her own */
    bool system;  /* may everything; never a person */
};

extern const struct actor actor_system;

MUST_USE enum rc actor_load(struct call *call, int64_t user_rid, struct actor **out);
/* By the name she signs in with; RC_NOT_FOUND without a recorded error. */
MUST_USE enum rc actor_find(struct call *call, struct str login, struct actor **out);
bool actor_has_role(const struct actor *actor, const char *role);

#endif
