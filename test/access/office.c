/* office.c - see access.h. */
#include "access.h"
#include "model/permission.h"
#include "store/crypt.h"
#include "store/posix.h"
#include "tap.h"

#define SESSION "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char *const hosts[] = {"localhost:8437", NULL};

/* Monday, 2 March 2026, 09:00 UTC: pages must not differ by the time of the test. */
static int64_t fixed_now(void *data)
{
    (void)data;
    return 1772442000000;
}

static const struct os *still_os(void)
{
    static struct os os;

    os = *posix_os();
    os.now_ms = fixed_now;
    return &os;
}

static enum rc begin(void *data, struct call *call, const struct request *request)
{
    struct office *office = data;

    (void)request;
    opened_call(&office->worker.opened, call);
    return RC_OK;
}

static enum rc find_session(void *data, struct web *web, struct str token)
{
    struct office *office = data;
    struct actor *actor;

    (void)token;
    if (office->actor == OFFICE_NOBODY)
        return RC_OK;
    enum rc rc = actor_load(&web->call, office->actor + 1, &actor);
    if (rc != RC_OK)
        return rc;
    if (office->role != NULL) {
        actor->roles[0] = str_of(office->role);
        actor->roles_n = 1;
    }
    web->call.actor = actor;
    web->fresh = !office->stale;
    return RC_OK;
}

static bool may(void *data, const struct web *web, unsigned permission)
{
    (void)data;
    return permission_holds(&web->call, permission, form_find(&web->form, STR("kind")));
}

static void furnish(void *data, struct web *web, struct page *page)
{
    (void)data, (void)web, (void)page;
}

static void say_nothing(void *data, const struct call *call, const struct request *request)
{
    (void)data, (void)call, (void)request;
}

void office_open(struct office *office, const struct program *program, const char *name)
{
    static const struct app_parts no_parts;
    struct worker *worker = &office->worker;

    arena_init(&office->arena, &heap_libc, ARENA_MAX_DEFAULT);
    struct str folder = str_format(&office->arena, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(&office->world, still_os(), folder.p, &no_parts);
    office->world.app = program->app; /* with the operations and hooks of all areas */
    worker->program = *program;
    worker->folder = office->world.folder;
    worker->open = true;
    worker->link.channel = -1;
    worker->opened = (struct opened){.app = program->app, /* without own fields */
                                     .program = program,
                                     .store = office->world.call.store,
                                     .name = STR("Centre")};
    CHECK_RC(&office->world.call,
             zone_parse(&office->world.call, world_setup.zone, &worker->opened.zone), RC_OK);
    worker->site = (struct site){.data = office,
                                 .os = still_os(),
                                 .routes = program->routes,
                                 .route_count = program->routes_n,
                                 .hosts = hosts,
                                 .assets = &program->assets,
                                 .sign_in = "/sign-in",
                                 .confirm = "/confirm",
                                 .kind_pages = program->kind_pages,
                                 .begin = begin,
                                 .find_session = find_session,
                                 .may = may,
                                 .furnish = furnish,
                                 .log = say_nothing};
}

void office_close(struct office *office)
{
    world_close(&office->world);
    arena_fini(&office->arena);
}

static struct str form_body(struct office *office, const char *fields)
{
    unsigned char hash[CRYPT_HASH];

    crypt_hash("khetane/form/1", STR(SESSION), hash);
    return str_format(&office->arena, "%s&" FORM_TOKEN "=%s", fields,
                      str_hex(&office->arena, str_bytes(hash, sizeof hash)).p);
}

struct answer_page office_ask(struct office *office, const char *path, const char *fields)
{
    struct str rest = str_of(path);
    struct reply reply = {0};
    struct answer_page out = {0};

    struct request request = {
        .arena = &office->arena,
        .method = fields == NULL ? METHOD_GET : METHOD_POST,
        .host = str_of(hosts[0]),
        .fetch_site = STR("same-origin"),
        .cookie = STR("khetane-session-8437=" SESSION "; khetane-guest-8437=" SESSION),
        .peer = STR("127.0.0.1")};
    request.path = str_split(&rest, '?');
    request.query = rest;
    if (fields != NULL) {
        request.content_type = STR("application/x-www-form-urlencoded");
        request.body = form_body(office, fields);
    }
    site_answer(&office->worker.site, &request, &reply);
    out.status = reply.status;
    out.body = reply.body;
    for (size_t i = 0; i < reply.header_count; i++)
        if (strcmp(reply.headers[i].name, "Location") == 0)
            out.location = reply.headers[i].value;
    return out;
}
