/* import.h - a table becomes records: which column is what, every row looked at first, then applied
 *   in changes of at most IMPORT_BATCH rows, to go on with after any end, and to take back as one.
 * Owns: the kinds import and import_mapping; the operations import.begin, import.note, import.rows
 *   and import.undo. The table lies in a sealed file (store/blob.h) until the import is done or
 *   given up.
 * Order: import_begin(); then for each bounded slice of work import_open() and import_check(),
 *   import_apply() or import_undo() until *done; or import_step(), which does what the record says
 *   is wanted. Slices may be made by different processes, one at a time.
 * Memory: an open import lives in the arena 'keep'; each row in one of its own.
 * Fails: RC_INVALID (the mapping; rows with mistakes and not partial), RC_CONFLICT (somebody was
 *   quicker; or what is to be taken back was changed since: IMPORT_BLOCKERS_MAX of them are named
 *   as faults), as operation.h.
 * Invariants: the cursor (field applied) moves in the same change as its rows, and that change's id
 *   is made of the import's id and the batch's number: a batch is applied once, whatever dies when.
 *   Every row goes through record.save, looked at (change_check()) and applied alike.
 * Limits: document/sheet_read.h; IMPORT_FAULTS_MAX mistakes are told of a row.
 * Cost: 20,000 people of six columns, whole, by the command: some 2,300 rows/s on a machine whose
 *   two cores had ten times more to do; see doc/decisions/import.md. Comparing with those who are
 *   here adds 1 us for each of them a slice, and about 800 bytes a row of it. */
#ifndef EXCHANGE_IMPORT_H
#define EXCHANGE_IMPORT_H

#include "base/progress.h"
#include "document/cells.h"
#include "model/operation.h"
#include "query/query.h"

enum {
    IMPORT_BATCH = 200,
    IMPORT_SLICE_ROWS = 5000, /* looked at before it is written down how far it came */
    IMPORT_FAULTS_MAX = 20,
    IMPORT_BLOCKERS_MAX = 50,
    IMPORT_HEAD_ROWS = 10,
    IMPORT_ODD_MAX = 30000, /* bytes of what is told to be odd; the rows are counted all the same */
};

/* What one column is. */
struct import_column {
    const struct field *field; /* NULL: left out, or one of the following */
    size_t part;               /* of the field: a column of its type, or a name part; */
    bool whole;                /* ... unless it is the whole field */
    bool is_code;              /* the number of the record that is changed: ".code" */
    bool is_owner;             /* of a part: the number of what it belongs to: ".owner" */
};

struct import_map {
    const struct kind *kind;
    size_t head; /* number of the row with the headings; 0: none */
    struct import_column columns[CELLS_COLUMNS_MAX];
    size_t n;
    const struct cell *titles; /* of the columns, as many as titles_n */
    size_t titles_n;
};

/* Finds the headings among the first rows and what each column is, by labels in every language,
 * names of fields, or as it was chosen the last time for the same headings. */
MUST_USE enum rc import_map_guess(struct call *call, const struct kind *kind, struct str cells,
                                  struct import_map *out);
/* "born", "names.given", "phones", ".code", ".owner", or empty: left out. */
MUST_USE enum rc import_map_set(struct call *call, struct import_map *map, size_t column,
                                struct str what);
struct str import_column_name(struct call *call, const struct import_column *column);
/* May records be found again by it? */
bool import_may_be_key(const struct field *field);
/* By its heading or its letter ("B"); SIZE_MAX when there is none. */
size_t import_map_find(struct call *call, const struct import_map *map, struct str column);
/* All that a column of this kind may be, for a choice: NULL at the end. */
struct import_choice {
    struct str name, label;
};
size_t import_choices(struct call *call, const struct kind *kind, struct import_choice *out,
                      size_t max);
struct str import_letters(struct call *call, size_t column); /* 0: "A" */

struct import; /* an open one: import_open() */

struct import_order {
    struct import_map map;
    struct str file_name, sheet;
    struct str cells;
    struct str notes; /* what was odd about the file, for people; or empty */
    struct str key;   /* field by which existing records are found; n == 0: by number alone */
    bool historic, partial;
    size_t rows;
};

MUST_USE enum rc import_begin(struct call *call, const struct import_order *order,
                              struct record **out);

/* Other columns, key or flags for one that waits: its rows are to be looked at anew. The order's
 * cells, sheet and file_name are not looked at. */
MUST_USE enum rc import_change(struct call *call, struct import *import,
                               const struct import_order *order);
/* The table that an open import reads; empty when it is over. */
struct str import_cells(const struct import *import);

/* Who may be here already, as far as this actor may know. */
enum { IMPORT_ALIKE_MAX = 3 };

struct import_alikes {
    struct import_alike {
        struct str code, title, why; /* "Family name: the same, ..." */
        int probability;             /* per thousand */
    } items[IMPORT_ALIKE_MAX];       /* the likeliest first */
    size_t n;
    bool hidden; /* almost certainly one that she may not see: "ask the lead" */
};

/* Rows that may be here already, from the n-th on; *n: how many are given, at most room. */
struct import_alike_row {
    size_t number;
    struct str text; /* the row itself: its first cells */
    struct str as;   /* what was chosen for it: "new", "out", a number; or empty */
    struct import_alikes alikes;
};

MUST_USE enum rc import_alike_rows(struct call *call, struct import *import, size_t from,
                                   struct import_alike_row *out, size_t room, size_t *n);
size_t import_undecided(const struct import *import); /* of these rows */
/* For one row: "new", "out", the number of the record that it is, or empty: as for all. */
struct import_choice_of_row {
    size_t row;
    struct str as;
};

/* all: "new", "same" (as the likeliest: what it has stays, what it lacks is added), "out" (left
 * out), or empty. RC_INVALID for anything else, RC_LIMIT when too many rows are chosen singly. */
MUST_USE enum rc import_alike_choose(struct call *call, struct import *import, struct str all,
                                     const struct import_choice_of_row *rows, size_t n);

struct import_budget {
    size_t rows; /* at most so many; 0: no limit */
    int64_t ms;  /* at most about so long; 0: no limit */
    const struct progress *progress;
    bool alike; /* while looking: who may be here already? (query/duplicate.h) */
};

MUST_USE enum rc import_open(struct call *call, const struct id *id, struct arena *keep,
                             struct import **out);
const struct record *import_record(const struct import *import);
const struct import_map *import_mapping(const struct import *import);

MUST_USE enum rc import_check(struct call *call, struct import *import,
                              const struct import_budget *budget, bool *done);
MUST_USE enum rc import_apply(struct call *call, struct import *import,
                              const struct import_budget *budget, bool *done);
MUST_USE enum rc import_undo(struct call *call, struct import *import,
                             const struct import_budget *budget, bool *done);
MUST_USE enum rc import_give_up(struct call *call, struct import *import);

/* What the record says is wanted: looking, applying or taking back; for a job or the clerk. */
MUST_USE enum rc import_step(struct call *call, const struct id *id,
                             const struct import_budget *budget, bool *done);

/* The rows with mistakes, as they came, with a column that says what is wrong: cells.h. */
MUST_USE enum rc import_report(struct call *call, struct import *import, int *cells);

extern const struct operation *const import_operations[];
extern const size_t import_operations_n;

#endif
