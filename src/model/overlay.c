/* overlay.c - see overlay.h. */
#include "model/overlay.h"

#include "store/store.h"

/* ---- what is stored ---- */

static enum rc has_table(struct call *call, bool *out)
{
    struct value any;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = "
                            "'own_fields'"),
                        NO_BINDS, &any, 1);

    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool keep_row(struct call *call, const struct rows *rows, struct overlay_record *out)
{
    out->said.target = str_dup(call->arena, row_text(rows, 1));
    out->said.text = str_dup(call->arena, row_text(rows, 2));
    out->rev = row_int(rows, 3);
    return id_of(row_bytes(rows, 0), &out->id) && out->said.target.p != NULL &&
           out->said.text.p != NULL;
}

static enum rc read_rows(struct call *call, struct overlay_records *out)
{
    struct rows rows CLEANUP(rows_end) = {0};
    size_t room = 0;
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT id, target, text, rev FROM own_fields WHERE erased IS NULL "
                               "AND text IS NOT NULL ORDER BY id"),
                           NO_BINDS, &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        if (!arena_grow(call->arena, &out->items, out->n, &room) ||
            !keep_row(call, &rows, &out->items[out->n++]))
            return fail_memory(call);
    }
    return rc;
}

enum rc overlay_load(struct call *call, struct overlay_records *out)
{
    bool there;
    enum rc rc = has_table(call, &there);

    *out = (struct overlay_records){NULL, 0};
    return rc == RC_OK && there ? read_rows(call, out) : rc;
}

static int64_t mark_of(int64_t revisions, int64_t n)
{
    return revisions * (OVERLAY_MAX + 1) + n;
}

enum rc overlay_mark(struct call *call, int64_t *out)
{
    struct value v[2];
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT count(*), coalesce(sum(rev), 0) FROM own_fields "
                            "WHERE erased IS NULL AND text IS NOT NULL"),
                        NO_BINDS, v, 2);

    if (rc == RC_OK)
        *out = mark_of(v[1].i, v[0].i);
    return rc;
}

/* ---- from texts to an app ---- */

enum rc overlay_try(struct call *call, struct arena *keep, const struct app *shipped,
                    const struct overlay_text *texts, size_t n, struct app **out)
{
    struct app *app = arena_alloc(keep, sizeof *app);
    struct registry *registry = NULL;
    struct tables *tables = NULL;

    if (app == NULL)
        return fail_memory(call);
    enum rc rc = app_registry(call, keep, texts, n, &registry);
    if (rc == RC_OK)
        rc = tables_make(call, keep, registry, &tables);
    if (rc != RC_OK)
        return rc;
    *app = *shipped;
    app->registry = registry;
    app->tables = tables;
    app->shipped = shipped;
    *out = app;
    return RC_OK;
}

static bool is_list(const struct overlay_text *text)
{
    return str_starts(text->target, STR("list "));
}

/* Lists before kinds, whose fields may be of such a list. */
static void sort_lists(struct overlay_text *texts, size_t n)
{
    size_t lists = 0;

    for (size_t i = 0; i < n; i++) {
        if (!is_list(&texts[i]))
            continue;
        struct overlay_text list = texts[i];
        memmove(&texts[lists + 1], &texts[lists], (i - lists) * sizeof *texts);
        texts[lists++] = list;
    }
}

/* All of them, or else one by one those that fit. */
static enum rc take_what_fits(struct call *call, struct arena *keep, const struct app *shipped,
                              struct overlay_text *texts, size_t n, struct app **out)
{
    size_t good = 0;
    enum rc rc = overlay_try(call, keep, shipped, texts, n, out);

    if (rc != RC_INVALID)
        return rc;
    for (size_t i = 0; i < n; i++) {
        struct overlay_text text = texts[i];
        call_forgive(call);
        texts[good] = text;
        rc = overlay_try(call, keep, shipped, texts, good + 1, out);
        if (rc == RC_OK)
            good++;
        else if (rc != RC_INVALID)
            return rc;
    }
    call_forgive(call);
    rc = overlay_try(call, keep, shipped, texts, good, out);
    if (rc == RC_OK)
        (*out)->left_out = n - good;
    return rc;
}

/* NULL where there is nothing laid over. */
static enum rc read_app(struct call *call, struct arena *keep, const struct app *shipped,
                        struct app **out, int64_t *mark)
{
    struct overlay_records records;
    enum rc rc = overlay_load(call, &records);

    *out = NULL;
    *mark = 0;
    for (size_t i = 0; i < records.n; i++)
        *mark += mark_of(records.items[i].rev, 1);
    if (rc != RC_OK || records.n == 0)
        return rc;
    struct overlay_text *texts = arena_array(keep, records.n, sizeof *texts);
    if (texts == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < records.n; i++) {
        texts[i].target = str_dup(keep, records.items[i].said.target);
        texts[i].text = str_dup(keep, records.items[i].said.text);
        if (texts[i].target.p == NULL || texts[i].text.p == NULL)
            return fail_memory(call);
    }
    sort_lists(texts, records.n);
    return take_what_fits(call, keep, shipped, texts, records.n, out);
}

enum rc overlay_open(struct call *call, struct arena *keep, const struct app *shipped,
                     const struct app **out, int64_t *mark)
{
    const struct app *before = call->app;
    struct app *own;
    enum rc rc = read_app(call, keep, shipped, &own, mark);

    if (rc != RC_OK)
        return rc;
    call->app = own == NULL ? shipped : own;
    rc = app_adopt(call);
    if (rc == RC_OK)
        *out = call->app;
    else
        call->app = before;
    return rc;
}

enum rc overlay_rebuild(struct call *call, const struct app *shipped)
{
    struct app *own = NULL;
    int64_t mark;
    enum rc rc = read_app(call, call->arena, shipped, &own, &mark);

    if (rc == RC_OK)
        call->app = own == NULL ? shipped : own;
    return rc;
}
