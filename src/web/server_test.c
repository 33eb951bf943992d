/* server_test.c - a real server in a process of its own, spoken to byte by byte. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "web/server.h"
#include "web/web_test.h"

enum { BODY_MAX = 100, ANSWER_MAX = 8192 };

struct peer {
    struct server *server;
    int control; /* our end of a pair to the test */
};

/* ---- the server's side */

static size_t body_max(void *data, const struct request *request)
{
    (void)data;
    return str_is(request->path, "/big") ? SERVER_FILE_MAX : BODY_MAX;
}

static void after(void *data, struct request *request, struct reply *reply)
{
    struct peer *peer = data;
    char byte = '-';

    (void)request;
    ssize_t n = recv(peer->control, &byte, 1, MSG_DONTWAIT);
    reply->status = 200;
    reply->type = "text/plain";
    reply->body = n == 1 ? STR("the job is done") : STR("the job took too long");
}

static void dropped(void *data)
{
    const struct peer *peer = data;

    (void)send(peer->control, "D", 1, 0);
}

static void answer(void *data, struct request *request, struct reply *reply)
{
    struct peer *peer = data;

    if (str_is(request->path, "/stop"))
        server_stop(peer->server);
    if (str_is(request->path, "/wait") || str_is(request->path, "/short")) {
        int timeout_ms = str_is(request->path, "/wait") ? 60000 : 50;
        reply->wait = (struct wait){peer->control, timeout_ms, peer, after, dropped};
        return;
    }
    reply->status = 200;
    reply->type = "text/plain";
    if (str_is(request->path, "/split"))
        reply_header(reply, "X-Split", STR("a\r\nSet-Cookie: b"));
    reply->body =
        str_format(request->arena, "%d %.*s?%.*s host=%.*s body=%zu peer=%.*s",
                   (int)request->method, (int)request->path.n, request->path.p,
                   (int)request->query.n, request->query.p, (int)request->host.n, request->host.p,
                   request->body.n, (int)request->peer.n, request->peer.p);
}

static void serve(int listen_fd, int control)
{
    struct fixture f;
    struct peer peer = {.control = control};
    struct server_options options = {.listeners = {{.fd = listen_fd}},
                                     .listener_n = 1,
                                     .data = &peer,
                                     .idle_s = 1,
                                     .request_s = 2,
                                     .tick_ms = 100,
                                     .body_max = body_max,
                                     .answer = answer};

    fixture_init(&f, 0);
    bool ok = server_open(&f.call, &options, &peer.server) == RC_OK &&
              server_run(&f.call, peer.server) == RC_OK;
    server_close(peer.server);
    arena_fini(&f.arena);
    _exit(ok && f.faults.live == 0 ? 0 : 1);
}

/* ---- the test's side */

struct running {
    int listen_fd, control;
    pid_t pid;
    struct sockaddr_in address;
};

static void start(struct running *r)
{
    int pair[2];
    socklen_t n = sizeof r->address;

    *r = (struct running){.address = {.sin_family = AF_INET}};
    r->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    r->listen_fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(r->listen_fd, (struct sockaddr *)&r->address, n) == 0 &&
          listen(r->listen_fd, 16) == 0 &&
          getsockname(r->listen_fd, (struct sockaddr *)&r->address, &n) == 0);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    (void)fflush(stdout);
    r->pid = fork();
    if (r->pid == 0) {
        (void)close(pair[0]);
        serve(r->listen_fd, pair[1]);
    }
    (void)close(pair[1]);
    r->control = pair[0];
}

static int join(struct running *r)
{
    int status = -1;

    (void)waitpid(r->pid, &status, 0);
    (void)close(r->listen_fd);
    (void)close(r->control);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int reach(const struct running *r)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = {.tv_sec = 10};

    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (const struct sockaddr *)&r->address, sizeof r->address) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

static void say_bytes(int fd, struct str bytes)
{
    while (bytes.n != 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes = str_cut(bytes, (size_t)n, bytes.n);
    }
}

/* All that comes until the other side closes. */
static struct str hear(int fd, char out[static ANSWER_MAX])
{
    size_t n = 0;

    while (n < ANSWER_MAX) {
        ssize_t got = recv(fd, out + n, ANSWER_MAX - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    (void)close(fd);
    return str_bytes(out, n);
}

static bool has(struct str s, const char *what)
{
    return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

#define ASK "Host: h\r\nConnection: close\r\n"

struct talk {
    const char *ask, *status, *says;
};

static const struct talk talks[] = {
    {"GET /a?b=%41&c HTTP/1.1\r\n" ASK "\r\n", "200", "1 /a?b=%41&c host=h body=0 peer=127.0.0.1"},
    {"GET /%61%2Fb HTTP/1.1\r\n" ASK "\r\n", "200", "1 /%61%2Fb? host=h"},
    {"POST /a HTTP/1.1\r\n" ASK "Content-Length: 3\r\n\r\nabc", "200", "2 /a? host=h body=3"},
    {"POST /a HTTP/1.1\r\n" ASK "Content-Length: 0\r\n\r\n", "200", "body=0"},
    {"HEAD /a HTTP/1.1\r\n" ASK "\r\n", "405", "Allow: GET, POST"},
    {"OPTIONS /a HTTP/1.1\r\n" ASK "\r\n", "405", "answers GET and POST alone"},
    {"PUT /a HTTP/1.1\r\n" ASK "Content-Length: 3\r\n\r\nabc", "405", "Allow"},
    {"BREW /a HTTP/1.1\r\n" ASK "\r\n", "405", "Allow"},
    {"GET /a HTTP/1.1\r\n" ASK "Host: i\r\n\r\n", "400", "came twice"},
    {"GET /a HTTP/1.1\r\n" ASK "Cookie: a=1\r\nCookie: b=1\r\n\r\n", "400", "came twice"},
    {"GET http://h/a HTTP/1.1\r\n" ASK "\r\n", "400", "not the address of a page"},
    {"GET * HTTP/1.1\r\n" ASK "\r\n", "400", "not the address of a page"},
    {"GET /\xD0\x96 HTTP/1.1\r\n" ASK "\r\n", "400", "not the address of a page"},
    {"GET /a HTTP/1.1\r\n" ASK "Content-Length: 3\r\n\r\nabc", "400", "cannot have a body"},
    {"POST /a HTTP/1.1\r\n" ASK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "411",
     "Content-Length"},
    {"POST /a HTTP/1.1\r\n" ASK "Content-Length: 101\r\n\r\n", "413", "more than may be sent"},
    {"POST /a HTTP/1.1\r\n" ASK "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "400", ""},
    {"POST /a HTTP/1.1\r\n" ASK "Content-Length: -1\r\n\r\n", "400", ""},
    {"POST /a HTTP/1.1\r\n" ASK "Content-Length: 99999999999999999999\r\n\r\n", "413", ""},
    {"GET /a HTTP/1.1\r\nConnection: close\r\n\r\n", "400", ""},
    {"GET /split HTTP/1.1\r\n" ASK "\r\n", "500", "could not be written"},
    {"GET /a HTTP/1.1\r\n" ASK "\r\nGET /b HTTP/1.1\r\n" ASK "\r\n", "200", "1 /a?"},
};

static void talk_to(const struct running *r, const struct talk *talk)
{
    char bytes[ANSWER_MAX], want[32];
    int fd = reach(r);

    say_bytes(fd, str_of(talk->ask));
    struct str heard = hear(fd, bytes);
    (void)snprintf(want, sizeof want, "HTTP/1.1 %s ", talk->status);
    if (!CHECK(str_starts(heard, str_of(want))) || !CHECK(has(heard, talk->says)))
        tap_note("%s-> %.*s", talk->ask, (int)heard.n, heard.p);
    CHECK(!has(heard, "Set-Cookie"));
    CHECK(has(heard, "Content-Length: "));
}

static int stop(struct running *r)
{
    char bytes[ANSWER_MAX];
    int fd = reach(r);

    say_bytes(fd, STR("GET /stop HTTP/1.1\r\nHost: h\r\n\r\n"));
    struct str heard = hear(fd, bytes);
    CHECK(has(heard, "200 OK") && has(heard, "Connection: close"));
    return join(r);
}

static void talks_http(void)
{
    struct running r;

    CASE("what is a request is answered, what is none is refused with a sentence");
    start(&r);
    for (size_t i = 0; i < sizeof talks / sizeof *talks; i++)
        talk_to(&r, &talks[i]);
    CHECK_INT(stop(&r), 0);
}

static void limits_headers(void)
{
    struct running r;
    char bytes[ANSWER_MAX], many[20000];

    CASE("long headers and addresses");
    start(&r);
    for (int i = 0; i < 2; i++) {
        int fd = reach(&r);
        memset(many, 'x', sizeof many);
        say_bytes(fd, i == 0 ? STR("GET /a HTTP/1.1\r\nHost: h\r\nX: ") : STR("GET /"));
        say_bytes(fd, str_bytes(many, sizeof many));
        say_bytes(fd, STR(" HTTP/1.1\r\n" ASK "\r\n"));
        struct str heard = hear(fd, bytes);
        if (!CHECK(heard.n == 0 || str_starts(heard, STR("HTTP/1.1 431 ")) ||
                   str_starts(heard, STR("HTTP/1.1 414 "))))
            tap_note("%.*s", (int)heard.n, heard.p);
    }
    CHECK_INT(stop(&r), 0);
}

static void takes_files(void)
{
    struct running r;
    char bytes[ANSWER_MAX], piece[16384] = {0};
    size_t left = SERVER_FILE_MAX;

    CASE("a file as long as any may be, and one byte more");
    start(&r);
    int fd = reach(&r);
    (void)snprintf(bytes, sizeof bytes, "POST /big HTTP/1.1\r\n" ASK "Content-Length: %zu\r\n\r\n",
                   left);
    say_bytes(fd, str_of(bytes));
    for (; left != 0; left -= sizeof piece)
        say_bytes(fd, str_bytes(piece, sizeof piece));
    CHECK(has(hear(fd, bytes), "body=33554432"));
    fd = reach(&r);
    say_bytes(fd, STR("POST /big HTTP/1.1\r\n" ASK "Content-Length: 33554433\r\n\r\n"));
    CHECK(has(hear(fd, bytes), "413 "));
    CHECK_INT(stop(&r), 0);
}

static void shares_bodies(void)
{
    static const char ask[] = "POST /big HTTP/1.1\r\n" ASK "Content-Length: 33554432\r\n\r\n";
    struct running r;
    char bytes[ANSWER_MAX];
    int fds[2];

    CASE("more bodies at a time than there is room for");
    start(&r);
    for (int i = 0; i < 2; i++) {
        fds[i] = reach(&r);
        say_bytes(fds[i], str_of(ask));
    }
    (void)usleep(200000);
    int fd = reach(&r);
    say_bytes(fd, str_of(ask));
    CHECK(has(hear(fd, bytes), "503 "));
    (void)close(fds[0]);
    (void)usleep(200000);
    fd = reach(&r);
    say_bytes(fd, STR("POST /big HTTP/1.1\r\n" ASK "Content-Length: 1000\r\n\r\n"));
    CHECK(shutdown(fd, SHUT_WR) == 0); /* the promise is taken back with the connection */
    (void)close(fd);
    (void)close(fds[1]);
    CHECK_INT(stop(&r), 0);
}

static void keeps_connections(void)
{
    struct running r;
    char bytes[ANSWER_MAX];

    CASE("a connection is kept, and closed when it is silent");
    start(&r);
    int fd = reach(&r);
    for (int i = 0; i < 3; i++) {
        say_bytes(fd, STR("GET /a HTTP/1.1\r\nHost: h\r\n\r\n"));
        ssize_t n = recv(fd, bytes, sizeof bytes, 0);
        CHECK(n > 0 && has(str_bytes(bytes, (size_t)n), "200 OK"));
    }
    CHECK_INT(recv(fd, bytes, sizeof bytes, 0), 0); /* idle_s is 1 */
    (void)close(fd);
    CHECK_INT(stop(&r), 0);
}

static void ends_slow_senders(void)
{
    struct running r;
    char byte;
    int sent = 0;

    CASE("who sends a byte now and then does not hold a connection for long");
    start(&r);
    int fd = reach(&r);
    say_bytes(fd, STR("GET /a HTTP/1.1\r\nHost: h\r\nX: "));
    for (; sent < 40 && recv(fd, &byte, 1, MSG_DONTWAIT) < 0; sent++) {
        say_bytes(fd, STR("x"));
        (void)usleep(200000);
    }
    CHECK(sent >= 5 && sent < 25); /* after 2 s, not at once and not never */
    (void)close(fd);
    CHECK_INT(stop(&r), 0);
}

static void shares_connections(void)
{
    static const char ask[] = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    struct running r;
    char bytes[ANSWER_MAX];
    int requests = 0;

    CASE("a connection ends after a thousand requests, so that another worker may have it");
    start(&r);
    int fd = reach(&r);
    for (ssize_t n = 1; n > 0 && requests < 2000; requests++) {
        say_bytes(fd, str_of(ask));
        n = recv(fd, bytes, sizeof bytes, 0);
    }
    CHECK_INT(requests - 1, 1000);
    (void)close(fd);
    CHECK_INT(stop(&r), 0);
}

static void waits_for_jobs(void)
{
    struct running r;
    char bytes[ANSWER_MAX];

    CASE("a reply that waits holds nobody up");
    start(&r);
    int waiting = reach(&r);
    say_bytes(waiting, STR("GET /wait HTTP/1.1\r\n" ASK "\r\n"));
    int other = reach(&r);
    say_bytes(other, STR("GET /a HTTP/1.1\r\n" ASK "\r\n"));
    CHECK(has(hear(other, bytes), "1 /a?"));
    CHECK(send(r.control, "x", 1, 0) == 1);
    CHECK(has(hear(waiting, bytes), "the job is done"));
    waiting = reach(&r);
    say_bytes(waiting, STR("GET /short HTTP/1.1\r\n" ASK "\r\n"));
    CHECK(has(hear(waiting, bytes), "the job took too long"));
    CHECK_INT(stop(&r), 0);
}

static void stops_gracefully(void)
{
    struct running r;
    char bytes[ANSWER_MAX];

    CASE("stopping answers what is under way, and leaves the shared socket open");
    start(&r);
    int waiting = reach(&r);
    say_bytes(waiting, STR("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n"));
    (void)usleep(100000);
    int stopping = reach(&r);
    say_bytes(stopping, STR("GET /stop HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK(has(hear(stopping, bytes), "200 OK"));
    int late = reach(&r); /* the kernel takes it: another worker would answer */
    CHECK(late >= 0);
    CHECK(send(r.control, "x", 1, 0) == 1);
    CHECK(has(hear(waiting, bytes), "the job is done"));
    (void)close(late);
    CHECK_INT(join(&r), 0);
}

static void drops_clients(void)
{
    struct running r;
    char byte = 0;

    CASE("who leaves while waiting costs nothing but the job");
    start(&r);
    int waiting = reach(&r);
    say_bytes(waiting, STR("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n"));
    (void)usleep(100000);
    (void)close(waiting);
    CHECK(send(r.control, "x", 1, 0) == 1);
    (void)usleep(100000);
    CHECK(recv(r.control, &byte, 1, MSG_DONTWAIT) < 0); /* resumed, not dropped */
    CHECK_INT(stop(&r), 0);
}

void server_test(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    talks_http();
    limits_headers();
    takes_files();
    shares_bodies();
    keeps_connections();
    ends_slow_senders();
    shares_connections();
    waits_for_jobs();
    stops_gracefully();
    drops_clients();
}
