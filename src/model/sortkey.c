/* sortkey.c - see sortkey.h. */
#include "model/sortkey.h"

#include "model/field.h"
#include "store/schema.h"

static bool is_names(const struct field *field)
{
    return strcmp(field->type->name, "names") == 0;
}

static bool is_text(const struct field *field)
{
    enum column_kind kind = field->type->columns[0].kind;

    return field->type->shape == SHAPE_ONE && (kind == COLUMN_TEXT || kind == COLUMN_LONG);
}

bool sortkey_has(const struct kind *kind, const struct field *field)
{
    bool listed = kind->sort == field || kind->title == field;

    for (size_t i = 0; i < kind->columns_n && !listed; i++)
        listed = kind->columns[i] == field;
    return listed && !field->secret && (is_text(field) || is_names(field));
}

enum rc sortkey_order(struct call *call, struct db *db, const struct collation **out)
{
    struct value lang;
    enum rc rc = meta_get(call, db, "sorting", &lang);

    if (rc == RC_OK)
        *out = collation_for(lang.type == V_TEXT ? lang.s : STR("en"));
    return rc;
}

/* "Demirova Senada Zumbula" */
static struct str names_text(struct call *call, struct value names)
{
    static const char *const first[] = {"family", "given"};
    enum { FIRST = sizeof first / sizeof *first };
    struct buf out;

    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    for (size_t pass = 0; pass <= FIRST; pass++)
        for (size_t i = 0; names.type == V_LIST && i < names.list.n; i++) {
            const struct value *row = names.list.items[i].list.items;
            bool leads = str_is(row[0].s, first[0]) || str_is(row[0].s, first[1]);
            if (pass < FIRST ? !str_is(row[0].s, first[pass]) : leads)
                continue;
            buf_add(&out, row[1].s);
            buf_char(&out, ' ');
        }
    return buf_str(&out);
}

enum rc sortkey_of(struct call *call, const struct collation *order, const struct field *field,
                   struct value v, struct value *out)
{
    struct str key = {NULL, 0};

    *out = v_null();
    if (v.type == V_NULL)
        return RC_OK;
    struct str text = is_names(field) ? names_text(call, v) : v.s;
    if (text.p == NULL)
        return fail_memory(call);
    enum rc rc = collate_key(call, order, text, &key);
    if (rc == RC_OK)
        *out = v_bytes(key);
    return rc;
}

struct str sortkey_name(struct arena *arena, const struct field *field)
{
    return str_format(arena, "%s.sort", str_z(arena, field->name));
}

size_t sortkey_columns(struct buf *out, const struct kind *kind, const char *before,
                       const char *behind)
{
    size_t n = 0;

    for (size_t i = 0; i < kind->n; i++) {
        if (!sortkey_has(kind, &kind->fields[i]))
            continue;
        n++;
        if (out == NULL)
            continue;
        if (before != NULL) {
            buf_z(out, before);
            buf_char(out, '"');
            buf_add(out, kind->fields[i].name);
            buf_z(out, ".sort\"");
        }
        buf_z(out, behind);
    }
    return n;
}

enum rc sortkey_bind(struct call *call, struct db *db, const struct record *record,
                     struct value *row, size_t *n)
{
    const struct kind *kind = record->kind;
    const struct collation *order = NULL;
    enum rc rc = sortkey_order(call, db, &order);

    for (size_t i = 0; i < kind->n && rc == RC_OK; i++)
        if (sortkey_has(kind, &kind->fields[i]))
            rc = sortkey_of(call, order, &kind->fields[i], record->values[i], &row[(*n)++]);
    return rc;
}
