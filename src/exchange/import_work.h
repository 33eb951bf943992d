/* import_work.h - what the parts of the import share among themselves; see import.h.
 * Owns: nothing. Order: as import.h. Memory: as import.h. Fails: as import.h.
 * Not here: what others may call. */
#ifndef EXCHANGE_IMPORT_WORK_H
#define EXCHANGE_IMPORT_WORK_H

#include "exchange/import.h"
#include "exchange/import_value.h"
#include "query/duplicate.h"

struct import {
    struct arena *keep;
    struct record *record;
    struct import_map map;
    struct str cells;
    const struct field *key;
    const uint64_t *twice; /* hashes of keys that stand more than once, sorted */
    size_t twice_n;
    struct import_links *links;
    struct import_like {
        size_t row;
        struct str best; /* number of the likeliest; n == 0: only one that she may not see */
        struct str as;   /* what was chosen for this row; n == 0: nothing */
    } * likes;           /* by row */
    size_t likes_n;
    struct str as_all; /* "new", "same", "out" for the others; n == 0: nothing was chosen */
};

/* How one row came out. */
struct import_row {
    struct str faults[IMPORT_FAULTS_MAX]; /* "B (Born): ..." */
    size_t faults_n;
    bool is_new, is_same; /* neither: changed */
    bool is_out;          /* somebody chose to leave it out */
    struct str odd;       /* what is odd of it (model/question.h), a line each; or empty */
    struct value args;    /* of record.save */
};

/* What a change sets of the import's record: names and values. */
struct import_pairs {
    struct value items[20][2], lists[20];
    size_t n;
};

void import_pair(struct import_pairs *pairs, const char *name, struct value value);
struct value import_pairs_value(const struct import_pairs *pairs);
MUST_USE enum rc import_note(struct call *call, struct import *import,
                             const struct import_pairs *pairs);

/* Sealed files of the record: rows of cells.h that are too many for a field. */
MUST_USE enum rc import_file_keep(struct call *call, struct str bytes, const char *name,
                                  struct value *out);
MUST_USE enum rc import_file_load(struct call *call, struct value row, struct str *out);
void import_files_remove(struct call *call, struct value files);

/* import_alike.c: rows that may be here already. */
void import_alikes_of(struct call *call, const struct duplicate_found *found,
                      struct import_alikes *out);
void import_alike_put(struct call *call, struct buf *out, size_t row,
                      const struct import_alikes *alikes);
MUST_USE enum rc import_alike_load(struct call *call, struct import *import);
/* What becomes of this row: a number, or one of these. */
#define IMPORT_AS_NEW "new"
#define IMPORT_AS_OUT "out"
struct str import_alike_as(const struct import *import, size_t row);

struct str import_map_text(struct call *call, const struct import_map *map);
MUST_USE enum rc import_map_read(struct call *call, struct import_map *map, struct str text);
struct str import_signature(struct call *call, const struct import_map *map);
MUST_USE enum rc import_remembered(struct call *call, const struct import_map *map,
                                   struct record **out);

/* The row's arguments; with check also everything that record.save would say, and what would be
 * new is put into the batch, if there is one. */
MUST_USE enum rc import_row_read(struct call *call, struct import *import,
                                 const struct cells_row *row, struct import_row *out);
MUST_USE enum rc import_row_check(struct call *call, struct import *import,
                                  const struct cells_row *row, struct duplicate_batch *batch,
                                  struct import_row *out);

MUST_USE enum rc import_find_twice(struct call *call, struct import *import);

#endif
