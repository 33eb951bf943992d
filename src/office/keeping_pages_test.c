/* keeping_pages_test.c - the pages of records whose time is over, as a browser asks for them: list,
 * what a form misses, two people, keeping longer. */
#include "model/keeping.h"
#include "model/permission.h"
#include "office/office_test.h"
#include "office/pages.h"

#define HOST "localhost:8080"
#define HEX  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeef"

struct browser {
    struct desk *desk;
    struct site site;
    struct assets assets;
    struct arena keep, arena;
    int actor; /* who is signed in */
    struct reply reply;
};

static enum rc begin(void *data, struct call *call, const struct request *request)
{
    struct browser *b = data;

    (void)request;
    opened_call(&b->desk->opened, call);
    return RC_OK;
}

static enum rc find_session(void *data, struct web *web, struct str token)
{
    struct browser *b = data;

    (void)token;
    web->call.actor = b->desk->world.actors[b->actor];
    return RC_OK;
}

static bool may(void *data, const struct web *web, unsigned permission)
{
    (void)data;
    return permission_holds(&web->call, permission, STR(""));
}

static void furnish(void *data, struct web *web, struct page *page)
{
    (void)data;
    page->name = STR("Centre");
    page->person = web->call.actor->name;
}

static void log_failure(void *data, const struct call *call, const struct request *request)
{
    (void)data;
    (void)request;
    tap_note("%s: %s (%s:%d)", rc_name(call->error.rc), call->error.text.p, call->error.file,
             call->error.line);
}

static void open_browser(struct browser *b, struct desk *desk)
{
    static const char *const hosts[] = {HOST, NULL};
    struct call *call = &desk->world.call;

    b->desk = desk;
    arena_init(&b->keep, &heap_libc, 4 << 20);
    arena_init(&b->arena, &heap_libc, ARENA_MAX_DEFAULT);
    CHECK_RC(call, assets_open(call, &b->keep, &b->assets), RC_OK);
    b->site = (struct site){.data = b,
                            .os = &desk->fake.os,
                            .routes = keeping_routes,
                            .route_count = keeping_routes_n,
                            .hosts = hosts,
                            .assets = &b->assets,
                            .begin = begin,
                            .find_session = find_session,
                            .may = may,
                            .furnish = furnish,
                            .log = log_failure};
    CHECK_RC(call, site_check(call, &b->site), RC_OK);
}

static struct request get(struct browser *b, const char *path)
{
    struct request request = {.arena = &b->arena, .method = METHOD_GET, .host = STR(HOST)};
    struct str rest = str_dup(&b->arena, str_of(path));

    request.path = str_split(&rest, '?');
    request.query = rest;
    request.cookie = STR("khetane-session-8080=" HEX "f");
    return request;
}

static void open_page(struct browser *b, const char *path)
{
    struct request request = get(b, path);

    b->reply = (struct reply){0};
    site_answer(&b->site, &request, &b->reply);
}

/* What stands behind a mark in the page that was read last, up to a quote. */
static const char *behind(struct browser *b, const char *mark)
{
    const char *at = b->reply.body.p == NULL ? NULL : strstr(b->reply.body.p, mark);
    size_t n = 0;

    if (!CHECK(at != NULL))
        return "";
    at += strlen(mark);
    while (at[n] != '"' && at[n] != '\0')
        n++;
    return str_z(&b->arena, str_bytes(at, n));
}

static void post(struct browser *b, const char *path, const char *fields)
{
    const char *token = behind(b, "name=\"_token\" value=\"");
    struct request request = get(b, path);

    request.method = METHOD_POST;
    request.origin = STR("null");
    request.fetch_site = STR("same-origin");
    request.content_type = STR("application/x-www-form-urlencoded");
    request.body = str_format(&b->arena, "%s&_token=%s", fields, token);
    b->reply = (struct reply){0};
    site_answer(&b->site, &request, &b->reply);
}

static bool shows(struct browser *b, const char *text)
{
    return b->reply.body.p != NULL && strstr(b->reply.body.p, text) != NULL;
}

static void list_test(struct browser *b, const struct id *id)
{
    struct str hex = str_hex(&b->keep, id_str(id));
    const char *code = world_load(&b->desk->world, "case", id)->code.p;

    CASE("/keeping: lists the number, for who may erase it");
    b->actor = WORLD_LEAD;
    open_page(b, "/keeping");
    CHECK_INT(b->reply.status, 200);
    CHECK(shows(b, str_z(&b->keep, str_of(code))));
    CHECK(!shows(b, "Roof"));
    b->actor = WORLD_WORKER;
    open_page(b, "/keeping");
    CHECK_INT(b->reply.status, 403);
    CASE("/keeping: nothing ticked, or no reason, is told with 422");
    b->actor = WORLD_LEAD;
    open_page(b, "/keeping");
    const char *change = behind(b, "name=\"change\" value=\"");
    post(b, "/keeping", str_format(&b->keep, "change=%s&reason=over", change).p);
    CHECK_INT(b->reply.status, 422);
    CHECK(shows(b, "Tick what is to be erased."));
    post(b, "/keeping", str_format(&b->keep, "change=%s&erase.%s=on&reason=", change, hex.p).p);
    CHECK_INT(b->reply.status, 422);
    CASE("/keeping: one that is not over cannot be asked for");
    post(b, "/keeping",
         str_format(&b->keep, "change=%s&erase.%s=on&reason=x", change,
                    "00112233445566778899aabbccddeeff")
             .p);
    CHECK_INT(b->reply.status, 409);
}

static void longer_test(struct browser *b, const struct id *id)
{
    struct world *w = &b->desk->world;
    struct str path = str_format(&b->keep, "/keeping/%s", str_hex(&b->keep, id_str(id)).p);

    CASE("/keeping/{record}: until when and why");
    open_page(b, path.p);
    CHECK_INT(b->reply.status, 200);
    CHECK(shows(b, "22 November 2026"));
    const char *change = behind(b, "name=\"change\" value=\"");
    post(b, path.p, str_format(&b->keep, "change=%s&reason=court", change).p);
    CHECK_INT(b->reply.status, 422);
    CHECK(shows(b, "Say until when"));
    post(b, path.p,
         str_format(&b->keep, "change=%s&until.d=1&until.m=2&until.y=2026&reason=court", change).p);
    CHECK_INT(b->reply.status, 422);
    post(b, path.p,
         str_format(&b->keep, "change=%s&until.d=1&until.m=2&until.y=2028&reason=court", change).p);
    CHECK_INT(b->reply.status, 303);
    CHECK_INT(record_value(world_load(w, "case", id), "keep_until").i,
              day_of((struct date){2028, 2, 1}));
    open_page(b, "/keeping");
    CHECK(!shows(b, path.p));
}

static void erase_test(struct browser *b, const struct id *id)
{
    struct world *w = &b->desk->world;
    struct str hex = str_hex(&b->keep, id_str(id));

    CASE("/keeping: asked for by one, twice pressed is once");
    open_page(b, "/keeping");
    const char *change = behind(b, "name=\"change\" value=\"");
    struct str fields =
        str_format(&b->keep, "change=%s&erase.%s=on&reason=time+is+over", change, hex.p);
    for (int i = 0; i < 2; i++) {
        post(b, "/keeping", fields.p);
        CHECK_INT(b->reply.status, 303);
        open_page(b, "/keeping");
    }
    CHECK(shows(b, "waits for a second person"));
    CHECK(shows(b, "href=\"/proposals\""));
    CASE("/keeping: a second one agrees, and it is gone");
    struct value row[1], args[] = {v_text(STR("proposal")), v_null(), v_int(0), v_null()};
    world_as(w, WORLD_OTHER); /* a lead too by now */
    CHECK_RC(&w->call,
             db_one(&w->call, w->call.store->db,
                    SQL("SELECT id FROM proposal WHERE state = 'waiting'"), NO_BINDS, row, 1),
             RC_OK);
    args[1] = row[0];
    struct outcome outcome;
    CHECK_RC(&w->call, world_run(w, "proposal.approve", v_list(args, 4), &outcome), RC_OK);
    b->actor = WORLD_OTHER;
    CHECK(world_load(w, "case", id)->erased);
    open_page(b, "/keeping");
    CHECK(shows(b, "There is none"));
}

void keeping_pages_test(struct desk *desk)
{
    struct browser *b = calloc(1, sizeof *b);
    struct world *w = &desk->world;
    struct keeping found;
    struct outcome outcome;

    if (b == NULL)
        return;
    struct id first = desk_closed_case(desk, "2021-11-22");
    struct id second = desk_closed_case(desk, "2021-11-23");
    desk_clock(desk, "2026-11-24");
    CHECK_RC(&w->call,
             world_save(w, "user", &w->actors[WORLD_OTHER]->id, NULL, &outcome, "roles",
                        "lead; worker", NULL),
             RC_OK);
    world_as(w, WORLD_OTHER);
    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    open_browser(b, desk);
    CHECK(desk_listed(desk, "2026-11-24", &first, &found));
    list_test(b, &first);
    longer_test(b, &first);
    CHECK_RC(&w->call, keeping_forget(&w->call, &second), RC_OK);
    CHECK(desk_listed(desk, "2026-11-24", &second, &found));
    erase_test(b, &second);
    arena_fini(&b->arena);
    arena_fini(&b->keep);
    free(b);
}
