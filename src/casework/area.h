/* area.h - the face of casework: what it brings to the program.
 * Owns: nothing. Order: listed in main.c. Memory: static. Fails: never. Cost: none. */
#ifndef CASEWORK_AREA_H
#define CASEWORK_AREA_H

#include "roles/area.h"

extern const struct area casework_area;

#endif
