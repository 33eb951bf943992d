/* server.c - see server.h. */
#include "web/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <sys/socket.h>

#include "store/certificate.h"

enum {
    CONNECTIONS_MAX = 256,
    IDLE_S = 20,
    TICK_MS = 1000,
    STOP_MS = 10000,
    REQUEST_S = 30,
    BODY_RATE = 50 << 10,   /* bytes per second that a slow sender reaches */
    KEEP_MAX = 1000,        /* requests of one connection */
    KEEP_MAX_CROWDED = 100, /* the same, while there are more connections than CROWD */
    CROWD = 8,
    CONNECTION_MEMORY = 2 * SERVER_HEADERS_MAX, /* libmicrohttpd's: headers in and out */
};

/* Nothing that a browser since 2018 does not have: forward secrecy, AEAD, our kind of key. */
static const char tls_priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:-CIPHER-ALL:+AES-256-GCM:"
    "+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:%SERVER_PRECEDENCE:%DISABLE_TLS13_COMPAT_MODE";

enum stage { STAGE_IDLE, STAGE_READING, STAGE_WAITING, STAGE_READY, STAGE_SENDING };

struct connection {
    struct server *server;
    struct MHD_Connection *mhd;
    const struct gate *gate;
    struct connection *prev, *next;
    struct arena arena;
    struct request request;
    struct reply reply;
    enum stage stage;
    struct str uri;
    char *body;
    size_t body_room, body_n;
    unsigned served;
    bool twice; /* a header that matters came twice */
    bool chunked;
    int64_t since_us; /* the end of the request before, or the connection's start */
    int64_t wait_until_us;
    char peer[INET6_ADDRSTRLEN];
};

/* One listener, as libmicrohttpd serves it. */
struct gate {
    struct server *server;
    struct MHD_Daemon *daemon;
    int epoll_fd;
};

struct watch {
    int fd;
    void (*ready)(void *data, int fd);
    void *data;
};

struct server {
    struct server_options options;
    const struct heap *heap;
    const struct os *os;
    struct gate gates[SERVER_LISTENERS_MAX];
    size_t gate_n; /* started */
    struct connection *connections;
    unsigned open, busy; /* connections; requests under way */
    size_t body_bytes;   /* promised to requests under way */
    struct watch watches[SERVER_WATCH_MAX];
    size_t watch_count;
    struct connection *waiting[SERVER_WAIT_MAX];
    size_t waiting_count;
    int64_t tick_at_us, stop_at_us;
    bool stopping;
};

static int64_t now_us(const struct server *server)
{
    return server->os->tick_us(server->os->data);
}

void reply_header(struct reply *reply, const char *name, struct str value)
{
    assert(reply->header_count < REPLY_HEADERS_MAX);
    reply->headers[reply->header_count++] = (struct header){name, value};
}

/* ---- one request */

struct header_slot {
    const char *name;
    size_t at; /* of a struct str in struct request */
};

static const struct header_slot slots[] = {
    {"Host", offsetof(struct request, host)},
    {"Origin", offsetof(struct request, origin)},
    {"Sec-Fetch-Site", offsetof(struct request, fetch_site)},
    {"Cookie", offsetof(struct request, cookie)},
    {"Accept-Language", offsetof(struct request, language)},
    {"Accept-Encoding", offsetof(struct request, encoding)},
    {"Content-Type", offsetof(struct request, content_type)},
    {"If-None-Match", offsetof(struct request, if_none_match)},
    {"X-Frag", offsetof(struct request, frag)},
    {"User-Agent", offsetof(struct request, agent)},
};

static bool same_name(const char *a, size_t n, const char *b)
{
    return strlen(b) == n && strncasecmp(a, b, n) == 0;
}

static enum MHD_Result take_header(void *data, enum MHD_ValueKind kind, const char *name,
                                   size_t name_n, const char *value, size_t value_n)
{
    struct connection *c = data;

    (void)kind;
    if (same_name(name, name_n, "Transfer-Encoding"))
        c->chunked = true;
    if (same_name(name, name_n, "Content-Length")) {
        uint64_t length;
        if (c->body_room != 0 || !str_uint(str_bytes(value, value_n), SIZE_MAX / 2, &length))
            c->twice = true;
        else
            c->body_room = (size_t)length;
    }
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        if (!same_name(name, name_n, slots[i].name))
            continue;
        struct str *slot = (struct str *)(void *)((char *)&c->request + slots[i].at);
        c->twice |= slot->p != NULL;
        *slot = str_bytes(value, value_n);
    }
    return MHD_YES;
}

/* A plain page of one sentence, for what never becomes a request of a route. */
static void refuse(struct connection *c, int status, const char *sentence)
{
    c->reply = (struct reply){.status = status, .type = "text/html; charset=utf-8"};
    c->reply.body = str_format(&c->arena,
                               "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                               "<title>%d</title><main><h1>%d</h1><p>%s</p></main>",
                               status, status, sentence);
    reply_header(&c->reply, "Cache-Control", STR("no-store"));
    reply_header(&c->reply, "Content-Security-Policy", STR("default-src 'none'"));
    reply_header(&c->reply, "X-Content-Type-Options", STR("nosniff"));
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        reply_header(&c->reply, "Allow", STR("GET, POST"));
}

static struct MHD_Response *make_response(const struct reply *reply)
{
    /* libmicrohttpd only reads what is persistent; its signature forgot to say so. */
    void *body = (void *)(uintptr_t)(reply->body.n == 0 ? "" : reply->body.p);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.n, body, MHD_RESPMEM_PERSISTENT);
    bool ok = response != NULL;

    if (ok && reply->type != NULL)
        ok = MHD_add_response_header(response, "Content-Type", reply->type) == MHD_YES;
    for (size_t i = 0; ok && i < reply->header_count; i++) {
        const struct header *h = &reply->headers[i];
        ok = h->value.p != NULL && strlen(h->value.p) == h->value.n &&
             MHD_add_response_header(response, h->name, h->value.p) == MHD_YES;
    }
    if (ok || response == NULL)
        return response;
    MHD_destroy_response(response);
    return NULL;
}

static bool is_last(const struct connection *c)
{
    unsigned keep = c->server->open > CROWD ? KEEP_MAX_CROWDED : KEEP_MAX;

    return c->server->stopping || c->served + 1 >= keep;
}

static enum MHD_Result send_reply(struct connection *c)
{
    if (is_last(c) && c->reply.header_count < REPLY_HEADERS_MAX)
        reply_header(&c->reply, "Connection", STR("close"));
    struct MHD_Response *response = make_response(&c->reply);
    if (response == NULL) {
        refuse(c, MHD_HTTP_INTERNAL_SERVER_ERROR, "The answer could not be written.");
        response = make_response(&c->reply);
    }
    if (response == NULL)
        return MHD_NO;
    c->stage = STAGE_SENDING;
    enum MHD_Result done = MHD_queue_response(c->mhd, (unsigned)c->reply.status, response);
    MHD_destroy_response(response);
    return done;
}

static bool read_uri(struct connection *c)
{
    struct str rest = c->uri;

    for (size_t i = 0; i < rest.n; i++)
        if (rest.p[i] <= ' ' || rest.p[i] > '~')
            return false;
    c->request.path = str_split(&rest, '?');
    c->request.query = rest;
    return str_starts(c->request.path, STR("/"));
}

/* NULL, or why this is no request that a route could answer; sets the status. */
static const char *find_fault(struct connection *c, const char *method, int *status)
{
    if (strcmp(method, "GET") == 0)
        c->request.method = METHOD_GET;
    else if (strcmp(method, "POST") == 0)
        c->request.method = METHOD_POST;
    *status = MHD_HTTP_METHOD_NOT_ALLOWED;
    if (c->request.method == 0)
        return "This address answers GET and POST alone.";
    *status = MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (info == NULL || info->header_size > SERVER_HEADERS_MAX)
        return "The headers are longer than they may be.";
    *status = MHD_HTTP_BAD_REQUEST;
    if (c->twice)
        return "A header came twice, or with a value that it cannot have.";
    if (!read_uri(c))
        return "This is not the address of a page.";
    if (c->request.method == METHOD_GET && (c->chunked || c->body_room != 0))
        return "A request to read a page cannot have a body.";
    *status = MHD_HTTP_LENGTH_REQUIRED;
    if (c->chunked)
        return "Say how long the body is (Content-Length).";
    return NULL;
}

static bool promise_body(struct connection *c)
{
    struct server *server = c->server;

    if (c->body_room > SERVER_BODIES_MAX - server->body_bytes)
        return false;
    c->body = arena_alloc(&c->arena, c->body_room + 1);
    if (c->body == NULL)
        return false;
    server->body_bytes += c->body_room;
    return true;
}

static enum MHD_Result begin(struct connection *c, const char *method)
{
    struct server *server = c->server;
    int status;

    c->stage = STAGE_READING;
    server->busy++;
    c->request.arena = &c->arena;
    c->request.peer = str_of(c->peer);
    c->request.listener = (size_t)(c->gate - server->gates);
    (void)MHD_get_connection_values_n(c->mhd, MHD_HEADER_KIND, take_header, c);
    const char *fault = find_fault(c, method, &status);
    if (fault == NULL &&
        c->body_room > server->options.body_max(server->options.data, &c->request)) {
        status = MHD_HTTP_CONTENT_TOO_LARGE;
        fault = "This is more than may be sent here at once.";
    }
    if (fault == NULL && !promise_body(c)) {
        status = MHD_HTTP_SERVICE_UNAVAILABLE;
        fault = "Too many files are being sent at the moment. Try again in a minute.";
    }
    if (fault == NULL)
        return MHD_YES;
    c->body_room = 0;
    refuse(c, status, fault);
    return send_reply(c);
}

static bool park(struct connection *c)
{
    struct server *server = c->server;
    const struct wait *wait = &c->reply.wait;

    if (server->waiting_count == SERVER_WAIT_MAX)
        return false;
    c->wait_until_us = now_us(server) + (int64_t)wait->timeout_ms * 1000;
    server->waiting[server->waiting_count++] = c;
    c->stage = STAGE_WAITING;
    return true;
}

/* The reply says that it waits for a job: it is parked, or refused when too many wait. */
static void settle(struct connection *c)
{
    c->stage = STAGE_READY;
    if (c->reply.wait.resume == NULL || park(c))
        return;
    c->reply.wait.drop(c->reply.wait.data);
    refuse(c, MHD_HTTP_SERVICE_UNAVAILABLE, "Too many jobs are waiting. Try again in a minute.");
}

static enum MHD_Result answer(struct connection *c)
{
    struct server *server = c->server;

    c->request.body = str_bytes(c->body, c->body_n);
    c->reply = (struct reply){.status = MHD_HTTP_INTERNAL_SERVER_ERROR};
    server->options.answer(server->options.data, &c->request, &c->reply);
    settle(c);
    if (c->stage == STAGE_READY)
        return send_reply(c);
    MHD_suspend_connection(c->mhd);
    return MHD_YES;
}

static struct connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info == NULL ? NULL : info->socket_context;
}

static enum MHD_Result on_request(void *data, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_n, void **mark)
{
    struct connection *c = connection_of(mhd);

    (void)data, (void)url, (void)version;
    if (c == NULL)
        return MHD_NO;
    if (*mark == NULL) {
        *mark = c;
        return begin(c, method);
    }
    if (*upload_n != 0) {
        if (*upload_n > c->body_room - c->body_n)
            return MHD_NO;
        memcpy(c->body + c->body_n, upload, *upload_n);
        c->body_n += *upload_n;
        *upload_n = 0;
        return MHD_YES;
    }
    return c->stage == STAGE_READING ? answer(c) : send_reply(c);
}

/* ---- connections */

/* Before libmicrohttpd decodes the address: we keep it as it was sent. */
static void *on_uri(void *data, const char *uri, struct MHD_Connection *mhd)
{
    struct connection *c = connection_of(mhd);

    (void)data;
    if (c != NULL)
        c->uri = str_dup(&c->arena, str_of(uri));
    return NULL;
}

static size_t keep_escapes(void *data, struct MHD_Connection *mhd, char *text)
{
    (void)data, (void)mhd;
    return strlen(text);
}

static void end_request(struct connection *c)
{
    struct server *server = c->server;

    if (c->stage != STAGE_IDLE) {
        server->busy--;
        server->body_bytes -= c->body == NULL ? 0 : c->body_room;
    }
    arena_reset(&c->arena);
    c->request = (struct request){.arena = &c->arena};
    c->stage = STAGE_IDLE;
    c->uri = STR("");
    c->body = NULL;
    c->body_room = c->body_n = 0;
    c->twice = c->chunked = false;
    c->served++;
    c->since_us = now_us(server);
}

static void on_completed(void *data, struct MHD_Connection *mhd, void **mark,
                         enum MHD_RequestTerminationCode how)
{
    struct connection *c = connection_of(mhd);

    (void)data, (void)how;
    if (c != NULL && *mark != NULL)
        end_request(c);
    *mark = NULL;
}

static void find_peer(struct connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info == NULL ? NULL : info->client_addr;

    if (address == NULL)
        return;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        (void)inet_ntop(AF_INET, &in.sin_addr, c->peer, sizeof c->peer);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        (void)inet_ntop(AF_INET6, &in.sin6_addr, c->peer, sizeof c->peer);
    }
}

static void connection_add(struct gate *gate, struct MHD_Connection *mhd, void **context)
{
    struct server *server = gate->server;
    struct connection *c = server->heap->alloc(server->heap->data, sizeof *c);

    if (c == NULL)
        return; /* its requests are then cut off: connection_of() is NULL */
    *c = (struct connection){.server = server, .gate = gate, .mhd = mhd};
    c->since_us = now_us(server);
    arena_init(&c->arena, server->heap, ARENA_MAX_DEFAULT);
    find_peer(c);
    c->next = server->connections;
    if (c->next != NULL)
        c->next->prev = c;
    server->connections = c;
    server->open++;
    *context = c;
}

static void connection_drop(struct connection *c)
{
    struct server *server = c->server;

    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        server->connections = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    server->open--;
    arena_fini(&c->arena);
    server->heap->free(server->heap->data, c);
}

static void on_connection(void *data, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        connection_add(data, mhd, context);
    else if (*context != NULL)
        connection_drop(*context);
}

/* libmicrohttpd closes silent connections; this ends those that send a byte now and then. */
static void end_slow(struct server *server)
{
    int64_t now = now_us(server);

    for (struct connection *c = server->connections; c != NULL; c = c->next) {
        int64_t allowed_s = server->options.request_s + (int64_t)(c->body_room / BODY_RATE);
        if (c->stage > STAGE_READING || now - c->since_us < allowed_s * 1000000)
            continue;
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        if (info != NULL)
            (void)shutdown(info->connect_fd, SHUT_RDWR);
    }
}

/* ---- the server */

/* Whether somebody with this address may come in at all. */
static enum MHD_Result on_accept(void *data, const struct sockaddr *address, socklen_t size)
{
    const struct gate *gate = data;
    const struct server *server = gate->server;
    unsigned char bytes[CERTIFICATE_ADDRESS];
    struct sockaddr_in in;

    if (!server->options.listeners[gate - server->gates].near_alone)
        return MHD_YES;
    if (address->sa_family != AF_INET || size < sizeof in)
        return MHD_NO;
    memcpy(&in, address, sizeof in);
    memcpy(bytes, &in.sin_addr, sizeof bytes);
    return certificate_is_near(bytes) ? MHD_YES : MHD_NO;
}

static bool start(struct server *server, const struct server_listener *listener)
{
    const struct server_options *o = &server->options;
    struct gate *gate = &server->gates[server->gate_n];
    char *pem = (char *)(uintptr_t)listener->tls; /* only read */
    struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, pem},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, pem},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (char *)(uintptr_t)tls_priorities},
        {MHD_OPTION_END, 0, NULL},
    };

    gate->server = server;
    gate->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (pem == NULL ? 0 : MHD_USE_TLS), 0, on_accept,
        gate, on_request, server, MHD_OPTION_LISTEN_SOCKET, listener->fd, //
        MHD_OPTION_CONNECTION_LIMIT, o->connections_max,                  //
        MHD_OPTION_CONNECTION_TIMEOUT, o->idle_s,                         //
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,    //
        MHD_OPTION_STRICT_FOR_CLIENT, 1,                                  //
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,                //
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, gate,                //
        MHD_OPTION_URI_LOG_CALLBACK, on_uri, server,                      //
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, server,               //
        MHD_OPTION_ARRAY, pem == NULL ? plain : tls, MHD_OPTION_END);
    if (gate->daemon == NULL)
        return false;
    server->gate_n++;
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(gate->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    gate->epoll_fd = info == NULL ? -1 : info->epoll_fd;
    return gate->epoll_fd >= 0;
}

/* The sockets are shared by all workers: who comes second to a connection must not hang in
 * accept(). */
static bool start_all(struct server *server)
{
    const struct server_options *o = &server->options;

    for (size_t i = 0; i < o->listener_n; i++) {
        int flags = fcntl(o->listeners[i].fd, F_GETFL);
        if (flags < 0 || fcntl(o->listeners[i].fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
            !start(server, &o->listeners[i]))
            return false;
    }
    return true;
}

enum rc server_open(struct call *call, const struct server_options *options, struct server **out)
{
    const struct heap *heap = call->arena->heap;

    assert(options->listener_n >= 1 && options->listener_n <= SERVER_LISTENERS_MAX);
    struct server *server = heap->alloc(heap->data, sizeof *server);

    if (server == NULL)
        return fail_memory(call);
    *server = (struct server){.options = *options, .heap = heap, .os = call->os};
    if (options->connections_max == 0)
        server->options.connections_max = CONNECTIONS_MAX;
    if (options->idle_s == 0)
        server->options.idle_s = IDLE_S;
    if (options->request_s == 0)
        server->options.request_s = REQUEST_S;
    if (options->tick_ms == 0)
        server->options.tick_ms = TICK_MS;
    server->tick_at_us = now_us(server) + server->options.tick_ms * INT64_C(1000);
    if (!start_all(server)) {
        server_close(server);
        return fail(call, RC_IO, NULL, "The web server could not start on its sockets.");
    }
    *out = server;
    return RC_OK;
}

enum rc server_watch(struct call *call, struct server *server, int fd,
                     void (*ready)(void *data, int fd), void *data)
{
    if (server->watch_count == SERVER_WATCH_MAX)
        return fail(call, RC_LIMIT, NULL, "The web server watches no more than %d others.",
                    SERVER_WATCH_MAX);
    server->watches[server->watch_count++] = (struct watch){fd, ready, data};
    return RC_OK;
}

void server_unwatch(struct server *server, int fd)
{
    for (size_t i = 0; i < server->watch_count; i++) {
        if (server->watches[i].fd != fd)
            continue;
        server->watches[i] = server->watches[--server->watch_count];
        return;
    }
}

static void resume(struct server *server, size_t i)
{
    struct connection *c = server->waiting[i];
    struct wait wait = c->reply.wait;

    server->waiting[i] = server->waiting[--server->waiting_count];
    c->reply = (struct reply){.status = MHD_HTTP_INTERNAL_SERVER_ERROR};
    wait.resume(wait.data, &c->request, &c->reply);
    settle(c);
    if (c->stage == STAGE_READY)
        MHD_resume_connection(c->mhd);
}

struct polled {
    struct pollfd fds[SERVER_LISTENERS_MAX + SERVER_WATCH_MAX + SERVER_WAIT_MAX];
    size_t gate_n, watch_count, waiting_count;
};

static void collect(const struct server *server, struct polled *p)
{
    nfds_t n = 0;

    for (size_t i = 0; i < server->gate_n; i++)
        p->fds[n++] = (struct pollfd){server->gates[i].epoll_fd, POLLIN, 0};
    for (size_t i = 0; i < server->watch_count; i++)
        p->fds[n++] = (struct pollfd){server->watches[i].fd, POLLIN, 0};
    for (size_t i = 0; i < server->waiting_count; i++)
        p->fds[n++] = (struct pollfd){server->waiting[i]->reply.wait.fd, POLLIN, 0};
    p->gate_n = server->gate_n;
    p->watch_count = server->watch_count;
    p->waiting_count = server->waiting_count;
}

static int next_ms(const struct server *server)
{
    int64_t now = now_us(server), until = server->tick_at_us;
    MHD_UNSIGNED_LONG_LONG mhd_ms;

    for (size_t i = 0; i < server->waiting_count; i++)
        if (server->waiting[i]->wait_until_us < until)
            until = server->waiting[i]->wait_until_us;
    int64_t ms = until <= now ? 0 : (until - now + 999) / 1000;
    for (size_t i = 0; i < server->gate_n; i++)
        if (MHD_get_timeout(server->gates[i].daemon, &mhd_ms) == MHD_YES && (int64_t)mhd_ms < ms)
            ms = (int64_t)mhd_ms;
    return (int)ms;
}

/* Backwards, because whoever is called may take itself, the last or a new one, out or in. */
static void run_ready(struct server *server, const struct polled *p)
{
    const struct pollfd *fds = p->fds + p->gate_n;
    int64_t now = now_us(server);

    for (size_t i = p->watch_count; i-- > 0;) {
        if (i < server->watch_count && server->watches[i].fd == fds[i].fd && fds[i].revents != 0)
            server->watches[i].ready(server->watches[i].data, fds[i].fd);
    }
    fds += p->watch_count;
    for (size_t i = p->waiting_count; i-- > 0;)
        if (fds[i].revents != 0 || server->waiting[i]->wait_until_us <= now)
            resume(server, i);
}

static void run_tick(struct server *server)
{
    int64_t now = now_us(server);

    if (now < server->tick_at_us)
        return;
    server->tick_at_us = now + server->options.tick_ms * INT64_C(1000);
    end_slow(server);
    if (server->options.tick != NULL)
        server->options.tick(server->options.data);
}

static bool run_gates(struct server *server)
{
    for (size_t i = 0; i < server->gate_n; i++)
        if (MHD_run(server->gates[i].daemon) != MHD_YES)
            return false;
    return true;
}

static bool is_over(const struct server *server)
{
    return server->stopping && (server->busy == 0 || now_us(server) >= server->stop_at_us);
}

enum rc server_run(struct call *call, struct server *server)
{
    while (!is_over(server)) {
        struct polled polled;
        collect(server, &polled);
        nfds_t all = polled.gate_n + polled.watch_count + polled.waiting_count;
        int n = poll(polled.fds, all, next_ms(server));
        if (n < 0 && errno != EINTR)
            return fail(call, RC_IO, NULL, "Waiting for requests failed.");
        if (n >= 0)
            run_ready(server, &polled);
        if (!run_gates(server))
            return fail(call, RC_IO, NULL, "The web server failed.");
        run_tick(server);
    }
    return RC_OK;
}

void server_stop(struct server *server)
{
    if (server->stopping)
        return;
    server->stopping = true;
    server->stop_at_us = now_us(server) + STOP_MS * INT64_C(1000);
    for (size_t i = 0; i < server->gate_n; i++)
        (void)MHD_quiesce_daemon(server->gates[i].daemon);
}

void server_close(struct server *server)
{
    if (server == NULL)
        return;
    while (server->waiting_count != 0) {
        struct connection *c = server->waiting[--server->waiting_count];
        c->reply.wait.drop(c->reply.wait.data);
        c->reply = (struct reply){.status = MHD_HTTP_SERVICE_UNAVAILABLE};
        c->stage = STAGE_READY;
        MHD_resume_connection(c->mhd);
    }
    server_stop(server); /* or libmicrohttpd would shut the shared sockets down */
    for (size_t i = 0; i < server->gate_n; i++)
        MHD_stop_daemon(server->gates[i].daemon);
    server->heap->free(server->heap->data, server);
}
