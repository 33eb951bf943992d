/* timeline.h - on the page of a case: what happened in the order of days, a line to add to it, and
 *   what else belongs to the case.
 * Owns: its routes. Order: timeline_of() and parts_of() inside the page of a case.
 * Memory: the request's arena. Fails: as query.h.
 * Limits: TIMELINE_SHOWN lines; older ones stand in the lists that they come from.
 * Cost: one query for each kind of line. What was struck out at the person's wish is not shown. */
#ifndef CASEWORK_TIMELINE_H
#define CASEWORK_TIMELINE_H

#include "model/record.h"
#include "web/route.h"

enum { TIMELINE_SHOWN = 60 };

/* show: of the page's address, "note", "letter", ...; empty: all. */
MUST_USE enum rc timeline_of(struct web *web, const struct record *of, struct str show);
/* Parties, tasks, hearings and the like, each with a way to add one. */
MUST_USE enum rc parts_of(struct web *web, const struct record *of);

extern const struct route timeline_routes[];
extern const size_t timeline_routes_n;

#endif
