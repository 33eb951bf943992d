/* world.c - see world.h. */
#include "world.h"

#include <stdarg.h>

#include "model/field.h"
#include "model/overlay.h"
#include "tap.h"

/* A made-up one that costs nothing to try; also of folders that are joined. */
const struct str world_phrase = STR_INIT("a phrase for tests alone");

const struct setup world_setup = {
    .name = STR_INIT("Centre"),
    .prefix = STR_INIT("NI"),
    .country = STR_INIT("rs"),
    .zone = STR_INIT("CET-1CEST,M3.5.0,M10.5.0/3"),
    .language = STR_INIT("en"),
    .user_name = STR_INIT("lead"),
    .login = STR_INIT("lead"),
};

static void must(struct call *call, enum rc rc, const char *what)
{
    if (rc == RC_OK)
        return;
    printf("Bail out! %s: %s (%s:%d)\n", what, str_z(call->arena, call->error.text),
           call->error.file, call->error.line);
    for (struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        printf("# %s: %s\n", fault->where.p, fault->text.p);
    exit(1);
}

static void fresh(struct world *world)
{
    struct store *store = world->call.store;

    arena_reset(&world->arena);
    call_init(&world->call, &world->arena, world->os);
    world->call.app = world->app;
    world->call.store = store;
}

void world_as(struct world *world, int actor)
{
    fresh(world);
    world->call.actor = world->actors[actor];
}

void world_system(struct world *world)
{
    fresh(world);
    world->call.actor = &actor_system;
}

static enum rc lay_over(struct world *world)
{
    int64_t mark;

    return overlay_open(&world->call, &world->keep, app_shipped(world->app), &world->app, &mark);
}

static enum rc open_store(struct world *world, bool create)
{
    struct store_options options = {
        .folder = world->folder, .ring = world->ring, .create = create, .checkpoints = true};
    enum rc rc = store_open(&world->call, &options, &world->call.store);

    if (rc == RC_OK)
        rc = lay_over(world);
    return rc;
}

void world_fields(struct world *world)
{
    must(&world->call, lay_over(world), "overlay_open");
}

static enum rc load_actors(struct world *world)
{
    struct arena *arena = world->call.arena;
    enum rc rc = RC_OK;

    world->call.arena = &world->keep;
    for (int i = 0; i < WORLD_ACTORS && rc == RC_OK; i++)
        rc = actor_load(&world->call, i + 1, &world->actors[i]);
    world->call.arena = arena;
    return rc;
}

static void begin(struct world *world, const struct os *os, const char *folder)
{
    *world = (struct world){.os = os};
    arena_init(&world->arena, &heap_libc, ARENA_MAX_DEFAULT);
    arena_init(&world->keep, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&world->call, &world->arena, os);
    world->folder = str_z(&world->keep, str_of(folder));
}

static void add_people(struct world *world)
{
    static const struct {
        const char *login, *roles, *places;
    } people[] = {{"worker", "worker", ""},
                  {"other", "worker", ""},
                  {"volunteer", "volunteer", ""},
                  {"analyst", "analyst", "kamenica"}};
    struct outcome outcome;

    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        world_system(world);
        must(&world->call,
             world_save(world, "user", NULL, NULL, &outcome, "name", people[i].login, "login",
                        people[i].login, "roles", people[i].roles, "places", people[i].places,
                        NULL),
             "user");
    }
}

void world_make(struct world *world, const struct os *os, const char *folder,
                const struct app_parts *parts)
{
    struct keyring_holder holder = {STR("holder"), world_phrase, {CRYPT_MEMORY_KIB_MIN, 1}};
    struct keyring_sheets sheets;
    struct app *app;

    begin(world, os, folder);
    must(&world->call, app_load(&world->call, &world->keep, parts, &app), "app_load");
    world->app = world->call.app = app;
    must(&world->call, keyring_create(&world->call, folder, &holder, NULL, &sheets, &world->ring),
         "keyring_create");
    must(&world->call, open_store(world, true), "open_store");
}

void world_open(struct world *world, const struct os *os, const char *folder,
                const struct app_parts *parts)
{
    world_make(world, os, folder, parts);
    must(&world->call, setup_run(&world->call, &world_setup), "setup_run");
    add_people(world);
    must(&world->call, load_actors(world), "load_actors");
    world_as(world, WORLD_WORKER);
}

enum rc world_join(struct world *world, const struct os *os, const char *folder,
                   const struct app *app)
{
    struct call *call = &world->call;
    struct str bytes;
    size_t slot;

    begin(world, os, folder);
    world->app = call->app = app;
    enum rc rc = keyring_read(call, folder, &bytes);
    if (rc == RC_OK)
        rc = keyring_open_phrase(call, bytes, world_phrase, &world->ring, &slot);
    if (rc == RC_OK)
        rc = open_store(world, false);
    return rc == RC_OK ? load_actors(world) : rc;
}

void world_again(struct world *world)
{
    store_close(world->call.store);
    world->call.store = NULL;
    fresh(world);
    must(&world->call, open_store(world, false), "open_store");
}

void world_close(struct world *world)
{
    store_close(world->call.store);
    keyring_close(world->ring);
    arena_fini(&world->arena);
    arena_fini(&world->keep);
}

enum rc world_run(struct world *world, const char *operation, struct value args,
                  struct outcome *out)
{
    struct operation_request request = {.operation = operation,
                                        .change = id_is_none(&world->change) ? id_new(&world->call)
                                                                             : world->change,
                                        .args = args,
                                        .reason = STR("because")};

    world->change = (struct id){{0}};
    return operation_run(&world->call, &request, out);
}

enum rc world_save(struct world *world, const char *kind_name, const struct id *id,
                   const struct id *owner, struct outcome *out, ...)
{
    struct call *call = &world->call;
    const struct kind *kind = kind_find(call->app->registry, str_of(kind_name));
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    struct value args;
    const char *name;
    va_list list;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    va_start(list, out);
    while ((name = va_arg(list, const char *)) != NULL) {
        const struct field *field = field_find(kind, str_of(name));
        const char *typed = va_arg(list, const char *);
        given[field->index] = true;
        (void)field_parse(call, field, str_of(typed), &values[field->index]);
    }
    va_end(list);
    enum rc rc = call_faults(call);
    if (rc != RC_OK)
        return rc;
    struct save_args save = {kind, id, 0, owner, values, given, NULL, 0};
    rc = save_args_make(call, &save, &args);
    return rc == RC_OK ? world_run(world, "record.save", args, out) : rc;
}

struct record *world_load(struct world *world, const char *kind, const struct id *id)
{
    struct call *call = &world->call;
    struct record *record = NULL;

    must(call,
         table_load(call, call->store->db,
                    app_table(call->app, kind_find(call->app->registry, str_of(kind))), id,
                    &record),
         kind);
    return record;
}
