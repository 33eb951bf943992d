/* easter.h - the Sunday of Easter in a year, as the western and the eastern churches keep it.
 * Owns: nothing; pure. Order: any. Memory: none. Fails: never.
 * Limits: years 1583 (the Gregorian reform) to 9998. Cost: constant.
 * Source: J. Meeus, "Astronomical Algorithms" (2nd ed. 1998), chapter 8: the anonymous Gregorian
 *   rule (Nature, 20 April 1876; Butcher 1877) and the Julian rule of J.-B. J. Delambre. */
#ifndef RULES_EASTER_H
#define RULES_EASTER_H

#include "base/day.h"

day easter_western(int year);
day easter_julian(int year); /* the Orthodox one, as a day of the Gregorian calendar */

#endif
