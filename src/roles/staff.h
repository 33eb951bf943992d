/* staff.h - what the pages about the staff share.
 * Owns: nothing. Order: inside handlers. Memory: the request's arena.
 * Fails: as handlers. Limits: none. Cost: none. */
#ifndef ROLES_STAFF_H
#define ROLES_STAFF_H

#include "model/record.h"
#include "web/route.h"

struct str staff_path(struct web *web, const struct id *id, const char *rest);
/* Tick boxes for a field of user that is choices; and what was ticked. */
void staff_choices(struct web *web, const char *name, struct str label, struct value chosen);
struct value staff_chosen(struct web *web, const char *name);
/* A new person on the staff, without a password yet. */
struct staff_new {
    struct str name, login;
    struct value roles;
    struct id change;
};
struct outcome;
MUST_USE enum rc staff_add(struct web *web, const struct staff_new *person,
                           struct outcome *outcome);
/* Gives a one-time password and shows it, once; a handler's last act. */
MUST_USE enum rc staff_one_time(struct web *web, struct record *user);

#endif
