/* backups.h - where backups go by themselves, how they stand, and the light that says so.
 * Owns: nothing: places are records (kind backup_place), how they stand is job_schedule's.
 * Order: any. Memory: the call's arena. Fails: as query.h.
 * Limits: BACKUP_PLACES_MAX places. Cost: one list and a row per place.
 * The light: red without any good backup, or when the newest is older than a week (or twice the
 * time between two, where that is longer); amber when it is overdue by half a day, or the last try
 * failed; else green. Backups made by hand (khetane backup TO) count. */
#ifndef ROLES_BACKUPS_H
#define ROLES_BACKUPS_H

#include "roles/schedule.h"
#include "web/part.h"

enum { BACKUP_PLACES_MAX = 32 };

/* Lines of the schedule that are not places. */
#define BACKUP_BY_HAND "backup by hand"
#define RESTORE_TEST   "restore-test"

struct backup_place {
    struct id id;
    struct str folder;
    struct when when;
    struct str name; /* its line in the schedule, and the mark of its jobs */
    struct work_line line;
};

/* Who sees lights and places: admins, key holders, leads. */
bool backups_are_for(const struct actor *actor);
MUST_USE enum rc backup_places(struct call *call, struct backup_place **out, size_t *n);

enum light { LIGHT_NONE, LIGHT_GREEN, LIGHT_AMBER, LIGHT_RED };

struct backup_state {
    enum light light;
    int64_t well_ms; /* the newest good backup; 0: none */
    struct str said; /* "Last backup: today 03:00" */
};

MUST_USE enum rc backup_state(struct call *call, struct backup_state *out);
/* For pages: false when it is not for this person (or could not be found out). */
bool backup_light(struct call *call, enum tone *tone, struct str *sentence);
/* A backup was made there by hand. */
MUST_USE enum rc backup_made(struct call *call, struct str folder);

#endif
