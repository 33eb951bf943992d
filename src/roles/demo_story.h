/* demo_story.h - the stories of the practice folder: files of steps, each step an operation that is
 *   run as the person who would have done it.
 * Owns: the grammar of assets/demo/NN-name.yaml (assets/demo/README.md), told in order of names.
 * Order: demo_tell() once, in a folder with its first person; call->today is the stories' day.
 * Memory: each step has memory of its own; titles and codes live in the call's arena.
 * Fails: RC_INVALID, or what the operation gave, at "file:line:column" of the step; the folder is
 *   then not made.
 * Limits: TELLERS_MAX people, REPEAT_MAX times. Cost: that of the operations; no short cuts.
 * Nothing but what a person could do: what stands in a practice folder came by operations alone. */
#ifndef ROLES_DEMO_STORY_H
#define ROLES_DEMO_STORY_H

#include "roles/practice.h"

enum { DEMO_TELLERS_MAX = 16, DEMO_REPEAT_MAX = 1000 };

/* password: as it is kept (model/password.h), for the people on the staff: "$password". */
MUST_USE enum rc demo_tell(struct call *call, struct str password, struct practice *out);

#endif
