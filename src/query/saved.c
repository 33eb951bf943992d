/* saved.c - see saved.h. */
#include "query/saved.h"

#include "query/where.h"

static enum rc field_of(struct call *call, const struct kind *kind, struct str name,
                        const struct field **out)
{
    *out = field_find(kind, name);
    return *out != NULL && !(*out)->secret
               ? RC_OK
               : fail(call, RC_INVALID, "columns", "\"%s\" is not known here.",
                      str_z(call->arena, name));
}

static enum rc read_columns(struct call *call, struct str text, struct saved *out)
{
    enum rc rc = RC_OK;

    while (text.n != 0 && rc == RC_OK) {
        struct str name = str_trim(str_split(&text, ','));
        if (out->n == SAVED_COLUMNS_MAX)
            return fail(call, RC_LIMIT, "columns", "A list has at most %d columns.",
                        SAVED_COLUMNS_MAX);
        rc = field_of(call, out->query.kind, name, &out->columns[out->n]);
        out->n += rc == RC_OK;
    }
    return rc;
}

enum rc saved_query(struct call *call, const struct record *record, struct saved *out)
{
    struct value down = record_value(record, "downwards");
    struct str sort = record_text(record, "sorted_by"), of = record_text(record, "of");

    *out = (struct saved){.query = {.kind = kind_find(call->app->registry, of), .verb = MAY_SEE}};
    if (out->query.kind == NULL)
        return fail(call, RC_INVALID, "of", "\"%s\" is not known here.", str_z(call->arena, of));
    out->query.descending = down.type == V_INT && down.i != 0;
    enum rc rc = where_parse(call, record_text(record, "conditions"), &out->query);
    if (rc == RC_OK)
        rc = read_columns(call, record_text(record, "columns"), out);
    if (rc == RC_OK && sort.n != 0)
        rc = field_of(call, out->query.kind, sort, &out->query.sort);
    return rc;
}

static enum rc derive(struct call *call, struct change *change, struct record *record)
{
    struct saved *saved = arena_alloc(call->arena, sizeof *saved);
    struct str text = STR("");

    (void)change;
    if (saved == NULL)
        return fail_memory(call);
    if (record_text(record, "of").n == 0)
        return RC_OK; /* it must be there: the form says so */
    enum rc rc = saved_query(call, record, saved);
    if (rc == RC_OK)
        rc = where_text(call, &saved->query, &text);
    if (rc == RC_OK)
        record_set(record, "conditions", text.n == 0 ? v_null() : v_text(text));
    return rc;
}

const struct derive_hook saved_list_hook = {"saved_list", derive};
