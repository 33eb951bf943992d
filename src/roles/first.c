/* first.c - see first.h: the process that shows the screens. */
#include "roles/first.h"

#include "base/lang.h"
#include "cli/say.h"
#include "model/actor.h"
#include "process/wire.h"
#include "web/control.h"

enum { SEND_MS = 5000, ROUTES_MAX = 24, DAY_MS = 86400000 };

/* ---- what the site asks of us ---- */

static enum rc begin(void *data, struct call *call, const struct request *request)
{
    const struct first *first = data;
    struct str chosen = str_of(first->answers->language);

    call->app = first->program.app;
    call->today = (day)(call->now_ms / DAY_MS);
    if (chosen.n != 0)
        call->lang = program_lang(&first->program, chosen);
    else
        (void)program_accepted(&first->program, request->language, &call->lang);
    return RC_OK;
}

/* The browser that has set-up in its hands; there are no people yet. */
static enum rc find_session(void *data, struct web *web, struct str token)
{
    const struct first *first = data;

    if (first->token[0] != '\0' && token.n == (size_t)2 * FIRST_TOKEN &&
        crypt_same(token.p, first->token, token.n))
        web->call.actor = &actor_system;
    else if (str_starts(web->request->path, STR("/first/")))
        return fail(&web->call, RC_CONFLICT, NULL,
                    "Setting up goes on in another browser. Open the address from the terminal "
                    "once more to go on here.");
    return RC_OK;
}

static bool may(void *data, const struct web *web, unsigned permission)
{
    (void)data;
    (void)web;
    (void)permission;
    return false;
}

static void furnish(void *data, struct web *web, struct page *page)
{
    (void)data;
    (void)web;
    page->name = STR("Khetane");
    page->bare = true;
}

static void log_failure(void *data, const struct call *call, const struct request *request)
{
    (void)data;
    (void)request;
    (void)fprintf(stderr, "khetane first: %s (%s:%d)\n", rc_name(call->error.rc),
                  call->error.file == NULL ? "" : call->error.file, call->error.line);
}

static void answer(void *data, struct request *request, struct reply *reply)
{
    const struct first *first = data;

    site_answer(&first->site, request, reply);
}

static size_t body_max(void *data, const struct request *request)
{
    const struct first *first = data;

    return site_body_max(&first->site, request);
}

/* ---- shared by the pages ---- */

void first_progress(struct html *h, enum first_step step)
{
    html_raw(h, "<div class=\"stage\"><p>");
    html_text(h, say(h->call, "Setting up, step %d of %d", (int)step, (int)FIRST_STEPS));
    html_raw(h, "</p><progress");
    html_attr_say(h, "aria-label", "How far setting up is");
    buf_format(&h->buf, " max=\"%d\" value=\"%d\"></progress></div>", (int)FIRST_STEPS, (int)step);
}

void first_page(struct web *web, struct page *page, enum first_step step)
{
    page->bare = true;
    part_page(web, page);
    first_progress(&web->html, step);
}

/* "Go on" comes first, so that Enter means it. */
void first_buttons(struct web *web, const struct form_options *form, bool back)
{
    struct html *h = &web->html;
    struct button on = {.label = say(&web->call, "Go on"), .weight = WEIGHT_MAIN};
    struct button to = {.label = say(&web->call, "Back"),
                        .weight = WEIGHT_QUIET,
                        .name = "do",
                        .value = STR("back")};

    part_actions(h);
    part_button(h, &on);
    if (back)
        part_button(h, &to);
    part_actions_end(h);
    part_form_end(h, form);
}

bool first_goes_back(const struct web *web)
{
    return str_is(form_find(&web->form, STR("do")), "back");
}

enum rc first_finished(struct web *web, struct job_news *news, const char *folder, const char *next)
{
    struct first *first = web->site->data;
    struct str token, root, path = str_of(folder);
    enum rc rc = founder_get_open(&web->call, news->body, &token, &root);

    if (rc != RC_OK || path.n >= sizeof first->open)
        return rc == RC_OK ? fail(&web->call, RC_LIMIT, NULL, NULL) : rc;
    memcpy(first->open, path.p, path.n);
    memcpy(first->open_key, root.p, root.n);
    first->done = true;
    web_sign_in(web, token);
    server_stop(first->server);
    return web_redirect(web, str_of(next), NULL);
}

/* ---- coming in ---- */

static enum rc no_entrance(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Khetane is being set up")};

    web_status(web, 403);
    part_page(web, &page);
    html_tag(&web->html, "p", "lead",
             say(call, "Open the address that the command khetane serve has printed: it ends in "
                       "letters and figures that only you can see. If it is gone, start the "
                       "command again."));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc root_page(struct web *web)
{
    const struct first *first = web->site->data;

    return web->call.actor == NULL ? no_entrance(web)
                                   : web_redirect(web, str_of(first_open_step(first)), NULL);
}

static bool knows_secret(const struct web *web)
{
    const struct first *first = web->site->data;
    struct str secret = web_text(web, "secret");

    return secret.n == (size_t)2 * FIRST_SECRET && crypt_same(secret.p, first->secret, secret.n);
}

/* From now on this browser has it in its hands, and any other has no more. */
static enum rc hand_over(struct web *web)
{
    struct first *first = web->site->data;
    const struct os *os = first->program.os;
    unsigned char bytes[FIRST_TOKEN];

    os->random(os->data, bytes, sizeof bytes);
    struct str token = str_hex(web->call.arena, str_bytes(bytes, sizeof bytes));
    if (token.p == NULL)
        return fail_memory(&web->call);
    memcpy(first->token, token.p, token.n);
    web_sign_in(web, token);
    return web_redirect(web, STR("/"), NULL);
}

static enum rc begin_page(struct web *web)
{
    const struct first *first = web->site->data;
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Another browser is setting up")};
    struct form_options form = {.action = web->request->path};
    struct button button = {.label = say(call, "Go on in this one"), .weight = WEIGHT_MAIN};

    if (!knows_secret(web))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (call->actor != NULL)
        return web_redirect(web, STR("/"), NULL);
    if (first->token[0] == '\0')
        return hand_over(web);
    web_status(web, 409);
    part_page(web, &page);
    part_note(&web->html, TONE_WARN,
              say(call, "This address was opened before. Go on in that browser, or take it over "
                        "here: then that one shows nothing more. What was typed stays."));
    part_form(web, &form);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc begin_post(struct web *web)
{
    return knows_secret(web) ? hand_over(web) : fail(&web->call, RC_NOT_FOUND, NULL, NULL);
}

static const struct param begin_params[] = {{"secret", PARAM_ID, 0, true, false, NULL}, {0}};

static const struct route entrance_routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/", NULL, root_page, NULL, 0, "shows where setting up goes on"},
    {METHOD_GET, MAY_PUBLIC, "/begin/{secret}", begin_params, begin_page, NULL, 0,
     "lets the browser in that knows the address"},
    {METHOD_POST, MAY_PUBLIC, "/begin/{secret}", begin_params, begin_post, NULL, 4096,
     "takes setting up over from another browser"},
};

/* ---- the role ---- */

static int compare_routes(const void *a, const void *b)
{
    const struct route *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    return order != 0 ? order : (int)x->method - (int)y->method;
}

static void make_site(struct first *first, struct route *routes)
{
    const struct {
        const struct route *routes;
        size_t n;
    } all[] = {{entrance_routes, sizeof entrance_routes / sizeof *entrance_routes},
               {first_routes, first_routes_n},
               {first_sheet_routes, first_sheet_routes_n}};
    size_t n = 0;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t j = 0; j < all[i].n && n < ROUTES_MAX; j++)
            routes[n++] = all[i].routes[j];
    qsort(routes, n, sizeof *routes, compare_routes);
    first->site = (struct site){.data = first,
                                .os = first->program.os,
                                .routes = routes,
                                .route_count = n,
                                .hosts = first->hosts,
                                .sign_in = "/",
                                .assets = &first->program.assets,
                                .begin = begin,
                                .find_session = find_session,
                                .may = may,
                                .furnish = furnish,
                                .log = log_failure};
}

static enum rc take_hosts(struct call *call, struct first *first, const struct role_start *start)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    uint16_t port;
    enum rc rc = role_port(call, start, LISTENER_HERE, &port);

    for (size_t i = 0; i < 2 && rc == RC_OK; i++) {
        struct str host = str_format(&first->program.keep, "%s:%u", names[i], port);
        first->hosts[i] = host.p;
        rc = host.p == NULL ? fail_memory(call) : RC_OK;
    }
    return rc;
}

static enum rc send(struct call *call, const struct role_start *start, unsigned type,
                    struct buf *body)
{
    struct message message = {.type = type, .body = buf_str(body), .fd = -1};

    return buf_ok(body) ? channel_send(call, start->channel, &message, SEND_MS) : fail_memory(call);
}

static enum rc say_ready(struct call *call, struct first *first, const struct role_start *start)
{
    unsigned char bytes[FIRST_SECRET];
    struct buf body;

    call->os->random(call->os->data, bytes, sizeof bytes);
    struct str hex = str_hex(call->arena, str_bytes(bytes, sizeof bytes));
    if (hex.p == NULL)
        return fail_memory(call);
    memcpy(first->secret, hex.p, hex.n);
    buf_init(&body, call->arena, 256);
    cbor_put_text(&body, hex);
    return send(call, start, FIRST_READY, &body);
}

static enum rc say_done(struct call *call, const struct first *first,
                        const struct role_start *start)
{
    struct buf body;

    if (!first->done)
        return RC_OK;
    buf_init(&body, call->arena, OS_PATH_MAX + 1024);
    cbor_put_array(&body, 3);
    cbor_put_text(&body, str_of(first->open));
    cbor_put_bytes(&body, str_bytes(first->open_key, CRYPT_KEY));
    cbor_put_text(&body, str_of(first->answers->person));
    return send(call, start, FIRST_DONE, &body);
}

/* The command at the other end is gone: so is the terminal with the address. */
static void on_channel(void *data, int fd)
{
    const struct first *first = data;

    (void)fd;
    server_stop(first->server);
}

static enum rc serve(struct call *call, struct first *first, const struct role_start *start)
{
    const struct server_options options = {.listeners = {{.fd = start->listeners[LISTENER_HERE]}},
                                           .listener_n = 1,
                                           .data = first,
                                           .body_max = body_max,
                                           .answer = answer};
    struct route routes[ROUTES_MAX];
    enum rc rc = take_hosts(call, first, start);

    make_site(first, routes);
    if (rc == RC_OK)
        rc = site_check(call, &first->site);
    if (rc == RC_OK)
        rc = server_open(call, &options, &first->server);
    if (rc == RC_OK)
        rc = server_watch(call, first->server, start->channel, on_channel, first);
    if (rc == RC_OK)
        rc = say_ready(call, first, start);
    if (rc == RC_OK)
        rc = server_run(call, first->server);
    server_close(first->server);
    return rc == RC_OK ? say_done(call, first, start) : rc;
}

static enum rc run(struct call *call, struct first *first, const struct role_start *start,
                   const struct area *const *areas, size_t n)
{
    enum rc rc = program_load(call, areas, n, &first->program);

    first->folder = start->folder;
    first->jobs = (struct job_source){program_job_table(&first->program), start->folder, -1};
    first->answers = crypt_secret_new(sizeof *first->answers);
    first->open_key = crypt_secret_new(CRYPT_KEY);
    if (rc == RC_OK && (first->answers == NULL || first->open_key == NULL))
        rc = fail_memory(call);
    if (rc == RC_OK)
        rc = serve(call, first, start);
    crypt_secret_free(first->answers);
    crypt_secret_free(first->open_key);
    arena_fini(&first->program.keep);
    return rc;
}

int first_run(const struct role_start *start, const struct area *const *areas, size_t n)
{
    struct first *first = calloc(1, sizeof *first);
    struct terminal terminal = terminal_real();
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_secret, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, start->os);
    enum rc rc = first == NULL ? fail_memory(&call) : run(&call, first, start, areas, n);
    if (rc != RC_OK)
        say_error(&call, &terminal, false);
    free(first);
    arena_fini(&arena);
    return rc_exit(rc);
}
