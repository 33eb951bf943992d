/* worker.h - a worker: one process, one database handle, many requests one after the other.
 * Owns: its link to the keeper, its open data, the HTTP server, the unlockings that wait.
 * Order: worker_run() is the role's function (process/role.h); it returns when the keeper says
 *   stop. Without keys it shows the page that asks for the passphrase, and nothing else.
 * Memory: a request has an arena of its own; keys lie in locked memory.
 * Fails: the exit code. A folder that cannot be opened is told on every page, not by ending.
 * Limits: WORKER_UNLOCKS_MAX unlockings wait at a time.
 * Cost: about 10 MB, of which most is the database's cache. */
#ifndef ROLES_WORKER_H
#define ROLES_WORKER_H

#include "process/link.h"
#include "process/role.h"
#include "roles/near.h"
#include "roles/open.h"
#include "web/server.h"

enum { WORKER_UNLOCKS_MAX = 8 };

/* A request that waits to hear what became of its passphrase. */
struct unlocking {
    uint64_t ticket; /* 0: this place is free */
    int wake;        /* written to when the answer has come */
    int waits;       /* the other end, which the server watches */
    bool answered;
    enum rc rc;
    char text[512];
};

struct worker {
    struct program program;
    const char *folder;
    struct link link;
    struct opened opened;
    bool open;
    bool practice;     /* a practice folder, as long as it is locked (roles/found.h) */
    char trouble[512]; /* why the data could not be opened; "" is none */
    struct server *server;
    struct site locked, site;           /* for this computer */
    struct site near_locked, near_site; /* the same for other devices, by TLS */
    struct site trust;                  /* for devices that do not know us yet */
    struct near near;
    const char *hosts[4];
    int64_t active_ms; /* when the keeper was last told that a person is at work */
    struct unlocking unlockings[WORKER_UNLOCKS_MAX];
};

int worker_run(const struct role_start *start, const struct area *const *areas, size_t n);

/* For the handlers in pages.c. */
struct unlocking *worker_unlock(struct worker *worker, struct call *call, struct str phrase);

#endif
