/* yaml.h - a YAML file as a tree: maps, lists and texts, each knowing its line and column.
 * Owns: nothing; the tree lives in the arena given as 'keep'. libyaml is used in yaml.c alone.
 * Order: yaml_read() first. Then, for each map: yaml_keys() checks which keys stand there,
 *   and the look-ups give their values; all of them collect faults, call_faults() ends that.
 * Memory: borrowed from the tree; the name of the file too must live as long as it.
 * Fails: yaml_read() with RC_INVALID at "file:line:column" for what is no YAML or more of YAML than
 *   is read here: one document; no anchors, aliases, tags, no two keys alike, no lists or maps
 *   as keys; valid UTF-8 in NFC without control characters. A text is never anything but a text
 *   until a look-up asks for a number, day or flag ("no" is no false before somebody asks).
 * Limits: YAML_BYTES_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX, YAML_KEYS_MAX in one map.
 * Cost: linear; finding a key is linear in the keys of its map. */
#ifndef MODEL_YAML_H
#define MODEL_YAML_H

#include "base/call.h"

enum {
    YAML_BYTES_MAX = 1 << 20,
    YAML_DEPTH_MAX = 16,
    YAML_NODES_MAX = 100000,
    YAML_KEYS_MAX = 1000,
};

enum yaml_type { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml {
    enum yaml_type type;
    bool quoted; /* a text in quotes or a block, so that "" and ~ may be told apart */
    int line, column, key_line, key_column; /* from 1; of the key: in a map alone */
    struct str file;
    struct str key;                  /* in a map */
    struct str text;                 /* of a YAML_TEXT */
    const struct yaml *first, *next; /* what is in it; what comes after it in the same */
    size_t n;                        /* how many are in it */
};

/* name is what faults say before the line: "packs/rs/procedures.yaml". */
MUST_USE enum rc yaml_read(struct call *call, struct str name, struct str bytes, struct arena *keep,
                           const struct yaml **out);

static inline const struct yaml *yaml_first(const struct yaml *in)
{
    return in == NULL ? NULL : in->first;
}

/* The items of a list or the values of a map, in order; nothing for NULL. */
#define yaml_each(item, in) \
    for (const struct yaml *item = yaml_first(in); item != NULL; item = item->next)

/* Collects a fault at the node, or at its key. */
#define yaml_fault(call, node, ...)     fault_add(call, yaml_where(call, node), __VA_ARGS__)
#define yaml_key_fault(call, node, ...) fault_add(call, yaml_key_where(call, node), __VA_ARGS__)
struct str yaml_where(struct call *call, const struct yaml *node); /* "file:line:column" */
struct str yaml_key_where(struct call *call, const struct yaml *node);

/* One key that a map may have. */
struct yaml_key {
    const char *name;
    enum yaml_type type;
    bool must;
    bool any; /* any type will do; the reader looks itself */
};

#define YAML_KEYS(keys) keys, sizeof(keys) / sizeof *(keys)

/* Is the node a map with all keys that must be there, none unknown, each of its type?
 * Otherwise collects a fault for each; false only when it is no map. */
bool yaml_keys(struct call *call, const struct yaml *map, const struct yaml_key *keys, size_t n);

const struct yaml *yaml_find(const struct yaml *map, const char *key); /* NULL: not there */
/* The look-ups: what is not there, or not of the type, is absent ({NULL, 0}, the default given);
 * yaml_keys() has said so already. What is there and no number, flag, day or word is a fault. */
struct str yaml_text(const struct yaml *map, const char *key);
int64_t yaml_int(struct call *call, const struct yaml *map, const char *key, int64_t min,
                 int64_t max); /* min when absent or wrong */
bool yaml_flag(struct call *call, const struct yaml *map, const char *key, bool absent);
bool yaml_day(struct call *call, const struct yaml *map, const char *key, day *out);
/* The place of the text among the words, which end in NULL; -1 when absent or none of them. */
int yaml_word(struct call *call, const struct yaml *node, const char *const *words);

#endif
