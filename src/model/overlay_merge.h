/* overlay_merge.h - an organisation's own fields laid over a shipped kind or list, as trees, before
 *   either is understood: what comes out is read by kind.c as if it had been one file.
 * Owns: nothing; results live in 'keep'. Used by kind.c alone.
 * Order: overlay_read() for each text; then overlay_kind() and overlay_list() while files are read.
 * Memory: as said. Fails: collects faults at the place in the organisation's text. What does not
 *   fit is left out, so that all mistakes are named in one reading.
 * Limits: OVERLAY_MAX texts. Cost: linear in what both say.
 * An own field may be added, renamed, hidden, put in order; a shipped one renamed, hidden, put in
 * order or made a must. No type is ever changed, nothing is taken away, and no rule is loosened
 * (doc/decisions/overlay.md). */
#ifndef MODEL_OVERLAY_MERGE_H
#define MODEL_OVERLAY_MERGE_H

#include "model/yaml.h"

enum { OVERLAY_MAX = 300, OVERLAY_NAME_MAX = 48 };

#define OVERLAY_PREFIX "own_"

/* What an organisation says about one kind or list, in the grammar of model/README.md. */
struct overlay_text {
    struct str target; /* "case", or "list municipality" */
    struct str text;
    const struct yaml *tree; /* the text as read, with places in another file; NULL: read it here */
};

struct overlay {
    const struct yaml *trees[OVERLAY_MAX];
    struct str targets[OVERLAY_MAX];
    bool used[OVERLAY_MAX];
    size_t n;
};

/* Reads the texts as trees; of those that are no YAML a fault each. */
void overlay_read(struct call *call, struct arena *keep, const struct overlay_text *texts, size_t n,
                  struct overlay *out);

const struct yaml *overlay_kind(struct call *call, struct arena *keep, struct overlay *overlay,
                                struct str name, const struct yaml *shipped);
const struct yaml *overlay_list(struct call *call, struct arena *keep, struct overlay *overlay,
                                const struct yaml *shipped);
/* A list of the organisation's own, by its number in the overlay; NULL when it is none. */
const struct yaml *overlay_own_list(struct call *call, struct arena *keep, struct overlay *overlay,
                                    size_t i);

/* A fault for each text that changes what is not there. */
void overlay_unused(struct call *call, const struct overlay *overlay);

bool overlay_is_own(struct str name);

#endif
