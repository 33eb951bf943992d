/* hooks.h - the derived fields of cases, papers and people.
 * Owns: which value those fields have; nobody else sets them.
 * Order: run by change_finish() for every record that a change touches.
 * Memory: the call's arena.
 * Fails: collects faults at "procedure", "stage" and "received" of a paper; else as change.h.
 * Limits: none. Cost: a paper loads the papers of its case; the others nothing.
 * A case is not closed while a last day of the client's is still to come, unless the case says why.
 * A paper's last day is counted when what it is counted from changes, never because a rule or a
 * holiday has: a clock that runs keeps its rule. A case's next day is the earliest last day of its
 * living papers. Whoever writes down a case or a person is responsible until somebody else is. */
#ifndef CASEWORK_HOOKS_H
#define CASEWORK_HOOKS_H

#include "casework/deadline.h"
#include "model/change.h"

extern const struct derive_hook casework_hooks[];
extern const size_t casework_hooks_n;

/* What a stored paper asks; false while a field that is needed is empty. */
bool paper_ask(const struct record *paper, struct deadline_ask *out);

#endif
