/* user.h - what is done to the account of a person on the staff, by herself or by an admin.
 * Owns: the operations user.password, user.second, user.recovery, user.own, user.wall, user.unwall
 *   and user.promote; the hook by which an account's sessions end when it is changed.
 * Order: the functions below, with the call's actor set and no transaction open.
 * Memory: the call's arena.
 * Fails: as operation.h. RC_DENIED: an account of somebody else, without being admin.
 * Limits: none of their own. Cost: one change each.
 * What ends sessions at once: another password, other roles or places, a second factor taken away,
 * an account that is closed - whichever operation did it. Whoever becomes lead needs a second
 * person's agreement, as soon as there is one who could agree. */
#ifndef MODEL_USER_H
#define MODEL_USER_H

#include "model/actor.h"
#include "model/operation.h"

MUST_USE enum rc user_load(struct call *call, int64_t rid, struct record **out);
MUST_USE enum rc user_load_id(struct call *call, const struct id *id, struct record **out);
/* By the name she signs in with; also one whose account is closed. */
MUST_USE enum rc user_find(struct call *call, struct str login, struct record **out);

/* What is kept of a new password. Of somebody else: an admin's act, and she must choose another
 * when she signs in with it. */
MUST_USE enum rc user_set_password(struct call *call, const struct record *user, struct str stored);
/* {NULL, 0}: switched off, which an admin may do for somebody else. */
MUST_USE enum rc user_set_second(struct call *call, const struct record *user, struct str factor,
                                 struct str recovery);
MUST_USE enum rc user_use_recovery(struct call *call, const struct record *user, struct str left);
MUST_USE enum rc user_set_own(struct call *call, struct str lang, struct str second, bool one_key);
/* A person whom the actor must not meet here; only a lead or admin takes such a wall away. */
MUST_USE enum rc user_add_wall(struct call *call, struct str code);
MUST_USE enum rc user_drop_wall(struct call *call, const struct record *user,
                                const struct id *person);
/* Roles, places; waits for a second person where it must (outcome->waits). */
MUST_USE enum rc user_set_roles(struct call *call, const struct record *user, struct value roles,
                                struct value places, struct outcome *out);

/* Names that must not be in her password: the organisation's and hers. */
enum { USER_NAMES_MAX = 3 };
MUST_USE enum rc user_names(struct call *call, const struct record *user, struct str *names,
                            size_t *n);

/* Every account that is open and has that role, by rid; at most max. */
MUST_USE enum rc users_with_role(struct call *call, const char *role, int64_t *rids, size_t max,
                                 size_t *n);

extern const struct operation *const user_operations[];
extern const size_t user_operations_n;
extern const struct derive_hook user_hook;

#endif
