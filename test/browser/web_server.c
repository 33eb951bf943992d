/* web_server.c - a small site for tests of web/ alone: no data, one person, the pages of parts.
 * Usage: web_server PORT      (0: any free one); prints "http://localhost:PORT" when it listens.
 *   /           a page for everyone      /dev/parts  all parts      /fixed  the page that is timed
 *   /sign-in    any name signs in        /in         who signed in  /may    what nobody may
 *   /wait       answers after 200 ms     /broken     fails         /file   a download
 *   /every      a form of every field type
 * The end of standard input, or SIGTERM, ends it as a worker ends: what runs is answered first. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "every_page.h"
#include "store/crypt.h"
#include "store/posix.h"
#include "web/control.h"
#include "web/part.h"
#include "web/part_show.h"

enum { WAIT_MS = 200, NOTE_MAX = 2000, NOBODY_MAY = MAY_FIRST };

static const struct nav_item nav[] = {
    {STR_INIT("/"), STR_INIT("Today"), "inbox", false},
    {STR_INIT("/dev/parts"), STR_INIT("Cases"), "folder", true},
    {STR_INIT("/in"), STR_INIT("Letters"), "mail", false},
    {STR_INIT("/may"), STR_INIT("No answer"), "hourglass", false},
    {STR_INIT("/wait"), STR_INIT("Plans"), "clipboard-list", false},
    {STR_INIT("/broken"), STR_INIT("Visits"), "footprints", false},
};

static const struct nav_item help[] = {
    {STR_INIT("tel:+38900000000"), STR_INIT("Call us: +389 0 000 000"), NULL, false},
    {STR_INIT("/"), STR_INIT("Help"), NULL, false},
    {STR_INIT("/"), STR_INIT("Accessibility"), NULL, false},
};

/* ---- pages */

static enum rc show_home(struct web *web)
{
    static const struct form_options form = {
        .action = STR_INIT("/note"), .part = "#notes", .draft = STR_INIT("/draft")};
    struct page page = {.title = STR("Today")};
    struct control note = {.name = STR("note"), .label = STR("Note"), .must = true};
    struct button save = {STR("Save note"), WEIGHT_MAIN, NULL, NULL, {0}};
    struct html *h = &web->html;

    if (str_is(web->done, "note"))
        page.done = STR("The note was saved.");
    if (web->route->method == METHOD_POST)
        note.value = web_text(web, "note");
    part_page(web, &page);
    html_raw(h, "<section id=\"notes\">");
    part_form(web, &form);
    control_long(h, &note, 3);
    part_actions(h);
    part_button(h, &save);
    part_actions_end(h);
    part_form_end(h, &form);
    html_raw(h, "</section><p id=\"elsewhere\">");
    html_number(h, web->call.now_ms);
    html_raw(h, "</p>");
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc take_note(struct web *web)
{
    return web_redirect(web, STR("/"), "note");
}

static enum rc take_draft(struct web *web)
{
    struct str note = web_text(web, "note");

    return web_show(web, "text/plain; charset=utf-8",
                    say(&web->call, "Saved: %zu letters", note.n));
}

static enum rc show_fixed(struct web *web)
{
    struct page page = {.title = STR("A fixed page")};

    part_page(web, &page);
    for (int i = 0; i < 25; i++) {
        struct task task = {.title = STR("Write the appeal"),
                            .path = STR("/"),
                            .about = {STR("KH-2026-104"), STR("Centre for Social Work")},
                            .tone = TONE_WARN,
                            .status = STR("Today")};
        if (i == 0)
            part_tasks(&web->html, STR("My list"));
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc show_sign_in(struct web *web)
{
    static const struct form_options form = {.action = STR_INIT("/sign-in")};
    struct page page = {.title = STR("Sign in"), .bare = true};
    struct control name = {
        .name = STR("name"), .label = STR("Name"), .must = true, .max = 40, .fill = "username"};
    struct control password = {.name = STR("password"),
                               .label = STR("Password"),
                               .must = true,
                               .max = 41,
                               .fill = "current-password"};
    struct button in = {STR("Sign in"), WEIGHT_MAIN, NULL, NULL, {0}};
    struct html *h = &web->html;

    part_page(web, &page);
    part_form(web, &form);
    control_text(h, &name);
    control_password(h, &password);
    part_actions(h);
    part_button(h, &in);
    part_actions_end(h);
    part_form_end(h, &form);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc take_sign_in(struct web *web)
{
    web_sign_in(web, STR("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"));
    return web_redirect(web, STR("/in"), NULL);
}

static enum rc take_sign_out(struct web *web)
{
    web_sign_out(web);
    return web_redirect(web, STR("/"), NULL);
}

static enum rc show_in(struct web *web)
{
    struct page page = {.title = STR("Signed in")};

    part_page(web, &page);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc show_item(struct web *web)
{
    struct page page = {.title = web_text(web, "code")};

    part_page(web, &page);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc show_broken(struct web *web)
{
    return fail(&web->call, RC_IO, NULL, "The file could not be read.");
}

static enum rc show_file(struct web *web)
{
    return web_download(web, "text/plain; charset=utf-8", STR("жалба.txt"),
                        STR("<script>alert(1)"));
}

/* ---- a page that waits for a timer, as others wait for a job */

static enum rc after_wait(struct web *web, void *data)
{
    int fd = *(int *)data;
    uint64_t times = 0;

    bool rang = read(fd, &times, sizeof times) == (ssize_t)sizeof times;
    (void)close(fd);
    return rang ? show_in(web) : fail(&web->call, RC_BUSY, NULL, "The job took too long.");
}

static void drop_wait(void *data)
{
    (void)close(*(int *)data);
}

static enum rc show_wait(struct web *web)
{
    int *fd = arena_alloc(web->call.arena, sizeof *fd);
    struct itimerspec in = {.it_value.tv_nsec = WAIT_MS * 1000000L};
    int64_t timeout_ms = 5000;

    if (fd == NULL)
        return fail_memory(&web->call);
    (void)web_number(web, "timeout", &timeout_ms);
    *fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (*fd < 0 || timerfd_settime(*fd, 0, &in, NULL) != 0)
        return fail(&web->call, RC_IO, NULL, "There is no timer.");
    web_wait(
        web,
        &(struct wait){.fd = *fd, .timeout_ms = (int)timeout_ms, .data = fd, .drop = drop_wait},
        after_wait);
    return RC_OK;
}

/* ---- what k.js asks while somebody types a link */

static enum rc suggest(struct web *web)
{
    return web_show(
        web, "application/json",
        STR("[{\"id\": \"00112233445566778899aabbccddeeff\", \"text\": \"Roof, V-1\"},"
            " {\"id\": \"10112233445566778899aabbccddeeff\", \"text\": \"Wall, V-2\"}]"));
}

/* ---- the site */

static const struct param note_params[] = {{"note", PARAM_LONG, NOTE_MAX, true, false, "Note"},
                                           {0}};
static const struct param draft_params[] = {{"note", PARAM_LONG, NOTE_MAX, false, false, NULL},
                                            {0}};
static const struct param sign_in_params[] = {{"name", PARAM_TEXT, 40, true, false, NULL},
                                              {"password", PARAM_TEXT, 200, true, false, NULL},
                                              {0}};
static const struct param item_params[] = {{"code", PARAM_CODE, 20, true, false, NULL}, {0}};
static const struct param suggest_params[] = {{"q", PARAM_TEXT, 200, true, false, NULL}, {0}};
static const struct param wait_params[] = {{"timeout", PARAM_NUMBER, 60000, false, false, NULL},
                                           {0}};

static const struct route routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/", NULL, show_home, NULL, 0, "A page with a form."},
    {METHOD_GET, MAY_PUBLIC, "/broken", NULL, show_broken, NULL, 0, "A page that fails."},
    {METHOD_GET, MAY_PUBLIC, "/dev/parts", NULL, part_show, NULL, 0, "All parts of pages."},
    {METHOD_POST, MAY_PUBLIC, "/dev/parts", part_show_params, part_show_sent, part_show_again, 0,
     "Takes the form of all parts."},
    {METHOD_POST, MAY_PUBLIC, "/draft", draft_params, take_draft, NULL, 0, "Keeps a draft."},
    {METHOD_GET, MAY_PUBLIC, "/every", NULL, every_show, NULL, 0, "A form of every type."},
    {METHOD_POST, MAY_PUBLIC, "/every", every_params, every_take, every_show, 0,
     "Takes the form of every type."},
    {METHOD_GET, MAY_PUBLIC, "/file", NULL, show_file, NULL, 0, "A download."},
    {METHOD_GET, MAY_PUBLIC, "/fixed", NULL, show_fixed, NULL, 0, "A page to measure."},
    {METHOD_GET, MAY_SIGNED_IN, "/in", NULL, show_in, NULL, 0, "For who signed in."},
    {METHOD_GET, MAY_PUBLIC, "/item/{code}", item_params, show_item, NULL, 0, "One item."},
    {METHOD_GET, NOBODY_MAY, "/may", NULL, show_in, NULL, 0, "For nobody."},
    {METHOD_POST, MAY_PUBLIC, "/note", note_params, take_note, show_home, 0, "Takes a note."},
    {METHOD_GET, MAY_PUBLIC, "/records/visit/suggest", suggest_params, suggest, NULL, 0,
     "What a text may mean."},
    {METHOD_GET, MAY_PUBLIC, "/sign-in", NULL, show_sign_in, NULL, 0, "Asks who it is."},
    {METHOD_POST, MAY_PUBLIC, "/sign-in", sign_in_params, take_sign_in, NULL, 0, "Signs in."},
    {METHOD_POST, MAY_PUBLIC, "/sign-out", NULL, take_sign_out, NULL, 0, "Signs out."},
    {METHOD_GET, MAY_PUBLIC, "/wait", wait_params, show_wait, NULL, 0, "Waits for a job."},
};

struct actor {
    struct str name;
};

static const struct actor selma = {STR_INIT("Selma")};

static enum rc begin(void *data, struct call *call, const struct request *request)
{
    (void)request;
    call->app = data;
    call->today = 20779; /* 2026-11-22, on which no test waits for midnight */
    return RC_OK;
}

static enum rc find_session(void *data, struct web *web, struct str token)
{
    (void)data;
    if (str_starts(token, STR("0011")))
        web->call.actor = &selma;
    return RC_OK;
}

static bool may(void *data, const struct web *web, unsigned permission)
{
    (void)data, (void)web, (void)permission;
    return false;
}

static void furnish(void *data, struct web *web, struct page *page)
{
    (void)data;
    page->name = STR("Khetane");
    page->nav = nav;
    page->nav_count = sizeof nav / sizeof *nav;
    page->find_path = STR("/");
    page->person = web->call.actor == NULL ? STR("") : web->call.actor->name;
    page->sign_out_path = STR("/sign-out");
    page->help = help;
    page->help_count = sizeof help / sizeof *help;
}

static void log_failure(void *data, const struct call *call, const struct request *request)
{
    (void)data;
    (void)fprintf(stderr, "%.*s: %.*s (%s:%d)\n", (int)request->path.n, request->path.p,
                  (int)call->error.text.n, call->error.text.p, call->error.file, call->error.line);
}

static size_t body_max(void *data, const struct request *request)
{
    return site_body_max(data, request);
}

static void answer(void *data, struct request *request, struct reply *reply)
{
    site_answer(data, request, reply);
}

static int listen_on(uint16_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(*port)};
    socklen_t n = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, (struct sockaddr *)&address, n) != 0 || listen(fd, 128) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &n) != 0)
        return -1;
    *port = ntohs(address.sin_port);
    return fd;
}

static void on_end(void *data, int fd)
{
    server_unwatch(data, fd);
    server_stop(data);
}

static int watch_signal(void)
{
    sigset_t ends;

    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &ends, NULL);
    return signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
}

static enum rc serve(struct call *call, struct site *site, int fd)
{
    struct server_options options = {.listeners = {{.fd = fd}},
                                     .listener_n = 1,
                                     .data = site,
                                     .body_max = body_max,
                                     .answer = answer};
    struct server *server = NULL;
    enum rc rc = site_check(call, site);

    if (rc == RC_OK)
        rc = server_open(call, &options, &server);
    if (rc == RC_OK)
        rc = server_watch(call, server, STDIN_FILENO, on_end, server);
    if (rc == RC_OK)
        rc = server_watch(call, server, watch_signal(), on_end, server);
    if (rc == RC_OK)
        rc = server_run(call, server);
    server_close(server);
    return rc;
}

int main(int argc, char **argv)
{
    uint64_t wanted = 0;
    struct arena arena;
    struct call call;
    struct assets assets;
    struct app app;

    if (argc != 2 || !str_uint(str_of(argv[1]), UINT16_MAX, &wanted) || !crypt_init())
        return 2;
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    uint16_t port = (uint16_t)wanted;
    int fd = listen_on(&port);
    const char *hosts[] = {str_format(&arena, "localhost:%d", port).p,
                           str_format(&arena, "127.0.0.1:%d", port).p, NULL};
    struct site site = {.data = &app,
                        .os = call.os,
                        .routes = routes,
                        .route_count = sizeof routes / sizeof *routes,
                        .hosts = hosts,
                        .assets = &assets,
                        .sign_in = "/sign-in",
                        .begin = begin,
                        .find_session = find_session,
                        .may = may,
                        .furnish = furnish,
                        .log = log_failure};
    enum rc rc = fd < 0 ? fail(&call, RC_IO, NULL, "The port %d is taken.", port)
                        : assets_open(&call, &arena, &assets);
    if (rc == RC_OK)
        rc = every_load(&call, &arena, &app);
    (void)printf("http://localhost:%d\n", port);
    (void)fflush(stdout);
    if (rc == RC_OK)
        rc = serve(&call, &site, fd);
    if (rc != RC_OK)
        (void)fprintf(stderr, "%s\n", call.error.text.p);
    arena_fini(&arena);
    return rc_exit(rc);
}
