/* table.h - from kinds to tables: columns, statements, loading and storing of whole records.
 * Owns: one table per kind, one per field that is a set or a list of rows, one per tracked field.
 *   Names are the kind's and field's own, so that any SQL tool shows what is there.
 * Order: tables_make() once after the registry is loaded; tables_upgrade() once per open file;
 *   then load at any time, store inside a transaction.
 * Memory: statements live in the arena 'keep'; records in the call's.
 * Fails: RC_NOT_FOUND (without a recorded error); RC_NEWER where the file has what the model
 *   does not; RC_CORRUPT where a column would have to change its type.
 * Limits: one level of lists. Cost: a load is one probe plus one per list of the kind.
 * Beside its fields a row has sort keys (model/sortkey.h), and a place in the search index
 * (model/search.h); both are made here, so that living tables and rebuilt ones agree.
 * Tables change by additive difference alone: new tables, new columns, renamed columns ('was:').
 *   Nothing is dropped; only a rebuild (model/rebuild.h) makes tables anew.
 * SQL text is assembled here and in query/compile.c, from names that the registry has checked. */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include "model/field.h"
#include "model/record.h"
#include "store/db.h"

/* One more whenever other tables, columns or indexes come of the same files of kinds. */
enum { TABLES_VERSION = 2 };

/* A field's own table: a set, or a list of rows. */
struct list_table {
    const struct field *field; /* NULL: the kind has no list for that index */
    struct sql select, insert, clear;
};

/* How a coded field stood, and since when. */
struct track_table {
    struct sql insert, clear; /* text NULL: the field is not tracked */
};

struct table {
    const struct kind *kind;
    struct sql insert, update, by_id, by_rid, by_code, bury, of_subject, last_code, in_order;
    const struct list_table *lists;   /* by field->index */
    const struct track_table *tracks; /* by field->index */
    struct str columns;               /* "t.rid, t.id, ...": for query/compile.c */
    size_t columns_n, keys_n;         /* keys: model/sortkey.h */
};

struct tables {
    const struct registry *registry;
    struct table *by_kind; /* by kind->index */
};

MUST_USE enum rc tables_make(struct call *call, struct arena *keep, const struct registry *registry,
                             struct tables **out);

/* Makes and widens the tables of this file until they hold what the registry asks for. */
MUST_USE enum rc tables_upgrade(struct call *call, struct db *db, const struct tables *tables);

/* Drops every table of a kind and makes it anew, empty: for a rebuild. */
MUST_USE enum rc tables_clear(struct call *call, struct db *db, const struct tables *tables);
/* Those of one kind, while the others are empty. */
MUST_USE enum rc tables_clear_kind(struct call *call, struct db *db, const struct kind *kind);

MUST_USE enum rc table_load(struct call *call, struct db *db, const struct table *table,
                            const struct id *id, struct record **out);
MUST_USE enum rc table_load_rid(struct call *call, struct db *db, const struct table *table,
                                int64_t rid, struct record **out);

MUST_USE enum rc table_load_code(struct call *call, struct db *db, const struct table *table,
                                 struct str code, struct record **out);

/* Every record whose subject this is, in one kind. */
MUST_USE enum rc table_of_subject(
    struct call *call, struct db *db, const struct table *table, const struct id *subject,
    enum rc (*each)(struct call *call, void *arg, struct record *record), void *arg);

/* Which records name this one (table_link.c): by a field whose target it is, or, with field NULL,
 * as their owner. Erased ones do not. */
struct table_ids {
    struct id *items;
    size_t n, room;
};

MUST_USE enum rc table_linking(struct call *call, const struct table *table,
                               const struct field *field, const struct id *to,
                               struct table_ids *out);
/* Which were merged into this one. Cost: one pass over the table. */
MUST_USE enum rc table_merged(struct call *call, const struct table *table, const struct id *into,
                              struct table_ids *out);

/* Reads a record from a row that begins with table->columns at the given column. */
MUST_USE enum rc table_read_row(struct call *call, struct db *db, const struct table *table,
                                const struct rows *rows, struct record **out);

/* Inserts (rid 0, set on success) or updates the row; lists only where changed[] says so. */
MUST_USE enum rc table_store(struct call *call, struct db *db, const struct table *table,
                             struct record *record, const bool *changed);

/* Makes of a record an empty tombstone: id, code and the day are left. */
MUST_USE enum rc table_bury(struct call *call, struct db *db, const struct table *table,
                            const struct record *record, day on);

/* The greatest whole number or day of a field between low and high, among the records whose other
 * fields have these values; 0: there is none. */
enum { SERIES_WHERE_MAX = 4 };

struct table_series {
    const struct kind *kind;
    const struct field *number;
    int64_t low, high;
    struct {
        const struct field *field; /* a link, a choice or a number */
        struct value value;
    } where[SERIES_WHERE_MAX];
    size_t n;
};

MUST_USE enum rc table_last(struct call *call, struct db *db, const struct table_series *series,
                            int64_t *out);

/* How many records there are, or have something in the field, whoever may see them: for saying what
 * a change of the kinds would do. */
MUST_USE enum rc table_count(struct call *call, struct db *db, const struct kind *kind,
                             const struct field *filled, int64_t *out);
struct table_choice {
    const struct kind *kind;
    const struct field *field;
    struct str code;
};

MUST_USE enum rc table_count_choice(struct call *call, struct db *db,
                                    const struct table_choice *choice, int64_t *out);

/* A name in double quotes; the registry has checked its letters. */
void sql_name(struct buf *out, struct str name);

#endif
