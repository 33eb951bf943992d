/* value.h - one value of a record, a statement or the log: nothing, number, text, bytes or a list.
 * Owns: nothing; texts, bytes and items are borrowed.
 * Order: any. Memory: value_copy() copies all of it into an arena.
 * Fails: value_copy() alone (RC_MEMORY, as false). Cost: linear in the value's size.
 * What the numbers mean is the field type's business (model/field.h). */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "base/str.h"

enum value_type { V_NULL, V_INT, V_TEXT, V_BYTES, V_LIST };

struct value {
    enum value_type type;
    union {
        int64_t i;
        struct str s; /* V_TEXT: valid UTF-8; V_BYTES: any */
        struct {
            const struct value *items;
            size_t n;
        } list;
    };
};

static inline struct value v_null(void)
{
    return (struct value){.type = V_NULL};
}

static inline struct value v_int(int64_t i)
{
    return (struct value){.type = V_INT, .i = i};
}

/* NULL text (not the empty one) is nothing. */
static inline struct value v_text(struct str s)
{
    return s.p == NULL ? v_null() : (struct value){.type = V_TEXT, .s = s};
}

static inline struct value v_bytes(struct str s)
{
    return s.p == NULL ? v_null() : (struct value){.type = V_BYTES, .s = s};
}

static inline struct value v_list(const struct value *items, size_t n)
{
    return (struct value){.type = V_LIST, .list = {items, n}};
}

/* A total order: by type, then by number, bytes, or item by item. */
int value_cmp(struct value a, struct value b);
bool value_eq(struct value a, struct value b);
bool value_copy(struct arena *arena, struct value v, struct value *out);

#endif
