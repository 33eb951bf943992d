/* home.h - the first page behind the door: what each area has to say today.
 * Owns: nothing; an area's part is the function 'home' of its struct area (roles/area.h).
 * Order: within a handler, with an actor. Memory: the call's arena.
 * Fails: never; a part that fails is left out, and the others stand. Cost: that of the parts. */
#ifndef ROLES_HOME_H
#define ROLES_HOME_H

#include "web/route.h"

MUST_USE enum rc home_show(struct web *web);
/* The stories of a practice folder, and a walk through one; RC_NOT_FOUND elsewhere. */
MUST_USE enum rc walk_page(struct web *web);

#endif
