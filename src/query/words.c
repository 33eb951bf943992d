/* words.c - see words.h. */
#include "query/words.h"

#include "model/field.h"

static struct str title_of(struct call *call, const struct field *field, struct value v)
{
    struct id id;

    return v.type == V_BYTES && id_of(v.s, &id) ? query_title(call, field->target, &id) : STR("");
}

struct str query_words(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    if (field->target == NULL)
        return field_show(call, field, v);
    if (v.type != V_LIST)
        return title_of(call, field, v);
    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    for (size_t i = 0; i < v.list.n; i++) {
        struct str title = title_of(call, field, v.list.items[i]);
        if (title.n == 0)
            continue;
        if (out.n != 0)
            buf_z(&out, ", ");
        buf_add(&out, title);
    }
    return buf_str(&out);
}
