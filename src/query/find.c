/* find.c - see find.h. */
#include "query/find.h"

#include "model/app.h"
#include "query/compile.h"
#include "query/needle.h"
#include "query/query.h"
#include "store/store.h"

struct finder {
    struct call *call;
    const struct find *find;
    struct found *found;
    int64_t *rows; /* of the hits, as the index numbers them */
    size_t limit;
};

static bool is_there(const struct finder *f, int64_t row)
{
    for (size_t i = 0; i < f->found->n; i++)
        if (f->rows[i] == row)
            return true;
    return false;
}

static const struct kind *kind_of_row(const struct registry *registry, int64_t row)
{
    for (size_t i = 0; i < registry->n; i++)
        if (search_kind(registry->kinds[i]) == row >> SEARCH_RID_BITS)
            return registry->kinds[i];
    return NULL;
}

static enum rc load_hit(struct finder *f, int64_t row, enum find_where where)
{
    struct call *call = f->call;
    const struct kind *kind = kind_of_row(call->app->registry, row);
    int64_t rid = row & (((int64_t)1 << SEARCH_RID_BITS) - 1);
    struct record *record;

    if (kind == NULL) /* its rows would not have been selected */
        return fail(call, RC_CORRUPT, "search", "The search index names a kind that is not there.");
    enum rc rc = table_load_rid(call, call->store->db, app_table(call->app, kind), rid, &record);
    if (rc != RC_OK)
        return rc;
    f->rows[f->found->n] = row;
    f->found->hits[f->found->n++] =
        (struct find_hit){kind, record->id, record->code, record_title(call, record), where};
    return RC_OK;
}

/* The rows of one look, until there are enough; those found before are in it again. */
static enum rc take_rows(struct finder *f, struct rows *rows, enum find_where where)
{
    enum rc rc = RC_OK;

    while (rc == RC_OK && rows_next(f->call, rows, &rc)) {
        if (is_there(f, row_int(rows, 0)))
            continue;
        if (f->found->n == f->limit) {
            f->found->more = true;
            break;
        }
        rc = load_hit(f, row_int(rows, 0), where);
    }
    return rc;
}

static enum rc look(struct finder *f, enum find_where where)
{
    static const struct {
        enum search_column column;
        enum needle_how how;
    } looks[FIND_WHERES] = {
        [FIND_NUMBER] = {SEARCH_NUMBER, NEEDLE_START},
        [FIND_TITLE] = {SEARCH_TITLE, NEEDLE_WORDS},
        [FIND_START] = {SEARCH_TITLE, NEEDLE_START},
        [FIND_TEXT] = {SEARCH_COLUMNS, NEEDLE_START},
    };
    struct call *call = f->call;
    struct rows rows CLEANUP(rows_end) = {0};
    struct compiled *compiled = arena_alloc(call->arena, sizeof *compiled);
    struct needle needle = {STR(""), false};

    if (compiled == NULL)
        return fail_memory(call);
    enum rc rc = needle_of(call, f->find->text, looks[where].column, looks[where].how, &needle);
    f->found->cut |= needle.cut;
    if (rc != RC_OK || needle.text.n == 0)
        return rc;
    struct compile_find what = {needle.text, f->find->kind, f->find->retired,
                                f->limit + 1 + f->found->n};
    rc = compile_find(call, &what, compiled);
    if (rc == RC_OK)
        rc = rows_open(call, call->store->db, compiled->sql,
                       (struct binds){compiled->binds, compiled->n}, &rows);
    return rc == RC_OK ? take_rows(f, &rows, where) : rc;
}

enum rc find(struct call *call, const struct find *find, struct found *out)
{
    struct finder f = {
        .call = call, .find = find, .found = out, .limit = find->limit == 0 ? 25 : find->limit};
    enum rc rc = RC_OK;

    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (f.limit > FIND_MAX)
        return fail(call, RC_LIMIT, "rows", "At most %d are found at a time.", FIND_MAX);
    *out = (struct found){.hits = arena_array(call->arena, f.limit, sizeof *out->hits)};
    f.rows = arena_array(call->arena, f.limit, sizeof *f.rows);
    if (out->hits == NULL || f.rows == NULL)
        return fail_memory(call);
    for (int where = 0; where < FIND_WHERES && rc == RC_OK && !out->more; where++)
        rc = look(&f, (enum find_where)where);
    return rc;
}
