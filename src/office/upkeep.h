/* upkeep.h - what the clerk looks after: the log is proved, leftovers go, old reads are forgotten.
 * Owns: nothing. Order: rows of the area's tables. Memory: the call's arena.
 * Fails: as what they call; a damaged log names its first bad entry.
 * Limits: none. Cost: verifying reads the whole log (script/bench, "verify"). */
#ifndef OFFICE_UPKEEP_H
#define OFFICE_UPKEEP_H

#include "roles/area.h"

extern const struct work verify_work, tidy_work;

#endif
