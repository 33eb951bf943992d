/* route_test.c - what the dispatcher lets through to handlers, and what stands on every reply. */
#include "web/part.h"
#include "web/web_test.h"

#define HEX64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HOST  "localhost:8080"

enum { MAY_SEE = MAY_FIRST, MAY_CHANGE };

struct actor {
    unsigned may;
};

static const struct actor worker = {MAY_SEE};

/* ---- a site whose handlers say what arrived */

static enum rc echo(struct web *web)
{
    struct html *h = &web->html;

    for (size_t i = 0; i < web->form.n; i++) {
        html_text(h, web->form.fields[i].name);
        html_raw(h, "=");
        html_text(h, web->form.fields[i].value);
        html_raw(h, ";");
    }
    return RC_OK;
}

static enum rc echo_again(struct web *web)
{
    html_raw(&web->html, "again:");
    for (const struct fault *f = web->call.faults; f != NULL; f = f->next) {
        html_text(&web->html, f->where);
        html_raw(&web->html, "|");
    }
    return echo(web);
}

static enum rc show_token(struct web *web)
{
    html_text(&web->html, web_form_token(web));
    return RC_OK;
}

static enum rc sign_in(struct web *web)
{
    web_sign_in(web, STR(HEX64));
    return web_redirect(web, STR("/?a=1"), "in");
}

static enum rc typed(struct web *web)
{
    int64_t number = -1;
    day d = 0;
    char text[DAY_TEXT];
    size_t at = 0;
    struct str value;

    if (web_number(web, "n", &number))
        html_number(&web->html, number);
    if (web_day(web, "d", &d))
        html_text(&web->html, str_of(day_format(d, text)));
    if (web_flag(web, "flag"))
        html_raw(&web->html, " ticked");
    while (web_each(web, "many", &at, &value))
        html_text(&web->html, value);
    return RC_OK;
}

static enum rc break_after_sign_in(struct web *web)
{
    web_sign_in(web, STR(HEX64));
    html_raw(&web->html, "half a page");
    return fail(&web->call, RC_FULL, NULL, NULL);
}

static enum rc give_file(struct web *web)
{
    return web_download(web, "text/html", STR("a\"б.html"), STR("<script>"));
}

static const struct param code_params[] = {{"code", PARAM_CODE, 8, true, false, NULL},
                                           {"page", PARAM_NUMBER, 100, false, false, "Page"},
                                           {0}};
static const struct param form_params[] = {{"title", PARAM_TEXT, 10, true, false, "Title"},
                                           {"story", PARAM_LONG, 100, false, false, "Story"},
                                           {"field.*", PARAM_TEXT, 20, false, true, NULL},
                                           {0}};
static const struct param typed_params[] = {
    {"n", PARAM_NUMBER, 100, false, false, "Number"}, {"d", PARAM_DAY, 0, false, false, "Day"},
    {"flag", PARAM_FLAG, 0, false, false, NULL},      {"many", PARAM_CODE, 5, false, true, NULL},
    {"id", PARAM_ID, 0, false, false, NULL},          {0}};

static const struct route routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/", NULL, show_token, NULL, 0, "The first page."},
    {METHOD_GET, MAY_PUBLIC, "/case/new", NULL, echo, NULL, 0, "A literal beside braces."},
    {METHOD_GET, MAY_PUBLIC, "/case/{code}", code_params, echo, NULL, 0, "One case."},
    {METHOD_GET, MAY_CHANGE, "/change", NULL, echo, NULL, 0, "Needs a permission."},
    {METHOD_POST, MAY_CHANGE, "/change", NULL, echo, NULL, 0, "Needs a permission."},
    {METHOD_GET, MAY_PUBLIC, "/file", NULL, give_file, NULL, 0, "A download."},
    {METHOD_POST, MAY_PUBLIC, "/form", form_params, echo, echo_again, 2048, "Takes a form."},
    {METHOD_GET, MAY_PUBLIC, "/full", NULL, break_after_sign_in, NULL, 0, "Fails."},
    {METHOD_GET, MAY_SEE, "/see", NULL, echo, NULL, 0, "Needs another."},
    {METHOD_GET, MAY_SIGNED_IN, "/signed-in", NULL, echo, NULL, 0, "Needs a session."},
    {METHOD_GET, MAY_PUBLIC, "/start", NULL, sign_in, NULL, 0, "Signs in."},
    {METHOD_GET, MAY_PUBLIC, "/typed", typed_params, typed, NULL, 0, "Typed params."},
};

static enum rc begin(void *data, struct call *call, const struct request *request)
{
    (void)data, (void)call, (void)request;
    return RC_OK;
}

static enum rc find_session(void *data, struct web *web, struct str token)
{
    (void)data;
    if (str_is(token, HEX64))
        web->call.actor = &worker;
    return RC_OK;
}

static bool may(void *data, const struct web *web, unsigned permission)
{
    (void)data;
    return web->call.actor->may == permission;
}

static void furnish(void *data, struct web *web, struct page *page)
{
    (void)data, (void)web;
    page->name = STR("Khetane");
}

static void count_log(void *data, const struct call *call, const struct request *request)
{
    (void)call, (void)request;
    ++*(int *)data;
}

struct world {
    struct fixture f;
    struct assets assets;
    struct site site;
    const char *hosts[2];
    int logged;
    struct request request;
    struct reply reply;
};

static void world_init(struct world *w)
{
    *w = (struct world){.hosts = {HOST, NULL}};
    fixture_init(&w->f, 0);
    CHECK_RC(&w->f.call, assets_open(&w->f.call, &w->f.arena, &w->assets), RC_OK);
    w->site = (struct site){.data = &w->logged,
                            .os = w->f.call.os,
                            .routes = routes,
                            .route_count = sizeof routes / sizeof *routes,
                            .hosts = w->hosts,
                            .assets = &w->assets,
                            .begin = begin,
                            .find_session = find_session,
                            .may = may,
                            .furnish = furnish,
                            .log = count_log};
}

static struct request get(struct world *w, const char *path)
{
    struct str rest = str_of(path);
    struct request request = {.arena = &w->f.arena, .method = METHOD_GET, .host = STR(HOST)};

    request.path = str_split(&rest, '?');
    request.query = rest;
    return request;
}

/* A form as our own page sends it: token and cookie of a guest. */
static struct request post(struct world *w, const char *path, const char *fields)
{
    struct request request = get(w, path);
    struct request first = get(w, "/");
    struct reply reply = {0};

    first.cookie = STR("khetane-guest-8080=" HEX64);
    site_answer(&w->site, &first, &reply);
    request.method = METHOD_POST;
    request.cookie = first.cookie;
    request.origin = STR("null");
    request.fetch_site = STR("same-origin");
    request.content_type = STR("application/x-www-form-urlencoded");
    request.body =
        str_format(&w->f.arena, "%s&_token=%.*s", fields, (int)reply.body.n, reply.body.p);
    return request;
}

static int answer(struct world *w, struct request request)
{
    w->request = request;
    w->reply = (struct reply){0};
    site_answer(&w->site, &w->request, &w->reply);
    return w->reply.status;
}

static struct str header(const struct world *w, const char *name)
{
    for (size_t i = 0; i < w->reply.header_count; i++)
        if (strcmp(w->reply.headers[i].name, name) == 0)
            return w->reply.headers[i].value;
    return (struct str){NULL, 0};
}

static bool says(const struct world *w, const char *what)
{
    return memmem(w->reply.body.p, w->reply.body.n, what, strlen(what)) != NULL;
}

/* ---- tests */

static void checks_table(void)
{
    static const struct route sound = {METHOD_GET, MAY_PUBLIC, "/b/{code}", code_params,
                                       echo,       NULL,       0,           "One."};
    struct world w;
    struct route rows[2] = {sound, sound};

    CASE("the table of routes is checked at start");
    world_init(&w);
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_OK);
    w.site.routes = rows;
    w.site.route_count = 2;
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_CORRUPT); /* twice the same */
    rows[1].method = METHOD_POST;
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_OK);
    rows[1].path = "/a";
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_CORRUPT); /* not sorted */
    rows[1] =
        (struct route){METHOD_GET, MAY_PUBLIC, "/c/{name}", code_params, echo, NULL, 0, "One."};
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_CORRUPT); /* braces not declared */
    rows[1] = (struct route){METHOD_GET, MAY_NONE, "/c", NULL, echo, NULL, 0, "One."};
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_CORRUPT);
    rows[1] = (struct route){METHOD_GET, MAY_PUBLIC, "/c", NULL, echo, NULL, 0, ""};
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_CORRUPT);
    rows[1] = (struct route){METHOD_GET, MAY_PUBLIC, "/c", NULL, NULL, NULL, 0, "One."};
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_CORRUPT);
    rows[1] =
        (struct route){METHOD_GET, MAY_PUBLIC, "/c", NULL, echo, NULL, SERVER_FILE_MAX + 1, "One."};
    CHECK_RC(&w.f.call, site_check(&w.f.call, &w.site), RC_CORRUPT);
    fixture_fini(&w.f);
}

static void finds_routes(void)
{
    static const struct {
        const char *path;
        int status;
        const char *says;
    } rows[] = {
        {"/case/new", 200, ""},
        {"/case/KH-1", 200, "code=KH-1;"},
        {"/case/K%48-1?page=7&other=x", 200, "code=KH-1;page=7;"},
        {"/case/KH-1?code=XX-2", 200, "code=KH-1;"},
        {"/case/KH-1?page=101", 422, "Page must be a whole number from 0 to 100."},
        {"/case/KH-1?page=1&page=2", 422, "given twice"},
        {"/case/123456789", 404, "There is nothing here"},
        {"/case/a%2Fb", 404, "There is nothing here"},
        {"/case/%FF", 404, "There is nothing here"},
        {"/case/%zz", 404, "There is nothing here"},
        {"/case/<b>", 404, "There is nothing here"},
        {"/case/", 404, "There is nothing here"},
        {"/case/KH-1/", 404, "There is nothing here"},
        {"/case", 404, "There is nothing here"},
        {"//", 404, "There is nothing here"},
        {"/form", 405, "This address is asked in another way: POST."},
        {"/see", 401, "Sign in first."},
        {"/signed-in", 401, "Sign in first."},
        {"/?x=%zz", 422, "percent sign"},
    };
    struct world w;

    CASE("paths find their route, or the page that says why not");
    world_init(&w);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!CHECK_INT(answer(&w, get(&w, rows[i].path)), rows[i].status) ||
            !CHECK(says(&w, rows[i].says)))
            tap_note("%s: %.*s", rows[i].path, (int)w.reply.body.n, w.reply.body.p);
    }
    CHECK_INT(answer(&w, get(&w, "/form")), 405);
    CHECK_TEXT(header(&w, "Allow"), "POST");
    CHECK_INT(w.logged, 0);
    fixture_fini(&w.f);
}

static void keeps_security(void)
{
    static const char *const paths[] = {"/",     "/case/new", "/nothing", "/full",
                                        "/file", "/start",    "/change",  "/form"};
    struct world w;

    CASE("every reply carries the headers of security");
    world_init(&w);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        (void)answer(&w, get(&w, paths[i]));
        CHECK_TEXT(header(&w, "X-Content-Type-Options"), "nosniff");
        CHECK_TEXT(header(&w, "Referrer-Policy"), "no-referrer");
        CHECK_TEXT(header(&w, "Cross-Origin-Opener-Policy"), "same-origin");
        CHECK_TEXT(header(&w, "Cross-Origin-Resource-Policy"), "same-origin");
        CHECK_TEXT(header(&w, "Cache-Control"), "no-store");
        CHECK(header(&w, "Content-Security-Policy").n != 0);
        CHECK(header(&w, "Strict-Transport-Security").p == NULL);
    }
    (void)answer(&w, get(&w, "/file"));
    CHECK_TEXT(header(&w, "Content-Disposition"), "attachment; filename*=UTF-8''a%22%D0%B1.html");
    CHECK(str_starts(header(&w, "Content-Security-Policy"), STR("sandbox;")));
    w.site.tls = true;
    (void)answer(&w, get(&w, "/"));
    CHECK(header(&w, "Strict-Transport-Security").p == NULL);
    fixture_fini(&w.f);
}

static void guards_hosts(void)
{
    static const char *const hosts[] = {"localhost",
                                        "localhost:8081",
                                        "LOCALHOST:8080",
                                        "evil.example",
                                        "localhost:8080.evil.example",
                                        ""};
    struct world w;

    CASE("only exact names of this site are answered");
    world_init(&w);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        struct request request = get(&w, "/");
        request.host = str_of(hosts[i]);
        CHECK_INT(answer(&w, request), 421);
    }
    fixture_fini(&w.f);
}

static void guards_forms(void)
{
    static const struct {
        const char *origin, *site;
        int status;
    } rows[] = {
        {"null", "same-origin", 200},
        {"http://" HOST, "same-origin", 200},
        {"http://" HOST, "", 200},
        {"", "same-origin", 200},
        {"", "", 403},
        {"null", "", 403},
        {"null", "none", 403},
        {"null", "same-site", 403},
        {"null", "cross-site", 403},
        {"http://" HOST, "cross-site", 403},
        {"https://" HOST, "", 403},
        {"https://" HOST, "same-origin", 403},
        {"http://localhost:8081", "", 403},
        {"http://evil.example", "same-origin", 403},
        {"http://" HOST ".evil.example", "", 403},
    };
    struct world w;

    CASE("a form is taken from our own pages alone");
    world_init(&w);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request request = post(&w, "/form", "title=a");
        request.origin = str_of(rows[i].origin);
        request.fetch_site = str_of(rows[i].site);
        if (!CHECK_INT(answer(&w, request), rows[i].status))
            tap_note("%s %s", rows[i].origin, rows[i].site);
    }
    fixture_fini(&w.f);
}

static void guards_tokens(void)
{
    struct world w;

    CASE("a form carries the token of its session");
    world_init(&w);
    CHECK_INT(answer(&w, post(&w, "/form", "title=a")), 200);
    struct request request = post(&w, "/form", "title=a");
    request.cookie = STR("");
    CHECK_INT(answer(&w, request), 403);
    CHECK(says(&w, "This form is too old"));
    request.cookie = STR("khetane-guest-8080=ff112233445566778899aabbccddeeff"
                         "00112233445566778899aabbccddeeff");
    CHECK_INT(answer(&w, request), 403);
    request = post(&w, "/form", "title=a");
    request.body = STR("title=a&_token=");
    CHECK_INT(answer(&w, request), 403);
    request.body = STR("title=a");
    CHECK_INT(answer(&w, request), 403);
    /* The guest's form does not do for the session that comes after. */
    request = post(&w, "/form", "title=a");
    request.cookie = STR("khetane-session-8080=" HEX64 "; khetane-guest-8080=ff" HEX64);
    CHECK_INT(answer(&w, request), 200); /* the same secret, here, gives the same token */
    request.cookie = STR("khetane-guest-8080=" HEX64 "; khetane-guest-8080=" HEX64);
    CHECK_INT(answer(&w, request), 403); /* a planted second cookie */
    fixture_fini(&w.f);
}

static void types_params(void)
{
    struct world w;

    CASE("params arrive as declared, or not at all");
    world_init(&w);
    CHECK_INT(answer(&w, post(&w, "/form", "title=+a+&evil=1&field.x=1&field.x=2&field.=3")), 200);
    CHECK_TEXT(w.reply.body, "title=a;field.x=1;field.x=2;");
    CHECK_INT(answer(&w, post(&w, "/form", "title=&story=+kept+")), 422);
    CHECK_TEXT(w.reply.body, "again:title|title=;story= kept ;");
    CHECK_INT(answer(&w, post(&w, "/form", "title=12345678901&field.x=a%0Ab")), 422);
    CHECK(says(&w, "again:title|field.x|"));
    CHECK_INT(answer(&w, post(&w, "/form", "title=a&story=%FF")), 422);
    CHECK(says(&w, "again:story|"));
    CHECK_INT(answer(&w, get(&w, "/typed?n=7&d=2026-11-22&flag=on&many=a&many=b")), 200);
    CHECK_TEXT(w.reply.body, "72026-11-22 tickedab");
    CHECK_INT(answer(&w, get(&w, "/typed?d.d=22&d.m=nov&d.y=2026")), 200);
    CHECK_TEXT(w.reply.body, "2026-11-22");
    CHECK_INT(answer(&w, get(&w, "/typed?d.d=31&d.m=11&d.y=2026")), 422);
    CHECK(says(&w, "Day must be a day that the month has."));
    CHECK_INT(answer(&w, get(&w, "/typed?n=-1")), 422);
    CHECK_INT(answer(&w, get(&w, "/typed?many=a/b")), 422);
    CHECK_INT(answer(&w, get(&w, "/typed?id=00112233445566778899aabbccddeeff")), 200);
    CHECK_INT(answer(&w, get(&w, "/typed?id=xx")), 422);
    fixture_fini(&w.f);
}

static void asks_permission(void)
{
    struct world w;
    struct request request;

    CASE("sessions and permissions");
    world_init(&w);
    request = get(&w, "/see");
    request.cookie = STR("khetane-session-8080=" HEX64);
    CHECK_INT(answer(&w, request), 200);
    request.path = STR("/signed-in");
    CHECK_INT(answer(&w, request), 200);
    request.path = STR("/change");
    CHECK_INT(answer(&w, request), 403);
    request.path = STR("/see");
    request.cookie = STR("khetane-session-8080=ff112233445566778899aabbccddeeff"
                         "00112233445566778899aabbccddeeff");
    CHECK_INT(answer(&w, request), 401);
    request.cookie = STR("khetane-session-8081=" HEX64);
    CHECK_INT(answer(&w, request), 401);
    w.site.sign_in = "/sign-in";
    CHECK_INT(answer(&w, request), 303);
    CHECK_TEXT(header(&w, "Location"), "/sign-in?next=%2Fsee");
    CHECK_INT(answer(&w, post(&w, "/change", "a=1")), 401);
    fixture_fini(&w.f);
}

static void sets_cookies(void)
{
    struct world w;

    CASE("cookies, with and without TLS");
    world_init(&w);
    CHECK_INT(answer(&w, get(&w, "/start")), 303);
    CHECK_TEXT(header(&w, "Location"), "/?a=1&done=in");
    CHECK_TEXT(header(&w, "Set-Cookie"),
               "khetane-session-8080=" HEX64 "; Path=/; HttpOnly; SameSite=Strict");
    w.site.tls = true;
    (void)answer(&w, get(&w, "/start"));
    CHECK_TEXT(header(&w, "Set-Cookie"),
               "__Host-khetane-session=" HEX64 "; Path=/; HttpOnly; SameSite=Strict; Secure");
    w.site.tls = false;
    CHECK_INT(answer(&w, get(&w, "/full")), 507);
    CHECK(header(&w, "Set-Cookie").p == NULL);
    CHECK(!says(&w, "half a page"));
    CHECK_INT(w.logged, 1);
    fixture_fini(&w.f);
}

static void gives_assets(void)
{
    struct world w;

    CASE("files with a hash in their address");
    world_init(&w);
    const struct asset *style = &w.assets.all[ASSET_STYLE];
    struct request request = get(&w, style->url.p);
    CHECK_INT(answer(&w, request), 200);
    CHECK_TEXT(header(&w, "Cache-Control"), "public, max-age=31536000, immutable");
    CHECK(str_eq(w.reply.body, style->bytes));
    CHECK(header(&w, "Content-Encoding").p == NULL);
    request.encoding = STR("br, gzip;q=0");
    CHECK_INT(answer(&w, request), 200);
    CHECK(str_eq(w.reply.body, style->bytes));
    request.encoding = STR("deflate, gzip, br");
    CHECK_INT(answer(&w, request), 200);
    CHECK_TEXT(header(&w, "Content-Encoding"), "gzip");
    CHECK(str_eq(w.reply.body, style->packed) && style->packed.n < style->bytes.n / 2);
    request.if_none_match = style->tag;
    CHECK_INT(answer(&w, request), 304);
    CHECK(header(&w, "Content-Encoding").p == NULL);
    CHECK_INT(w.reply.body.n, 0);
    request.path = STR("/a/k.0000000000000000.css");
    CHECK_INT(answer(&w, request), 404);
    fixture_fini(&w.f);
}

static void survives_no_memory(void)
{
    struct world w;
    int status = 0;

    CASE("without memory a request is answered, not answered wrongly");
    world_init(&w);
    for (long fail_at = 1; status != 200; fail_at++) {
        struct fault_heap faults;
        struct arena arena;
        fault_heap_init(&faults, fail_at);
        arena_init(&arena, &faults.heap, ARENA_MAX_DEFAULT);
        struct request request = get(&w, "/case/KH-1?page=7");
        request.arena = &arena;
        status = answer(&w, request);
        CHECK(status == 200 || status == 503 || status == 404);
        CHECK(status != 200 || says(&w, "code=KH-1;page=7;"));
        arena_fini(&arena);
        CHECK_INT(faults.live, 0);
    }
    fixture_fini(&w.f);
}

void route_test(void)
{
    checks_table();
    finds_routes();
    keeps_security();
    guards_hosts();
    guards_forms();
    guards_tokens();
    types_params();
    asks_permission();
    sets_cookies();
    gives_assets();
    survives_no_memory();
}
