/* query.c - see query.h. */
#include "query/query.h"

#include "model/app.h"
#include "model/field.h"
#include "query/compile.h"
#include "store/reads.h"
#include "store/store.h"

/* ---- secrets ---- */

static void hide_secrets(struct record *record)
{
    for (size_t i = 0; i < record->kind->n; i++)
        if (record->kind->fields[i].secret)
            record->values[i] = v_null();
}

static bool has_secrets(const struct record *record)
{
    for (size_t i = 0; i < record->kind->n; i++)
        if (record->kind->fields[i].secret && record->values[i].type != V_NULL)
            return true;
    return false;
}

/* ---- lists ---- */

static enum rc read_rows(struct call *call, const struct query *query, struct rows *rows,
                         size_t limit, struct query_page *out)
{
    const struct table *table = app_table(call->app, query->kind);
    enum rc rc = RC_OK;

    while (rc == RC_OK && rows_next(call, rows, &rc)) {
        if (out->n == limit) {
            out->more = true;
            break;
        }
        rc = table_read_row(call, call->store->db, table, rows, &out->records[out->n]);
        if (rc != RC_OK)
            break;
        hide_secrets(out->records[out->n]);
        out->next.rid = out->records[out->n]->rid;
        if (!value_copy(call->arena, row_value(rows, row_columns(rows) - 1), &out->next.sort))
            return fail_memory(call);
        out->n++;
    }
    return rc;
}

/* What a statement of the compiler answers, behind what is there already. */
static enum rc read_part(struct call *call, const struct query *query, enum compile_what what,
                         size_t limit, struct query_page *out)
{
    struct compiled *compiled = arena_alloc(call->arena, sizeof *compiled);
    struct rows rows CLEANUP(rows_end) = {0};

    if (compiled == NULL)
        return fail_memory(call);
    enum rc rc = compile_query(call, query, what, compiled);
    if (rc == RC_OK)
        rc = rows_open(call, call->store->db, compiled->sql,
                       (struct binds){compiled->binds, compiled->n}, &rows);
    return rc == RC_OK ? read_rows(call, query, &rows, limit, out) : rc;
}

/* Is the value that they are sorted by compared, so that none without one can be among them? */
static bool all_have_it(const struct query *query)
{
    for (size_t i = 0; i < query->n; i++)
        if (query->filters[i].field == query->sort && !query->filters[i].of_owner &&
            query->filters[i].op >= QUERY_BEFORE && query->filters[i].op <= QUERY_FROM)
            return true;
    return false;
}

enum rc query_list(struct call *call, const struct query *query, struct query_page *out)
{
    size_t limit = query->limit == 0 ? 25 : query->limit;
    struct query rest = *query;
    bool valued = query->sort == NULL || query->after.rid == 0 || query->after.sort.type != V_NULL;
    enum rc rc = RC_OK;

    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (limit > QUERY_ROWS_MAX)
        return fail(call, RC_LIMIT, "rows", "A list has at most %d rows at a time.",
                    QUERY_ROWS_MAX);
    *out = (struct query_page){0};
    out->records = arena_array(call->arena, limit, sizeof(struct record *));
    if (out->records == NULL)
        return fail_memory(call);
    if (valued)
        rc = read_part(call, query, COMPILE_ROWS, limit, out);
    if (rc != RC_OK || out->more || query->sort == NULL || all_have_it(query))
        return rc;
    if (valued) /* those without a value begin behind the last that has one */
        rest.after = (struct query_after){0};
    return read_part(call, &rest, COMPILE_LAST_ROWS, limit, out);
}

enum rc query_count(struct call *call, const struct query *query, int64_t *out)
{
    struct compiled *compiled = arena_alloc(call->arena, sizeof *compiled);
    struct value n;

    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (compiled == NULL)
        return fail_memory(call);
    enum rc rc = compile_query(call, query, COMPILE_COUNT, compiled);
    if (rc == RC_OK)
        rc = db_one(call, call->store->db, compiled->sql,
                    (struct binds){compiled->binds, compiled->n}, &n, 1);
    if (rc == RC_OK)
        *out = n.i;
    return rc;
}

static enum rc read_tally(struct call *call, struct rows *rows, struct query_tally *out, size_t *n)
{
    enum rc rc = RC_OK;

    while (rc == RC_OK && *n < QUERY_TALLY_MAX && rows_next(call, rows, &rc)) {
        if (!value_copy(call->arena, row_value(rows, 0), &out[*n].value))
            return fail_memory(call);
        out[(*n)++].n = row_value(rows, 1).i;
    }
    return rc;
}

enum rc query_tally(struct call *call, const struct query *query, const struct field *field,
                    struct query_tally **out, size_t *n)
{
    struct compiled *compiled = arena_alloc(call->arena, sizeof *compiled);
    struct rows rows CLEANUP(rows_end) = {0};

    *n = 0;
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    *out = arena_array(call->arena, QUERY_TALLY_MAX, sizeof **out);
    if (compiled == NULL || *out == NULL)
        return fail_memory(call);
    enum rc rc = compile_tally(call, query, field, compiled);
    if (rc == RC_OK)
        rc = rows_open(call, call->store->db, compiled->sql,
                       (struct binds){compiled->binds, compiled->n}, &rows);
    return rc == RC_OK ? read_tally(call, &rows, *out, n) : rc;
}

/* ---- one record ---- */

/* RC_NOT_FOUND without a recorded error when there is none, or none for this actor. */
static enum rc get_one(struct call *call, const struct kind *kind, struct value id,
                       struct value code, struct record **out)
{
    struct compiled *compiled = arena_alloc(call->arena, sizeof *compiled);
    struct rows rows CLEANUP(rows_end) = {0};

    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (compiled == NULL)
        return fail_memory(call);
    enum rc rc = compile_one(call, kind, id, code, compiled);
    if (rc == RC_OK)
        rc = rows_open(call, call->store->db, compiled->sql,
                       (struct binds){compiled->binds, compiled->n}, &rows);
    if (rc != RC_OK)
        return rc;
    if (!rows_next(call, &rows, &rc))
        return rc == RC_OK ? RC_NOT_FOUND : rc;
    return table_read_row(call, call->store->db, app_table(call->app, kind), &rows, out);
}

/* Empties the secrets of who may not read them; writes the reading down. */
static enum rc note_read(struct call *call, struct record *record)
{
    bool secret = has_secrets(record);

    if (secret) {
        enum rc rc = permit(call, record, MAY_SECRET);
        if (rc == RC_DENIED || rc == RC_NOT_FOUND) {
            call->error.rc = RC_OK; /* not a failure: the rest may be read */
            secret = false;
            hide_secrets(record);
        } else if (rc != RC_OK) {
            return rc;
        }
    }
    if (call->actor->system || (!secret && !kind_head(record->kind)->reads_logged))
        return RC_OK;
    struct read_note note = {call->actor->id, record->subject, record->kind->name, record->id,
                             secret};
    return reads_note(call, &note);
}

static enum rc get_and_note(struct call *call, const struct kind *kind, struct value id,
                            struct value code, struct record **out)
{
    struct record *record;
    enum rc rc = get_one(call, kind, id, code, &record);

    if (rc == RC_NOT_FOUND && call->error.rc == RC_OK)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK)
        rc = note_read(call, record);
    if (rc == RC_OK)
        *out = record;
    return rc;
}

enum rc query_get(struct call *call, const struct kind *kind, const struct id *id,
                  struct record **out)
{
    return get_and_note(call, kind, id_value(id), v_null(), out);
}

enum rc query_code(struct call *call, const struct kind *kind, struct str code, struct record **out)
{
    return get_and_note(call, kind, v_null(), v_text(code), out);
}

enum rc query_id(struct call *call, const struct kind *kind, struct str code, struct id *out)
{
    struct record *record;

    if (kind->code.n == 0)
        return RC_NOT_FOUND;
    enum rc rc = get_one(call, kind, v_null(), v_text(code), &record);
    if (rc == RC_OK)
        *out = record->id;
    return rc;
}

/* ---- what people write for a record ---- */

static enum rc find_title(struct call *call, const struct kind *kind, struct str written,
                          struct id *out)
{
    struct query query = {.kind = kind, .limit = 2, .n = 1};
    struct query_page page;

    if (kind->title == NULL || kind->title->secret || kind->title->type->shape != SHAPE_ONE)
        return RC_NOT_FOUND;
    query.filters[0] =
        (struct query_filter){.field = kind->title, .op = QUERY_IS, .value = v_text(written)};
    enum rc rc = query_list(call, &query, &page);
    if (rc != RC_OK)
        return rc;
    if (page.n == 1)
        *out = page.records[0]->id;
    return page.n == 0 ? RC_NOT_FOUND : page.n == 1 ? RC_OK : RC_CONFLICT;
}

enum rc query_find(struct call *call, const struct kind *kind, struct str written, struct id *out)
{
    enum rc rc = query_id(call, kind, written, out);

    return rc == RC_NOT_FOUND && call->error.rc == RC_OK ? find_title(call, kind, written, out)
                                                         : rc;
}

/* ---- titles ---- */

struct str query_number(struct call *call, const struct kind *kind, const struct id *id)
{
    struct record *record;

    if (kind->code.n != 0 && get_one(call, kind, id_value(id), v_null(), &record) == RC_OK)
        return record->code;
    call->error.rc = RC_OK;
    return STR("");
}

struct str record_title(struct call *call, const struct record *record)
{
    const struct field *title = record->kind->title;
    struct str text = title == NULL ? STR("") : field_show(call, title, record_get(record, title));

    return text.n != 0 ? text : record->code;
}

struct record *query_brief(struct call *call, const struct kind *kind, const struct id *id)
{
    struct record *record;

    if (get_one(call, kind, id_value(id), v_null(), &record) == RC_OK) {
        hide_secrets(record);
        return record;
    }
    call->error.rc = RC_OK;
    return NULL;
}

struct str query_title(struct call *call, const struct kind *kind, const struct id *id)
{
    struct record *record = query_brief(call, kind, id);

    return record == NULL ? STR("") : record_title(call, record);
}
