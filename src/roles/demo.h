/* demo.h - the invented people and cases of the practice folder.
 * Owns: their texts. Nobody in them exists; towns and offices are invented too.
 * Order: demo_fill() once, in a folder just founded. Memory: the call's arena.
 * Fails: as the operations it runs. Limits: none. Cost: a few dozen changes.
 * Days are counted from the day it is made, so that nothing is out of date. */
#ifndef ROLES_DEMO_H
#define ROLES_DEMO_H

#include "base/call.h"

/* password: its slow hash, with which everybody in it signs in. */
MUST_USE enum rc demo_fill(struct call *call, struct str password);

#endif
