/* server.h - HTTP on a listening socket: requests in, replies out, and other descriptors watched.
 * Owns: the connections, and each request's arena from its first byte to its reply's last.
 * Order: server_open(), server_watch() at will, server_run() until somebody calls server_stop(),
 *   server_close(). One thread; all callbacks run inside server_run().
 * Memory: a request and what its reply points to live in request->arena until the reply is sent.
 *   The listening sockets and all watched descriptors are borrowed and stay open; a listener's
 *   tls text is copied, and may be wiped after server_open().
 * Fails: server_open() RC_IO (also for a key and certificates that GnuTLS does not take),
 *   RC_MEMORY; server_watch() RC_LIMIT. A request that is no request is
 *   answered here, with a sentence: methods other than GET and POST (405), a body without length
 *   (411), one that is too long (413), a header given twice, a path that is none (400).
 * Limits: those of server_options; SERVER_HEADERS_MAX bytes of headers, SERVER_BODIES_MAX bytes of
 *   bodies at a time. A connection ends after KEEP_MAX requests, so
 *   that no worker keeps all of them. TLS 1.2 and 1.3, forward secrecy and AEAD alone.
 * Cost: one arena block for each connection; some 40 KB more with TLS.
 * Not here: which page it is (web/route.h). libmicrohttpd is used here and nowhere else. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "base/call.h"

enum method { METHOD_GET = 1, METHOD_POST };

enum {
    SERVER_HEADERS_MAX = 16 << 10,
    SERVER_BODY_MAX = 1 << 20, /* unless a route allows more */
    SERVER_FILE_MAX = 32 << 20,
    SERVER_BODIES_MAX = 64 << 20, /* of all requests under way together */
    SERVER_WATCH_MAX = 8,
    SERVER_WAIT_MAX = 64,
    SERVER_LISTENERS_MAX = 3,
    REPLY_HEADERS_MAX = 24,
};

struct request {
    struct arena *arena;
    enum method method;
    struct str path;  /* as sent, not decoded; starts with a slash */
    struct str query; /* as sent, without the question mark */
    struct str host, origin, fetch_site, cookie, language, content_type, if_none_match, frag, agent;
    struct str encoding; /* Accept-Encoding: what the browser can unpack */
    struct str peer;     /* the other side's address: "127.0.0.1" */
    size_t listener;     /* which of the server's it came by */
    struct str body;
};

struct header {
    const char *name;
    struct str value;
};

struct reply;

/* A reply that waits for a job. resume() is called when fd can be read, was hung up, or after
 * timeout_ms: it reads fd, closes it, and fills the reply or waits again. drop() is called
 * instead when the server ends first. */
struct wait {
    int fd;
    int timeout_ms;
    void *data;
    void (*resume)(void *data, struct request *request, struct reply *reply);
    void (*drop)(void *data);
};

struct reply {
    int status;
    const char *type; /* of the body; NULL when there is none */
    struct str body;
    struct header headers[REPLY_HEADERS_MAX];
    size_t header_count;
    struct wait wait; /* resume is not NULL: the rest comes later */
};

/* The value must have no line end in it (the reply then becomes a 500). */
void reply_header(struct reply *reply, const char *name, struct str value);

/* A socket that is bound and listens; several workers may share it. */
struct server_listener {
    int fd;
    const char *tls; /* PEM: certificates, server's first, and its key; NULL: plain HTTP */
    bool near_alone; /* closes on whoever comes from beyond private networks (RFC 1918) */
};

struct server_options {
    struct server_listener listeners[SERVER_LISTENERS_MAX]; /* the first n */
    size_t listener_n;
    unsigned connections_max; /* of each listener; 0: 256 */
    unsigned idle_s;          /* 0: 20; a silent connection is closed */
    unsigned request_s;       /* 0: 30; to send a request, and 1 s more for each 50 KiB of body */
    int tick_ms;              /* 0: 1000 */
    void *data;               /* handed to all three */
    size_t (*body_max)(void *data, const struct request *request); /* bytes; headers are known */
    void (*answer)(void *data, struct request *request, struct reply *reply);
    void (*tick)(void *data); /* may be NULL */
};

struct server;

MUST_USE enum rc server_open(struct call *call, const struct server_options *options,
                             struct server **out);
MUST_USE enum rc server_watch(struct call *call, struct server *server, int fd,
                              void (*ready)(void *data, int fd), void *data);
void server_unwatch(struct server *server, int fd);
MUST_USE enum rc server_run(struct call *call, struct server *server);
/* Takes no new connections; server_run() ends when running requests are answered, or after 10 s. */
void server_stop(struct server *server);
void server_close(struct server *server);

#endif
