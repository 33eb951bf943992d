/* demo.h - the practice folder: its invented people and cases, its passphrase and password.
 * Owns: their texts. Nobody in them exists; towns and offices are invented too.
 * Order: demo_make() once, where no folder is. Memory: the call's arena.
 * Fails: as roles/found.h and the operations it runs; then nothing is left.
 * Limits: none. Cost: a few dozen changes.
 * Days are counted from the day it is made, so that nothing is out of date. */
#ifndef ROLES_DEMO_H
#define ROLES_DEMO_H

#include "roles/program.h"

/* Known to everybody, as the people are invented. */
#define DEMO_PHRASE   "practice folder with nobody real in it"
#define DEMO_PASSWORD "practice only"
#define DEMO_LOGIN    "mira"

MUST_USE enum rc demo_make(struct call *call, const struct program *program, const char *folder);

#endif
