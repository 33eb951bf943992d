/* demo.h - the practice folder: its passphrase and password; its people are those of the stories
 *   (demo_story.h).
 * Owns: nothing. Nobody in it exists; towns and offices are invented too.
 * Order: demo_make() once, where no folder is. Memory: the call's arena.
 * Fails: as roles/found.h and the operations it runs; then nothing is left.
 * Limits: none. Cost: some hundred changes.
 * Days are counted from the day it is made, so that nothing is out of date; with 'on' from that
 * day, and the folder's today is that day for ever (practice.h). */
#ifndef ROLES_DEMO_H
#define ROLES_DEMO_H

#include "roles/program.h"

/* Known to everybody, as the people are invented. */
#define DEMO_PHRASE   "practice folder with nobody real in it"
#define DEMO_PASSWORD "practice only"
#define DEMO_LOGIN    "mira"

struct demo_wish {
    const day *on;      /* NULL: today */
    struct str country; /* "mk"; empty: rs */
};

MUST_USE enum rc demo_make(struct call *call, const struct program *program, const char *folder,
                           const struct demo_wish *wish);

#endif
