/* yaml_edit.h - changing a tree of yaml.h, and writing it down again.
 * Owns: nothing; new nodes live in the arena given as 'keep', old ones are never changed.
 * Order: yaml_map_new() or yaml_open() gives a map that may be changed; then any.
 * Memory: borrowed from the tree that was read and from 'keep'.
 * Fails: NULL or false when memory is out. Limits: as yaml.h, whose depth it follows.
 * Cost: linear in the keys of the maps that are touched.
 * A node stands in one map or list alone: putting one into another copies its head, and what is in
 * it is shared. Notes of a file (# ...) are not kept. */
#ifndef MODEL_YAML_EDIT_H
#define MODEL_YAML_EDIT_H

#include "model/yaml.h"

/* An empty map, at the place of 'like' (NULL: at no place). */
struct yaml *yaml_map_new(struct arena *keep, const struct yaml *like);
/* A copy of a map or list that may be changed; NULL gives an empty map. */
struct yaml *yaml_open(struct arena *keep, const struct yaml *node);
/* Puts a copy of the node at the end, under the key (of a map). */
struct yaml *yaml_put(struct arena *keep, struct yaml *in, struct str key, const struct yaml *node);
struct yaml *yaml_put_text(struct arena *keep, struct yaml *in, struct str key, struct str text);
/* The same, in the place of what stands under that key already. */
struct yaml *yaml_set(struct arena *keep, struct yaml *in, struct str key, const struct yaml *node);
struct yaml *yaml_set_text(struct arena *keep, struct yaml *in, struct str key, struct str text);
void yaml_drop(struct yaml *in, struct str key);
/* The map under the key, open to be changed; made if it is not there. */
struct yaml *yaml_enter(struct arena *keep, struct yaml *in, struct str key);
const struct yaml *yaml_at(const struct yaml *map, struct str key); /* NULL: not there */

/* As text that reads back to the same tree. */
void yaml_write(struct buf *out, const struct yaml *node);

#endif
