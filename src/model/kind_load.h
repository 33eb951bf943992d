/* kind_load.h - what the reading of kinds (kind.c) and the tying of their names (kind_tie.c)
 *   share; for nobody else.
 * Owns: struct loader, while registry_load() runs. Order: every file is read, then kind_tie() for
 *   each kind in the order in which they were read.
 * Memory: what stays goes to 'keep'. Fails: mistakes are collected as faults.
 * Limits: as kind.h. Cost: linear in the files. */
#ifndef MODEL_KIND_LOAD_H
#define MODEL_KIND_LOAD_H

#include "model/kind.h"
#include "model/overlay_merge.h"
#include "model/yaml.h"

struct loader {
    struct call *call;
    struct arena *keep;
    struct kind *kinds[KINDS_MAX];
    const struct yaml *sources[KINDS_MAX]; /* where each kind was read */
    size_t n;
    struct choice_list lists[KINDS_MAX];
    size_t lists_n;
    struct overlay own; /* what the organisation has changed */
};

/* A word for people, or 'absent' where the file says nothing. */
struct label kind_read_label(struct loader *in, const struct yaml *node, struct str absent);
const struct choice_list *kind_read_list_named(struct loader *in, struct str name);
/* The field that a head names; NULL, and a fault, where there is none. */
const struct field *kind_named_field(struct loader *in, const struct kind *kind,
                                     const struct yaml *node);
/* A field is a map that says what it is; other keys speak of the section itself. */
bool kind_section_key(const struct yaml *node);

/* Ties the names of the i-th kind: types, lists, links, the subject, conditions and checks. */
void kind_tie(struct loader *in, size_t i);

#endif
