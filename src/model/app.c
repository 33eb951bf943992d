/* app.c - see app.h: puts the parts of the program together once, at start. */
#include "model/app.h"

#include "base/embed.h"
#include "model/emergency.h"
#include "model/erasure.h"
#include "model/likeness.h"
#include "model/operation.h"
#include "model/packs.h"
#include "model/refresh.h"
#include "model/user.h"
#include "rules/zone.h"
#include "store/schema.h"

enum rc app_registry(struct call *call, struct arena *keep, const struct overlay_text *own,
                     size_t own_n, struct registry **out)
{
    struct model_file *files = NULL;
    size_t n = 0, room = 0;

    embedded_each(file, STR("model/")) {
        if (!str_ends(str_of(file->name), STR(".yaml")))
            continue;
        if (!arena_grow(call->arena, &files, n, &room))
            return fail_memory(call);
        files[n++] = (struct model_file){str_of(file->name), file->bytes};
    }
    const struct model_files all = {files, n, own, own_n};
    return registry_load_own(call, keep, &all, out);
}

static enum rc join_operations(struct call *call, struct arena *keep, const struct app_parts *parts,
                               struct app *app)
{
    const struct {
        const struct operation *const *rows;
        size_t n;
    } tables[] = {{record_operations, record_operations_n},
                  {user_operations, user_operations_n},
                  {emergency_operations, emergency_operations_n},
                  {parts->operations, parts->operations_n}};
    enum { TABLES = sizeof tables / sizeof *tables };
    size_t n = 0;

    for (size_t i = 0; i < TABLES; i++)
        n += tables[i].n;
    const struct operation **all = arena_array(keep, n, sizeof(struct operation *));
    if (all == NULL)
        return fail_memory(call);
    app->operations = all;
    for (size_t i = 0; i < TABLES; i++)
        for (size_t j = 0; j < tables[i].n; j++)
            all[app->operations_n++] = tables[i].rows[j];
    return RC_OK;
}

/* A zone that cannot be read would keep everybody out: the folder opens by it. */
static enum rc derive_organisation(struct call *call, struct change *change,
                                   struct record *organisation)
{
    struct value text = record_value(organisation, "zone");
    struct zone zone;

    if (text.type != V_TEXT || !change_touches(change, organisation, "zone"))
        return RC_OK;
    if (zone_parse(call, text.s, &zone) == RC_OK)
        return RC_OK;
    struct str said = call->error.text;
    call_forgive(call);
    fault_add(call, STR("zone"), "%.*s", (int)said.n, said.p);
    return RC_OK;
}

static const struct derive_hook own_hooks[] = {{"organisation", derive_organisation}};

enum { OWN_HOOKS = 1 + sizeof own_hooks / sizeof *own_hooks };

/* Those of the model itself come first. */
static enum rc join_hooks(struct call *call, struct arena *keep, const struct app_parts *parts,
                          struct app *app)
{
    struct derive_hook *all = arena_array(keep, parts->hooks_n + OWN_HOOKS, sizeof *all);

    if (all == NULL)
        return fail_memory(call);
    all[0] = user_hook;
    memcpy(all + 1, own_hooks, sizeof own_hooks);
    if (parts->hooks_n != 0)
        memcpy(all + OWN_HOOKS, parts->hooks, parts->hooks_n * sizeof *all);
    app->hooks = all;
    app->hooks_n = parts->hooks_n + OWN_HOOKS;
    return RC_OK;
}

enum rc app_load(struct call *call, struct arena *keep, const struct app_parts *parts,
                 struct app **out)
{
    struct app *app = arena_alloc(keep, sizeof *app);
    struct registry *registry;
    struct tables *tables;

    if (app == NULL)
        return fail_memory(call);
    enum rc rc = app_registry(call, keep, NULL, 0, &registry);
    if (rc == RC_OK)
        rc = tables_make(call, keep, registry, &tables);
    if (rc == RC_OK)
        rc = join_operations(call, keep, parts, app);
    if (rc == RC_OK)
        rc = join_hooks(call, keep, parts, app);
    if (rc == RC_OK)
        rc = packs_load(call, keep, &app->packs);
    if (rc != RC_OK)
        return rc;
    app->registry = registry;
    app->tables = tables;
    *out = app;
    return RC_OK;
}

static enum rc adopt_model(struct call *call)
{
    struct value mark;
    struct txn txn CLEANUP(txn_end) = {0};
    struct db *db = call->store->db;
    struct str wanted = str_format(call->arena, "%s.%d",
                                   str_z(call->arena, call->app->registry->mark), TABLES_VERSION);
    enum rc rc = meta_get(call, db, "model", &mark);

    if (wanted.p == NULL)
        return fail_memory(call);
    if (rc != RC_OK || (mark.type == V_TEXT && str_eq(mark.s, wanted)))
        return rc;
    rc = tables_upgrade(call, db, call->app->tables);
    if (rc == RC_OK)
        rc = txn_begin(call, db, &txn);
    if (rc == RC_OK)
        rc = meta_set(call, db, "model", v_text(wanted));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc app_adopt(struct call *call)
{
    enum rc rc = adopt_model(call);

    if (rc == RC_OK)
        rc = refresh(call);
    if (rc == RC_OK)
        rc = likeness_adopt(call);
    /* A full disk must not keep people from reading: the list waits for better times. */
    if (rc == RC_OK && erasure_finish(call) != RC_OK)
        call_forgive(call);
    return rc;
}
