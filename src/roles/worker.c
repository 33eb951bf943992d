/* worker.c - see worker.h. */
#include "roles/worker.h"

#include "base/file.h"
#include "base/lang.h"
#include "cli/say.h"
#include "model/actor.h"
#include "model/notice.h"
#include "model/permission.h"
#include "model/session.h"
#include "roles/backups.h"
#include "roles/found.h"
#include "roles/network_pages.h"
#include "roles/pages.h"
#include "store/crypt.h"
#include "web/part.h"

enum { TICK_MS = 1000, ACTIVE_MS = 60000, QUERY_MS = 1000, NAV_ITEMS = 8, HELP_ITEMS = 8 };

/* ---- what the site asks of us */

/* Our own failures go to standard error, which the keeper's starter keeps; never a value. */
static void log_failure(void *data, const struct call *call, const struct request *request)
{
    (void)data;
    (void)request;
    (void)fprintf(stderr, "khetane worker: %s (%s:%d)\n", rc_name(call->error.rc),
                  call->error.file == NULL ? "" : call->error.file, call->error.line);
}

/* Somebody may just have added a field, in another worker: from this request on it is there. */
static void take_own_fields(struct worker *worker, struct call *call, const struct request *request)
{
    if (opened_own(call, &worker->opened) != RC_OK) {
        log_failure(worker, call, request); /* what was known still holds */
        call_forgive(call);
    }
    call->app = worker->opened.app;
}

static enum rc begin(void *data, struct call *call, const struct request *request)
{
    struct worker *worker = data;

    call->app = worker->program.app;
    if (worker->open) {
        opened_call(&worker->opened, call);
        take_own_fields(worker, call, request);
        db_deadline(call->store->db, call->os, QUERY_MS);
    }
    (void)program_accepted(&worker->program, request->language, &call->lang);
    if (worker->open || str_is(request->path, "/") || str_is(request->path, "/unlock") ||
        str_is(request->path, "/languages"))
        return RC_OK;
    return fail(call, RC_LOCKED, NULL, NULL);
}

/* Without any data: the page for devices that do not know us yet. */
static enum rc begin_trust(void *data, struct call *call, const struct request *request)
{
    struct worker *worker = data;

    call->app = worker->program.app;
    (void)program_accepted(&worker->program, request->language, &call->lang);
    return RC_OK;
}

static void furnish_trust(void *data, struct web *web, struct page *page)
{
    (void)data;
    (void)web;
    page->name = STR("Khetane");
}

/* The page that she must answer before any other; NULL: none. */
static const char *page_first(const struct call *call, const struct session *session,
                              const struct actor *actor)
{
    if (session->stage == SESSION_SECOND)
        return "/sign-in/second";
    if (session_is_idle(session, call->now_ms))
        return "/locked";
    return actor->given ? "/sign-in/password" : NULL;
}

/* The person of a session; NULL when her account was closed while she was signed in. */
static enum rc find_actor(struct call *call, const struct session *session, struct actor **out)
{
    enum rc rc = actor_load(call, session->user, out);

    if (rc != RC_SIGN_IN)
        return rc;
    call_forgive(call);
    *out = NULL;
    return RC_OK;
}

/* As she chose; where her language has nothing, as she chose for that, or as her office speaks. */
static void speak(const struct worker *worker, const struct actor *actor, struct call *call)
{
    struct str second =
        actor->second_lang.n != 0 ? actor->second_lang : lang_code(worker->opened.lang);

    (void)program_speaks(&worker->program, actor->lang, second, &call->lang);
}

static enum rc find_session(void *data, struct web *web, struct str token)
{
    struct worker *worker = data;
    struct call *call = &web->call;
    struct actor *actor = NULL;
    struct session session;

    if (!worker->open)
        return RC_OK;
    enum rc rc = session_find(call, token, &session);
    if (rc == RC_OK && session.user != 0)
        rc = find_actor(call, &session, &actor);
    if (rc != RC_OK || actor == NULL)
        return rc;
    speak(worker, actor, call);
    web->first = page_first(call, &session, actor);
    if (web->first != NULL) {
        web->held = actor;
        return RC_OK;
    }
    call->actor = actor;
    web->fresh = session_is_fresh(&session, call->now_ms);
    rc = session_seen(call, token, &session);
    if (rc != RC_OK)
        return rc;
    if (call->now_ms - worker->active_ms > ACTIVE_MS) {
        worker->active_ms = call->now_ms;
        rc = link_active(call, &worker->link);
    }
    return rc;
}

static bool may(void *data, const struct web *web, unsigned permission)
{
    (void)data;
    return permission_holds(&web->call, permission, form_find(&web->form, STR("kind")));
}

/* Accounts and teams are also kinds with general pages: there, too, they ask once more. */
static bool grave(void *data, const struct web *web)
{
    const struct str name = form_find(&web->form, STR("kind"));
    const struct app *app = web->call.app;
    const struct kind *kind = name.n == 0 || app == NULL ? NULL : kind_find(app->registry, name);

    (void)data;
    return kind != NULL && kind_head(kind)->confirm;
}

/* What she must be told stands above every page until she has read it. */
static void furnish_notice(struct web *web, struct page *page)
{
    struct call *call = &web->call;
    int64_t n = 0;

    if (notice_count(call, call->actor->rid, &n) != RC_OK)
        call_forgive(call);
    if (n == 0 || str_is(web->request->path, "/me/notices"))
        return;
    page->notice = str_format(
        call->arena,
        lang_plural(call->lang, "%lld notice for you", "%lld notices for you", (long long)n),
        (long long)n);
    page->notice_path = STR("/me/notices");
}

/* The links at the foot, as far as this person has a use for them. */
static size_t help_links(const struct worker *worker, struct call *call, struct nav_item *out)
{
    const struct {
        const char *path, *label;
        bool shown;
    } links[HELP_ITEMS] = {
        {"/staff", N_("Staff"), permission_holds(call, PERMISSION_STAFF_LEAD, STR(""))},
        {"/emergency", N_("Emergency access"),
         permission_holds(call, PERMISSION_EMERGENCY, STR(""))},
        {"/lock", N_("Close this computer"), true},
        {"/jobs", N_("Jobs"), true},
        {"/backups", N_("Backups"), backups_are_for(call->actor)},
        {"/network", N_("Other devices"), worker->near.on},
        {"/report", N_("Reports"), permission_holds(call, PERMISSION_REPORT_SEE, STR(""))},
        {"/card", N_("Card for the door"), true},
    };
    size_t n = 0;

    for (size_t i = 0; i < HELP_ITEMS; i++)
        if (links[i].shown)
            out[n++] = (struct nav_item){
                str_of(links[i].path), str_of(lang_text(call->lang, links[i].label)), NULL, false};
    return n;
}

/* What the organisation does not use is not in the menu, nor is what she would be refused. */
static bool is_in_use(const struct call *call, const char *name, const struct nav_item *item)
{
    static const struct {
        const char *path;
        unsigned permission;
    } asked[] = {
        {"/quick", PERMISSION_QUICK_SEE},           {"/queue", PERMISSION_VISITOR_SEE},
        {"/records/person", PERMISSION_PERSON_SEE}, {"/cases", PERMISSION_CASE_SEE},
        {"/no-answer", PERMISSION_CASE_SEE},        {"/case/new", PERMISSION_CASE_MAKE},
    };

    if (name == NULL)
        return true;
    if (kind_find(call->app->registry, str_of(name))->hidden)
        return false;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (str_is(item->path, asked[i].path))
            return permission_holds(call, asked[i].permission, STR(""));
    return true;
}

static void furnish(void *data, struct web *web, struct page *page)
{
    struct worker *worker = data;
    struct call *call = &web->call;

    page->name = worker->open ? worker->opened.name : STR("Khetane");
    page->practice = worker->open ? worker->opened.practice : worker->practice;
    page->languages_path = STR("/languages");
    if (call->actor == NULL)
        return;
    if (web->first != NULL) /* she has not answered yet: her name, and no way further */
        return;
    struct nav_item *nav = arena_array(call->arena, NAV_ITEMS + HELP_ITEMS, sizeof *nav);
    if (nav == NULL)
        return;
    furnish_notice(web, page);
    page->one_key = call->actor->one_key;
    struct str path = web->request->path;
    bool new = str_is(path, "/case/new"), people = str_starts(path, STR("/records/person"));
    bool all = str_starts(path, STR("/records")) && !people;
    bool cases = !new &&str_starts(path, STR("/case"));
    bool board = str_starts(path, STR("/no-answer"));
    bool quick = str_is(path, "/quick"), queue = str_starts(path, STR("/queue"));
    const struct {
        const char *kind; /* without which it is not shown */
        struct nav_item item;
    } items[NAV_ITEMS] = {
        {NULL, {STR("/"), say(call, "Today"), "inbox", str_is(path, "/")}},
        {"person", {STR("/records/person"), say(call, "People"), "users", people}},
        {"case", {STR("/cases"), say(call, "Cases"), "folder", cases}},
        {"case", {STR("/case/new"), say(call, "New case"), "plus", new}},
        {"proceeding", {STR("/no-answer"), say(call, "No answer"), "mail-question", board}},
        {NULL, {STR("/records"), say(call, "Everything"), "book-open", all}},
        {"waiting", {STR("/queue"), say(call, "Visitors today"), "list-checks", queue}},
        {"quick_help", {STR("/quick"), say(call, "Quick help"), "clock", quick}},
    };
    page->nav_count = 0;
    for (size_t i = 0; i < NAV_ITEMS; i++)
        if (is_in_use(call, items[i].kind, &items[i].item))
            nav[page->nav_count++] = items[i].item;
    page->find_path = STR("/find");
    page->nav = nav;
    page->help = nav + NAV_ITEMS;
    page->help_count = help_links(worker, call, nav + NAV_ITEMS);
    page->person = call->actor->name;
    page->person_path = STR("/me");
    page->sign_out_path = STR("/sign-out");
}

static void make_sites(struct worker *worker)
{
    struct site site = {.data = worker,
                        .os = worker->program.os,
                        .hosts = worker->hosts,
                        .assets = &worker->program.assets,
                        .begin = begin,
                        .find_session = find_session,
                        .may = may,
                        .furnish = furnish,
                        .log = log_failure};

    worker->locked = worker->site = site;
    worker->locked.routes = locked_routes;
    worker->locked.route_count = locked_routes_n;
    worker->site.routes = worker->program.routes;
    worker->site.route_count = worker->program.routes_n;
    worker->site.sign_in = "/sign-in";
    worker->site.kind_pages = worker->program.kind_pages;
    worker->site.confirm = "/confirm";
    worker->site.file = "/file";
    worker->site.grave = grave;
    worker->site.keep = page_keep;
    worker->near_locked = worker->locked;
    worker->near_site = worker->site;
    worker->near_locked.tls = worker->near_site.tls = true;
    worker->near_locked.hosts = worker->near_site.hosts = worker->near.hosts;
    worker->trust = site;
    worker->trust.hosts = worker->near.trust_hosts;
    worker->trust.begin = begin_trust;
    worker->trust.furnish = furnish_trust;
    worker->trust.routes = trust_routes;
    worker->trust.route_count = trust_routes_n;
}

/* ---- the server */

static const struct site *site_now(const struct worker *worker, const struct request *request)
{
    if (request->listener == LISTENER_TRUST)
        return &worker->trust;
    if (request->listener == LISTENER_NEAR)
        return worker->open ? &worker->near_site : &worker->near_locked;
    return worker->open ? &worker->site : &worker->locked;
}

static void answer(void *data, struct request *request, struct reply *reply)
{
    const struct worker *worker = data;

    site_answer(site_now(worker, request), request, reply);
    if (worker->open) /* what waits for a job goes on later, and must not find the time used up */
        db_deadline(worker->opened.store->db, worker->program.os, 0);
}

static size_t body_max(void *data, const struct request *request)
{
    return site_body_max(site_now(data, request), request);
}

static void with_call(struct worker *worker, void (*run)(struct worker *worker, struct call *call))
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_secret, 4 << 20);
    call_init(&call, &arena, worker->program.os);
    run(worker, &call);
    arena_fini(&arena);
}

static void refresh(struct worker *worker, struct call *call)
{
    const unsigned char *key = worker->open ? store_network_key(worker->opened.store) : NULL;

    if (near_tick(call, &worker->near, key))
        server_stop(worker->server); /* another takes its place, with the new certificates */
    if (!worker->open)
        return;
    opened_call(&worker->opened, call);
    if (opened_refresh(call, &worker->opened) != RC_OK)
        log_failure(worker, call, NULL); /* what was known still holds */
}

static void tick(void *data)
{
    with_call(data, refresh);
}

/* ---- what the keeper says */

static void keep_trouble(struct worker *worker, const struct call *call)
{
    struct str text = call->error.text;
    size_t n = text.n < sizeof worker->trouble ? text.n : sizeof worker->trouble - 1;

    memcpy(worker->trouble, text.p, n);
    worker->trouble[n] = '\0';
}

static void open_data(struct worker *worker, struct call *call, struct str key)
{
    if (worker->open)
        return;
    if (opened_root(call, &worker->program, worker->folder, key, false, &worker->opened) == RC_OK) {
        worker->open = true;
        return;
    }
    opened_close(&worker->opened);
    keep_trouble(worker, call);
}

static void tell_unlocking(struct worker *worker, const struct link_news *news)
{
    for (int i = 0; i < WORKER_UNLOCKS_MAX; i++) {
        struct unlocking *unlocking = &worker->unlockings[i];
        if (unlocking->ticket != news->ticket || unlocking->answered)
            continue;
        struct str text = news->answer.text;
        size_t n = text.n < sizeof unlocking->text ? text.n : sizeof unlocking->text - 1;
        memcpy(unlocking->text, text.n == 0 ? "" : text.p, n);
        unlocking->text[n] = '\0';
        unlocking->rc = news->answer.rc;
        unlocking->answered = true;
        channel_close(unlocking->wake); /* its other end can now be read */
    }
}

static void hear(struct worker *worker, struct call *call)
{
    struct link_news news;

    for (;;) {
        if (link_next(call, &worker->link, 0, &news) != RC_OK) {
            server_stop(worker->server);
            return;
        }
        switch (news.heard) {
        case LINK_HEARD_NOTHING: return;
        case LINK_HEARD_LOCKED:
        case LINK_HEARD_CHECK: break;
        case LINK_HEARD_KEYS: open_data(worker, call, news.key); break;
        case LINK_HEARD_UNLOCKED: tell_unlocking(worker, &news); break;
        case LINK_HEARD_STOP: server_stop(worker->server); return;
        }
    }
}

static void on_link(void *data, int fd)
{
    (void)fd;
    with_call(data, hear);
}

struct unlocking *worker_unlock(struct worker *worker, struct call *call, struct str phrase)
{
    for (int i = 0; i < WORKER_UNLOCKS_MAX; i++) {
        struct unlocking *unlocking = &worker->unlockings[i];
        int ends[2];
        if (unlocking->ticket != 0)
            continue;
        if (channel_pair(call, ends) != RC_OK)
            return NULL;
        *unlocking = (struct unlocking){.waits = ends[0], .wake = ends[1]};
        if (link_unlock(call, &worker->link, phrase, &unlocking->ticket) == RC_OK)
            return unlocking;
        channel_close(ends[0]);
        channel_close(ends[1]);
        unlocking->ticket = 0;
        return NULL;
    }
    (void)fail(call, RC_BUSY, NULL, NULL);
    return NULL;
}

/* ---- the role */

static void first_word(struct worker *worker, struct call *call)
{
    struct link_news news;

    if (link_next(call, &worker->link, 5000, &news) == RC_OK && news.heard == LINK_HEARD_KEYS)
        open_data(worker, call, news.key);
}

static enum rc serve(struct call *call, struct worker *worker, const struct role_start *start)
{
    struct server_options options = {
        .tick_ms = TICK_MS, .data = worker, .body_max = body_max, .answer = answer, .tick = tick};
    enum rc rc = site_check(call, &worker->site);

    for (size_t i = 0; i < start->listener_n; i++)
        options.listeners[options.listener_n++] = (struct server_listener){
            .fd = start->listeners[i],
            .tls = i == LISTENER_NEAR ? near_tls(&worker->near) : NULL,
            .near_alone = true,
        };
    if (rc == RC_OK)
        rc = site_check(call, &worker->locked);
    if (rc == RC_OK)
        rc = site_check(call, &worker->trust);
    if (rc == RC_OK)
        rc = server_open(call, &options, &worker->server);
    near_forget(&worker->near);
    if (rc == RC_OK)
        rc = server_watch(call, worker->server, worker->link.channel, on_link, worker);
    if (rc == RC_OK) {
        with_call(worker, first_word);
        rc = server_run(call, worker->server);
    }
    server_close(worker->server);
    return rc;
}

/* The names by which a browser on this machine may call us; any other is a trick. */
static enum rc take_hosts(struct call *call, struct worker *worker, const struct role_start *start)
{
    static const char *const names[] = {"localhost", "127.0.0.1"};
    uint16_t port;
    enum rc rc = role_port(call, start, LISTENER_HERE, &port);

    for (size_t i = 0; i < 2 && rc == RC_OK; i++) {
        struct str host = str_format(&worker->program.keep, "%s:%u", names[i], port);
        if (host.p == NULL)
            return fail_memory(call);
        worker->hosts[i] = host.p;
    }
    return rc;
}

static enum rc run(struct call *call, struct worker *worker, const struct role_start *start,
                   const struct area *const *areas, size_t n)
{
    enum rc rc = program_load(call, areas, n, &worker->program);

    if (rc != RC_OK)
        return rc;
    worker->folder = start->folder;
    worker->practice = file_exists(call, file_path(call, start->folder, PRACTICE_NAME).p);
    rc = take_hosts(call, worker, start);
    if (rc == RC_OK)
        rc = near_open(call, start, &worker->near);
    if (rc != RC_OK)
        return rc;
    link_open(&worker->link, start->channel);
    make_sites(worker);
    rc = serve(call, worker, start);
    if (worker->open)
        opened_close(&worker->opened);
    near_close(&worker->near);
    arena_fini(&worker->program.keep);
    return rc;
}

int worker_run(const struct role_start *start, const struct area *const *areas, size_t n)
{
    struct worker *worker = calloc(1, sizeof *worker);
    struct terminal terminal = terminal_real();
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, start->os);
    enum rc rc = worker == NULL ? fail_memory(&call) : run(&call, worker, start, areas, n);
    if (rc != RC_OK)
        say_error(&call, &terminal, false);
    free(worker);
    arena_fini(&arena);
    return rc_exit(rc);
}
