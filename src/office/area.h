/* area.h - what looks after the organisation's data: jobs, the schedule, backups, keeping, doctor.
 * Owns: nothing. Order: any. Memory: static tables. Fails: never. */
#ifndef OFFICE_AREA_H
#define OFFICE_AREA_H

#include "roles/area.h"

extern const struct area office_area;

#endif
