/* form_parts.c - see form_parts.h. */
#include "records/form_parts.h"

#include "query/query.h"
#include "web/field_form.h"
#include "web/record_path.h"

static bool has_pages(const struct web *web, const struct kind *kind)
{
    for (const struct kind_page *own = web->site->kind_pages; own != NULL && own->kind != NULL;
         own++)
        if (str_is(kind->name, own->kind))
            return true;
    return false;
}

/* Parts that people fill in, and not in a page made for them. */
static bool is_filled_in(const struct web *web, const struct kind *kind, bool secret)
{
    for (size_t i = 0; i < kind->n; i++)
        if (field_is_asked(&kind->fields[i], secret))
            return !has_pages(web, kind);
    return false;
}

/* One more than there is room for tells that there are too many. */
static enum rc load(struct web *web, const struct kind *kind, const struct record *owner,
                    struct part_form *out)
{
    struct query query = {.kind = kind,
                          .verb = MAY_SEE,
                          .owner = &owner->id,
                          .sort = kind->sort,
                          .limit = parts_room(kind) + 1};
    struct query_page found;
    enum rc rc = query_list(&web->call, &query, &found);

    if (rc != RC_OK)
        return rc;
    out->records = found.records;
    out->n = found.n;
    for (size_t i = 0; kind->sort == NULL && i < found.n / 2; i++) { /* the newest came first */
        struct record *first = found.records[i];
        found.records[i] = found.records[found.n - 1 - i];
        found.records[found.n - 1 - i] = first;
    }
    return RC_OK;
}

enum rc form_parts_open(struct web *web, const struct kind *kind, const struct record *record,
                        bool secret, struct form_parts *out)
{
    const struct registry *registry = web->call.app->registry;
    enum rc rc = RC_OK;

    *out = (struct form_parts){.n = 0};
    for (size_t i = 0; i < registry->n && out->n < FORM_PARTS_MAX && rc == RC_OK; i++) {
        const struct kind *part = registry->kinds[i];
        if (part->owner != kind || !is_filled_in(web, part, secret))
            continue;
        struct part_form *form = &out->forms[out->n++];
        *form = (struct part_form){.web = web, .kind = part, .secret = secret};
        if (record != NULL)
            rc = load(web, part, record, form);
    }
    return rc;
}

void form_parts_show(struct form_parts *parts, bool typed)
{
    for (size_t i = 0; i < parts->n; i++) {
        parts->forms[i].typed = typed;
        field_parts(&parts->forms[i]);
    }
}

static bool add_rows(struct arena *arena, struct form_parts *parts, const struct save_part *rows,
                     size_t n)
{
    struct save_part *all = arena_array(arena, parts->rows_n + n + 1, sizeof *all);

    if (all == NULL)
        return false;
    if (parts->rows_n != 0)
        memcpy(all, parts->rows, parts->rows_n * sizeof *all);
    if (n != 0)
        memcpy(all + parts->rows_n, rows, n * sizeof *all);
    parts->rows = all;
    parts->rows_n += n;
    return true;
}

enum rc form_parts_typed(struct web *web, struct form_parts *parts)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < parts->n; i++) {
        struct save_part *rows;
        size_t n;
        parts->forms[i].typed = true;
        rc = parts_typed(&parts->forms[i], &rows, &n);
        if (rc != RC_OK && rc != RC_INVALID)
            return rc;
        if (!add_rows(web->call.arena, parts, rows, n))
            return fail_memory(&web->call);
    }
    return rc;
}

const struct save_part *form_parts_clash(const struct form_parts *parts,
                                         const struct record *present)
{
    for (size_t i = 0; i < parts->n; i++)
        if (parts->forms[i].kind == present->kind)
            parts_renew(&parts->forms[i], present);
    for (size_t i = 0; i < parts->rows_n; i++)
        if (parts->rows[i].kind == present->kind && parts->rows[i].id != NULL &&
            id_eq(parts->rows[i].id, &present->id))
            return &parts->rows[i];
    return NULL;
}
