/* field.h - the types a field may have: one table, one row each.
 * Owns: the table of types. A type knows its columns, which values it takes, how a person types
 *   it in and how it is shown as plain text.
 * Order: any. Memory: parse results live in the call's arena.
 * Fails: field_check() and field_parse() collect faults at the field's name; they never fail
 *   otherwise (but for memory, which is a fault too).
 * Limits: FIELD_ITEMS_MAX items in a list; texts as each row says. Cost: linear.
 * Values (base/value.h) by shape:
 *   ONE      one value in one column
 *   SEVERAL  a list of exactly the type's columns: money [minor units, currency]
 *   SET      a list without order or repetition, kept sorted: choices, links
 *   ROWS     a list of lists, one per row, in order: phones, names, files
 * "Nothing" is always V_NULL, never an empty text or list.
 * Units: date = days since 1970; moment = milliseconds UTC; duration = minutes; money = minor
 *   units and ISO 4217 code; decimal = the number times 10^digits. */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include "model/kind.h"

enum { FIELD_ITEMS_MAX = 200, FIELD_COLUMNS_MAX = 10, FIELD_TEXT_MAX = 500 };
enum { FIELD_LONG_TEXT_MAX = 64 << 10 };

enum shape { SHAPE_ONE, SHAPE_SEVERAL, SHAPE_SET, SHAPE_ROWS };

/* How two edits of one field made apart come together (doc/formats.md, "Merge classes"). */
enum merge_class { MERGE_LABEL, MERGE_LEGAL, MERGE_SET, MERGE_APPEND, MERGE_DENY };

/* How a list can be filtered by a field (query/query.h). */
enum query_op {
    QUERY_IS, /* equal; for sets: contains it; for days known in part: lies within */
    QUERY_IS_NOT,
    QUERY_BEFORE, /* less than */
    QUERY_UP_TO,
    QUERY_AFTER,
    QUERY_FROM,
    QUERY_EMPTY, /* nothing there; the value is not looked at */
    QUERY_FILLED,
    QUERY_ONE_OF, /* the value is a list of values */
    QUERY_NONE_OF,
    QUERY_HAS, /* a text contains this one, in any spelling */
    QUERY_OPS
};

enum column_kind {
    COLUMN_TEXT,
    COLUMN_LONG,
    COLUMN_INT,
    COLUMN_DAY,
    COLUMN_MOMENT,
    COLUMN_FLAG,
    COLUMN_CHOICE, /* a code of the field's list, or of the column's own words */
    COLUMN_LINK,   /* in values an id; in tables a rid */
    COLUMN_BYTES,
};

struct column {
    const char *suffix; /* after the field's name; "" for a type of one column */
    enum column_kind kind;
    bool must;                /* within a row of ROWS or a SEVERAL that is there */
    const char *const *words; /* of a COLUMN_CHOICE with a closed list of its own */
    int64_t max;              /* length of a text, largest number; 0: the kind's own */
};

struct field_type {
    const char *name; /* as in model files: "partial date" */
    enum shape shape;
    enum merge_class merge;
    const struct column *columns;
    size_t n;
    /* What is wrong with a value that has the right columns; NULL: nothing. A msgid. */
    const char *(*fault)(const struct field *field, struct value v);
    /* What a person typed, as one text; NULL: generic by column. false: not understood. */
    bool (*parse)(struct call *call, const struct field *field, struct str typed,
                  struct value *out);
    struct str (*show)(struct call *call, const struct field *field, struct value v);
    const char *example; /* for "write it like this"; a msgid */
    unsigned ops;        /* bits 1 << enum query_op: what it can be filtered by */
};

enum date_precision { PRECISION_YEAR = 1, PRECISION_MONTH = 2, PRECISION_DAY = 3 };

const struct field_type *field_type_find(struct str name);
/* The types in order of the table; NULL at the end. */
const struct field_type *field_type_at(size_t i);

/* Is the value one that this field may hold? Collects faults; sets are sorted in *v. */
void field_check(struct call *call, const struct field *field, struct value *v);

/* A value logged before its type got a column more: short rows are filled up with nothing. The
 * same value where there is nothing to do. */
bool field_widen(struct arena *arena, const struct field *field, struct value *v);

/* Reads what was typed or imported as one text (lists: items apart by ';', columns by ','). */
bool field_parse(struct call *call, const struct field *field, struct str typed, struct value *out);

/* Plain text for lists, letters and logs, in the call's language; "" for nothing. Links show
 * their id; the query layer replaces them by titles. */
struct str field_show(struct call *call, const struct field *field, struct value v);

/* A day as the call's language writes it. */
struct str day_show(struct call *call, day d);

/* ---- model/typed_day.c: what people type, in any language of ours: "22.11.2026", "22 Nov 2026",
 * "2024 m. kovo 22 d." */
bool day_typed(struct call *call, struct str typed, day *out);
/* The same, or a month or a year, by its first day: "March 2024", "03.2024", "2024-03", "2024." */
bool day_typed_partly(struct call *call, struct str typed, day *out,
                      enum date_precision *precision);

#endif
