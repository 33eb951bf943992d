/* duplicate_work.h - the search for who was written down twice, as work: asked for on the page of
 *   pairs, and by the schedule each night.
 * Owns: nothing; the pairs are query/duplicate.h's. Order: as model/work.h.
 * Memory: a scan has an arena of its own, about 400 bytes for each record compared, and gives it
 *   back; the turn's stays small. Fails: as duplicate_scan().
 * Limits: one kind a turn. Cost: 120,000 people about 80 s, during which no other job has a turn;
 *   it says how far it is and can be stopped at any moment: the pairs of before then stay.
 * Arguments: the name of a kind; none: every kind that is compared, for
 *   the schedule and who sees all jobs. */
#ifndef RECORDS_DUPLICATE_WORK_H
#define RECORDS_DUPLICATE_WORK_H

#include "model/work.h"

#define DUPLICATE_WORK "duplicates"

extern const struct work duplicate_work;

#endif
