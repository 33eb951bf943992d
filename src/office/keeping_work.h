/* keeping_work.h - looks for records whose time of keeping ends; nothing is erased by it.
 * Owns: nothing. Order: a row of the area's tables. Memory: as model/keeping.h.
 * Fails: as query.h. Limits: KEEPING_BATCH records a turn. Cost: reads each record once a day. */
#ifndef OFFICE_KEEPING_WORK_H
#define OFFICE_KEEPING_WORK_H

#include "roles/area.h"

enum { KEEPING_BATCH = 200 };

extern const struct work keeping_work;

#endif
