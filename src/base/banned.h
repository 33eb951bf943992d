/* banned.h - calls that have no place here; each line says what to use instead.
 * Owns: nothing. Order: included before everything else, by the build. Memory: none.
 * Fails: at compile time, at the first use. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets /* buf_*, str_* */
#pragma GCC poison atoi atol atof strtol strtoul strtoll strtoull strtod /* str_uint, str_int */
#pragma GCC poison localtime gmtime ctime asctime mktime strftime        /* day.h, zone.h */
#pragma GCC poison rand srand                                            /* os->random */
#pragma GCC poison popen tmpnam mktemp                                   /* process/ */
/* alloca is refused by -Walloca: glib's headers name it, so that it cannot be poisoned. */

#endif
