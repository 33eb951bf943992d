/* calendar.h - a country's calendar and way of counting, read from packs/<cc>/calendar.yaml; the
 *   keys of that file are explained in packs/README.md.
 * Owns: nothing; what is read lives in the arena given as 'keep' and never changes.
 * Order: any; each call reads the file anew (a process keeps what it has read).
 * Memory: borrows from the bytes of the file, which live as long as the program (base/embed.h).
 * Fails: RC_INVALID with a fault for each mistake at "file:line:column", none is skipped;
 *   calendar_of() with RC_NOT_FOUND for a country without a calendar, naming those that have one.
 * Limits: those of yaml.h. Cost: about a millisecond a country. */
#ifndef MODEL_CALENDAR_H
#define MODEL_CALENDAR_H

#include "rules/term.h"

/* A country's file: days off and other days, zone, counting. */
MUST_USE enum rc calendar_read(struct call *call, struct str name, struct str bytes,
                               struct arena *keep, const struct term_country **out);
/* packs/common/calendar.yaml: days alone. */
MUST_USE enum rc calendar_read_common(struct call *call, struct str name, struct str bytes,
                                      struct arena *keep, const struct calendar **out);

/* The calendar that the program carries for a country: "MK" or "mk". */
MUST_USE enum rc calendar_of(struct call *call, struct str country, struct arena *keep,
                             const struct term_country **out);

#endif
