/* record.h - one record in memory: what every kind has, and the values of its fields.
 * Owns: nothing; a record lives in the arena it was loaded or made in.
 * Order: table_load() (model/table.h) or change_make() (model/change.h) make one.
 * Memory: borrowed from that arena. Fails: never. Cost: finding a field by name is linear.
 * Links hold ids, not rids; rids are this file's own and never leave it. */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/id.h"
#include "model/kind.h"

struct record {
    const struct kind *kind;
    int64_t rid; /* 0: not stored yet */
    struct id id;
    struct id subject;
    int64_t rev;    /* 1 when made; grows by one with each change */
    struct id base; /* the change that made this revision */
    int64_t made_ms, changed_ms;
    int64_t made_by;    /* rid of a user; 0: the system */
    int64_t retired_ms; /* 0: not retired */
    bool erased;        /* a tombstone: nothing below is there */
    struct str state;   /* empty for kinds without states */
    struct str code;    /* "NI-2026-104", or empty */
    int64_t code_n;     /* year * 1,000,000 + number */
    struct id owner;    /* of a part */
    int64_t owner_rid;
    int64_t position;     /* of a part among its owner's */
    struct id merged;     /* the record that it was merged into (merge.h); none: it was not */
    bool newer;           /* written by a newer model: to be read, not changed */
    struct value *values; /* by field->index */
};

static inline struct value record_get(const struct record *record, const struct field *field)
{
    return record->values[field->index];
}

/* By name; V_NULL when the kind has no such field. */
static inline struct value record_value(const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));

    return field == NULL ? v_null() : record->values[field->index];
}

/* By name; "" where it is no text or empty. */
static inline struct str record_text(const struct record *record, const char *name)
{
    struct value v = record_value(record, name);

    return v.type == V_TEXT ? v.s : STR("");
}

/* By name: is the flag set, or the number another than 0? */
static inline bool record_flag(const struct record *record, const char *name)
{
    struct value v = record_value(record, name);

    return v.type == V_INT && v.i != 0;
}

/* The name must be one of the kind's: a wrong one is a mistake in our own code. */
void record_set(struct record *record, const char *name, struct value value);

#endif
