/* area.h - the face of records: the pages that every kind has.
 * Owns: nothing. Order: listed in main.c. Memory: static. Fails: never. Cost: none. */
#ifndef RECORDS_AREA_H
#define RECORDS_AREA_H

#include "roles/area.h"

extern const struct area records_area;

#endif
