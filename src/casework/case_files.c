/* case_files.c - see case_files.h. */
#include "casework/case_files.h"

#include "base/lang.h"
#include "casework/pages.h"
#include "model/permission.h"
#include "query/query.h"
#include "store/blob.h"
#include "store/store.h"
#include "web/part.h"

enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_PARTS };

/* What is done with each file; RC_OK: go on. */
struct visit {
    enum rc (*act)(struct web *web, struct visit *visit, const struct record *record,
                   const struct value *row);
    const struct record *of;
    struct nav_item *links;
    size_t n, room;
    struct str wanted; /* a blob */
    bool found;
};

static enum rc visit_record(struct web *web, struct visit *visit, const struct record *record,
                            const struct field *field)
{
    struct value files = record_get(record, field);
    enum rc rc = RC_OK;

    for (size_t i = 0; files.type == V_LIST && i < files.list.n && rc == RC_OK; i++)
        if (files.list.items[i].type == V_LIST && files.list.items[i].list.n >= FILE_PARTS)
            rc = visit->act(web, visit, record, files.list.items[i].list.items);
    return rc;
}

static enum rc visit_kind(struct web *web, struct visit *visit, const struct kind *kind)
{
    struct query query = {
        .kind = kind, .verb = MAY_SEE, .owner = &visit->of->id, .limit = CASE_FILES_EACH};
    struct query_page found = {.n = 0};
    enum rc rc = RC_OK;
    bool asked = false;

    for (size_t f = 0; f < kind->n && rc == RC_OK; f++) {
        const struct field *field = &kind->fields[f];
        if (!str_is(str_of(field->type->name), "files") || field->secret)
            continue;
        if (!asked)
            rc = query_list(&web->call, &query, &found);
        asked = true;
        for (size_t i = 0; i < found.n && rc == RC_OK; i++)
            rc = visit_record(web, visit, found.records[i], field);
    }
    return rc;
}

static enum rc visit_all(struct web *web, struct visit *visit)
{
    const struct registry *registry = web->call.app->registry;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < registry->n && rc == RC_OK && !visit->found; i++)
        if (registry->kinds[i]->owner == visit->of->kind)
            rc = visit_kind(web, visit, registry->kinds[i]);
    return rc;
}

/* ---- the list */

static enum rc add_link(struct web *web, struct visit *visit, const struct record *record,
                        const struct value *row)
{
    struct call *call = &web->call;
    struct str title = record_title(call, record);
    struct str kind = label_text(call, &record->kind->one);

    if (!arena_grow(call->arena, &visit->links, visit->n, &visit->room))
        return fail_memory(call);
    visit->links[visit->n++] = (struct nav_item){
        .path = page_case_path(
            web, visit->of->code,
            str_format(call->arena, "/files/%s", str_hex(call->arena, row[FILE_BLOB].s).p).p),
        .label = str_format(call->arena, "%s – %s", str_z(call->arena, row[FILE_NAME].s),
                            str_z(call->arena, title.n != 0 ? title : kind))};
    return RC_OK;
}

enum rc case_files_card(struct web *web, const struct record *of)
{
    struct visit visit = {.act = add_link, .of = of};
    enum rc rc = visit_all(web, &visit);

    if (rc != RC_OK || visit.n == 0)
        return rc;
    part_card(&web->html, say(&web->call, "Papers and photos of this case"));
    part_links(&web->html, visit.links, visit.n);
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- one of them */

static enum rc give(struct web *web, struct visit *visit, const struct record *record,
                    const struct value *row)
{
    struct call *call = &web->call;
    struct blob blob = {.sealed = {.size = 0}};
    const char *type = str_z(call->arena, row[FILE_TYPE].s);
    struct str bytes;

    (void)record;
    if (visit->found || !str_eq(row[FILE_BLOB].s, visit->wanted) ||
        row[FILE_BLOB].s.n != sizeof blob.id || row[FILE_KEY].s.n != sizeof blob.sealed.key)
        return RC_OK;
    visit->found = true;
    memcpy(blob.id, row[FILE_BLOB].s.p, sizeof blob.id);
    memcpy(blob.sealed.key, row[FILE_KEY].s.p, sizeof blob.sealed.key);
    enum rc rc = blob_get(call, call->store->folder, &blob, CASE_FILE_MAX, &bytes);
    if (rc != RC_OK)
        return rc;
    bool shown = str_is(str_of(type), "application/pdf") || str_is(str_of(type), "image/jpeg") ||
                 str_is(str_of(type), "image/png");
    return shown ? web_show(web, type, bytes) : web_download(web, type, row[FILE_NAME].s, bytes);
}

static enum rc file_page(struct web *web)
{
    struct call *call = &web->call;
    unsigned char id[BLOB_ID];
    struct visit visit = {.act = give};
    struct record *of;
    enum rc rc = query_code(call, page_kind(web, "case"), web_text(web, "code"), &of);

    if (rc != RC_OK)
        return rc;
    visit.of = of;
    visit.wanted = str_bytes(id, sizeof id);
    if (str_unhex(web_text(web, "file"), id, sizeof id))
        rc = visit_all(web, &visit);
    return rc == RC_OK && !visit.found ? fail(call, RC_NOT_FOUND, NULL, NULL) : rc;
}

static const struct param file_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"file", PARAM_CODE, 32, true, false, N_("File")},
    {0},
};

const struct route case_files_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/files/{file}", file_params, file_page, NULL, 0,
     "shows a paper or a photo of a case"},
};
const size_t case_files_routes_n = sizeof case_files_routes / sizeof *case_files_routes;
