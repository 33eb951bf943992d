/* embed.c - see embed.h. */
#include "base/embed.h"

/* The place of the first whose name is not less than this one. */
static size_t place(struct str name)
{
    size_t from = 0, to = embedded_count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_cmp(str_of(embedded_all[middle].name), name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const struct embedded *embedded_find(struct str name)
{
    size_t at = place(name);

    return at < embedded_count && str_is(name, embedded_all[at].name) ? &embedded_all[at] : NULL;
}

const struct embedded *embedded_next(struct str prefix, const struct embedded *after)
{
    size_t at = after == NULL ? place(prefix) : (size_t)(after - embedded_all) + 1;

    return at < embedded_count && str_starts(str_of(embedded_all[at].name), prefix)
               ? &embedded_all[at]
               : NULL;
}
