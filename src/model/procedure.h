/* procedure.h - what one may ask of whom, until when, and what follows if nobody answers; read from
 *   packs/<cc>/procedures.yaml, whose keys packs/README.md explains.
 * Owns: nothing; what is read lives in the arena given as 'keep' and never changes.
 * Order: procedures_load() once a process; then any. To check a file that is not part of the
 *   program: procedures_new(), procedures_read() for each file, procedures_link() at the end.
 * Memory: all texts are borrowed from that arena.
 * Fails: RC_INVALID with a fault for each mistake at "file:line:column", none is skipped.
 * Limits: those of yaml.h; lengths of terms as PROCEDURE_TERM_MAX says by unit.
 * Cost: a few milliseconds a country; procedure_find() is linear in the number of procedures.
 * What a procedure is: rules/procedure.h. */
#ifndef MODEL_PROCEDURE_H
#define MODEL_PROCEDURE_H

#include "model/pack.h"
#include "rules/procedure.h"

const char *procedure_event_name(enum procedure_event event); /* "received", as in the packs */

struct procedures;

/* All that the program carries. */
MUST_USE enum rc procedures_load(struct call *call, struct arena *keep,
                                 const struct procedures **out);
MUST_USE enum rc procedures_new(struct call *call, struct arena *keep, struct procedures **out);
MUST_USE enum rc procedures_read(struct call *call, struct str name, struct str bytes,
                                 struct procedures *set);
MUST_USE enum rc procedures_link(struct call *call, struct procedures *set);

const struct procedure *procedure_find(const struct procedures *set, struct str id);
const struct procedure *procedure_first(const struct procedures *set); /* then .after */

#endif
