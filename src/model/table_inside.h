/* table_inside.h - for the files of table.h alone: what columns are called, and what they hold.
 * Owns: nothing. Order: any. Memory: texts go to the caller's buffer.
 * Fails: never. Limits: names are the registry's, checked there.
 * Cost: one step for each column.
 * Names: a field's value stands in its kind's row, a set or list of rows in a table "case_grounds",
 *   what a tracked field was in "case_area_was". */
#ifndef MODEL_TABLE_INSIDE_H
#define MODEL_TABLE_INSIDE_H

#include "model/table.h"

/* The columns that every table has. */
enum system_column {
    SYS_RID,
    SYS_ID,
    SYS_SUBJECT,
    SYS_REV,
    SYS_BASE,
    SYS_MADE,
    SYS_MADE_BY,
    SYS_CHANGED,
    SYS_RETIRED,
    SYS_ERASED,
    SYS_STATE,
    SYS_CODE,
    SYS_CODE_N,
    SYS_MERGED,
    SYS_OWNER,
    SYS_PLACE_IN,
    SYS_NEWER,
    SYS_COUNT
};

struct system_row {
    const char *name, *type;
    const char *read, *write; /* how the value passes in and out; NULL: as it is */
};

extern const struct system_row system_columns[SYS_COUNT];

const char *column_type(enum column_kind kind);
bool column_in_row(const struct field *field);
bool column_is_link(const struct column *column);
bool column_is_tracked(const struct field *field);

void column_put(struct buf *out, const struct field *field, const struct column *column);
const char *column_of_list(const struct column *column);
/* The table of the field, with field NULL that of the kind; quoted. */
void column_table(struct buf *out, const struct kind *kind, const struct field *field,
                  const char *suffix);
void column_references(struct buf *out, const struct kind *target);

#endif
