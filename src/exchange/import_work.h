/* import_work.h - what the parts of the import share among themselves; see import.h.
 * Owns: nothing. Order: as import.h. Memory: as import.h. Fails: as import.h.
 * Not here: what others may call. */
#ifndef EXCHANGE_IMPORT_WORK_H
#define EXCHANGE_IMPORT_WORK_H

#include "exchange/import.h"
#include "exchange/import_value.h"

struct import {
    struct arena *keep;
    struct record *record;
    struct import_map map;
    struct str cells;
    const struct field *key;
    const uint64_t *twice; /* hashes of keys that stand more than once, sorted */
    size_t twice_n;
    struct import_links *links;
};

/* How one row came out. */
struct import_row {
    struct str faults[IMPORT_FAULTS_MAX]; /* "B (Born): ..." */
    size_t faults_n;
    struct str similar;   /* who may be here already; n == 0: nobody */
    bool is_new, is_same; /* neither: changed */
    struct value args;    /* of record.save */
};

struct str import_map_text(struct call *call, const struct import_map *map);
MUST_USE enum rc import_map_read(struct call *call, struct import_map *map, struct str text);
struct str import_signature(struct call *call, const struct import_map *map);
MUST_USE enum rc import_remembered(struct call *call, const struct import_map *map,
                                   struct record **out);

/* The row's arguments; with check also everything that record.save would say. */
MUST_USE enum rc import_row_read(struct call *call, struct import *import,
                                 const struct cells_row *row, struct import_row *out);
MUST_USE enum rc import_row_check(struct call *call, struct import *import,
                                  const struct cells_row *row, const struct import_match *match,
                                  struct import_row *out);

MUST_USE enum rc import_find_twice(struct call *call, struct import *import);

#endif
