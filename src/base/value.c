/* value.c - see value.h. */
#include "base/value.h"

static int cmp_lists(struct value a, struct value b)
{
    for (size_t i = 0; i < a.list.n && i < b.list.n; i++) {
        int order = value_cmp(a.list.items[i], b.list.items[i]);
        if (order != 0)
            return order;
    }
    return (a.list.n > b.list.n) - (a.list.n < b.list.n);
}

int value_cmp(struct value a, struct value b)
{
    if (a.type != b.type)
        return a.type < b.type ? -1 : 1;
    switch (a.type) {
    case V_NULL: return 0;
    case V_INT: return (a.i > b.i) - (a.i < b.i);
    case V_TEXT:
    case V_BYTES: return str_cmp(a.s, b.s);
    case V_LIST: return cmp_lists(a, b);
    }
    return 0;
}

bool value_eq(struct value a, struct value b)
{
    return value_cmp(a, b) == 0;
}

static bool copy_list(struct arena *arena, struct value v, struct value *out)
{
    struct value *items = arena_array(arena, v.list.n, sizeof *items);

    if (items == NULL)
        return false;
    for (size_t i = 0; i < v.list.n; i++)
        if (!value_copy(arena, v.list.items[i], &items[i]))
            return false;
    *out = v_list(items, v.list.n);
    return true;
}

bool value_copy(struct arena *arena, struct value v, struct value *out)
{
    if (v.type == V_LIST)
        return copy_list(arena, v, out);
    if (v.type == V_TEXT || v.type == V_BYTES) {
        v.s = str_dup(arena, v.s);
        if (v.s.p == NULL)
            return false;
    }
    *out = v;
    return true;
}
