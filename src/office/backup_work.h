/* backup_work.h - backups as long work: to a place, by the schedule or because somebody asked; and
 *   the test whether what lies there can be brought back.
 * Owns: DIR/restore-test/ while a test runs. Order: rows of the area's tables.
 * Memory: as store/backup.h. Fails: a place that is not there, is full, or is another
 *   organisation's says so and what to do; a test names the file that is damaged.
 * Limits: one place a job. Cost: reading the backup; the test also needs room beside the data.
 * A place that had a backup and has none now is taken for a stick that is not plugged in: nothing
 * is written into the empty folder on which it is usually mounted. */
#ifndef OFFICE_BACKUP_WORK_H
#define OFFICE_BACKUP_WORK_H

#include "roles/area.h"
#include "roles/backups.h"

/* Argument: the place's id. */
extern const struct work backup_work;
/* Reads every place back that is there; then restores the newest into a folder of its own. */
extern const struct work restore_test_work;

/* A line of the schedule for each place. */
enum rc backup_lines(struct call *call, const struct program *program, struct schedule *out);

/* Is there a folder to write into, or to read from? */
bool backup_place_is_there(struct call *call, const struct backup_place *place);
/* "This is the disk of the data itself ..."; empty: nothing to say. */
struct str backup_place_warning(struct call *call, const struct backup_place *place);
/* Asks for a backup to this place now. */
MUST_USE enum rc backup_ask(struct call *call, const struct backup_place *place, struct id *job);

#endif
