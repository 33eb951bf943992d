/* refresh.c - see refresh.h. */
#include "model/refresh.h"

#include "model/search.h"
#include "model/sortkey.h"
#include "rules/token.h"
#include "store/schema.h"
#include "store/store.h"

/* The language that texts are to be sorted in: the organisation's. */
static enum rc wanted_language(struct call *call, struct str *out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("organisation"));
    struct value lang = v_null();
    enum rc rc = RC_NOT_FOUND;

    if (kind != NULL)
        rc = db_one(call, call->store->db,
                    SQL("SELECT language FROM organisation WHERE erased IS NULL ORDER BY rid"),
                    NO_BINDS, &lang, 1);
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    *out = lang.type == V_TEXT ? lang.s : STR("en");
    return RC_OK;
}

/* Whatever keys and index of a kind are made from. */
static struct str mark_of(struct call *call, const struct kind *kind, struct str lang)
{
    struct buf out;

    buf_init(&out, call->arena, 1 << 16);
    buf_format(&out, "%d %d %s %lld", COLLATE_VERSION, TOKEN_VERSION, str_z(call->arena, lang),
               (long long)search_kind(kind));
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (sortkey_has(kind, field) || search_feeds(field))
            buf_format(&out, " %s %s%s%s", str_z(call->arena, field->name), field->type->name,
                       sortkey_has(kind, field) ? " key" : "",
                       kind->title == field ? " title" : "");
    }
    if (!buf_ok(&out))
        return (struct str){NULL, 0};
    return str_format(call->arena, "%016llx", (unsigned long long)str_hash(buf_str(&out)));
}

static enum rc is_marked(struct call *call, const char *name, struct str mark, bool *out)
{
    struct value found;

    if (mark.p == NULL)
        return fail_memory(call);
    enum rc rc = meta_get(call, call->store->db, name, &found);
    if (rc == RC_OK)
        *out = found.type == V_TEXT && str_eq(found.s, mark);
    return rc;
}

static enum rc refresh_record(struct call *call, const struct table *table, int64_t rid)
{
    struct db *db = call->store->db;
    bool *unchanged = arena_array(call->arena, table->kind->n + 1, sizeof *unchanged);
    struct record *record;
    enum rc rc = table_load_rid(call, db, table, rid, &record);

    if (unchanged == NULL)
        return fail_memory(call);
    if (rc == RC_OK && record->erased)
        return RC_OK;
    if (rc == RC_OK)
        rc = table_store(call, db, table, record, unchanged);
    return rc == RC_OK ? search_store(call, db, record) : rc;
}

/* Those that are there; collected first, since the rows are written while one goes over them. */
static enum rc rids_of(struct call *call, const struct table *table, int64_t **out, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    size_t room = 0;
    enum rc rc = rows_open(call, call->store->db, table->in_order, NO_BINDS, &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        if (!arena_grow(call->arena, out, *n, &room))
            return fail_memory(call);
        (*out)[(*n)++] = row_int(&rows, 0);
    }
    return rc;
}

static enum rc each_record(struct call *call, const struct table *table)
{
    struct call_loop loop;
    int64_t *rids = NULL;
    size_t n = 0;
    enum rc rc = rids_of(call, table, &rids, &n);

    call_loop_begin(call, &loop);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        rc = refresh_record(call, table, rids[i]);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

static enum rc refresh_kind(struct call *call, const struct kind *kind, struct str lang)
{
    struct str mark = mark_of(call, kind, lang);
    struct str name = str_format(call->arena, "keys %s", str_z(call->arena, kind->name));
    bool marked = false;

    if (name.p == NULL)
        return fail_memory(call);
    enum rc rc = is_marked(call, name.p, mark, &marked);
    if (rc != RC_OK || marked)
        return rc;
    rc = search_remove_kind(call, call->store->db, kind);
    if (rc == RC_OK)
        rc = each_record(call, app_table(call->app, kind));
    return rc == RC_OK ? meta_set(call, call->store->db, name.p, v_text(mark)) : rc;
}

static enum rc mark_of_all(struct call *call, struct str *mark)
{
    const struct registry *registry = call->app->registry;
    struct str lang = STR("");
    enum rc rc = wanted_language(call, &lang);

    if (rc != RC_OK)
        return rc;
    *mark = str_format(call->arena, "%d %d %s %s", COLLATE_VERSION, TOKEN_VERSION,
                       str_z(call->arena, lang), str_z(call->arena, registry->mark));
    return RC_OK;
}

/* Inside of a transaction; looks again, for another process may have been quicker. */
static enum rc once_inside(struct call *call, const char *name, struct str mark,
                           enum rc (*make)(struct call *call))
{
    bool marked = false;
    enum rc rc = is_marked(call, name, mark, &marked);

    if (rc != RC_OK || marked)
        return rc;
    rc = make(call);
    return rc == RC_OK ? meta_set(call, call->store->db, name, v_text(mark)) : rc;
}

enum rc refresh_once(struct call *call, const char *name, struct str mark,
                     enum rc (*make)(struct call *call))
{
    struct txn txn CLEANUP(txn_end) = {0};
    bool marked = false;
    enum rc rc = is_marked(call, name, mark, &marked);

    if (rc != RC_OK || marked)
        return rc;
    rc = txn_begin(call, call->store->db, &txn);
    if (rc == RC_OK)
        rc = once_inside(call, name, mark, make);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc make_keys(struct call *call)
{
    const struct registry *registry = call->app->registry;
    struct str lang = STR("");
    enum rc rc = wanted_language(call, &lang);

    if (rc == RC_OK)
        rc = meta_set(call, call->store->db, "sorting", v_text(lang));
    for (size_t i = 0; i < registry->n && rc == RC_OK; i++)
        rc = refresh_kind(call, registry->kinds[i], lang);
    return rc;
}

enum rc refresh_inside(struct call *call)
{
    struct str mark = STR("");
    enum rc rc = mark_of_all(call, &mark);

    return rc == RC_OK ? once_inside(call, "keys", mark, make_keys) : rc;
}

enum rc refresh(struct call *call)
{
    struct str mark = STR("");
    enum rc rc = mark_of_all(call, &mark);

    return rc == RC_OK ? refresh_once(call, "keys", mark, make_keys) : rc;
}
